"""What a pay list looks at in a case: no phone, no number of a person, no note."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mediation.cases.case import Case
from mediation.cases.number import parse_case_number
from mediation.cases.plain import fold
from mediation.cases.terms import Outcome, Performance, Side
from mediation.errors import Unreadable
from mediation.registry.mediators import Mediator
from mediation.subsidy.grades import Grading
from mediation.subsidy.rules import Rules, missing

GRADE_HEADINGS = ("难易等级", "难易程度", "案件等级")
TIER_HEADINGS = ("补贴档", "档次", "补贴档次")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A closed case that may be paid. ``grade`` is the word given; ``lacks`` the dossier's gaps.

    ``disputes`` are keys that two cases of one dispute share.
    """

    case: UUID
    number: str
    court_number: str
    cause_name: str
    mediator: UUID | None
    mediator_name: str
    holds_office: bool | None
    closed_on: date
    outcome: Outcome
    is_performed: bool
    grade: str
    tier: str
    lacks: tuple[str, ...]
    disputes: tuple[str, ...]


def claim_of(
    case: Case,
    mediators: Mapping[UUID, Mediator],
    grading: Grading | None,
    sessions: int,
    rules: Rules,
) -> Claim:
    """The claim of a closed case; what the office said of its grade goes before the ledger's column.

    Raises ValueError for an open case.
    """
    if case.closed_on is None or case.outcome is None:
        raise ValueError("open case")
    lead = mediators.get(case.mediator) if case.mediator else None
    said = grading or Grading(case=case.id)
    return Claim(
        case=case.id,
        number=case.number,
        court_number=case.court_number,
        cause_name=case.cause_name,
        mediator=case.mediator,
        mediator_name=lead.name if lead else "",
        holds_office=lead.holds_office if lead else None,
        closed_on=case.closed_on,
        outcome=case.outcome,
        is_performed=_is_performed(case),
        grade=said.grade.chinese if said.grade else _extra(case, GRADE_HEADINGS),
        tier=said.tier or _extra(case, TIER_HEADINGS),
        lacks=missing(case, sessions, rules.dossier),
        disputes=disputes_of(case, is_separate=bool(said.separate)),
    )


def disputes_of(case: Case, *, is_separate: bool = False) -> tuple[str, ...]:
    """The case itself, every court number it bears, and its parties with its cause, as a digest.

    ``is_separate`` leaves out the parties: the office said that it is a dispute of its own.
    """
    numbers = [case.court_number_key or case.court_number]
    numbers += [case.transfer_number, case.confirmation_number]
    keys = [f"case:{case.id}", *(f"number:{_canonical(each)}" for each in numbers if each)]
    sides = [
        sorted({fold(name) for name in case.names(side)})
        for side in (Side.APPLICANT, Side.RESPONDENT)
    ]
    if all(sides) and not is_separate:
        about = json.dumps([sorted(sides), case.cause or fold(case.cause_name)], ensure_ascii=False)
        keys.append("parties:" + hashlib.sha256(about.encode()).hexdigest())
    return tuple(dict.fromkeys(keys))


def _canonical(number: str) -> str:
    try:
        read = parse_case_number(number)
    except Unreadable:
        read = None
    return read.key if read else fold(number)


def _is_performed(case: Case) -> bool:
    if case.performance is not None:
        return case.performance in (Performance.IMMEDIATE, Performance.PERFORMED)
    return bool(case.agreed) and case.performed is not None and case.performed >= (case.agreed or 0)


def _extra(case: Case, headings: tuple[str, ...]) -> str:
    for heading, value in case.extra.items():
        if fold(heading).replace(" ", "") in headings and value.strip():
            return value.strip()
    return ""
