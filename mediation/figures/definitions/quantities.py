"""The sums that definitions are made of, each with its words and its letter.

A succeeded, C closed, … as in the notes of the field: V filings, A mediated, S succeeded, T
transferred to trial, K handled on the platform, N disputes, J confirmed by the court.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from mediation.figures.definitions.definition import Quantity
from mediation.i18n import _

FILED_FIRST: Final = date(2025, 1, 1)
"""Since this day disputes are filed before they are mediated, so that mediations are filings too."""
LAST_DAY_BEFORE: Final = date(2024, 12, 31)

SUCCEEDED: Final = Quantity(
    _("成功"), _("本期结案中结果为“成功”的件数"), ("succeeded",), symbol="S"
)
CLOSED: Final = Quantity(
    _("结案"), _("本期结案件数(含上期旧存,各种结果都在内)"), ("closed",), symbol="C"
)
RECEIVED: Final = Quantity(_("收案"), _("本期收案件数"), ("received",), symbol="A")
FAILED: Final = Quantity(_("不成功"), _("本期结案中结果为“不成功”的件数"), ("failed",), symbol="F")
TRANSFERRED: Final = Quantity(_("转立案"), _("本期转立案件数"), ("transferred",), symbol="T")

COURT_MEDIATED: Final = Quantity(_("调解收案"), _("全院调解收案件数"), ("mediated",), symbol="A")
COURT_DISPUTES: Final = Quantity(
    _("(新收+调解收案-转立案)"),
    _("纠纷总数;没有填时按 一审新收 + 调解收案 - 转立案 计算"),
    ("disputes",),
    symbol="(V+A-T)",
)
COURT_FILINGS: Final = Quantity(_("一审新收"), _("全院一审新收件数"), ("filings",), symbol="V")
COURT_CLOSED: Final = Quantity(_("调解结案"), _("全院调解结案件数"), ("closed",), symbol="C")
COURT_SUCCEEDED: Final = Quantity(_("调解成功"), _("全院调解成功件数"), ("succeeded",), symbol="S")
COURT_PLATFORM: Final = Quantity(
    _("平台办理"), _("在道交一体化平台办理的纠纷件数"), ("platform",), symbol="K"
)
TRAFFIC_DISPUTES: Final = Quantity(_("纠纷总数"), COURT_DISPUTES.words, ("disputes",), symbol="N")

LEDGER_DATES: Final = _("收案看委派(移送)日期,结案看终结日期,均在所报期间之内")
TOTALS_DATES: Final = _("法院收案按月录入,各月各院相加")
NO_OFFICIAL: Final = _("公开资料没有官方公式;")


def unrecorded(short: str, symbol: str) -> Quantity:
    """A count that nothing recorded can give."""
    return Quantity(short, short, (), symbol=symbol)
