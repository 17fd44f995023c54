"""数据质量: cases that an auditor would ask about. A doubt is a question, not a fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mediation.i18n import _


class Doubt(StrEnum):
    """What is odd about the cases found."""

    NO_AMOUNT = "no_amount"
    ZERO_DAYS = "zero_days"
    BULK_CLOSING = "bulk_closing"
    SHARED_PHONE = "shared_phone"
    UNSIGNED = "unsigned"
    NO_SESSION = "no_session"
    UNDATED = "undated"


DOUBT_NAMES: Final[Mapping[Doubt, str]] = {
    Doubt.NO_AMOUNT: _("成功或部分成功而没有协议金额"),
    Doubt.ZERO_DAYS: _("签收当日就成功"),
    Doubt.BULK_CLOSING: _("同一调解员同一天集中结案"),
    Doubt.SHARED_PHONE: _("不同当事人在不同案件中用同一电话"),
    Doubt.UNSIGNED: _("已结案而没有签收日期"),
    Doubt.NO_SESSION: _("成功而没有调解会记录"),
    Doubt.UNDATED: _("录入了协议而没有签署日期"),
}
BULK: Final = 10
"""From how many closings of one mediator on one day on they are listed, unless set otherwise."""
LISTED: Final = 100
"""How many cases of one doubt are named; the count is of all."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One doubt: how many cases, and the numbers of the first of them."""

    doubt: Doubt
    count: int
    cases: tuple[str, ...]

    @property
    def name(self) -> str:
        """What is odd, in words."""
        return DOUBT_NAMES[self.doubt]
