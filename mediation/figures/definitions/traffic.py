"""道交: road traffic disputes and the integrated platform, over what the courts entered."""

from __future__ import annotations

from typing import Any, Final

from mediation.figures.definitions.definition import Basis, Definition, Quantity
from mediation.figures.definitions.diversion import NO_DUPLICATES
from mediation.figures.definitions.quantities import (
    COURT_CLOSED,
    COURT_MEDIATED,
    COURT_PLATFORM,
    COURT_SUCCEEDED,
    NO_OFFICIAL,
    TOTALS_DATES,
    TRAFFIC_DISPUTES,
    unrecorded,
)
from mediation.i18n import _

_NO_DISPUTES = _("本期道路交通纠纷总数为 0")


def _rate(key: str, version: str, name: str, english: str, **parts: Any) -> Definition:
    usual = {
        "basis": Basis.TRAFFIC,
        "denominator": TRAFFIC_DISPUTES,
        "nothing": _NO_DISPUTES,
        "date_basis": TOTALS_DATES,
    }
    return Definition(
        key=f"traffic.{key}",
        version=version,
        name=name,
        english=f"road traffic: {english}",
        **{**usual, **parts},
    )


TRAFFIC: Final = (
    _rate(
        "diversion_rate",
        "D1",
        _("道交分流率"),
        "diversion rate",
        numerator=COURT_MEDIATED,
        left_out=NO_DUPLICATES,
        source=NO_OFFICIAL + _("与诉前调解分流率同一推定"),
    ),
    _rate(
        "success_rate",
        "V1",
        _("道交调解成功率"),
        "success rate",
        numerator=COURT_SUCCEEDED,
        denominator=COURT_CLOSED,
        nothing=_("本期道路交通没有调解结案"),
        left_out=_("以法院录入的调解成功、调解结案为准,部分成功是否在内由法院定"),
        source=_("公开资料没有统一的官方公式;与调解成功率 V1 同一算法"),
    ),
    _rate(
        "platform_rate",
        "P1",
        _("道交平台应用率"),
        "use of the integrated platform",
        numerator=COURT_PLATFORM,
        left_out=_("只在线上录入、没有走完调解的是否算平台办理,由录入的法院定"),
        source=NO_OFFICIAL + _("推定为 平台办理 ÷ 同期全部道交纠纷(去重)"),
    ),
    _rate(
        "platform_rate",
        "P2",
        _("道交平台应用率"),
        "entered on the platform / received for mediation",
        numerator=Quantity(
            _("平台录入"), _("在道交一体化平台录入的纠纷件数"), ("platform",), symbol=_("K录入")
        ),
        denominator=Quantity(
            _("受理"), _("道路交通调解收案件数"), ("mediated",), symbol=_("A道交")
        ),
        nothing=_("本期道路交通没有调解收案"),
        left_out=_("法院录入的“平台办理”应为录入数;直接起诉、没有调解的不在分母"),
        source=_("许昌 360÷520 = 69.2 % 按此复算"),
    ),
)

AREA: Final = (
    Definition(
        key="litigation_rate",
        version="W1",
        name=_("万人成讼率"),
        english="cases filed per 10,000 inhabitants",
        basis=Basis.COURT,
        numerator=Quantity(_("一审新收"), _("一审民事、行政新收件数"), ("filings",), symbol="V"),
        denominator=unrecorded(_("人口"), _("人口")),
        nothing=_("没有人口"),
        date_basis=TOTALS_DATES,
        left_out=_("常住人口是否加登记流动人口各地不一"),
        source=_("通行算法;县以下的人口基数有争议"),
        is_proportion=False,
        unsupported=_("没有登记人口,无从计算"),
    ),
    Definition(
        key="resolution_rate",
        version="Z1",
        name=_("实质性化解纠纷率"),
        english="disputes resolved in substance",
        basis=Basis.COURT,
        numerator=unrecorded(_("平台诉前成功与司法确认等"), _("化解")),
        denominator=unrecorded(_("(分母未公开)"), "?"),
        nothing=_("没有分母"),
        date_basis=TOTALS_DATES,
        left_out="",
        source=_("内蒙古某法院2022年有此指标(目标不低于60%),公式没有完整公开"),
        is_proportion=False,
        unsupported=_("公式没有完整公开,无从计算"),
    ),
)
