"""Every column that can hold a person's words is decided upon: a new one fails here until it is."""

from __future__ import annotations

from sqlalchemy import Text
from sqlalchemy.types import JSON

from db.belongings import belongings
from db.persons_beside import FORGOTTEN, NOT_HANDED_OUT, PER_CASE, RUBBED, STAYS
from db.schema import case_text, history, metadata

KEYS_AND_CODES = {
    "binned_cases": {"number", "court_number", "court_number_key", "who"},
    "bin_removals": {"number", "court_number", "who"},
    "exchanged_files": {"bundle", "kind", "sha256", "who"},
    "saved_views": {"who"},
    "undoables": {"who", "action"},
}
"""Texts beside those that are searched which the program writes itself, or that name its user."""
ROW_BY_ROW = {"binned_cases": {"applicants", "respondents", "content"}}


def texts(table) -> set[str]:
    return {column.name for column in table.columns if isinstance(column.type, Text | JSON)}


def test_every_table_with_texts_beside_the_cases_is_searched_at_an_erasure_or_stays_with_a_reason():
    beside = {table for table in metadata.sorted_tables if texts(table)} - set(belongings())
    lists = (set(RUBBED), set(FORGOTTEN), set(PER_CASE), set(STAYS))
    assert beside - set.union(*lists) == set()
    assert sum(map(len, lists)) == len(set.union(*lists)), "one table, one answer"
    assert all(STAYS.values())


def test_every_text_of_those_tables_is_searched_or_is_a_key():
    for table, searched in {**RUBBED, **FORGOTTEN}.items():
        known = set(searched) | KEYS_AND_CODES.get(table.name, set())
        assert texts(table) - known - ROW_BY_ROW.get(table.name, set()) == set(), table.name


def test_of_a_case_all_that_names_a_person_is_handed_out_but_what_the_law_keeps():
    assert {table.name for table in NOT_HANDED_OUT} == {
        "private_notes",
        "compromises",
        "conflict_searches",
    }
    assert {history, case_text} <= set(belongings())
