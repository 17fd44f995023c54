"""Court totals, drafts and settings are kept beside the cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from db.store import SqliteStore
from mediation.errors import Conflict
from mediation.figures.counts import CourtTotals
from mediation.figures.period import Period
from mediation.ledger.rows import LedgerTotals
from mediation.store import Draft

MAY = CourtTotals(court="内0603", month=date(2026, 5, 1), category="all", filings=120, mediated=80)


def enter(store: SqliteStore, *totals: CourtTotals | LedgerTotals) -> tuple[int, int, int]:
    with store.writing("甲") as writing:
        return writing.put_totals(totals)


def entered(store: SqliteStore) -> list[CourtTotals]:
    with store.reading() as reading:
        return reading.totals(Period.parse("2026"))


def test_totals_are_counted_as_new_updated_and_unchanged(store: SqliteStore) -> None:
    june = replace(MAY, month=date(2026, 6, 1))
    assert enter(store, MAY, june) == (2, 0, 0)
    assert enter(store, MAY, replace(june, closed=60)) == (0, 1, 1)
    assert entered(store) == [MAY, replace(june, closed=60, version=2)]


def test_totals_belong_to_a_month_whatever_its_day(store: SqliteStore) -> None:
    enter(store, replace(MAY, month=date(2026, 5, 31)))
    assert enter(store, MAY) == (0, 0, 1)


def test_an_emptied_field_of_the_grid_is_unknown_again(store: SqliteStore) -> None:
    enter(store, MAY)
    assert enter(store, replace(MAY, filings=None)) == (0, 1, 0)
    assert entered(store)[0].filings is None


def test_an_empty_cell_of_a_ledger_leaves_the_figure(store: SqliteStore) -> None:
    enter(store, MAY)
    row = LedgerTotals(row=2, court="内0603", month=date(2026, 5, 1), category="all", closed=9)
    assert enter(store, row, row) == (0, 1, 1)
    assert entered(store) == [replace(MAY, closed=9, version=2)]


def test_nought_is_a_figure_and_not_an_empty_cell(store: SqliteStore) -> None:
    enter(store, MAY)
    row = LedgerTotals(row=2, court="内0603", month=date(2026, 5, 1), category="all", filings=0)
    assert enter(store, row) == (0, 1, 0)
    assert entered(store)[0].filings == 0


def test_totals_changed_meanwhile_are_a_conflict_with_both_sides(store: SqliteStore) -> None:
    enter(store, MAY)
    enter(store, replace(MAY, filings=121))
    with pytest.raises(Conflict) as told:
        enter(store, replace(MAY, filings=122))
    assert (told.value.mine, told.value.theirs) == ({"filings": 122}, {"filings": 121})
    assert enter(store, replace(MAY, filings=121)) == (0, 0, 1)


def test_a_draft_is_replaced_under_its_key_and_dropped(store: SqliteStore) -> None:
    noon = datetime(2026, 11, 5, 12, 0, tzinfo=timezone(timedelta(hours=8)))
    first = Draft("register", "登记", {"申请人": "[/red]张三", "备注": "一\n二"}, noon)
    close = Draft("close:1", "结案", {}, noon + timedelta(seconds=5))
    with store.writing("甲") as writing:
        writing.put_draft(first)
        writing.put_draft(close)
        writing.put_draft(replace(first, values={"申请人": "李四"}))
    with store.reading() as reading:
        drafts = reading.drafts()
    assert drafts == [close, replace(first, values={"申请人": "李四"})]
    assert drafts[0].saved_at.tzinfo is UTC
    with store.writing("甲") as writing:
        writing.drop_draft("register")
        writing.drop_draft("register")
    with store.reading() as reading:
        assert reading.drafts() == [close]


def test_a_dropped_draft_is_gone_from_the_file(store: SqliteStore, path: Path) -> None:
    canary = "CANARY150603199001011234"
    moment = datetime(2026, 11, 5, tzinfo=UTC)
    with store.writing("甲") as writing:
        writing.put_draft(Draft("register", "登记", {"证件": canary}, moment))
    assert canary.encode() in path.read_bytes()
    with store.writing("甲") as writing:
        writing.drop_draft("register")
    assert canary.encode() not in path.read_bytes()


def test_settings_are_replaced_and_do_not_show_the_stores_own_notes(store: SqliteStore) -> None:
    for name in ("甲工作室", "乙工作室"):
        with store.writing("甲") as writing:
            writing.put_setting("studio", name)
    with store.reading() as reading:
        assert dict(reading.settings()) == {"studio": "乙工作室"}
