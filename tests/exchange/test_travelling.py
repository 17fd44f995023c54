"""What leaves with a case, table by table: a new table stays at home until somebody decides."""

from __future__ import annotations

from typing import Any

from db import carried
from db.belongings import belongings, key_columns
from db.schema import (
    case_text,
    cases,
    compromises,
    conflict_searches,
    gradings,
    history,
    private_notes,
)
from mediation.exchange.differences import ROW_KEYS, chosen, differences
from mediation.exchange.wording import TABLES

STAYS = {private_notes, compromises, gradings, conflict_searches, history, case_text}
"""History is told apart, without its lines about what stays."""


def test_every_table_of_a_case_either_travels_or_stays_by_decision() -> None:
    undecided = set(belongings()) - carried.TRAVELS - STAYS
    assert {table.name for table in undecided} <= {"transcripts"}
    assert not carried.TRAVELS & STAYS


def test_no_number_of_a_row_leaves() -> None:
    for table in carried.travelling():
        told = {column.name for column in carried.told_columns(table)}
        assert not told & {"seq", "case_seq", "version"}


def test_rows_are_told_apart_as_the_tables_tell_them_apart() -> None:
    for table in carried.travelling():
        assert table.name in TABLES
        told = {column.name for column in carried.told_columns(table)}
        if "id" in told and table is not cases:
            assert ROW_KEYS[table.name] == ("id",)
        elif table.name in ROW_KEYS and table is not cases:
            assert ROW_KEYS[table.name] == tuple(set_in_order(key_columns(table), told))


def set_in_order(names: tuple[str, ...], told: set[str]) -> list[str]:
    """Those of the names that are told."""
    return [name for name in names if name in told]


def test_choosing_nothing_leaves_ours_and_choosing_all_gives_theirs() -> None:
    ours = {
        "cases": [{"id": "1", "remark": "a", "claimed": 1}],
        "parties": [{"position": 0, "name": "甲"}, {"position": 1, "name": "乙"}],
        "pauses": [{"start": "2026-10-01"}],
    }
    theirs = {
        "cases": [{"id": "1", "remark": "b", "claimed": 1}],
        "parties": [{"position": 0, "name": "丙"}],
        "case_tags": [{"tag": "急"}],
    }
    assert chosen(ours, theirs, []) == ours
    everything = [each.key for each in differences(ours, theirs)]
    assert chosen(ours, theirs, everything) == theirs
    assert everything == [
        "cases::remark",
        "parties:0",
        "parties:1",
        "case_tags:急",
        "pauses",
    ]


def test_the_code_of_a_cause_goes_where_its_name_goes() -> None:
    def case(code: str, name: str, number: str) -> dict[str, list[dict[str, Any]]]:
        key = number.replace("（", "(")
        row = {"cause": code, "cause_name": name, "court_number": number, "court_number_key": key}
        return {"cases": [row]}

    ours, theirs = case("1", "借贷", "（1号"), case("2", "买卖", "（2号")
    keys = [each.key for each in differences(ours, theirs)]
    assert keys == ["cases::cause_name", "cases::court_number"]
    assert chosen(ours, theirs, keys[:1]) == case("2", "买卖", "（1号")
    assert chosen(ours, theirs, keys) == theirs
    only_code = case("3", "借贷", "（1号")
    assert [each.column for each in differences(ours, only_code)] == ["cause"]
