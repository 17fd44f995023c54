"""The top of the list before the store is open."""

import sqlite3
from contextlib import closing

from db.glimpse import top_rows
from mediation.bootstrap import create_office
from mediation.store import CaseQuery
from tests.tui.made_window import TODAY, kept_case, kept_cases, kept_mediator


def test_a_glimpse_is_what_the_list_begins_with(tmp_path):
    path = tmp_path / "room.db"
    office = create_office(path, today=lambda: TODAY)
    kept_cases(office, 120)
    kept_case(office, number="2026-9001", mediator=kept_mediator(office).id)
    assert top_rows(path, 80) == office.cases.first_rows(CaseQuery(), 80)


def test_what_is_no_database_of_ours_gives_no_glimpse_and_is_left_alone(tmp_path):
    missing, text, foreign = (tmp_path / name for name in ("missing.db", "text.db", "foreign.db"))
    text.write_text("no database " * 100)
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE cases (seq INTEGER)")
        connection.commit()
    before = {path: path.read_bytes() for path in (text, foreign)}
    for path in (missing, text, foreign):
        assert top_rows(path, 80) is None
    assert not missing.exists()
    assert {path: path.read_bytes() for path in (text, foreign)} == before
