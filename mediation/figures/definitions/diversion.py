"""诉前调解分流率 and 成功分流率: what share of the disputes was mediated, and settled that way."""

from __future__ import annotations

from typing import Any, Final

from mediation.figures.definitions.definition import Basis, Definition, Quantity
from mediation.figures.definitions.quantities import (
    COURT_DISPUTES,
    COURT_FILINGS,
    COURT_MEDIATED,
    COURT_SUCCEEDED,
    FILED_FIRST,
    LAST_DAY_BEFORE,
    NO_OFFICIAL,
    TOTALS_DATES,
)
from mediation.i18n import _

NO_DUPLICATES: Final = _(
    "转立案的纠纷已在一审新收之内,从总数中减去一次;2025年起先立案后委托的,应录入转立案,否则重复计算"
)
_INSIDE = _("2025年起先立案后调解,调解案件已在一审新收之内,分母不再相加")
_NO_FILINGS = _("本期没有一审新收")


def _rate(version: str, english: str, **parts: Any) -> Definition:
    usual = {
        "key": "diversion_rate",
        "name": _("诉前调解分流率"),
        "basis": Basis.COURT,
        "numerator": COURT_MEDIATED,
        "denominator": COURT_FILINGS,
        "nothing": _NO_FILINGS,
        "date_basis": TOTALS_DATES,
    }
    return Definition(version=version, english=f"diversion rate ({english})", **{**usual, **parts})


def _settled(version: str, english: str, **parts: Any) -> Definition:
    usual = {
        "key": "success_diversion_rate",
        "name": _("诉前调解成功分流率"),
        "basis": Basis.COURT,
        "numerator": COURT_SUCCEEDED,
        "denominator": COURT_FILINGS,
        "nothing": _NO_FILINGS,
        "date_basis": TOTALS_DATES,
    }
    named = f"share of disputes settled before trial ({english})"
    return Definition(version=version, english=named, **{**usual, **parts})


DIVERSION: Final = (
    _rate(
        "D1",
        "mediated / disputes",
        denominator=COURT_DISPUTES,
        nothing=_("本期纠纷总数为 0"),
        left_out=NO_DUPLICATES,
        source=NO_OFFICIAL + _("按每件纠纷只计一次推定,与马鞍山市中级法院2023年上半年数据相容"),
    ),
    _rate(
        "D1′",
        "mediated / succeeded and filings",
        denominator=Quantity(
            _("(调解成功+一审新收)"),
            _("全院调解成功件数与一审新收件数之和"),
            ("succeeded", "filings"),
            symbol=_("(S+V民事)"),
        ),
        nothing=_("本期没有调解成功也没有一审新收"),
        left_out=_("一审新收应只含民事;录入的数含行政案件时偏低。部分成功、退回的也在分子"),
        source=NO_OFFICIAL + _("推定,凭公开数据与 D1 分不开(马鞍山市中级法院2023年上半年)"),
        valid_to=LAST_DAY_BEFORE,
        is_proportion=False,
    ),
    _rate(
        "D2",
        "mediated / mediated and filings",
        denominator=Quantity(
            _("(调解收案+一审新收)"),
            _("全院调解收案件数与一审新收件数之和"),
            ("mediated", "filings"),
            symbol="(A+V)",
        ),
        nothing=_("本期没有调解收案也没有一审新收"),
        left_out=_("转立案的纠纷在分母中计了两次,因此偏低"),
        source=NO_OFFICIAL + _("马鞍山市中级法院2023年上半年数据按此算得 44.59 %,与公布数不符"),
        valid_to=LAST_DAY_BEFORE,
    ),
    _rate(
        "D3",
        "mediated / filings",
        left_out=_("分子不是分母的一部分,可能超过 100 %,不给区间"),
        source=NO_OFFICIAL + _("马鞍山市中级法院2023年上半年数据按此算得 80.47 %,与公布数不符"),
        valid_to=LAST_DAY_BEFORE,
        is_proportion=False,
    ),
    _rate(
        "D4",
        "mediated / filings, mediations inside the filings",
        left_out=_INSIDE,
        source=NO_OFFICIAL
        + _("按最高人民法院《关于严格依法规范民事案件立案与调解工作的意见》先立案后委托推定"),
        valid_from=FILED_FIRST,
    ),
    _settled(
        "G1",
        "succeeded / succeeded and filings",
        denominator=Quantity(
            _("(调解成功+一审新收)"),
            _("全院调解成功件数与一审新收件数之和"),
            ("succeeded", "filings"),
            symbol="(S+V)",
        ),
        nothing=_("本期没有调解成功也没有一审新收"),
        left_out=_("调解成功的不在一审新收之内;2025年起不再如此,不能再用"),
        source=_("最高人民法院2023年公布的“占诉至法院民事行政案件总量的40.3%”与此口径一致"),
        valid_to=LAST_DAY_BEFORE,
    ),
    _settled(
        "G2",
        "succeeded / filings, apart from each other",
        left_out=_("分子不是分母的一部分,不给区间"),
        source=_("扬州市法院2012年“成功数占同期新收一审民事案件总数比 28.34%”用此算法"),
        valid_to=LAST_DAY_BEFORE,
        is_proportion=False,
    ),
    _settled(
        "G3",
        "succeeded / filings, mediations inside the filings",
        left_out=_INSIDE,
        source=NO_OFFICIAL + _("按先立案后委托推定,调解成功是一审新收的一部分"),
        valid_from=FILED_FIRST,
    ),
)
