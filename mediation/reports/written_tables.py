"""The tables of the written report, as words ready to be set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from mediation.cases.money import format_wan
from mediation.figures.checks import COUNT_NAMES
from mediation.figures.comparison import Change, Kind
from mediation.figures.counts import Group
from mediation.figures.definitions import definition_of
from mediation.figures.indicators import success_rate
from mediation.figures.intervals import Sample
from mediation.figures.keys import Dimension, FunnelUnit
from mediation.i18n import _
from mediation.reports.case_sheet import SUMMED, rows_of
from mediation.reports.columns import printable
from mediation.reports.edition import Edition
from mediation.reports.group_sheets import UNITS
from mediation.reports.report import unrecorded
from mediation.reports.summary_sheet import FLOW
from mediation.reports.wording import (
    beside_words,
    change_words,
    compared_words,
    interval_words,
    remark_words,
    share_words,
    usual_rate,
)

_GROUP_COUNTS: Final = ("opening", "received", "closed", "succeeded", "partly", "failed", "pending")


@dataclass(frozen=True, slots=True)
class Table:
    """Words in rows and columns.

    ``widths`` are the columns' shares of the width; ``words`` the columns set from the left, the
    others hold figures.
    """

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    words: tuple[int, ...] = (0,)


def change_table(edition: Edition) -> Table:
    """Counts and amounts beside a year and a period before."""
    report = edition.report
    rows = []
    for name in FLOW:
        value = getattr(report.flow, name)
        label = _("旧存") if name == "opening" else COUNT_NAMES[name]
        if name in SUMMED:
            label += _("（万元）")
        own = format_wan(value) if name in SUMMED else str(value)
        rows.append((label, own, *_beside(edition, name)))
    headings = (_("项目"), _("本期"), _("上年同期"), _("同比"), _("上期"), _("环比"))
    return Table(_("收结情况"), headings, tuple(rows), (24, 18, 18, 14, 18, 14))


def _beside(edition: Edition, name: str) -> Iterator[str]:
    for kind in (Kind.YEAR_ON_YEAR, Kind.PERIOD_ON_PERIOD):
        change = _found(edition, kind, name)
        if change is None:
            yield from ("", "")
        else:
            base = compared_words(change, base=True).removesuffix(_("{wan} 万").format(wan=""))
            yield base
            yield change_words(change).replace(" %", "%")


def _found(edition: Edition, kind: Kind, name: str) -> Change | None:
    comparison = edition.report.comparison(kind)
    figures: Sequence[Change] = () if comparison is None else comparison.figures
    return next((each for each in figures if each.key == name), None)


def rate_table(edition: Edition) -> Table:
    """Every rate with its fraction, interval and definition, or why there is none."""
    rows = []
    for each in edition.report.indicators:
        if each.value is None:
            reason = _("未出数：{reason}").format(reason=each.reason)
            rows.append(
                (each.name, "—", "—", "—", _("；").join(filter(None, (reason, beside_words(each)))))
            )
            continue
        fraction = f"{each.numerator}/{each.denominator}"
        share = share_words(each).replace(" %", "%") or "—"
        interval = interval_words(each).strip("()") or "—"
        label = _("；").join(filter(None, (each.definition.label, remark_words(each))))
        rows.append((each.name, fraction, share, interval, label))
    headings = (_("指标"), _("分子/分母"), _("比率"), _("95%区间"), _("口径"))
    return Table(_("主要指标"), headings, tuple(rows), (22, 18, 13, 19, 34), (0, 4))


def group_tables(edition: Edition) -> Iterator[Table]:
    """By cause, court, studio and source with the success rate; by mediator counts alone, by name."""
    for unit, rows in _rows(edition):
        if not rows:
            continue
        is_person = unit is FunnelUnit.MEDIATOR
        counts = [_("旧存") if name == "opening" else COUNT_NAMES[name] for name in _GROUP_COUNTS]
        headings = [UNITS[unit], *counts]
        widths = [26, *(10,) * len(counts)]
        if not is_person:
            headings.append(usual_rate())
            widths.append(13)
        lines = []
        for row in (*rows, None):
            flow = edition.report.flow if row is None else row.counts
            name = _("合计") if row is None else printable(row.name) or unrecorded()
            cells = [name, *(str(getattr(flow, each)) for each in _GROUP_COUNTS)]
            if not is_person:
                rate = success_rate(flow)
                share = share_words(rate).replace(" %", "%") or "—"
                cells.append(share + ("*" if rate.told.sample is Sample.FEW else ""))
            lines.append(tuple(cells))
        caption = _("按{name}").format(name=UNITS[unit])
        if is_person:
            caption += _("（按姓名排列，只列件数）")
        else:
            caption += _("（成功率口径{label}，结案不足10件只列件数，*为样本少）").format(
                label=definition_of("success_rate").label
            )
        yield Table(caption, tuple(headings), tuple(lines), tuple(widths))


def _rows(edition: Edition) -> Iterator[tuple[FunnelUnit, Sequence[Group]]]:
    for dimension in (Dimension.CAUSE, Dimension.COURT, Dimension.CHANNEL, Dimension.MEDIATOR):
        yield FunnelUnit(dimension.value), rows_of(edition.report, dimension)
        if dimension is Dimension.COURT and any(group.key for group in edition.by_studio):
            yield FunnelUnit.STUDIO, edition.by_studio


def definition_table(edition: Edition) -> Table:
    """The definitions that the rates were formed by."""
    rows = tuple(
        (
            f"{each.name} {each.version}",
            each.formula_words,
            _("；").join(word for word in (each.left_out, each.date_basis) if word),
            each.source,
        )
        for each in (indicator.definition for indicator in edition.report.indicators)
    )
    headings = (_("指标与口径"), _("公式"), _("不计与日期"), _("来源"))
    return Table(_("口径说明"), headings, rows, (18, 28, 30, 24), (0, 1, 2, 3))


def check_table(edition: Edition) -> Table:
    """Every check and what it found."""
    rows = tuple(
        (each.name, _("通过") if each.passed else _("不通过"), each.detail)
        for each in edition.report.checks
    )
    headings = (_("校验"), _("结果"), _("明细"))
    return Table(_("校验结果"), headings, rows, (46, 10, 44), (0, 1, 2))
