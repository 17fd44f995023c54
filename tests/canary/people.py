"""The canary people, and the office whose every column about people speaks of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from mediation.bootstrap import open_office
from mediation.cases.case import Agent, Party
from mediation.cases.folder import Statement
from mediation.cases.notes import PrivateNote
from mediation.cases.terms import Side, Zone
from mediation.conflicts.interests import Interest, InterestKind
from mediation.identity import new_id
from tests.threats.full_office import TODAY as LAST_DAY
from tests.threats.full_office import free_columns, full_office, overwrite
from tests.tui.every_screen import OPEN_CASE, furnished
from tests.tui.made_window import office_at

NAME, PHONE, NUMBER = "金丝雀氏", "13917391739", "150602197303073917"
PLACE, TALK, PRIVATE, YIELDED = "金丝雀街73号", "金丝雀谈话", "金丝雀私语", "金丝雀让步"
PARTS = ("金丝雀", PHONE, NUMBER, "街73号")
"""What each of them is known by in any file; a masked form holds none."""

PUBLIC = {
    *("mediators.*", "duties.*", "special_days.*", "saved_views.*", "tariffs.*", "tariff_rates.*"),
    *("cases.number", "cases.court_number", "cases.cause_name", "cases.confirmation_number"),
    *("cases.transfer_number", "binned_cases.number", "binned_cases.court_number"),
    *("bin_removals.number", "bin_removals.court_number", "seals.*", "pay_lists.*"),
    *("pay_reversals.label", "pay_reversals.mediator_name", "pay_reversals.who"),
    *("binned_cases.who", "bin_removals.who", "gradings.*", "closing_steps.who", "history.who"),
    *("conflict_searches.who", "court_totals.*", "binned_cases.court_number_key", "case_tags.tag"),
}
"""Columns that name the office's own people and things: numbers, mediators, causes, tags, who typed."""


def given(table: str, column: str, at: int) -> str:
    """What stands in a column about people."""
    if "phone" in column or column == "electronic_address":
        return PHONE
    if column == "id_number":
        return NUMBER
    if "address" in column:
        return PLACE
    return {"private_notes": PRIVATE, "compromises": YIELDED}.get(table, f"{NAME}{at % 7}")


def small_office(path: Path) -> Path:
    """Six cases with everything that can hang on one, every text about people of which is theirs."""
    full_office(path, 6, keep=True)
    office = open_office(path, who="甲", today=lambda: LAST_DAY)
    office.drafts.keep("register", NAME, {"applicants": NAME, "remark": PHONE})
    office.drafts.keep("private_note:1", NAME, {"text": PRIVATE})
    office.close()
    assert overwrite(path, given, columns_of_people()) > 400
    return path


def demonstrated_office(folder: Path) -> Path:
    """The demonstration, every text about people of which is theirs."""
    path = furnished(folder)
    office = office_at(path)
    case = office.cases.open(office.cases.find(OPEN_CASE)).case
    party = Party(side=Side.THIRD, name=NAME, agents=(Agent(name=NAME, phone=PHONE),))
    office.folders.put_party(case.id, case.version, None, party)
    said = {"case": case.id, "on": date(2026, 11, 18), "text": TALK}
    office.folders.put_statement(Statement(id=new_id(), zone=Zone.UNDISPUTED, **said))
    office.folders.put_statement(Statement(id=new_id(), zone=Zone.COMPROMISE, **said))
    office.folders.put_note(PrivateNote(id=new_id(), **said))
    mediator = office.roster.all()[0].id
    tie = Interest(id=new_id(), mediator=mediator, kind=InterestKind.RELATIVE, name=NAME, role="父")
    office.conflicts.put_interest(tie)
    office.drafts.keep("register", NAME, {"applicants": NAME, "remark": PHONE})
    office.drafts.keep("private_note:1", NAME, {"text": PRIVATE})
    office.close()
    assert overwrite(path, given, columns_of_people()) > 10_000
    return path


def columns_of_people() -> list[tuple[str, str]]:
    """Every column of words but those of :data:`PUBLIC`."""
    return [
        (table, column)
        for table, column in free_columns()
        if not {f"{table}.*", f"{table}.{column}"} & PUBLIC
    ]
