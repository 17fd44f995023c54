"""What a ledger row changes: an empty cell changes nothing, a name keeps its particulars."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from operator import attrgetter
from typing import Any
from uuid import UUID

from mediation.cases.case import Case, Party
from mediation.cases.terms import Side
from mediation.i18n import _
from mediation.ledger.rows import LedgerCase

Refusal = tuple[str, str, str]
"""Heading, value and reason."""

_SPOKEN_OF = (
    "number",
    "court_number",
    "court_number_key",
    "court",
    "channel",
    "cause",
    "cause_name",
    "claimed",
    "referred_on",
    "signed_on",
    "closed_on",
    "outcome",
    "reason",
    "reason_note",
    "agreed",
    "performed",
    "performance",
    "confirmation_number",
    "transfer_number",
    "transferred_on",
    "on_platform",
    "remark",
)
_spoken = attrgetter(*_SPOKEN_OF)


def merged_case(case: Case, row: LedgerCase, person: Callable[[str], UUID]) -> Case:
    """The kept case with what the row says; the same object when it says nothing new."""
    changes = _said(case, row)
    if row.mediators:
        lead, *others = map(person, row.mediators)
        if lead != case.mediator:
            changes["mediator"] = lead
        if others and tuple(others) != case.assistants:
            changes["assistants"] = tuple(others)
    people = _merged_parties(case, row)
    if people != case.parties:
        changes["parties"] = people
    return replace(case, **changes) if changes else case


def merged_row(first: LedgerCase, row: LedgerCase) -> LedgerCase:
    """A row not kept yet with what a later row of the same case says."""
    changes = _said(first, row)
    for side in ("applicants", "respondents"):
        names = getattr(row, side)
        if names and names != getattr(first, side):
            changes[side] = names
    people = (*row.mediators[:1], *(row.mediators[1:] or first.mediators[1:]))
    if row.mediators and people != first.mediators:
        changes["mediators"] = people
    return first._replace(**changes) if changes else first


def contradiction(kept: Case | LedgerCase, row: LedgerCase) -> Refusal | None:
    """Why a row and what is kept do not go together; the reader has checked the row by itself."""
    closed = row.closed_on or kept.closed_on
    if closed is None or closed >= row.referred_on:
        return None
    return (
        _("终结日期"),
        str(closed),
        _("与已登记的内容合在一起,终结日期早于委派日期 {day}。").format(day=row.referred_on),
    )


def _said(kept: Case | LedgerCase, row: LedgerCase) -> dict[str, Any]:
    changes = {
        name: value
        for name, value, before in zip(_SPOKEN_OF, _spoken(row), _spoken(kept), strict=True)
        if value != before and value is not None and value != ""
    }
    if (
        row.court_number_key == kept.court_number_key
    ):  # the same number in other brackets is no news
        changes.pop("court_number", None)
    extra = {**kept.extra, **{heading: cell for heading, cell in row.extra.items() if cell}}
    if extra != kept.extra:
        changes["extra"] = extra
    return changes


def _merged_parties(case: Case, row: LedgerCase) -> tuple[Party, ...]:
    sides = {
        side: [party for party in case.parties if party.side is side]
        for side in (Side.APPLICANT, Side.RESPONDENT, Side.THIRD)
    }
    for side, names in ((Side.APPLICANT, row.applicants), (Side.RESPONDENT, row.respondents)):
        if names and tuple(names) != case.names(side):
            before = {party.name: party for party in sides[side]}
            sides[side] = [before.get(name) or Party(side=side, name=name) for name in names]
            continue
    if all(list(case.names(side)) == [party.name for party in sides[side]] for side in sides):
        return case.parties
    return tuple(party for people in sides.values() for party in people)
