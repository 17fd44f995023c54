"""A clock that was set back, or far ahead: told at the start, and nothing is put in another order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db import checkup
from db.store import open_store
from mediation.bootstrap import doubts_about, open_office
from mediation.cli.main import main
from mediation.store import Draft
from tests.tui.made_window import kept_case, office_at

NOW = datetime.now(UTC)
LONG_AGO = datetime(1970, 1, 2, tzinfo=UTC)


def test_a_clock_behind_the_last_change_is_told_at_the_start(path: Path) -> None:
    office = office_at(path)
    kept_case(office)
    office.close()
    for now in (NOW - timedelta(hours=1), NOW - timedelta(days=1), LONG_AGO):
        (doubt,) = checkup.doubts_at_the_start(path, now)
        assert "电脑时钟" in doubt
    for now in (datetime.now(UTC), NOW + timedelta(days=3650)):
        assert checkup.doubts_at_the_start(path, now) == []


def test_changes_and_drafts_keep_their_order_whatever_the_clock_said(path: Path) -> None:
    office = office_at(path)
    case = kept_case(office)
    office.close()
    for at, remark in ((NOW + timedelta(days=3650), "一"), (LONG_AGO, "二")):
        store = open_store(path, now=lambda at=at: at)  # type: ignore[misc]
        with store.writing("甲") as writing:
            changed = replace(writing.case(case.id), remark=remark)
            writing.save_case(changed, action="correct")
        store.close()
    office = open_office(path, who="甲")
    lines = [line.new for line in office.cases.open(case.id).history if line.field == "remark"]
    assert lines == ["二", "一"]
    assert office.undoing.undo().about.action == "correct"
    assert office.cases.open(case.id).case.remark == "一"
    office.drafts.keep("register", "新案", {"applicants": "旧"})
    files = office.drafts._files
    assert files is not None
    files.keep(Draft("register", "新案", {"applicants": "新"}, LONG_AGO))
    assert [draft.values["applicants"] for draft in office.drafts.all()] == ["新"]
    office.close()


def test_an_unsafe_place_is_told_at_the_start(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    synced = path.parent / "OneDrive" / "案件.db"
    assert main(["--db", str(synced), "init"]) == 0
    assert "OneDrive" in capsys.readouterr().err
    assert "OneDrive" in doubts_about(synced)[0]
