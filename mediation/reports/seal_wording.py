"""How a seal and its corrections read, shared by the renderers."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from mediation.cases.money import decimal_yuan, format_yuan
from mediation.figures.corrections import Correction, Measure, Seal, SealedMonth
from mediation.figures.telling import telling
from mediation.i18n import _
from mediation.reports.columns import printable
from mediation.reports.names import court_name
from mediation.reports.wording import days_words, made_words, percent
from mediation.store import SealRow

_NAMED: Final = 10
_BEFORE: Final = ("trend.", "comparison.")

SealedValue = int | float | str | None


def seal_words(seal: Seal) -> list[str]:
    """That the figures are sealed, and the digest on a line of its own."""
    return [
        _("已封存 {moment}").format(moment=made_words(seal.at)),
        f"SHA-256 {seal.sha256}",
    ]


def anchor_words(anchor: str) -> str:
    """The small line by which a printed report anchors the audit trail: its count and digest."""
    return _("审计锚点 {anchor}").format(anchor=anchor)


def record_words(row: SealRow) -> list[str]:
    """What the list of all sealings says of one: period, when, by whom, digest, whether lifted."""
    period = f"{row.period} {court_name(row.court)}" if row.court else str(row.period)
    words = [period, made_words(row.at), printable(row.who), row.sha256]
    if row.why:
        words.append(_("校验未过仍封存:{why}").format(why=printable(row.why)))
    if row.lifted_at is not None:
        words.append(
            _("{moment} 由 {who} 解封:{why}").format(
                moment=made_words(row.lifted_at),
                who=printable(row.lifted_by),
                why=printable(row.lifted_why),
            )
        )
    return words


def sealed_months_words(months: tuple[SealedMonth, ...]) -> str:
    """That a longer period has sealed months in it and is counted as the cases stand now."""
    return _(
        "本期含已封存的月份 {months};本表按现在的案件计数,与封存时合计不同的列为更正。"
    ).format(months=_("、").join(str(each.month) for each in months))


def corrected_cases(corrections: tuple[Correction, ...]) -> tuple[str, ...]:
    """The numbers of all cases behind some corrections, each once."""
    return tuple(dict.fromkeys(number for each in corrections for number in each.cases))


def corrections_head(corrections: tuple[Correction, ...]) -> str:
    """How much was corrected since the sealing."""
    figures = sum(not each.row for each in corrections)
    rows = len({each.row for each in corrections if each.row})
    return _("更正:封存以后改动 {cases} 件,总数 {figures} 处、分表 {rows} 行与封存时不同").format(
        cases=len(corrected_cases(corrections)), figures=figures, rows=rows
    )


def correction_lines(corrections: tuple[Correction, ...]) -> Iterator[str]:
    """One line for each corrected figure, one for each row of a table, and what follows from them."""
    for each in corrections:
        if not each.row:
            yield _("{name}:封存 {sealed},现为 {now}{cases}").format(
                name=each.name, **_both(each), cases=_cases(each, each.cases)
            )
    rows: dict[str, list[Correction]] = {}
    for each in corrections:
        if each.row:
            rows.setdefault(each.row, []).append(each)
    for row, figures in rows.items():
        changes = _("、").join(
            _("{name} {sealed}→{now}").format(name=each.name, **_both(each)) for each in figures
        )
        yield f"{printable(row)}:{changes}{_cases(figures[0], corrected_cases(tuple(figures)))}"
    if corrections:
        yield _("更正:预期成功、控制限、换底比较和校验结果由以上各数推得,随之而变,不另列出")


def correction_value(correction: Correction, value: int | Fraction | None) -> SealedValue:
    """One side of a correction as data: counts, yuan strings, fractions of 1, days."""
    if value is None:
        return None
    if correction.measure is Measure.FEN:
        return decimal_yuan(int(value))
    if correction.measure is Measure.RATE:
        return float(value)
    return int(value) if value == int(value) else float(value)


def _both(correction: Correction) -> dict[str, str]:
    return {
        "sealed": _value(correction, correction.sealed, correction.counted[0]),
        "now": _value(correction, correction.now, correction.counted[1]),
    }


def _value(correction: Correction, value: int | Fraction | None, counted: str) -> str:
    if correction.measure is Measure.RATE:
        part, _sign, whole = counted.partition("/")
        if value is not None and whole.isdigit() and not telling(int(part), int(whole)).share:
            return counted
        shown = "—" if value is None else percent(Fraction(value))
        return f"{counted} {shown}".strip()
    if value is None:
        return "—"
    if correction.measure is Measure.FEN:
        return _("{yuan} 元").format(yuan=format_yuan(int(value)))
    return days_words(Fraction(value))


def _cases(correction: Correction, numbers: tuple[str, ...]) -> str:
    if not numbers:
        is_before = correction.figure.startswith(_BEFORE)
        return _("(以前月份有改动)") if is_before else _("(法院收案有改动)")
    shown = _("、").join(printable(number) for number in numbers[:_NAMED])
    more = _(" 等 {count} 件").format(count=len(numbers)) if len(numbers) > _NAMED else ""
    return _("(案件 {numbers}{more})").format(numbers=shown, more=more)
