"""调解成功率: six formulas of one name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from mediation.figures.definitions.definition import Basis, Definition, Quantity
from mediation.figures.definitions.quantities import (
    CLOSED,
    LEDGER_DATES,
    RECEIVED,
    SUCCEEDED,
)
from mediation.i18n import _

DIVORCE: Final = "014"
"""The unified code of 离婚纠纷, the class of case that V4 leaves out unless told otherwise."""
V4: Final = "V4"
OF_CAUSE: Final = "cause."
"""Begins the name of a count of one cause: ``cause.014.failed``."""

_PARTLY_APART = _("“部分成功”另列,不算成功;撤回、退回留在分母")
_TAIWAN = _("台湾地区“司法院”调解成立率说明所列第 {number} 种算法;大陆公开资料未见使用")
_SETTLED = Quantity(
    _("(成功+不成功)"),
    _("本期结案中结果为“成功”与“不成功”的件数之和"),
    ("succeeded", "failed"),
    symbol="(S+F)",
)


def _rate(version: str, **parts: Any) -> Definition:
    usual = {
        "key": "success_rate",
        "name": _("调解成功率"),
        "basis": Basis.LEDGER,
        "numerator": SUCCEEDED,
        "nothing": _("本期没有结案"),
        "date_basis": LEDGER_DATES,
    }
    return Definition(version=version, **{**usual, **parts})


def without_causes(codes: Sequence[str]) -> Definition:
    """V4 with these unified codes left out; the version names them unless it is divorce alone.

    Raises NotFound for a code that is none.
    """
    causes = sorted(set(codes))
    names = _("、").join(map(_cause_name, causes))
    succeeded, failed = (
        tuple(f"{OF_CAUSE}{code}.{name}" for code in causes) for name in ("succeeded", "failed")
    )
    return _rate(
        V4 if causes == [DIVORCE] else f"{V4}:{'+'.join(causes)}",
        english="success rate (as V3, some causes left out)",
        numerator=Quantity(
            _("成功({names}除外)").format(names=names),
            _("本期结案中结果为“成功”、案由不是{names}的件数").format(names=names),
            ("succeeded",),
            succeeded,
            symbol=_("(S-S除外)"),
        ),
        denominator=Quantity(
            _("(成功+不成功)(同上除外)"),
            _("本期结案中结果为“成功”与“不成功”、案由不是{names}的件数之和").format(names=names),
            ("succeeded", "failed"),
            (*succeeded, *failed),
            symbol=_("(S+F-除外)"),
        ),
        nothing=_("本期没有{names}以外的成功或不成功的结案").format(names=names),
        left_out=_(
            "{names}不计(只按案由本身,不含下级和相近案由);撤回、退回、部分成功都不计"
        ).format(names=names),
        source=_TAIWAN.format(number="3、4"),
    )


def _cause_name(code: str) -> str:
    if code == DIVORCE:  # known by heart, so that the table of causes is not read to begin with
        return _("离婚纠纷")
    from mediation.registry.causes import cause_by_code

    return cause_by_code(code).name


_RECEIVED_SOURCE = _(
    "公开资料没有统一的官方公式;内蒙古公布的“参与30331件、成功19113件、63%”按此复算相符"
)
_RECEIVED_NOTE = _("“部分成功”另列,不算成功;上期收案本期成功的在分子,因此可能超过 100 %")

SUCCESS: Final = (
    _rate(
        "V1",
        english="success rate (succeeded / closed)",
        denominator=CLOSED,
        left_out=_PARTLY_APART,
        source=_(
            "公开资料没有统一的官方公式;洛阳市老城区法院公布的 65.18 % 按此复算相符(2585÷3966)"
        ),
    ),
    _rate(
        "V2",
        english="success rate (succeeded / received)",
        denominator=RECEIVED,
        nothing=_("本期没有收案"),
        left_out=_RECEIVED_NOTE,
        source=_RECEIVED_SOURCE,
    ),
    _rate(
        "V3",
        english="success rate (succeeded / succeeded and failed)",
        denominator=_SETTLED,
        nothing=_("本期没有成功或不成功的结案"),
        left_out=_("撤回、退回、部分成功都不在分母,因此高于 V1"),
        source=_TAIWAN.format(number=2),
    ),
    without_causes((DIVORCE,)),
    _rate(
        "V5",
        english="success rate (as V3, failures by non-appearance left out)",
        denominator=Quantity(
            _("(成功+不成功-联系不上)"),
            _("本期成功与不成功之和,减去因“联系不上”而不成功的件数"),
            ("succeeded", "failed"),
            ("unreachable",),
            symbol=_("(S+F-F未到)"),
        ),
        nothing=_("本期没有成功或到场而不成功的结案"),
        left_out=_("未到场以终结事由“联系不上”计;没有填终结事由的不成功仍在分母;撤回、退回不计"),
        source=_TAIWAN.format(number=5),
    ),
    _rate(
        "V6",
        english="success rate of the cases received in the period (cohort, for analysis)",
        numerator=Quantity(
            _("本期收案已成功"),
            _("本期收案中截至制表已结案且“成功”的件数"),
            ("cohort_succeeded",),
            symbol="S(A)",
        ),
        denominator=RECEIVED,
        nothing=_("本期没有收案"),
        date_basis=_("只看委派(移送)日期在所报期间之内的案件,结果截至制表时"),
        left_out=_("仅供分析:本期收案还有未结的(右删失)不出率,全部到期结案后才有数"),
        source=_("本程序的队列算法,公开资料未见使用;清理旧存时不会跳动,宜于看趋势"),
        open_count="cohort_open",
    ),
    Definition(
        key="success_rate.received",
        version="V2",
        name=_("成功率(占收案)"),
        english="success rate (succeeded / received)",
        basis=Basis.LEDGER,
        numerator=SUCCEEDED,
        denominator=RECEIVED,
        nothing=_("本期没有收案"),
        date_basis=LEDGER_DATES,
        left_out=_RECEIVED_NOTE,
        source=_RECEIVED_SOURCE,
    ),
)
