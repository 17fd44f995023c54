"""A ledger in which every text that people or files can bring is hostile, in every field that takes text."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from mediation.cases.agreement import Agreement, Clause, ClauseKind
from mediation.cases.case import Case, Session
from mediation.cases.folder import Statement
from mediation.cases.notes import PrivateNote
from mediation.cases.party import Agent, Party
from mediation.cases.terms import Channel, Outcome, Side, Zone
from mediation.conflicts.interests import Interest, InterestKind
from mediation.identity import new_id
from mediation.listing import CaseQuery
from mediation.office.views import View, _written
from mediation.registry.mediators import Mediator
from mediation.shelf import KeptView
from mediation.store import Writing
from tests.tui.every_screen import CLOSED_CASE, OPEN_CASE
from tests.tui.made_window import TODAY, office_at

CORPUS: dict[str, list[str]] = json.loads(
    (Path(__file__).parents[1] / "hostile_strings.json").read_text("utf-8")
)
CLOSED_ON = date(2026, 11, 18)
UNKEPT = CORPUS["surrogate"]
"""What no store can hold: refused when it is entered."""
STRINGS = [text for kind, texts in CORPUS.items() if kind != "surrogate" for text in texts]


def hostile_ledger(path: Path) -> None:
    """An open and a closed case that hold every string in every field, and cases of one string each.

    Written past the office, as a file of an older or a foreign program may hold them.
    """
    office = office_at(path)
    with office.store.writing("tester") as writing:
        for text in STRINGS:
            writing.add_mediator(
                Mediator(id=new_id(), name=text, sector=text, specialities=text, organisation=text)
            )
        people = {each.name: each for each in writing.mediators()}
        first = writing.mediators()[0]
        for text in STRINGS:
            kind = InterestKind.RELATIVE
            tie = Interest(id=new_id(), mediator=first.id, kind=kind, name=text, role=text)
            writing.conflicts.put_interest(tie)
        for number, closed_on in ((OPEN_CASE, None), (CLOSED_CASE, CLOSED_ON)):
            _put_full_case(writing, number, first, closed_on)
        for at, text in enumerate(STRINGS):
            person = people.get(text, first)
            writing.add_case(_one_string(text, f"{at:03}", person, closed=bool(at % 2)))
            gone = writing.add_case(_one_string(text, f"B{at:03}", person, closed=False))
            writing.bin.put(gone.id, gone.version, why=text)
            writing.views.put(KeptView(text, _written(View(text, CaseQuery()))))
    office.close()


def _put_full_case(
    writing: Writing, number: str, mediator: Mediator, closed_on: date | None
) -> None:
    case = writing.add_case(
        Case(
            id=new_id(),
            number=number,
            channel=Channel.ENTRUSTED,
            parties=tuple(
                _party(at, text, with_agent=closed_on is not None)
                for at, text in enumerate(STRINGS)
            ),
            cause_name="民间借贷纠纷",
            mediator=mediator.id,
            referred_on=date(2026, 11, 2),
            signed_on=date(2026, 11, 3),
            closed_on=closed_on,
            outcome=None if closed_on is None else Outcome.SUCCEEDED,
            remark="\n".join(STRINGS),
        )
    )
    for text in STRINGS:
        writing.add_session(
            Session(
                id=new_id(),
                case=case.id,
                held_on=date(2026, 11, 10),
                place=text,
                present=text,
                summary=text,
            )
        )
        writing.notes.put(PrivateNote(id=new_id(), case=case.id, on=TODAY, text=text))
        for zone in Zone:
            said = Statement(id=new_id(), case=case.id, zone=zone, on=TODAY, text=text)
            writing.folders.put_statement(said)
    writing.folders.put_tags(case.id, STRINGS)
    if closed_on is not None:
        clauses = tuple(
            Clause(id=new_id(), kind=ClauseKind.DEED, payer=text, payee=text, what=text)
            for text in STRINGS
        )
        writing.agreements.put(Agreement(case=case.id, signed_on=closed_on, clauses=clauses))


def _party(at: int, text: str, *, with_agent: bool) -> Party:
    return Party(
        side=Side.RESPONDENT if at % 2 else Side.APPLICANT,
        name=text,
        address=text,
        representative=text,
        agents=(Agent(name=text),) if with_agent else (),
    )


def _one_string(text: str, number: str, mediator: Mediator, *, closed: bool) -> Case:
    return Case(
        id=new_id(),
        number=f"H-{number}",
        channel=Channel.DELEGATED,
        parties=(Party(side=Side.APPLICANT, name=text), Party(side=Side.RESPONDENT, name="王芳")),
        cause_name=text,
        mediator=mediator.id,
        referred_on=date(2026, 11, 4),
        signed_on=date(2026, 11, 5),
        closed_on=CLOSED_ON if closed else None,
        outcome=Outcome.SUCCEEDED if closed else None,
        remark=text,
    )
