"""履职: what a CPPCC office notes of a member's duties beside the cases, training among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from mediation.cases.terms import Means, Term
from mediation.errors import Unreadable
from mediation.figures.period import Period
from mediation.i18n import _


class DutyKind(Term):
    """What was done."""

    TRAINING = "training", "培训"
    MEETING = "meeting", "会议"
    PROPOSAL = "proposal", "提案"
    OPINION = "opinion", "社情民意信息"
    INSPECTION = "inspection", "视察调研"
    CONSULTATION = "consultation", "协商议事"
    LEGAL_TALK = "legal_talk", "普法宣讲"
    OTHER = "other", "其他"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One entry; ``count`` is how many of the kind it stands for. ``number`` is 0 until kept."""

    mediator: UUID
    on: date
    kind: DutyKind
    title: str = ""
    count: int = 1
    number: int = 0


class DutyReading(Protocol):
    """A consistent look at the entries."""

    def of(self, mediator: UUID, period: Period) -> list[Duty]:
        """A member's entries of a period, oldest first."""

    def sessions_held(self, mediator: UUID, period: Period) -> Mapping[Means, int]:
        """How many sessions were held in the period in cases that the member leads, by means."""


class DutyWriting(DutyReading, Protocol):
    """Entries made and taken out."""

    def add(self, duty: Duty) -> Duty:
        """Keep an entry; raises NotFound for a mediator who is not on the roster."""

    def drop(self, number: int) -> None:
        """Take an entry out; raises NotFound."""


def duty_named(text: str) -> DutyKind:
    """The kind that a word means; raises Unreadable naming them all."""
    for kind in DutyKind:
        if text.strip() in (kind.value, kind.label, kind.chinese):
            return kind
    raise Unreadable(
        _("没有“{text}”这类履职,可用:{known}。").format(
            text=text.strip()[:20], known=_("、").join(kind.label for kind in DutyKind)
        )
    )
