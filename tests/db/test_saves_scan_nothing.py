"""A save looks up what it needs: no statement of it reads a table that grows with the cases from end to end."""

from __future__ import annotations

import re
from datetime import date

from sqlalchemy import Connection

from db.store import SqliteStore
from mediation.cases.case import Case, Party
from mediation.cases.terms import Side
from mediation.identity import new_id
from mediation.office.office import Office

TODAY = date(2026, 11, 21)
GROWING = ("cases", "parties", "history", "case_text", "sessions", "audit", "undoables", "drafts")
WORK = re.compile(r"\s*(SELECT|WITH|INSERT|REPLACE|UPDATE|DELETE)\b")
WHOLE = re.compile(rf"SCAN ({'|'.join(GROWING)})\b")
AT_THE_END = re.compile(r"ORDER BY [\w.]*seq DESC\s+LIMIT")


def a_case() -> Case:
    people = (
        Party(side=Side.APPLICANT, name="阿拉坦图雅", phone="13847712345"),
        Party(side=Side.RESPONDENT, name="某商贸公司"),
    )
    return Case(
        id=new_id(),
        number="T1",
        court_number="(2026)内0603民初1号",
        parties=people,
        referred_on=date(2026, 11, 2),
        signed_on=date(2026, 11, 3),
    )


def scans(connection: Connection, said: list[str]) -> set[str]:
    """The statements that read a growing table whole, but for the last of its rows."""
    found = set()
    for statement in {each for each in said if WORK.match(each)}:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}").all()
        # One aggregate over the row numbers is the last row too.
        if any(WHOLE.match(line[3]) for line in plan) and not AT_THE_END.search(statement):
            found.add(statement)
    return found


def test_registering_correcting_and_undoing_scan_no_table_of_cases(store: SqliteStore) -> None:
    office = Office(store, who="甲", today=lambda: TODAY)
    said: list[str] = []
    with store.reading() as reading:
        driver = reading.connection.connection.dbapi_connection
        driver.set_trace_callback(said.append)  # type: ignore[union-attr]
    case = office.cases.register(a_case())
    office.cases.correct(case.id, case.version, {"remark": "改了", "number": "T2"}, why="核对")
    office.undoing.undo()
    office.undoing.redo()
    driver.set_trace_callback(None)  # type: ignore[union-attr]
    with store.reading() as reading:
        assert any("INSERT INTO cases" in each for each in said)
        assert scans(reading.connection, said) == set()
