"""口径: the written formula behind each figure, as a value that is printed beside it.

A further variant of a rate is one more row of ``DEFINITIONS``; the arithmetic reads the row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from mediation.i18n import _


class Basis(StrEnum):
    """Which counts a rate is built from."""

    LEDGER = "ledger"
    COURT = "all"
    TRAFFIC = "traffic"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A sum of counts by field name; ``short`` stands in a formula line, ``words`` in the definition."""

    short: str
    words: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """Every count it needs."""
        return self.plus + self.minus

    def of(self, amounts: Mapping[str, int]) -> int:
        """Its value; raises KeyError when a count is not among ``amounts``."""
        return sum(amounts[name] for name in self.plus) - sum(amounts[name] for name in self.minus)


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One formula of one rate.

    ``key`` names the rate, ``version`` the formula; ``is_proportion`` says that the numerator is a
    part of the denominator, so that an interval has a meaning. ``nothing`` is the reason given when
    the denominator is 0; ``valid_from`` and ``valid_to`` are ``None`` when there is no such bound.
    """

    key: str
    version: str
    name: str
    english: str
    basis: Basis
    numerator: Quantity
    denominator: Quantity
    nothing: str
    date_basis: str
    left_out: str
    source: str
    valid_from: date | None = None
    valid_to: date | None = None
    is_proportion: bool = True

    @property
    def formula(self) -> str:
        """The formula in a few characters: 成功÷结案."""
        return f"{self.numerator.short}÷{self.denominator.short}"

    @property
    def formula_words(self) -> str:
        """The formula in full words."""
        return f"{self.numerator.words} ÷ {self.denominator.words}"

    @property
    def label(self) -> str:
        """Version and formula: V1 成功÷结案."""
        return f"{self.version} {self.formula}"


_SUCCEEDED = Quantity(_("成功"), _("本期结案中结果为“成功”的件数"), ("succeeded",))
_CLOSED = Quantity(_("结案"), _("本期结案件数(含上期旧存,各种结果都在内)"), ("closed",))
_RECEIVED = Quantity(_("收案"), _("本期收案件数"), ("received",))
_COURT_MEDIATED = Quantity(_("调解收案"), _("全院调解收案件数"), ("mediated",))
_COURT_DISPUTES = Quantity(
    _("(新收+调解收案-转立案)"),
    _("纠纷总数;没有填时按 一审新收 + 调解收案 - 转立案 计算"),
    ("disputes",),
)
_COURT_CLOSED = Quantity(_("调解结案"), _("全院调解结案件数"), ("closed",))
_COURT_SUCCEEDED = Quantity(_("调解成功"), _("全院调解成功件数"), ("succeeded",))
_COURT_PLATFORM = Quantity(_("平台办理"), _("在道交一体化平台办理的纠纷件数"), ("platform",))
_TRAFFIC_DISPUTES = Quantity(_("纠纷总数"), _COURT_DISPUTES.words, ("disputes",))

_LEDGER_DATES = _("收案看委派(移送)日期,结案看终结日期,均在所报期间之内")
_TOTALS_DATES = _("法院收案按月录入,各月各院相加")
_PARTLY_APART = _("“部分成功”另列,不算成功;撤回、退回留在分母")
_NO_DUPLICATES = _(
    "转立案的纠纷已在一审新收之内,从总数中减去一次;2025年起先立案后委托的,应录入转立案,否则重复计算"
)
_NO_OFFICIAL = _("公开资料没有官方公式;")

DEFINITIONS: Final[tuple[Definition, ...]] = (
    Definition(
        key="success_rate",
        version="V1",
        name=_("调解成功率"),
        english="success rate (succeeded / closed)",
        basis=Basis.LEDGER,
        numerator=_SUCCEEDED,
        denominator=_CLOSED,
        nothing=_("本期没有结案"),
        date_basis=_LEDGER_DATES,
        left_out=_PARTLY_APART,
        source=_(
            "公开资料没有统一的官方公式;洛阳市老城区法院公布的 65.18 % 按此复算相符(2585÷3966)"
        ),
    ),
    Definition(
        key="success_rate.received",
        version="V2",
        name=_("成功率(占收案)"),
        english="success rate (succeeded / received)",
        basis=Basis.LEDGER,
        numerator=_SUCCEEDED,
        denominator=_RECEIVED,
        nothing=_("本期没有收案"),
        date_basis=_LEDGER_DATES,
        left_out=_("“部分成功”另列,不算成功;上期收案本期成功的在分子,因此可能超过 100 %"),
        source=_(
            "公开资料没有统一的官方公式;内蒙古公布的“参与30331件、成功19113件、63%”按此复算相符"
        ),
    ),
    Definition(
        key="diversion_rate",
        version="D1",
        name=_("诉前调解分流率"),
        english="diversion rate (mediated / disputes)",
        basis=Basis.COURT,
        numerator=_COURT_MEDIATED,
        denominator=_COURT_DISPUTES,
        nothing=_("本期纠纷总数为 0"),
        date_basis=_TOTALS_DATES,
        left_out=_NO_DUPLICATES,
        source=_NO_OFFICIAL + _("按每件纠纷只计一次推定,与马鞍山市中级法院2023年上半年数据相容"),
    ),
    Definition(
        key="clearance_rate",
        version="C1",
        name=_("结收比"),
        english="clearance rate (closed / received)",
        basis=Basis.LEDGER,
        numerator=Quantity(_CLOSED.short, _CLOSED.words, ("closed",)),
        denominator=_RECEIVED,
        nothing=_("本期没有收案"),
        date_basis=_LEDGER_DATES,
        left_out=_("不是占比,可超过 100 %,不给区间"),
        source=_("NCSC CourTools 第2项、CEPEJ:已结 ÷ 新收"),
        is_proportion=False,
    ),
    Definition(
        key="traffic.diversion_rate",
        version="D1",
        name=_("道交分流率"),
        english="road traffic: diversion rate",
        basis=Basis.TRAFFIC,
        numerator=_COURT_MEDIATED,
        denominator=_TRAFFIC_DISPUTES,
        nothing=_("本期道路交通纠纷总数为 0"),
        date_basis=_TOTALS_DATES,
        left_out=_NO_DUPLICATES,
        source=_NO_OFFICIAL + _("与诉前调解分流率同一推定"),
    ),
    Definition(
        key="traffic.success_rate",
        version="V1",
        name=_("道交调解成功率"),
        english="road traffic: success rate",
        basis=Basis.TRAFFIC,
        numerator=_COURT_SUCCEEDED,
        denominator=_COURT_CLOSED,
        nothing=_("本期道路交通没有调解结案"),
        date_basis=_TOTALS_DATES,
        left_out=_("以法院录入的调解成功、调解结案为准,部分成功是否在内由法院定"),
        source=_("公开资料没有统一的官方公式;与调解成功率 V1 同一算法"),
    ),
    Definition(
        key="traffic.platform_rate",
        version="P1",
        name=_("道交平台应用率"),
        english="road traffic: use of the integrated platform",
        basis=Basis.TRAFFIC,
        numerator=_COURT_PLATFORM,
        denominator=_TRAFFIC_DISPUTES,
        nothing=_("本期道路交通纠纷总数为 0"),
        date_basis=_TOTALS_DATES,
        left_out=_("只在线上录入、没有走完调解的是否算平台办理,由录入的法院定"),
        source=_NO_OFFICIAL + _("推定为 平台办理 ÷ 同期全部道交纠纷(去重)"),
    ),
)

REPORTED: Final[tuple[str, ...]] = tuple(definition.key for definition in DEFINITIONS)
"""The keys a report prints, in order."""


def definition_of(key: str, version: str | None = None) -> Definition:
    """The first definition with this key, or the one of that version; raises KeyError."""
    for definition in DEFINITIONS:
        if definition.key == key and version in (None, definition.version):
            return definition
    raise KeyError((key, version))
