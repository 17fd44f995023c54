"""What is kept comes back; every change leaves its line; a stale save is told."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from db.schema import case_text, cases, parties, rollup_dirty
from db.store import SqliteStore, create_store, open_store
from mediation.cases.case import Agent, Case, Party, Session
from mediation.cases.plain import fold
from mediation.cases.terms import (
    AgentKind,
    Channel,
    ElectronicMeans,
    EndReason,
    Means,
    Outcome,
    PartyKind,
    Performance,
    Power,
    Procedure,
    Side,
)
from mediation.errors import Conflict, NotFound, RuleViolation
from mediation.identity import new_id
from mediation.registry.mediators import Mediator
from mediation.store import Change

WANG = Mediator(id=new_id(), name="王芳")
BATU = Mediator(id=new_id(), name="巴特尔")
NOON = datetime(2026, 11, 5, 4, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    opened = open_store(path, now=lambda: NOON)
    with opened.writing("甲") as writing:
        writing.add_mediator(WANG)
        writing.add_mediator(BATU)
    yield opened
    opened.close()


def a_case(**changes: object) -> Case:
    case = Case(
        id=new_id(),
        number="2026-0001",
        court_number="(2026)内0603民初1288号",
        court_number_key="（2026）内0603民初1288号",
        court="内0603",
        channel=Channel.DELEGATED,
        cause="M1",
        cause_name="民间借贷纠纷",
        parties=(
            Party(side=Side.APPLICANT, name="张三", phone="13800000000"),
            Party(side=Side.RESPONDENT, name="李四", agents=(Agent(name="赵律师"),)),
        ),
        claimed=8_650_000,
        mediator=WANG.id,
        referred_on=date(2026, 10, 8),
        signed_on=date(2026, 10, 9),
    )
    return replace(case, **changes)  # type: ignore[arg-type]


def add(store: SqliteStore, case: Case) -> Case:
    with store.writing("甲") as writing:
        return writing.add_case(case)


def save(store: SqliteStore, case: Case, action: str = "correct", why: str = "") -> Case:
    with store.writing("乙") as writing:
        return writing.save_case(case, action=action, why=why)


def kept(store: SqliteStore, case: UUID) -> Case:
    with store.reading() as reading:
        return reading.case(case)


def history(store: SqliteStore, case: UUID) -> list[Change]:
    with store.reading() as reading:
        return reading.history(case)


lines = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
days = st.dates(date(1990, 1, 1), date(2100, 12, 31))
fen = st.none() | st.integers(0, 999_999_999_999_999)
people = st.builds(
    Party,
    side=st.sampled_from(list(Side)),
    name=lines,
    phone=lines,
    id_number=lines,
    address=lines,
    kind=st.none() | st.sampled_from(list(PartyKind)),
    number_note=lines,
    representative=lines,
    post=lines,
    service_address=lines,
    electronic=st.none() | st.booleans(),
    electronic_means=st.none() | st.sampled_from(list(ElectronicMeans)),
    electronic_address=lines,
    agents=st.lists(
        st.builds(
            Agent,
            name=lines,
            phone=lines,
            kind=st.none() | st.sampled_from(list(AgentKind)),
            power=st.none() | st.sampled_from(list(Power)),
            papers=lines,
        ),
        max_size=2,
    ).map(tuple),
)
any_case = st.builds(
    Case,
    id=st.uuids(),
    number=lines,
    court_number=lines,
    court_number_key=lines,
    court=st.none() | lines,
    channel=st.none() | st.sampled_from(list(Channel)),
    cause=st.none() | lines,
    cause_name=lines,
    procedure=st.none() | st.sampled_from(list(Procedure)),
    parties=st.lists(people, max_size=4).map(tuple),
    claimed=fen,
    agreed=fen,
    performed=fen,
    mediator=st.none() | st.sampled_from([WANG.id, BATU.id]),
    assistants=st.lists(st.sampled_from([WANG.id, BATU.id]), max_size=3).map(tuple),
    referred_on=days,
    signed_on=st.none() | days,
    closed_on=st.none() | days,
    outcome=st.none() | st.sampled_from(list(Outcome)),
    reason=st.none() | st.sampled_from(list(EndReason)),
    reason_note=lines,
    performance=st.none() | st.sampled_from(list(Performance)),
    confirmation_number=lines,
    transfer_number=lines,
    transferred_on=st.none() | days,
    on_platform=st.none() | st.booleans(),
    remark=lines,
    extra=st.dictionaries(lines, lines, max_size=3),
)


@settings(max_examples=60)
@given(first=any_case, second=any_case)
def test_a_case_comes_back_as_it_was_kept(store: SqliteStore, first: Case, second: Case) -> None:
    with pytest.raises(ZeroDivisionError), store.writing("甲") as writing:
        assert writing.case(writing.add_case(first).id) == first
        changed = replace(second, id=first.id, version=1)
        saved = writing.save_case(changed, action="correct")
        assert replace(writing.case(first.id), version=1) == changed
        assert saved == writing.case(first.id)
        row = writing.connection.execute(select(cases).where(cases.c.id == first.id)).one()
        assert (row.days, row.transfer_counts_on) == (saved.days, saved.transfer_counts_on)
        assert row.applicants == "、".join(saved.names(Side.APPLICANT))
        raise ZeroDivisionError


def test_a_new_case_leaves_one_line_with_who_when_and_why(store: SqliteStore) -> None:
    with store.writing("甲") as writing:
        case = writing.add_case(a_case(), why="补录")
    assert history(store, case.id) == [Change(NOON, "甲", "register", "", "", "", "补录")]


def test_the_same_new_case_told_twice_is_kept_once(store: SqliteStore) -> None:
    case = a_case()
    assert add(store, case) == add(store, case) == case
    assert len(history(store, case.id)) == 1


def test_the_same_id_with_other_content_is_a_conflict(store: SqliteStore) -> None:
    case = add(store, a_case())
    with pytest.raises(Conflict) as told:
        add(store, replace(case, remark="另一件"))
    assert (told.value.mine, told.value.theirs) == ({"remark": "另一件"}, {"remark": ""})


def test_every_changed_field_leaves_a_line_in_the_words_people_read(store: SqliteStore) -> None:
    case = add(store, a_case())
    changed = replace(
        case,
        claimed=None,
        channel=Channel.ENTRUSTED,
        court="内0602",
        cause="M2",
        cause_name="买卖合同纠纷",
        mediator=BATU.id,
        assistants=(WANG.id,),
        parties=(
            Party(side=Side.APPLICANT, name="张三", phone="13900000000"),
            case.parties[1],
            Party(side=Side.THIRD, name="王五"),
        ),
        signed_on=date(2026, 10, 10),
        on_platform=True,
        extra={"承办法官": "刘法官"},
    )
    saved = save(store, changed, why="录错")
    assert saved == replace(changed, version=2) == kept(store, case.id)
    lines = {line.field: (line.old, line.new) for line in history(store, case.id)[:-1]}
    assert lines == {
        "claimed": ("86,500.00", ""),
        "channel": ("委派", "委托"),
        "court": ("鄂尔多斯市康巴什区人民法院", "鄂尔多斯市东胜区人民法院"),
        "cause": ("民间借贷纠纷", "买卖合同纠纷"),
        "mediator": ("王芳", "巴特尔"),
        "assistants": ("", "王芳"),
        "applicants": ("张三(电话 13800000000)", "张三(电话 13900000000)"),
        "third_parties": ("", "王五"),
        "signed_on": ("2026-10-09", "2026-10-10"),
        "on_platform": ("", "是"),
        "承办法官": ("", "刘法官"),
    }
    newest = history(store, case.id)[0]
    assert (newest.who, newest.action, newest.why, newest.at) == ("乙", "correct", "录错", NOON)


def test_a_stale_save_is_told_with_both_sides_and_keeps_nothing(path: Path) -> None:
    one, other = open_store(path), open_store(path)
    case = add(one, a_case(mediator=None))
    save(other, replace(case, remark="乙先存", claimed=5))
    with pytest.raises(Conflict) as told:
        save(one, replace(case, remark="甲后存"))
    assert told.value.mine == {"remark": "甲后存", "claimed": 8_650_000}
    assert told.value.theirs == {"remark": "乙先存", "claimed": 5}
    assert kept(one, case.id).remark == "乙先存"
    assert len(history(one, case.id)) == 3
    one.close()
    other.close()


def test_a_save_repeated_after_a_lost_answer_is_no_conflict(store: SqliteStore) -> None:
    case = add(store, a_case())
    changed = replace(case, remark="已联系")
    assert save(store, changed) == save(store, changed)
    assert len(history(store, case.id)) == 2


def test_saving_what_is_kept_already_changes_nothing(store: SqliteStore, path: Path) -> None:
    case = add(store, a_case())
    before = path.read_bytes()
    assert save(store, case) == case
    assert path.read_bytes() == before


@pytest.mark.parametrize("field", ["number", "court_number_key"])
def test_a_number_in_use_is_refused_by_name(store: SqliteStore, field: str) -> None:
    add(store, a_case())
    other = a_case(**{"number": "2", "court_number_key": "二", field: getattr(a_case(), field)})
    with pytest.raises(RuleViolation, match="另一个案件") as told:
        add(store, other)
    assert told.value.field == field.removesuffix("_key")
    added = add(store, a_case(number="2", court_number_key="二"))
    with pytest.raises(RuleViolation):
        save(store, replace(added, **{field: getattr(a_case(), field)}))  # type: ignore[arg-type]


def test_many_cases_may_be_without_a_number(store: SqliteStore) -> None:
    for _time in range(3):
        add(store, a_case(number="", court_number="", court_number_key=""))
    with store.reading() as reading:
        assert reading.case_numbered("") is None


def test_a_case_is_found_by_either_number_its_own_first(store: SqliteStore) -> None:
    first = add(store, a_case(number="A", court_number_key="B"))
    second = add(store, a_case(number="B", court_number_key="C"))
    with store.reading() as reading:
        assert reading.case_numbered("A") == first.id
        assert reading.case_numbered("B") == second.id
        assert reading.case_numbered("C") == second.id
        assert reading.case_numbered("D") is None


def test_what_is_not_there_is_not_found(store: SqliteStore) -> None:
    with store.reading() as reading:
        for ask in (reading.case, reading.sessions):
            with pytest.raises(NotFound):
                ask(new_id())
        assert reading.history(new_id()) == []
    with pytest.raises(NotFound):
        save(store, a_case())
    with pytest.raises(NotFound, match="名册"):
        add(store, a_case(mediator=new_id()))


def search_text_of(store: SqliteStore, case: UUID) -> str:
    with store.reading() as reading:
        found = reading.connection.scalar(
            select(case_text.c.text)
            .join(cases, cases.c.seq == case_text.c.seq)
            .where(cases.c.id == case)
        )
        assert found is not None
        return found


def test_the_search_text_holds_numbers_people_cause_and_remark_folded(store: SqliteStore) -> None:
    case = add(store, a_case(remark="ＡＢＣ 备注", number="S-１"))
    text = search_text_of(store, case.id)
    assert text.endswith("\n")
    assert text.splitlines() == [
        "s-1",
        "(2026)内0603民初1288号",
        "202606031288",
        "(2026)内0603民初1288号",
        "民间借贷纠纷",
        "abc 备注",
        "张三",
        "13800000000",
        "李四",
        "赵律师",
        "王芳",
        "zs",
        "ls",
        "zls",
        "wf",
    ]
    save(store, replace(case, remark="改了", parties=()))
    assert search_text_of(store, case.id).splitlines()[-3:] == ["改了", "王芳", "wf"]


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Co", "Cc")), max_size=8)))
def test_folding_the_fields_together_is_folding_each(fields: list[str]) -> None:
    fields = [field.strip() for field in fields]
    together = fold("\ue000".join(fields)).split("\ue000") if fields else []
    assert together == [fold(field) for field in fields] or "  " in " ".join(together)


def test_a_save_marks_the_months_it_touches_old_and_new(store: SqliteStore) -> None:
    case = add(store, a_case(closed_on=date(2026, 11, 2), outcome=Outcome.FAILED))
    with store.writing("甲") as writing:
        writing.connection.exec_driver_sql("DELETE FROM rollup_dirty")
    save(
        store,
        replace(
            case,
            referred_on=date(2026, 9, 30),
            transfer_number="（2026）内0603民初9号",
            transferred_on=date(2026, 12, 1),
        ),
    )
    with store.reading() as reading:
        months = set(reading.connection.scalars(select(rollup_dirty.c.month)))
    assert months == {date(2026, month, 1) for month in (9, 10, 11, 12)}


def test_a_changed_case_has_no_parties_left_over(store: SqliteStore) -> None:
    case = add(store, a_case())
    save(store, replace(case, parties=case.parties[:1]))
    with store.reading() as reading:
        assert reading.connection.scalar(select(func.count()).select_from(parties)) == 1


def test_sessions_come_back_in_order_and_leave_lines(store: SqliteStore) -> None:
    case = add(store, a_case())
    late = Session(
        id=new_id(),
        case=case.id,
        held_on=date(2026, 10, 20),
        held_at=time(9, 30),
        means=Means.VIDEO,
        place="线上",
        summary="双方\n同意",
    )
    early = Session(id=new_id(), case=case.id, held_on=date(2026, 10, 12))
    with store.writing("甲") as writing:
        assert writing.add_session(late) == writing.add_session(late) == late
        writing.add_session(early)
    with store.reading() as reading:
        assert reading.sessions(case.id) == [early, late]
    with store.writing("乙") as writing:
        saved = writing.save_session(replace(late, place="调解室"))
    assert saved.version == 2
    with pytest.raises(Conflict) as told, store.writing("丙") as writing:
        writing.save_session(replace(late, summary="另一说法"))
    assert told.value.theirs == {"place": "调解室", "summary": "双方\n同意"}
    newest, *_rest, first = history(store, case.id)[:3]
    assert (newest.action, newest.field, newest.new) == (
        "correct_session",
        "session.place",
        "调解室",
    )
    assert (first.action, first.new) == ("hold_session", "2026-10-20 09:30 视频 线上")


def test_a_session_needs_its_case_and_itself(store: SqliteStore) -> None:
    session = Session(id=new_id(), case=new_id(), held_on=date(2026, 1, 1))
    with pytest.raises(NotFound), store.writing("甲") as writing:
        writing.add_session(session)
    with pytest.raises(NotFound), store.writing("甲") as writing:
        writing.save_session(session)


def test_the_roster_keeps_every_field_and_tells_a_stale_save(store: SqliteStore) -> None:
    full = Mediator(
        id=new_id(),
        name="李娜",
        level="市",
        sector="法律界",
        specialities="家事",
        organisation="某调解中心",
        term_from=date(2025, 1, 1),
        term_to=date(2029, 12, 31),
        holds_office=False,
        courts=("内0603", "内0602"),
        phone="13800000001",
        remark="备注",
    )
    with store.writing("甲") as writing:
        assert writing.add_mediator(full) == writing.add_mediator(full) == full
    with store.reading() as reading:
        assert [m.name for m in reading.mediators()] == ["巴特尔", "李娜", "王芳"]
        assert full in reading.mediators()
    with store.writing("甲") as writing:
        saved = writing.save_mediator(replace(full, phone="2"))
        assert writing.save_mediator(replace(full, phone="2")) == saved
        with pytest.raises(Conflict) as told:
            writing.save_mediator(replace(full, remark="新"))
        with pytest.raises(NotFound):
            writing.save_mediator(replace(full, id=new_id()))
    assert told.value.theirs == {"phone": "2", "remark": "备注"}


def test_a_number_put_into_the_file_by_hand_twice_is_refused_by_the_table(path: Path) -> None:
    store = open_store(path)
    add(store, a_case(mediator=None))
    store.close()
    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(
            "INSERT INTO cases (id, number, referred_on) VALUES (x'00', '2026-0001', '2026-01-01')"
        )
    connection.close()


def test_a_case_from_another_store_keeps_its_id(tmp_path: Path, store: SqliteStore) -> None:
    case = add(store, a_case(mediator=None))
    create_store(tmp_path / "other.db")
    other = open_store(tmp_path / "other.db")
    assert add(other, kept(store, case.id)) == case
    other.close()
