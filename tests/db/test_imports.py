"""A ledger comes in: matched by number, counted, nothing erased by an empty cell, nothing twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from db import bulk
from db.schema import case_text, cases, history, parties, rollup_dirty
from db.store import SqliteStore, SqliteWriting, create_store, open_store
from mediation.cases.case import Case, Party
from mediation.cases.terms import Channel, EndReason, Outcome, Performance, Procedure, Side
from mediation.identity import new_id
from mediation.ledger.rows import LedgerCase
from mediation.registry.mediators import Mediator
from mediation.store import CaseQuery, ImportCounts

NOON = datetime(2026, 11, 5, 4, tzinfo=UTC)
FULL = LedgerCase(
    row=5,
    number="2026-0001",
    court_number="(2026)内0603民初7号",
    court_number_key="（2026）内0603民初7号",
    court="内0603",
    channel=Channel.ENTRUSTED,
    cause="M1",
    cause_name="民间借贷纠纷",
    applicants=("张三", "李四"),
    respondents=("王五",),
    claimed=42_000_000,
    mediators=("陶超", "王芳"),
    referred_on=date(2026, 3, 22),
    signed_on=date(2026, 3, 25),
    closed_on=date(2026, 4, 2),
    outcome=Outcome.PARTLY,
    reason=EndReason.AGREED,
    reason_note="部分达成",
    agreed=39_900_000,
    performed=0,
    performance=Performance.OVERDUE,
    confirmation_number="（2026）内0603民特1号",
    transfer_number="（2026）内0603民初99号",
    transferred_on=date(2026, 5, 1),
    on_platform=True,
    remark="备注",
    extra={"承办法官": "刘法官"},
)


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    opened = open_store(path, now=lambda: NOON)
    yield opened
    opened.close()


def bring_in(store: SqliteStore, *rows: LedgerCase, widely: bool = False) -> ImportCounts:
    with store.writing("甲") as writing:
        if widely:
            writing.bulk()
        return writing.import_cases(rows, source="台账.xlsx")


def only_case(store: SqliteStore) -> Case:
    with store.reading() as reading:
        (case,) = reading.iter_cases(CaseQuery())
        return case


def counted(answer: ImportCounts) -> tuple[int, int, int, int]:
    return answer.new, answer.updated, answer.unchanged, len(answer.refused)


def plain_row(number: int, **changes: object) -> LedgerCase:
    row = LedgerCase(
        row=number,
        number=f"N{number}",
        referred_on=date(2026, 1, 1 + number % 28),
        applicants=("张三",),
        respondents=("李四", "王五"),
        mediators=("王芳",),
    )
    return row._replace(**changes)  # type: ignore[arg-type]


def test_every_field_of_a_row_is_kept(store: SqliteStore) -> None:
    answer = bring_in(store, FULL)
    assert counted(answer) == (1, 0, 0, 0)
    assert answer.new_mediators == ("陶超", "王芳")
    case = only_case(store)
    with store.reading() as reading:
        roster = {mediator.name: mediator for mediator in reading.mediators()}
    assert all(mediator.from_import for mediator in roster.values())
    assert case == Case(
        id=case.id,
        number="2026-0001",
        court_number="(2026)内0603民初7号",
        court_number_key="（2026）内0603民初7号",
        court="内0603",
        channel=Channel.ENTRUSTED,
        cause="M1",
        cause_name="民间借贷纠纷",
        parties=(
            Party(side=Side.APPLICANT, name="张三"),
            Party(side=Side.APPLICANT, name="李四"),
            Party(side=Side.RESPONDENT, name="王五"),
        ),
        claimed=42_000_000,
        agreed=39_900_000,
        performed=0,
        mediator=roster["陶超"].id,
        assistants=(roster["王芳"].id,),
        referred_on=date(2026, 3, 22),
        signed_on=date(2026, 3, 25),
        closed_on=date(2026, 4, 2),
        outcome=Outcome.PARTLY,
        reason=EndReason.AGREED,
        reason_note="部分达成",
        performance=Performance.OVERDUE,
        confirmation_number="（2026）内0603民特1号",
        transfer_number="（2026）内0603民初99号",
        transferred_on=date(2026, 5, 1),
        on_platform=True,
        remark="备注",
        extra={"承办法官": "刘法官"},
    )


def test_an_imported_case_has_the_same_row_as_one_typed_in(store: SqliteStore) -> None:
    bring_in(store, FULL)
    case = only_case(store)
    typed = replace(case, id=new_id(), number="2", court_number_key="二")
    with store.writing("甲") as writing:
        writing.add_case(typed)
        rows = writing.connection.execute(select(cases).order_by(cases.c.seq)).mappings().all()
        texts = list(writing.connection.scalars(select(case_text.c.text)))
        raw = writing.connection.exec_driver_sql(
            "SELECT typeof(id), typeof(referred_on), typeof(on_platform), typeof(extra), extra,"
            " channel, referred_on, days, transfer_counts_on FROM cases ORDER BY seq"
        ).all()
    own = ("seq", "id", "number", "court_number_key")
    one, other = ({k: v for k, v in row.items() if k not in own} for row in rows)
    assert one == other
    assert raw[0] == raw[1]
    assert len(texts) == 2


def test_a_row_that_comes_twice_changes_nothing(store: SqliteStore, path: Path) -> None:
    bring_in(store, FULL)
    before = path.read_bytes()
    assert bring_in(store, FULL) == ImportCounts(unchanged=1)
    assert path.read_bytes() == before


def test_the_same_court_number_in_other_brackets_changes_nothing(store: SqliteStore) -> None:
    bring_in(store, FULL)
    spelt = FULL._replace(court_number="【2026】内0603民初007号")
    assert bring_in(store, spelt) == ImportCounts(unchanged=1)
    assert only_case(store).court_number == FULL.court_number


def test_a_row_standing_twice_in_one_batch_is_one_case(store: SqliteStore) -> None:
    changed = FULL._replace(row=6, remark="改")
    assert counted(bring_in(store, FULL, FULL, changed)) == (1, 1, 1, 0)
    assert only_case(store).remark == "改"


def test_a_changed_row_updates_its_case_and_leaves_a_line_a_field(store: SqliteStore) -> None:
    bring_in(store, FULL)
    answer = bring_in(
        store, FULL._replace(claimed=1_00, mediators=("陶超", "那日苏"), applicants=("李四",))
    )
    assert counted(answer) == (0, 1, 0, 0)
    assert answer.new_mediators == ("那日苏",)
    case = only_case(store)
    assert case.version == 2
    with store.reading() as reading:
        *changes, first = reading.history(case.id)
        text = reading.connection.scalar(select(case_text.c.text))
    assert (first.who, first.action, first.why, first.at) == ("甲", "import", "台账.xlsx", NOON)
    assert {(c.action, c.why, c.field, c.old, c.new) for c in changes} == {
        ("import", "台账.xlsx", "claimed", "420,000.00", "1.00"),
        ("import", "台账.xlsx", "assistants", "王芳", "那日苏"),
        ("import", "台账.xlsx", "applicants", "张三、李四", "李四"),
    }
    assert text is not None
    assert "张三" not in text


def test_an_empty_cell_leaves_what_is_kept(store: SqliteStore, path: Path) -> None:
    bring_in(store, FULL)
    bare = LedgerCase(row=5, number=FULL.number, referred_on=FULL.referred_on)
    before = path.read_bytes()
    assert counted(bring_in(store, bare)) == (0, 0, 1, 0)
    assert path.read_bytes() == before


def test_an_unknown_column_keeps_what_other_files_said(store: SqliteStore) -> None:
    bring_in(store, FULL)
    bring_in(store, FULL._replace(extra={"电话": "0477", "承办法官": ""}))
    assert only_case(store).extra == {"承办法官": "刘法官", "电话": "0477"}


def test_people_of_the_same_name_keep_their_particulars(store: SqliteStore) -> None:
    bring_in(store, FULL)
    case = only_case(store)
    known = (
        replace(case.parties[0], phone="138", id_number="15"),
        *case.parties[1:],
        Party(side=Side.THIRD, name="保险公司"),
    )
    with store.writing("甲") as writing:
        writing.save_case(replace(case, parties=known), action="correct")
    assert counted(bring_in(store, FULL)) == (0, 0, 1, 0)
    bring_in(store, FULL._replace(applicants=("赵六", "张三"), respondents=("钱七",)))
    assert only_case(store).parties == (
        Party(side=Side.APPLICANT, name="赵六"),
        known[0],
        Party(side=Side.RESPONDENT, name="钱七"),
        known[-1],
    )


def test_a_row_without_its_own_number_is_matched_by_court_number(store: SqliteStore) -> None:
    bring_in(store, FULL)
    assert counted(bring_in(store, FULL._replace(number="", remark="改"))) == (0, 1, 0, 0)
    assert only_case(store).number == FULL.number


def test_a_number_is_filled_in_where_there_was_none(store: SqliteStore) -> None:
    bring_in(store, FULL._replace(number=""))
    assert counted(bring_in(store, FULL)) == (0, 1, 0, 0)
    assert only_case(store).number == FULL.number


def test_a_court_number_of_a_case_with_another_number_is_refused(store: SqliteStore) -> None:
    bring_in(store, FULL)
    answer = bring_in(store, FULL._replace(row=9, number="2026-0002"))
    assert counted(answer) == (0, 0, 0, 1)
    row, heading, value, reason = answer.refused[0]
    assert (row.row, heading, value) == (9, "法院案号", FULL.court_number)
    assert "2026-0001" in reason


def test_two_numbers_of_two_cases_in_one_row_are_refused(store: SqliteStore) -> None:
    other = FULL._replace(number="2026-0002", court_number="二", court_number_key="二")
    bring_in(store, FULL, other)
    answer = bring_in(store, FULL._replace(court_number="二", court_number_key="二"), other)
    assert counted(answer) == (0, 0, 1, 1)
    assert answer.refused[0][1:3] == ("法院案号", "二")


def test_a_court_number_may_be_corrected_by_the_ledger(store: SqliteStore) -> None:
    bring_in(store, FULL)
    corrected = FULL._replace(court_number="二", court_number_key="二")
    freed = FULL._replace(number="2026-0002", row=6)
    assert counted(bring_in(store, corrected)) == (0, 1, 0, 0)
    assert counted(bring_in(store, freed)) == (1, 0, 0, 0)


def test_a_number_freed_within_one_batch_may_be_used_in_it(store: SqliteStore) -> None:
    bring_in(store, FULL)
    corrected = FULL._replace(court_number="二", court_number_key="二")
    freed = FULL._replace(number="2026-0002", row=6)
    assert counted(bring_in(store, corrected, freed)) == (1, 1, 0, 0)


def test_cases_may_pass_their_court_numbers_round_within_one_batch(store: SqliteStore) -> None:
    def row(number: int, key: str) -> LedgerCase:
        return plain_row(number, court_number=key, court_number_key=key)

    bring_in(store, row(1, "一"), row(2, "二"))
    answer = bring_in(store, row(2, "三"), row(1, "二"), row(2, "一"))
    assert counted(answer) == (0, 3, 0, 0)
    with store.reading() as reading:
        assert {c.number: c.court_number_key for c in reading.iter_cases(CaseQuery())} == {
            "N1": "二",
            "N2": "一",
        }


numbers = st.sampled_from(["", "A", "B", "C"])
names = st.lists(st.sampled_from(["张三", "李四", "王五"]), max_size=2, unique=True).map(tuple)
days = st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 9))
amounts = st.none() | st.integers(0, 3)
any_row = st.builds(
    lambda key, **said: LedgerCase(row=1, court_number=key, court_number_key=key, **said),
    numbers,
    number=numbers,
    court=st.sampled_from([None, "内0603"]),
    channel=st.none() | st.sampled_from(list(Channel)),
    cause=st.sampled_from([None, "M1"]),
    cause_name=st.sampled_from(["", "离婚纠纷"]),
    applicants=names,
    respondents=names,
    claimed=amounts,
    mediators=names,
    referred_on=days.filter(bool),
    signed_on=days,
    closed_on=days,
    outcome=st.none() | st.sampled_from(list(Outcome)),
    reason=st.none() | st.sampled_from(list(EndReason)),
    reason_note=st.sampled_from(["", "一"]),
    agreed=amounts,
    performed=amounts,
    performance=st.none() | st.sampled_from(list(Performance)),
    confirmation_number=st.sampled_from(["", "确1"]),
    transfer_number=st.sampled_from(["", "转1"]),
    transferred_on=days,
    on_platform=st.none() | st.booleans(),
    remark=st.sampled_from(["", "甲", "乙"]),
    extra=st.dictionaries(st.sampled_from(["一", "二"]), st.sampled_from(["x", "y"])),
)


def all_kept(writing: SqliteWriting) -> list[object]:
    people = {mediator.id: mediator.name for mediator in writing.mediators()}
    found = [
        (
            replace(case, id=UUID(int=0), version=1, mediator=None, assistants=()),
            people.get(case.mediator or UUID(int=0)),
            [people[person] for person in case.assistants],
        )
        for case in writing.iter_cases(CaseQuery())
    ]
    derived = writing.connection.exec_driver_sql(
        "SELECT number, court_number_key, applicants, respondents, days, transfer_counts_on, text"
        " FROM cases JOIN case_text USING (seq)"
    )
    return [sorted(map(repr, found)), sorted(map(repr, derived))]


@settings(max_examples=150)
@given(rows=st.lists(any_row, min_size=1, max_size=6))
def test_rows_together_row_by_row_and_typed_in_come_to_the_same(
    store: SqliteStore, rows: list[LedgerCase]
) -> None:
    outcomes = []
    for batches in ([rows], [[row] for row in rows]):
        with pytest.raises(ZeroDivisionError), store.writing("甲") as writing:
            answers = [writing.import_cases(batch, source="a") for batch in batches]
            totals = [sum(counted(answer)[place] for answer in answers) for place in range(4)]
            outcomes.append((totals, all_kept(writing)))
            again = all_kept(writing)
            for case in list(writing.iter_cases(CaseQuery())):
                # Saving twice, there and back, writes the whole row as a typed case has it.
                writing.save_case(
                    writing.save_case(replace(case, procedure=Procedure.SUMMARY), action="a")
                    if case.procedure is None
                    else case,
                    action="a",
                )
            typed = [replace(case, procedure=None) for case in writing.iter_cases(CaseQuery())]
            for case in typed:
                writing.save_case(case, action="a")
            assert all_kept(writing) == again
            raise ZeroDivisionError
    assert outcomes[0] == outcomes[1]


def test_a_row_without_any_number_is_refused(store: SqliteStore) -> None:
    answer = bring_in(store, LedgerCase(row=3, referred_on=date(2026, 1, 1)))
    assert counted(answer) == (0, 0, 0, 1)
    assert answer.refused[0][1] == "调解编号"


def test_a_row_that_contradicts_what_is_kept_is_refused(store: SqliteStore) -> None:
    bring_in(store, FULL)
    late = LedgerCase(row=5, number=FULL.number, referred_on=date(2026, 12, 1))
    answer = bring_in(store, late)
    assert counted(answer) == (0, 0, 0, 1)
    assert answer.refused[0][1] == "终结日期"


def test_a_mediator_on_the_roster_is_not_added_again(store: SqliteStore) -> None:
    known = Mediator(id=new_id(), name="陶超", level="市")
    with store.writing("甲") as writing:
        writing.add_mediator(known)
    assert bring_in(store, FULL).new_mediators == ("王芳",)
    assert only_case(store).mediator == known.id


def test_a_mediator_new_to_the_roster_is_named_once(store: SqliteStore) -> None:
    with store.writing("甲") as writing:
        first = writing.import_cases([FULL], source="a")
        second = writing.import_cases([plain_row(2)], source="b")
    assert (first.new_mediators, second.new_mediators) == (("陶超", "王芳"), ())


def test_the_months_of_old_and_new_dates_are_marked(store: SqliteStore) -> None:
    bring_in(store, FULL)
    with store.writing("甲") as writing:
        writing.connection.exec_driver_sql("DELETE FROM rollup_dirty")
    bring_in(store, FULL._replace(referred_on=date(2026, 2, 1)))
    with store.reading() as reading:
        months = set(reading.connection.scalars(select(rollup_dirty.c.month)))
    assert months == {date(2026, month, 1) for month in (2, 3, 4, 5)}


def test_nothing_is_kept_when_the_block_fails(store: SqliteStore, path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(ZeroDivisionError), store.writing("甲") as writing:
        writing.bulk()
        for start in range(0, 12_000, 2_000):
            rows = [plain_row(number) for number in range(start, start + 2_000)]
            writing.import_cases(rows, source="a")
        raise ZeroDivisionError
    assert path.read_bytes() == before


def schema_of(store: SqliteStore) -> set[tuple[str, str]]:
    with store.reading() as reading:
        found = reading.connection.exec_driver_sql("SELECT type, sql FROM sqlite_master")
        return {(kind, sql) for kind, sql in found if sql}


@pytest.mark.parametrize("there", [0, 40])
def test_indexes_put_off_are_all_back_and_complete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: int
) -> None:
    monkeypatch.setattr(bulk, "_WORTH_IT", 50)
    stores = []
    for name, widely in (("bulk.db", True), ("plain.db", False)):
        create_store(tmp_path / name)
        store = open_store(tmp_path / name)
        bring_in(store, *(plain_row(number) for number in range(there)))
        with store.writing("甲") as writing:
            if widely:
                writing.bulk()
            for start in range(0, 400, 100):
                rows = [plain_row(n, remark=f"第{n}件") for n in range(start, start + 100)]
                writing.import_cases(rows, source="台账.xlsx")
            put_off = "ix_cases_received" not in str(
                writing.connection.exec_driver_sql("SELECT name FROM sqlite_master").all()
            )
            assert put_off == widely
        stores.append(store)
    wide, usual = stores
    assert schema_of(wide) == schema_of(usual)
    for text in ("第399件", "第1", "张三", "件"):
        with wide.reading() as one, usual.reading() as other:
            assert one.count(CaseQuery(text=text)) == other.count(CaseQuery(text=text)) > 0
    for store in stores:
        with store.reading() as reading:
            held = [
                reading.connection.scalar(select(func.count()).select_from(table))
                for table in (cases, parties, history, case_text)
            ]
            assert held[:2] == [400, 1200]
            check = reading.connection.exec_driver_sql("PRAGMA integrity_check").scalar()
            assert check == "ok"
        store.close()


def test_after_a_wide_import_the_connection_has_its_usual_cache(store: SqliteStore) -> None:
    bring_in(store, FULL, widely=True)
    with store.writing("甲") as writing:
        size = writing.connection.exec_driver_sql("PRAGMA cache_size").scalar()
    assert size == -2000


def test_a_batch_larger_than_a_lookup_is_matched_whole(store: SqliteStore) -> None:
    rows = [plain_row(number) for number in range(2_500)]
    assert counted(bring_in(store, *rows)) == (2500, 0, 0, 0)
    assert counted(bring_in(store, *rows)) == (0, 0, 2500, 0)


def test_a_batch_after_another_save_of_the_same_transaction_goes_on_from_it(
    store: SqliteStore,
) -> None:
    own = Case(id=new_id(), number="自立-1", referred_on=date(2026, 2, 2))
    person = Mediator(id=new_id(), name="新来的人")
    with store.writing("甲") as writing:
        writing.import_cases([plain_row(1)], source="一.xlsx")
        writing.add_case(own)
        writing.add_mediator(person)
        rows = [plain_row(2, mediators=("新来的人",)), plain_row(3)]
        answer = writing.import_cases(rows, source="二.xlsx")
    assert counted(answer) == (2, 0, 0, 0)
    assert answer.new_mediators == ()
    with store.reading() as reading:
        led = {case.number: case.mediator for case in reading.iter_cases(CaseQuery())}
    assert sorted(led) == ["N1", "N2", "N3", "自立-1"]
    assert led["N2"] == person.id
