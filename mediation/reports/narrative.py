"""Sentences written from the figures: what, how many, against which base, led by which causes.

After the pattern of the courts' notices (济源 2022-08, 内黄 2023). Below the thresholds a sentence
gives counts alone.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from mediation.cases.money import format_wan
from mediation.figures.comparison import Change, Kind, Unit
from mediation.figures.counts import Group
from mediation.figures.definitions import definition_of
from mediation.figures.funnel import Standing
from mediation.figures.indicators import Indicator, ledger_indicator
from mediation.figures.intervals import COUNTS_ONLY_BELOW, FEW_BELOW, Sample
from mediation.figures.keys import Dimension, FunnelUnit
from mediation.figures.telling import telling
from mediation.i18n import _
from mediation.reports.columns import printable
from mediation.reports.edition import Edition, is_traffic
from mediation.reports.report import Report, unrecorded
from mediation.reports.seal_wording import correction_lines, corrections_head, sealed_months_words
from mediation.reports.wording import (
    beside_words,
    days_words,
    decimals,
    interval_words,
    period_words,
    restated_words,
    share_words,
)

_NAMED_CAUSES: Final = 3
_NAMED_COURTS: Final = 9


def percentage(value: Fraction | float) -> str:
    """A share of 1 as running text has it: 46.5%."""
    return f"{decimals(Fraction(value) * 100)}%"


def flow_sentences(edition: Edition) -> list[str]:
    """一: what came in, what was closed, and how that compares."""
    report, flow = edition.report, edition.report.flow
    whole = flow.opening + flow.received
    if not whole:
        return [_("{period}没有收案，也没有旧存案件。").format(period=period_words(report.period))]
    words = _(
        "{period}，{who}共办理特邀调解案件{whole}件（旧存{opening}件，新收{received}件），"
    ).format(
        period=period_words(report.period),
        who=_who(edition),
        whole=whole,
        opening=flow.opening,
        received=flow.received,
    )
    words += _("结案{closed}件，期末未结{pending}件。").format(
        closed=flow.closed, pending=flow.pending
    )
    beside = [_compared(report, kind) for kind in _kinds(report)]
    more = [words + "".join(each for each in beside if each)]
    if flow.received:
        amounts = _("新收案件标的额合计{claimed}万元").format(claimed=format_wan(flow.claimed))
        if flow.agreed:
            amounts += _("；本期结案的协议金额{agreed}万元，已到位{performed}万元").format(
                agreed=format_wan(flow.agreed), performed=format_wan(flow.performed)
            )
        more.append(amounts + _("。"))
    return more


def _kinds(report: Report) -> tuple[Kind, ...]:
    """The comparisons that say different things: over a whole year both have the same base."""
    return (Kind.YEAR_ON_YEAR,) if len(report.period) == 12 else tuple(Kind)


def _who(edition: Edition) -> str:
    scope = edition.report.names
    if edition.report.scope.is_everything:
        return edition.studio or _("特邀调解组织")
    return printable(str(scope))


def _compared(report: Report, kind: Kind) -> str:
    comparison = report.comparison(kind)
    if comparison is None:
        return ""
    word = _("上年同期") if kind is Kind.YEAR_ON_YEAR else _("上期")
    if comparison.reason:
        reason = _("。").join(filter(None, (comparison.reason, restated_words(comparison))))
        return _("与{word}：{reason}。").format(word=word, reason=reason)
    told = [
        sentence
        for each in comparison.figures
        if each.key in ("received", "closed")
        and (sentence := _change(each, _("新收") if each.key == "received" else _("结案"), word))
    ]
    return _("，").join(told) + _("。") if told else ""


def _change(change: Change, name: str, word: str) -> str:
    """新收较上年同期（380件）上升27.6%; the base alone when it is small."""
    if not isinstance(change.base, int):
        return ""
    if change.change is None:
        return _("{name}{word}为{base}件").format(name=name, word=word, base=change.base)
    return _("{name}较{word}（{base}件）{moved}").format(
        name=name, word=word, base=change.base, moved=moved(change)
    )


def moved(change: Change) -> str:
    """上升27.6%, 下降5.2个百分点, 持平."""
    if change.change is None:
        return ""
    size = abs(change.change)
    shown = decimals(size if change.unit is Unit.POINTS else size * 100)
    if not float(shown):
        return _("持平")
    word = _("上升") if change.change > 0 else _("下降")
    unit = _("个百分点") if change.unit is Unit.POINTS else "%"
    return f"{word}{shown}{unit}"


def outcome_sentences(edition: Edition) -> list[str]:
    """二: how the cases ended, the rate with its definition, and how long they took."""
    report, flow = edition.report, edition.report.flow
    if not flow.closed:
        return [_("本期没有结案。")]
    words = _(
        "结案的{closed}件中，调解成功{succeeded}件，部分成功{partly}件，不成功{failed}件，"
    ).format(closed=flow.closed, succeeded=flow.succeeded, partly=flow.partly, failed=flow.failed)
    words += _("撤回{withdrawn}件，退回{returned}件；本期转立案{transferred}件。").format(
        withdrawn=flow.withdrawn, returned=flow.returned, transferred=flow.transferred
    )
    sentences = [words + rate_sentence(report, report.indicator("success_rate"))]
    duration = report.duration
    if duration.cases >= COUNTS_ONLY_BELOW:
        sentences.append(
            _(
                "已签收的{cases}件结案，自签收至终结的办理天数中位数为{median}天，九成案件在{p90}天以内。"
            ).format(
                cases=duration.cases,
                median=days_words(duration.median),
                p90=days_words(duration.p90),
            )
        )
    return sentences


def rate_sentence(report: Report, rate: Indicator) -> str:
    """调解成功率为46.5%（213/458，…）; counts only below 10 cases."""
    if rate.value is None or rate.denominator is None:
        reason = _("，").join(filter(None, (rate.reason, beside_words(rate))))
        return _("{name}：{reason}。").format(name=rate.name, reason=reason)
    fraction = f"{rate.numerator}/{rate.denominator}"
    told = rate.told
    label = _("口径{label}").format(label=rate.definition.label)
    if told.share is None:
        counted = _("，").join(filter(None, (fraction, beside_words(rate), label)))
        return _("{name}的分母不足{few}件，只列件数（{counted}）。").format(
            name=rate.name, few=COUNTS_ONLY_BELOW, counted=counted
        )
    notes = [fraction]
    if told.sample is Sample.FEW:
        notes.append(_("样本少"))
    elif told.interval is not None:
        low, high = interval_words(rate).strip("()").split("-")
        notes.append(_("95%区间{low}%至{high}%").format(low=low, high=high))
    words = _("{name}为{share}（{notes}）").format(
        name=rate.name,
        share=share_words(rate).replace(" %", "%"),
        notes=_("，").join(filter(None, (*notes, beside_words(rate), label))),
    )
    return words + _rate_beside(report, rate) + _("。")


def _rate_beside(report: Report, rate: Indicator) -> str:
    told = ""
    words = {Kind.YEAR_ON_YEAR: _("上年同期"), Kind.PERIOD_ON_PERIOD: _("上期")}
    for kind in _kinds(report):
        comparison = report.comparison(kind)
        figures = () if comparison is None or comparison.reason else comparison.figures
        for change in figures:
            if change.key == rate.key and change.change is not None and change.base is not None:
                told += _("，较{word}（{base}）{moved}").format(
                    word=words[kind], base=percentage(change.base), moved=moved(change)
                )
    return told


def about_causes(edition: Edition) -> list[str]:
    """三: which causes led, their share, and how they compare with a year before."""
    report = edition.report
    rows = [row for row in report.groups[Dimension.CAUSE] if row.counts.received]
    if not rows:
        return []
    openings = (_("新收最多"), _("其次是"), _("第三是"))
    parts = []
    for place, row in enumerate(rows[:_NAMED_CAUSES]):
        name = f"“{_name(row)}”"
        told = _cause(edition, row)
        parts.append(
            _("{name}{opening}，{told}").format(name=name, opening=openings[0], told=told)
            if place == 0
            else _("{opening}{name}，{told}").format(name=name, opening=openings[place], told=told)
        )
    words = _("；").join(parts) + _("。")
    kinds = _("新收案件涉及案由{count}种。").format(count=len(rows))
    return [kinds + words]


def _cause(edition: Edition, row: Group) -> str:
    received = row.counts.received
    whole = edition.report.flow.received
    words = _("为{count}件").format(count=received)
    share = telling(received, whole)
    if share.sample is Sample.ENOUGH and share.share is not None:
        words += _("，占新收总数的{share}").format(share=percentage(share.share))
    if edition.break_words or row.key not in edition.earlier:
        return words
    before = edition.earlier[row.key]
    if before < FEW_BELOW:
        return words + _("（上年同期{before}件）").format(before=before)
    change = Change("received", received, before, Fraction(received - before, before), Unit.RATIO)
    return words + _("，较上年同期（{before}件）{moved}").format(before=before, moved=moved(change))


def about_sources(edition: Edition) -> list[str]:
    """四: where the cases came from, as counts."""
    sentences = []
    for dimension, words in (
        (Dimension.CHANNEL, _("从来源看，新收{parts}。")),
        (Dimension.COURT, _("从法院看，新收{parts}。")),
    ):
        rows = [row for row in edition.report.groups[dimension] if row.counts.received]
        parts = [
            _("{name}{count}件").format(name=_name(row), count=row.counts.received)
            for row in rows[:_NAMED_COURTS]
        ]
        rest = sum(row.counts.received for row in rows[_NAMED_COURTS:])
        if rest:
            parts.append(_("其余{count}件").format(count=rest))
        if parts:
            sentences.append(words.format(parts=_("，").join(parts)))
    return sentences


def about_limits(edition: Edition) -> list[str]:
    """Whether any court, studio or mediator stands outside the control limits; no names, no order."""
    sentences = []
    for kind, unit in (
        (FunnelUnit.COURT, _("个法院")),
        (FunnelUnit.STUDIO, _("个调解室")),
        (FunnelUnit.MEDIATOR, _("名委员")),
    ):
        points = edition.funnels.get(kind, (None, []))[1]
        seen = [each for each in points if each.key and each.standing is not Standing.TOO_FEW]
        if len(seen) < 2:
            continue
        alert = sum(each.standing is Standing.ALERT for each in seen)
        review = sum(each.standing is Standing.REVIEW for each in seen)
        words = _("按口径{label}，结案{few}件以上的{count}{unit}中，").format(
            label=definition_of("success_rate").version,
            few=COUNTS_ONLY_BELOW,
            count=len(seen),
            unit=unit,
        )
        if alert or review:
            told = [
                words_of.format(count=count, unit=unit)
                for count, words_of in (
                    (alert, _("{count}{unit}的成功率在95%与99.8%控制限之间")),
                    (review, _("{count}{unit}的成功率在99.8%控制限以外")),
                )
                if count
            ]
            words += _("，").join(told) + _("，宜结合案件构成复核。")
        else:
            words += _("成功率都在95%控制限以内，差别与偶然波动相符。")
        sentences.append(words)
    return sentences


def about_traffic(edition: Edition) -> list[str]:
    """五: road traffic, of the ledger and as the courts entered it."""
    report = edition.report
    rows = [row for row in report.groups[Dimension.CAUSE] if is_traffic(row.key)]
    sentences = []
    if rows:
        received, closed, succeeded = (
            sum(getattr(row.counts, name) for row in rows)
            for name in ("received", "closed", "succeeded")
        )
        sentences.append(
            _(
                "本期收机动车交通事故责任纠纷{received}件，结案{closed}件，调解成功{succeeded}件。"
            ).format(received=received, closed=closed, succeeded=succeeded)
        )
    known = [
        each
        for each in report.indicators
        if each.key.startswith("traffic.") and each.value is not None
    ]
    if known:
        rates = "".join(rate_sentence(report, each) for each in known)
        sentences.append(_("按各法院录入的道路交通收案计算：{rates}").format(rates=rates))
    return sentences


def about_performance(edition: Edition) -> list[str]:
    """六: how agreements were performed and confirmed."""
    counts = edition.particulars
    reached = edition.report.flow.succeeded + edition.report.flow.partly
    if not reached:
        return []
    words = _(
        "本期成功、部分成功的{reached}件中，已到期的协议{due}件，其中即时履行或已履行{done}件；"
    ).format(reached=reached, due=counts.due, done=counts.due_performed)
    words += _("登记司法确认的{confirmed}件。").format(confirmed=counts.confirmed)
    told = (rate_sentence(edition.report, each) for each in outcome_rates(edition))
    return ["".join((words, *told))]


def outcome_rates(edition: Edition) -> list[Indicator]:
    """How many agreements were performed, and how many were confirmed, by the usual definitions."""
    amounts = edition.particulars.amounts()
    return [
        ledger_indicator(definition_of(key, version), edition.report.flow, amounts)
        for key, version in (("performance_rate", "L2"), ("confirmation_rate", "Q1"))
    ]


def remarks(edition: Edition) -> list[str]:
    """七: failed checks, cases to be asked about, corrections, rates that could not be formed."""
    report = edition.report
    sentences = [
        _("校验“{name}”不通过：{detail}。").format(name=each.name, detail=each.detail)
        for each in report.failed_checks
    ]
    if not sentences:
        sentences = [_("本报告{count}项校验全部通过。").format(count=len(report.checks))]
    if report.findings:
        parts = [
            _("{name}{count}件").format(name=each.name, count=each.count)
            for each in report.findings
        ]
        sentences.append(_("以下情形供核对，不是差错：{parts}。").format(parts=_("，").join(parts)))
    if report.sealed_months:
        sentences.append(sealed_months_words(report.sealed_months))
    if report.corrections:
        sentences.append(corrections_head(report.corrections) + _("。"))
        sentences += [f"{line}。" for line in correction_lines(report.corrections)]
    unknown = [each for each in report.indicators if each.value is None]
    if unknown:
        parts = [f"{each.name}（{each.reason}）" for each in unknown]
        sentences.append(_("以下指标未出数：{parts}。").format(parts=_("；").join(parts)))
    if report.sealed is not None:
        sentences.append(
            _("本期数据已封存，封存摘要SHA-256 {digest}。").format(digest=report.sealed.sha256)
        )
    return sentences


def _name(row: Group) -> str:
    return printable(row.name) or unrecorded()
