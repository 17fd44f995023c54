"""司法确认率, 自动履行率 and what follows an agreement."""

from __future__ import annotations

from typing import Any, Final

from mediation.figures.definitions.definition import Basis, Definition, Quantity
from mediation.figures.definitions.quantities import (
    LEDGER_DATES,
    NO_OFFICIAL,
    RECEIVED,
    SUCCEEDED,
    unrecorded,
)
from mediation.i18n import _

_CONFIRMED = Quantity(
    _("司法确认"),
    _("本期成功且登记了司法确认号的件数"),
    ("confirmed",),
    symbol="J",
)
_ENFORCED = unrecorded(_("申请执行"), "E")
_NOT_ENFORCED = _("没有登记申请执行的日期,无从计算")


def _confirmation(version: str, english: str, **parts: Any) -> Definition:
    usual = {
        "key": "confirmation_rate",
        "name": _("司法确认率"),
        "basis": Basis.LEDGER,
        "numerator": _CONFIRMED,
        "denominator": SUCCEEDED,
        "nothing": _("本期没有成功的结案"),
        "date_basis": LEDGER_DATES,
        "left_out": _("即时履行的不需要确认,比率低不等于做得差;只计准予确认(有确认号)的"),
    }
    named = f"judicial confirmation rate ({english})"
    return Definition(version=version, english=named, **{**usual, **parts})


def _performance(key: str, version: str, name: str, english: str, **parts: Any) -> Definition:
    usual = {
        "basis": Basis.LEDGER,
        "nothing": _("本期没有成功的结案"),
        "date_basis": LEDGER_DATES,
        "denominator": SUCCEEDED,
        "left_out": "",
    }
    return Definition(key=key, version=version, name=name, english=english, **{**usual, **parts})


OUTCOMES: Final = (
    _confirmation(
        "Q1",
        "confirmed / succeeded",
        source=_("浙江2013—2018年成功33万件、确认16万件,48.5 % 用此算法"),
    ),
    _confirmation(
        "Q2",
        "confirmed / received",
        denominator=RECEIVED,
        nothing=_("本期没有收案"),
        left_out=_("上期收案本期确认的在分子,不是占比,不给区间"),
        source=_("河北 1.08÷37.28 万件,2.9 % 用此算法"),
        is_proportion=False,
    ),
    _confirmation(
        "Q3",
        "applied for / succeeded",
        numerator=unrecorded(_("申请确认"), _("J申请")),
        source=NO_OFFICIAL + _("以申请数为分子的变体"),
        unsupported=_("只登记准予确认的确认号,没有登记申请,无从计算"),
    ),
    _performance(
        "performance_rate",
        "L1",
        _("自动履行率"),
        "voluntary performance (1 - enforced / succeeded)",
        numerator=unrecorded(_("成功-申请执行"), "(S-E)"),
        source=_("最高人民法院公布先行调解自动履行率超过90%,没有给出公式;此为按队列推定"),
        unsupported=_NOT_ENFORCED,
    ),
    _performance(
        "performance_rate",
        "L2",
        _("自动履行率"),
        "voluntary performance (performed / due)",
        numerator=Quantity(
            _("已履行"),
            _("其中登记为即时履行或已履行的件数"),
            ("due_performed",),
            symbol="L",
        ),
        denominator=Quantity(
            _("已到期协议"),
            _("本期成功、部分成功中登记为即时履行、已履行、部分履行或逾期未履行的件数"),
            ("due",),
            symbol=_("L到期"),
        ),
        nothing=_("本期没有已到期的协议"),
        date_basis=_("结案看终结日期,履行状态截至制表时"),
        left_out=_("未到期的、没有登记履行状态的都不在分母;部分履行在分母、不在分子"),
        source=NO_OFFICIAL + _("只有有给付内容且已到期的才进分母"),
        beside=(
            Quantity(_("未到期"), _("本期成功、部分成功中还没有到期的件数"), ("not_due",)),
            Quantity(
                _("履行状态未登记"),
                _("本期成功、部分成功中没有登记履行状态的件数"),
                ("performance_unknown",),
            ),
        ),
    ),
    _performance(
        "enforcement_rate",
        "E1",
        _("申请执行率"),
        "enforcement applied for / succeeded",
        numerator=_ENFORCED,
        source=_("渑池县法院公布 1.87 %;分母不同相差很大"),
        unsupported=_NOT_ENFORCED,
    ),
    _performance(
        "satisfaction_rate",
        "S1",
        _("满意率"),
        "satisfied / asked",
        numerator=unrecorded(_("满意"), _("满意")),
        denominator=unrecorded(_("回访"), _("回访")),
        nothing=_("本期没有回访"),
        source=_("人民调解卷宗有回访记录一项"),
        unsupported=_("没有登记回访与满意度,无从计算"),
    ),
)
