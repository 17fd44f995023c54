"""特邀调解员名册: the roster of invited mediators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Mediator:
    """A mediator on the roster (法释〔2016〕14号 arts 5–8).

    ``level`` is the CPPCC level (自治区/市/旗区), ``sector`` the 界别, ``organisation`` the mediation
    organisation whose name an agreement needs for judicial confirmation; ``holds_office`` marks
    public officials, who are barred from pay; ``courts`` are court codes.
    """

    id: UUID
    version: int = 1
    name: str
    level: str = ""
    sector: str = ""
    specialities: str = ""
    organisation: str = ""
    term_from: date | None = None
    term_to: date | None = None
    holds_office: bool | None = None
    courts: tuple[str, ...] = ()
    phone: str = ""
    remark: str = ""
    from_import: bool = False
