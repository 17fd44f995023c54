"""校验: does a report add up? Every check says what it compared; a failed one is printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final

from mediation.figures.comparison import Comparison
from mediation.figures.counts import Counts, Group
from mediation.figures.definitions import Basis
from mediation.figures.indicators import Indicator
from mediation.figures.keys import Dimension
from mediation.figures.particulars import Particulars
from mediation.figures.period import Period
from mediation.figures.three_way import ENDING_NAMES, HALVES, ThreeWay, ThreeWayRow
from mediation.figures.totals import TOTALS_FIELDS, TotalsSum
from mediation.i18n import _

DIMENSION_NAMES: Final[Mapping[Dimension, str]] = {
    Dimension.CAUSE: _("案由"),
    Dimension.MEDIATOR: _("调解员"),
    Dimension.COURT: _("法院"),
    Dimension.CHANNEL: _("来源"),
}
COUNT_NAMES: Final[Mapping[str, str]] = {
    "opening": _("期初"),
    "received": _("收案"),
    "closed": _("结案"),
    "succeeded": _("成功"),
    "partly": _("部分成功"),
    "failed": _("不成功"),
    "withdrawn": _("撤回"),
    "returned": _("退回"),
    "transferred": _("转立案"),
    "pending": _("未结"),
    "claimed": _("标的额"),
    "agreed": _("协议金额"),
    "performed": _("到位金额"),
}
CLASSES: Final = ("succeeded", "partly", "failed", "withdrawn", "returned")
_SUMMED: Final = tuple(field.name for field in fields(Counts))
_Fault = Callable[[Counts], str]
_PARTS: Final = (("succeeded", "closed"), ("mediated", "disputes"), ("platform", "disputes"))


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison: what was compared, whether it holds, and the figures."""

    key: str
    name: str
    passed: bool
    detail: str


def check_counts(flow: Counts) -> list[Check]:
    """The flow and the classes of the whole report."""
    return [
        Check("flow", _("期初 + 收案 = 结案 + 未结"), _flow_holds(flow), _flow_detail(flow)),
        Check("classes", _("各类结果之和 = 结案"), _classes_hold(flow), _classes_detail(flow)),
    ]


def check_days(flow: Counts, cases: int) -> Check:
    """No more cases with days than cases closed."""
    detail = _("有天数 {cases} 件,结案 {closed} 件").format(cases=cases, closed=flow.closed)
    return Check("days", _("有天数的件数不超过结案"), 0 <= cases <= flow.closed, detail)


def check_outcomes(flow: Counts, particulars: Particulars) -> list[Check]:
    """Confirmations are successes, and what went to trial had not succeeded."""
    open_to_trial = flow.failed + flow.partly
    return [
        Check(
            "closed",
            _("结案不超过期初 + 收案"),
            flow.closed <= flow.opening + flow.received,
            f"{flow.closed} / {flow.opening} + {flow.received}",
        ),
        Check(
            "confirmed",
            _("司法确认不超过成功"),
            particulars.confirmed <= flow.succeeded,
            _("司法确认 {part} 件,成功 {whole} 件").format(
                part=particulars.confirmed, whole=flow.succeeded
            ),
        ),
        Check(
            "transferred",
            _("本期结案中的转立案不超过不成功 + 部分成功"),
            particulars.closed_transferred <= open_to_trial,
            _("转立案 {part} 件,不成功与部分成功 {whole} 件").format(
                part=particulars.closed_transferred, whole=open_to_trial
            ),
        ),
    ]


def check_fractions(
    indicators: Iterable[Indicator], flow: Counts, more: Mapping[str, int]
) -> Check:
    """Every rate over the ledger has the counts printed elsewhere as numerator and denominator."""
    wrong = []
    number = 0
    for each in indicators:
        if each.definition.basis is not Basis.LEDGER or each.denominator is None:
            continue
        number += 1
        amounts = {
            name: more[name] if name in more else getattr(flow, name)
            for name in each.definition.fields
        }
        above, below = (
            quantity.of(amounts)
            for quantity in (each.definition.numerator, each.definition.denominator)
        )
        if (each.numerator, each.denominator) != (above, below):
            told = f"{each.numerator}/{each.denominator}"
            wrong.append(f"{each.name} {told} ≠ {above}/{below}")
    detail = ";".join(wrong) or _("{count} 项相符").format(count=number)
    return Check("fractions", _("各率的分子分母与件数相符"), not wrong, detail)


def check_comparison(period: Period, comparison: Comparison) -> Check:
    """Both sides of a comparison are as long and go by the same definitions, or no change is told."""
    mixed = []
    if len(comparison.period) != len(period):
        mixed.append(_("两期长短不一"))
    for each in comparison.figures:
        now, base = comparison.versions.get(each.key, ("", ""))
        if now != base and each.change is not None:
            mixed.append(f"{each.key} {now} ≠ {base}")
    detail = ";".join(mixed) or (
        comparison.reason or _("{count} 项口径一致").format(count=len(comparison.figures))
    )
    return Check(
        f"comparison.{comparison.kind}",
        _("对比两边口径与基数一致"),
        not mixed,
        detail,
    )


