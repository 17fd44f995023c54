"""选任: who is asked to mediate and how chosen, what they answered, and who could be asked, with reasons."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from mediation.cases.plain import fold
from mediation.cases.terms import Term
from mediation.clock.calendar import WorkCalendar
from mediation.clock.limits import Limit
from mediation.clock.periods import Clock, period_of
from mediation.conflicts.disclosures import Decision
from mediation.conflicts.hits import Hit
from mediation.i18n import _
from mediation.registry.mediators import Mediator

ORDER_WORDS = _(
    "排序:聘期内的在前;没有查到利害关系的在前;专长与案由相合的在前;法院或旗区相合的在前;"
    "在办少的在前;最久没有派案的在前。不看成功率。"
)


class Way(Term):
    """选任方式 (法释〔2016〕14号 art. 12)."""

    AGREED = "agreed", "协商选定"
    ORGANISATION = "organisation", "组织指定"
    COURT = "court", "法院指定"


class Answer(Term):
    """What the mediator said."""

    ACCEPTED = "accepted", "接受"
    DECLINED = "declined", "不接受"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """One choice of who mediates a case; of several ``host`` leads (法释〔2016〕14号 art. 13).

    It is over when ``ended_on`` is known, with the reason ``why_ended``.
    """

    id: UUID
    case: UUID
    mediator: UUID
    host: bool
    way: Way
    on: date
    answer: Answer | None = None
    answered_on: date | None = None
    reason: str = ""
    ended_on: date | None = None
    why_ended: str = ""

    @property
    def stands(self) -> bool:
        """Whether it is neither over nor declined."""
        return self.ended_on is None and self.answer is not Answer.DECLINED

    def answer_limit(self, calendar: WorkCalendar) -> Limit | None:
        """The last day to accept or decline with how it was found; ``None`` when no rule gives one."""
        return period_of(Clock.ACCEPTANCE, self.on, None, calendar)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A mediator who could be asked, with every reason for the place in the list.

    ``decided`` has the decisions about the hits, by their keys; ``speciality`` and ``place`` are what
    matched, empty where nothing did; ``load`` counts open cases; ``last`` is the day of the latest
    case; ``declined`` says that this case was declined.
    """

    mediator: Mediator
    hits: tuple[Hit, ...]
    decided: Mapping[str, Decision] = field(default_factory=dict)
    speciality: str
    place: str
    load: int
    last: date | None
    in_term: bool
    declined: bool = False

    @property
    def is_free(self) -> bool:
        """Whether nothing was found that asks for a decision, or what was found is no tie after all."""
        return not any(
            hit.asks_decision and self.decided.get(hit.key) is not Decision.UNRELATED
            for hit in self.hits
        )


def in_order(suggestions: Sequence[Suggestion]) -> list[Suggestion]:
    """By the rule that ``ORDER_WORDS`` tells; whoever declined the case stands last."""
    return sorted(
        suggestions,
        key=lambda one: (
            one.declined,
            not one.in_term,
            not one.is_free,
            not one.speciality,
            not one.place,
            one.load,
            one.last or date.min,
            one.mediator.name,
        ),
    )


_SPLIT = str.maketrans(dict.fromkeys(",;、/|", " "))
_SAYS_NOTHING = re.compile("纠纷|合同|责任|争议|案件|民事|其他")


def matching_speciality(specialities: Sequence[str], cause: str) -> str:
    """The speciality that stands in the cause's path or shares a telling pair of characters with it."""
    path = fold(cause)
    for words in specialities:
        for word in fold(words).translate(_SPLIT).split():
            pairs = (
                part[at : at + 2]
                for part in _SAYS_NOTHING.split(word)
                for at in range(len(part) - 1)
            )
            if (len(word) > 1 and word in path) or any(pair in path for pair in pairs):
                return word
    return ""


def matching_place(
    courts: Sequence[str], places: Sequence[str], court: str | None, court_name: str
) -> str:
    """The court or the place of the mediator that the case's court belongs to, else empty."""
    if court is not None and court in courts:
        return court_name
    name = fold(court_name)
    for place in places:
        word = fold(place).rstrip("市区旗县")
        if len(word) > 1 and word in name:
            return place
    return ""
