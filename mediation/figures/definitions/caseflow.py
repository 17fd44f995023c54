"""结收比, 结案率, 转立案率 and the shares of the referral types: how the cases move."""

from __future__ import annotations

from typing import Any, Final

from mediation.figures.definitions.definition import Basis, Definition, Quantity
from mediation.figures.definitions.quantities import (
    CLOSED,
    FAILED,
    LEDGER_DATES,
    RECEIVED,
    TRANSFERRED,
    unrecorded,
)
from mediation.i18n import _

_HOUSE = _("通行算法,公开资料没有统一的官方公式")


def _rate(key: str, version: str, name: str, english: str, **parts: Any) -> Definition:
    usual = {
        "basis": Basis.LEDGER,
        "denominator": RECEIVED,
        "nothing": _("本期没有收案"),
        "date_basis": LEDGER_DATES,
        "source": _HOUSE,
        "left_out": "",
    }
    return Definition(key=key, version=version, name=name, english=english, **{**usual, **parts})


CLEARANCE: Final = _rate(
    "clearance_rate",
    "C1",
    _("结收比"),
    "clearance rate (closed / received)",
    numerator=CLOSED,
    left_out=_("不是占比,可超过 100 %,不给区间"),
    source=_("NCSC CourTools 第2项、CEPEJ:已结 ÷ 新收"),
    is_proportion=False,
)

CASEFLOW: Final = (
    _rate(
        "closure_rate",
        "C2",
        _("结案率"),
        "closure rate (closed / opening and received)",
        numerator=CLOSED,
        denominator=Quantity(
            _("(期初+收案)"),
            _("期初旧存与本期收案之和"),
            ("opening", "received"),
            symbol="(P0+A)",
        ),
        nothing=_("本期没有旧存也没有收案"),
        left_out=_("各种结果的结案都在分子"),
        source=_("商城县法院道交调解 234÷294 = 79.59 % 按此复算相符"),
    ),
    _rate(
        "transfer_rate",
        "X1",
        _("转立案率"),
        "transfer rate (transferred / received)",
        numerator=TRANSFERRED,
        date_basis=_("转立案看转立案日期(没有时看终结日期),收案看委派(移送)日期"),
        left_out=_("上期收案本期转立案的在分子,不是占比,不给区间"),
        source=_("济源市法院2021年公布 3377÷6218 = 54.3 %,按此复算"),
        is_proportion=False,
    ),
    _rate(
        "transfer_rate",
        "X2",
        _("转立案率"),
        "transfer rate (transferred / failed)",
        numerator=TRANSFERRED,
        denominator=FAILED,
        nothing=_("本期没有不成功的结案"),
        date_basis=_("转立案看转立案日期(没有时看终结日期),不成功看终结日期"),
        left_out=_("部分成功、撤回后转立案的也在分子,不是占比,不给区间"),
        is_proportion=False,
    ),
    *(
        _rate(
            f"referral_share.{value}",
            "R1",
            name,
            f"share of cases {value}",
            numerator=Quantity(
                short, _("本期收案中来源为“{word}”的件数").format(word=short), (value,), symbol="A1"
            ),
            left_out=note,
        )
        for value, short, name, note in (
            ("delegated", _("委派"), _("委派占比"), _("2025年起先立案后调解,委派应为 0 或很少")),
            ("entrusted", _("委托"), _("委托占比"), _("来源未登记的收案留在分母")),
            ("invited", _("邀请"), _("邀请占比"), _("来源未登记的收案留在分母")),
        )
    ),
    _rate(
        "overdue_rate",
        "O1",
        _("超期未结率"),
        "overdue share (open past the limit / pending)",
        numerator=unrecorded(_("超期未结"), _("P超期")),
        denominator=Quantity(_("未结"), _("期末未结件数"), ("pending",), symbol="P1"),
        nothing=_("期末没有未结"),
        date_basis=_("期末这一天的状态"),
        unsupported=_(
            "期限、延长、中止逐案登记,但月报不按期末那一天逐件重算;现在超期的案件用 mediation due 查"
        ),
    ),
)
