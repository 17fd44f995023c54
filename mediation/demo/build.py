"""Fills an empty office with the demonstration."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from uuid import UUID

from mediation.demo.ledger import ledger_rows
from mediation.demo.living import TODAY, add_living_cases
from mediation.demo.people import MEMBERS, TERM, phone
from mediation.demo.traffic import COURTS, court_totals
from mediation.demo.workbook import write_demo_workbook
from mediation.office.office import Office
from mediation.registry.courts import court_named
from mediation.store import Draft, Writing

_SEED = 865_365
LEDGER_NAME = "演示台账.xlsx"


def fill_with_demonstration(office: Office, folder: Path) -> Path:
    """Import the demonstration workbook, which it leaves in ``folder``, and add the open work.

    Answers the workbook. The last day of the demonstration is :data:`living.TODAY`.
    """
    rng = Random(_SEED)
    rows = ledger_rows(rng)
    workbook = folder / LEDGER_NAME
    write_demo_workbook(workbook, rows, list(court_totals(rng)))
    outcome = office.ledgers.bring_in([workbook])
    if not outcome.written:
        raise ValueError(f"{len(outcome.rejections)} rows of the demonstration were refused")
    serial = sum(str(row["调解编号"]).startswith(f"{TODAY.year}-") for row in rows)
    with office.store.writing(office.who) as writing:
        roster = _complete_roster(writing, rng)
        add_living_cases(writing, rng, roster, serial)
        writing.put_draft(_draft())
        writing.put_setting("studio", "鄂尔多斯市政协委员调解工作站(演示)")
    office.figures.refresh()
    return workbook


def _complete_roster(writing: Writing, rng: Random) -> dict[str, UUID]:
    known = {mediator.name: mediator for mediator in writing.mediators()}
    courts = tuple(court_named(name).code for name in COURTS)
    for member in MEMBERS:
        writing.save_mediator(
            replace(
                known[member.name],
                level=member.level,
                sector=member.sector,
                specialities=member.specialities,
                organisation=member.organisation,
                term_from=TERM[0],
                term_to=TERM[1],
                holds_office=member.holds_office,
                courts=tuple(rng.sample(courts, 2)),
                phone=phone(rng),
            )
        )
    return {name: mediator.id for name, mediator in known.items()}


def _draft() -> Draft:
    return Draft(
        key="register",
        title="王芳 / 赵磊",
        values={"applicants": "王芳", "respondents": "赵磊", "claimed": "68000"},
        saved_at=datetime(TODAY.year, TODAY.month, TODAY.day, 2, 42, tzinfo=UTC),
    )