def check_table(total: int, parts: Mapping[str, int], name: str = "") -> Check:
    """The parts of a table give its total, as for tables that others printed."""
    found = sum(parts.values())
    sign = "=" if found == total else (">" if found > total else "<")
    return Check(
        "table",
        _("{name}各项之和 = 总数").format(name=name),
        found == total,
        _("{count} 项之和 {found} {sign} 总数 {total}").format(
            count=len(parts), found=found, sign=sign, total=total
        ),
    )


def check_groups(flow: Counts, dimension: Dimension, groups: Sequence[Group]) -> list[Check]:
    """Each row of a table adds up, and the rows together give the whole."""
    name = DIMENSION_NAMES[dimension]
    return [
        _each(
            f"flow.{dimension}", _("{name}各行:期初 + 收案 = 结案 + 未结"), name, groups, _bad_flow
        ),
        _each(
            f"classes.{dimension}", _("{name}各行:各类结果之和 = 结案"), name, groups, _bad_classes
        ),
        _sums(flow, dimension, groups),
    ]


def check_three_way(found: ThreeWay) -> list[Check]:
    """Each row balances with the flow, and the rows give the total in every column."""
    rows = [found.total, *(row for each in found.by.values() for row in each)]
    bad = [f"{row.name}:{words}" for row in rows if (words := _unbalanced(row))]
    checks = [
        Check(
            "three_way",
            _("三分表各行:开过会 + 未登记会 + 未结 = 期初 + 收案"),
            not bad,
            ";".join(bad) or _("{count} 行").format(count=len(rows)),
        )
    ]
    for dimension, parts in found.by.items():
        wrong = []
        for ending, whole in found.total.endings.items():
            total = sum(row.endings[ending] for row in parts)
            if total != whole:
                wrong.append(f"{ENDING_NAMES[ending]} {total} ≠ {whole}")
        name = _("三分表{name}各行之和 = 总数").format(name=DIMENSION_NAMES[dimension])
        detail = ";".join(wrong) or _("{count} 项相等").format(count=len(found.total.endings))
        checks.append(Check(f"three_way.sum.{dimension}", name, not wrong, detail))
    return checks


def check_totals(category: str, label: str, totals: TotalsSum) -> list[Check]:
    """A part of the court totals is no greater than its whole, where both are known."""
    found = []
    for part, whole in _PARTS:
        if part in totals.amounts and whole in totals.amounts:
            words = {
                "label": label,
                "part": TOTALS_FIELDS[part],
                "whole": TOTALS_FIELDS[whole],
                "a": totals.amounts[part],
                "b": totals.amounts[whole],
            }
            found.append(
                Check(
                    f"totals.{category}.{part}",
                    _("法院收案({label}):{part}不超过{whole}").format(**words),
                    totals.amounts[part] <= totals.amounts[whole],
                    _("{part} {a},{whole} {b}").format(**words),
                )
            )
    return found


def _unbalanced(row: ThreeWayRow) -> str:
    """What does not add up in a row; empty when all does."""
    ended = sum(row.endings.values())
    if ended == row.closed and row.opening + row.received == ended + row.pending:
        return ""
    halves = " + ".join(str(row.half(half)) for half in HALVES)
    return f"{row.opening} + {row.received} / {halves} + {row.pending}"


def _flow_holds(counts: Counts) -> bool:
    whole = counts.opening + counts.received == counts.closed + counts.pending
    return whole and min(counts.opening, counts.received, counts.closed, counts.pending) >= 0


def _classes_hold(counts: Counts) -> bool:
    classes: int = sum(getattr(counts, name) for name in CLASSES)
    return classes == counts.closed


def _flow_detail(counts: Counts) -> str:
    return (
        f"{counts.opening} + {counts.received} = {counts.closed} + {counts.pending}"
        if counts.pending >= 0
        else _("未结得负数:{opening} + {received} - {closed} = {pending}").format(
            opening=counts.opening,
            received=counts.received,
            closed=counts.closed,
            pending=counts.pending,
        )
    )


def _classes_detail(counts: Counts) -> str:
    parts = " + ".join(str(getattr(counts, name)) for name in CLASSES)
    sign = "=" if _classes_hold(counts) else "≠"
    return f"{parts} {sign} {counts.closed}"


def _bad_flow(counts: Counts) -> str:
    return "" if _flow_holds(counts) else _flow_detail(counts)


def _bad_classes(counts: Counts) -> str:
    return "" if _classes_hold(counts) else _classes_detail(counts)


def _each(key: str, title: str, name: str, groups: Iterable[Group], fault: _Fault) -> Check:
    rows = list(groups)
    bad = [f"{group.name}:{words}" for group in rows if (words := fault(group.counts))]
    detail = ";".join(bad) if bad else _("{count} 行").format(count=len(rows))
    return Check(key, title.format(name=name), not bad, detail)


def _sums(flow: Counts, dimension: Dimension, groups: Sequence[Group]) -> Check:
    bad = []
    for field in _SUMMED:
        total = sum(getattr(group.counts, field) for group in groups)
        whole = getattr(flow, field)
        if total != whole:
            bad.append(
                _("{field}各行之和 {total},总数 {whole}").format(
                    field=COUNT_NAMES[field], total=total, whole=whole
                )
            )
    name = DIMENSION_NAMES[dimension]
    return Check(
        f"sum.{dimension}",
        _("{name}各行之和 = 总数").format(name=name),
        not bad,
        ";".join(bad) if bad else _("{count} 项相等").format(count=len(_SUMMED)),
    )
