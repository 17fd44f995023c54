"""The search finds what LIKE finds, whatever is written and whatever is asked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, insert, select, update

from db import search
from db.engine import beginning, open_engine
from db.schema import case_text, cases, metadata
from mediation.cases.plain import fold

ALPHABET = "王芳娜李01299ab(（）)_%'\"*-^: \t·𠮷䶮ａＡéıß￾\ufffd\U0010ffff"
LINES = st.lists(st.text(ALPHABET, max_size=9), max_size=3)
QUERIES = st.text(ALPHABET, min_size=1, max_size=6)


def written(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in map(fold, lines) if line)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    path = tmp_path / "search.db"
    sqlite3.connect(path).close()
    engine = open_engine(path)
    with beginning(engine, write=True) as opened:
        metadata.create_all(opened)
        search.create(opened)
        yield opened
    engine.dispose()


def keep(connection: Connection, texts: list[str]) -> None:
    connection.execute(delete(case_text))
    connection.execute(delete(cases))
    for seq, text in enumerate(texts, 1):
        connection.exec_driver_sql(
            "INSERT INTO cases (seq, id, referred_on) VALUES (?, ?, '2026-01-01')",
            (seq, seq.to_bytes(16, "big")),
        )
        connection.execute(insert(case_text).values(seq=seq, text=text))


def hits(connection: Connection, query: str) -> set[int] | None:
    wanted = search.needle(query)
    if wanted is None:
        return None
    way = search.way(connection, wanted)
    if way is None:
        return set(
            connection.scalars(select(case_text.c.seq).where(search.reads(case_text, wanted)))
        )
    return set(connection.scalars(search.hits(connection, way)))


def hits_of_like(connection: Connection, query: str) -> set[int]:
    pattern = fold(query)
    for sign in "\\%_":
        pattern = pattern.replace(sign, "\\" + sign)
    return {
        row[0]
        for row in connection.exec_driver_sql(
            "SELECT seq FROM case_text WHERE text LIKE ? ESCAPE '\\'", (f"%{pattern}%",)
        )
    }


def assert_same(connection: Connection, query: str) -> None:
    wanted = search.needle(query)
    if wanted is None:
        assert fold(query) == ""
        return
    expected = hits_of_like(connection, query)
    assert hits(connection, query) == expected
    assert search.count(connection, wanted) == len(expected)
    row_by_row = select(cases.c.seq).where(search.holds(cases.c.seq, wanted))
    assert set(connection.scalars(row_by_row)) == expected


@settings(max_examples=150)
@given(texts=st.lists(LINES, max_size=6), queries=st.lists(QUERIES, min_size=1, max_size=5))
def test_the_hits_are_those_of_like_before_and_after_the_index_has_caught_up(
    connection: Connection, texts: list[list[str]], queries: list[str]
) -> None:
    keep(connection, [written(lines) for lines in texts])
    for query in queries:
        assert_same(connection, query)
    search.settle(connection)
    for query in queries:
        assert_same(connection, query)


@settings(max_examples=60)
@given(
    before=st.lists(LINES, min_size=3, max_size=5),
    after=LINES,
    again=LINES,
    settled=st.booleans(),
    query=QUERIES,
)
def test_any_program_may_change_the_text_in_plain_sql(
    connection: Connection,
    before: list[list[str]],
    after: list[str],
    again: list[str],
    settled: bool,
    query: str,
) -> None:
    keep(connection, [written(lines) for lines in before])
    search.settle(connection)
    connection.execute(update(case_text).where(case_text.c.seq == 1).values(text=written(after)))
    connection.execute(delete(case_text).where(case_text.c.seq == 2))
    assert_same(connection, query)
    if settled:
        search.settle(connection)
    connection.execute(update(case_text).where(case_text.c.seq == 1).values(text=written(again)))
    connection.execute(insert(case_text).values(seq=2, text=written(after)))
    assert_same(connection, query)
    search.settle(connection)
    assert_same(connection, query)
    connection.exec_driver_sql("INSERT INTO case_search (case_search) VALUES ('integrity-check')")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("王芳", {1}),
        ("芳娜", {2}),
        ("芳", {1, 2}),
        ("王小芳娜", {2}),
        ("1288", {1}),
        ("28", {1}),
        ("（2026）内0603", {1}),
        ("(2026)内0603民初1288", {1}),
        ("％", {3}),
        ("%", {3}),
        ("100%", {3}),
        ("a_b", {3}),
        ("A＿B", {3}),
        ('"', {4}),
        ("NEAR(", {4}),
        ("王 OR 李", set()),
        ("王*", set()),
        ("OR", {4}),
        ("' OR 1=1 --", set()),
        ("\ud800", set()),
        ("王\ud83d芳", set()),
        ("芳\0", set()),
        ("王" * 60_000, set()),
        ("\\", set()),
        ("  ", None),
    ],
)
def test_what_is_typed_is_text_and_nothing_else(
    connection: Connection, query: str, found: set[int] | None
) -> None:
    keep(
        connection,
        [
            written(["（2026）内0603民初1288号", "王芳"]),
            written(["王小芳娜"]),
            written(["100%", "a_b", "axb"]),
            written(['说"NEAR(x OR y)"']),
        ],
    )
    assert hits(connection, query) == found
    search.settle(connection)
    assert hits(connection, query) == found


def test_the_last_characters_of_a_name_are_found(connection: Connection) -> None:
    keep(connection, [written(["阿王芳"])])
    search.settle(connection)
    assert hits(connection, "王芳") == {1}


def test_many_rows_written_before_the_index_was_made_are_found(connection: Connection) -> None:
    keep(connection, [written([f"张三{number:04d}"]) for number in range(50)])
    search.rebuild(connection)
    assert hits(connection, "三0049") == {50}
    assert search.settle(connection) is None
    assert hits(connection, "0049") == {50}


def test_a_word_in_very_many_rows_is_counted_exactly(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "FEW", 5)
    keep(connection, [written(["某某有限公司", f"{number}"]) for number in range(40)])
    search.settle(connection)
    for query in ("有限", "有限公", "有限公司", "司", "39"):
        assert_same(connection, query)
    way = search.way(connection, "有限")
    assert way is not None
    assert way.few is None
    assert not way.worth_it
