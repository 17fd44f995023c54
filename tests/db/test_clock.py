"""The clocks of cases as they are kept, and what falls due by index."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.migrations import steps
from db.store import create_store
from mediation.bootstrap import open_office
from mediation.cases.case import Case, Session
from mediation.cases.terms import Channel, Outcome, Procedure, SessionState
from mediation.clock.books import Extension, NextStep, StepKind
from mediation.clock.limits import STANDING_STILL, Pause
from mediation.errors import FileRefused, NotFound, RuleViolation
from mediation.identity import new_id
from mediation.listing import CaseQuery
from mediation.office.dues import GroupKind, TaskKind
from mediation.office.office import Office

TODAY = date(2026, 11, 20)


@pytest.fixture
def office(path: Path) -> Office:
    return open_office(path, who="甲", today=lambda: TODAY)


def kept(office: Office, number: str = "1", **values: object) -> Case:
    given_all: dict[str, object] = {
        "id": new_id(),
        "number": number,
        "channel": Channel.DELEGATED,
        "referred_on": date(2026, 11, 2),
        "signed_on": date(2026, 11, 3),
    } | values
    return office.cases.register(Case(**given_all))  # type: ignore[arg-type]


def limit_on(office: Office, case: UUID) -> date | None:
    with office.store.reading() as reading:
        return reading.clock.rows_of([case])[case].limit_on


def test_an_extension_moves_the_limit_everywhere_and_leaves_a_line(office: Office) -> None:
    case = kept(office, channel=Channel.ENTRUSTED, procedure=Procedure.ORDINARY)
    assert limit_on(office, case.id) == date(2026, 11, 18)
    extension = Extension(days=10, agreed_on=date(2026, 11, 16), words="双方签字的确认书")
    limit = office.clocks.extend(case.id, extension, both_agreed=True)
    assert limit.due == date(2026, 11, 30)
    assert limit_on(office, case.id) == date(2026, 11, 28)
    file = office.cases.open(case.id)
    assert file.clock.limit == limit
    line = file.history[0]
    assert (line.action, line.field) == ("extend", "extension")
    assert line.new == "10 日,双方 2026-11-16 同意 双方签字的确认书"


@pytest.mark.parametrize(
    ("days", "agreed_on", "both", "field"),
    [
        (31, date(2026, 11, 16), True, "extend_days"),
        (0, date(2026, 11, 16), True, "extend_days"),
        (10, date(2026, 11, 16), False, "both_agreed"),
        (10, date(2026, 11, 19), True, "agreed_on"),
        (10, date(2026, 11, 1), True, "agreed_on"),
        (10, date(2026, 11, 21), True, "agreed_on"),
    ],
)
def test_an_extension_is_refused_beyond_the_cap_without_consent_or_too_late(
    office: Office, days: int, agreed_on: date, both: bool, field: str
) -> None:
    case = kept(office, channel=Channel.ENTRUSTED, procedure=Procedure.ORDINARY)
    with pytest.raises(RuleViolation) as refused:
        office.clocks.extend(case.id, Extension(days=days, agreed_on=agreed_on), both_agreed=both)
    assert refused.value.field == field
    assert limit_on(office, case.id) == date(2026, 11, 18)


def test_the_cap_holds_for_all_extensions_together(office: Office) -> None:
    case = kept(office, channel=Channel.ENTRUSTED, procedure=Procedure.ORDINARY)
    for days in (20, 10):
        extension = Extension(days=days, agreed_on=date(2026, 11, 17))
        office.clocks.extend(case.id, extension, both_agreed=True)
    with pytest.raises(RuleViolation, match="最多"):
        extension = Extension(days=1, agreed_on=date(2026, 11, 17))
        office.clocks.extend(case.id, extension, both_agreed=True)


def test_an_extension_entered_by_mistake_is_taken_out_with_a_reason(office: Office) -> None:
    case = kept(office, channel=Channel.ENTRUSTED, procedure=Procedure.ORDINARY)
    extension = Extension(days=10, agreed_on=date(2026, 11, 16))
    office.clocks.extend(case.id, extension, both_agreed=True)
    number = office.clocks.of(case.id).extensions[0].number
    with pytest.raises(RuleViolation):
        office.clocks.drop_extension(case.id, number, "  ")
    office.clocks.drop_extension(case.id, number, "录错案件")
    assert limit_on(office, case.id) == date(2026, 11, 18)
    assert office.cases.open(case.id).history[0].why == "录错案件"
    with pytest.raises(NotFound):
        office.clocks.drop_extension(case.id, number, "再撤一次")


def test_a_pause_stops_the_limit_until_its_end_is_known(office: Office) -> None:
    case = kept(office)
    limit = office.clocks.pause(case.id, Pause(date(2026, 11, 10), words="委托评残"))
    assert limit.stands_still
    assert limit_on(office, case.id) == STANDING_STILL
    resumed = office.clocks.pause(case.id, Pause(date(2026, 11, 10), date(2026, 11, 19)))
    assert resumed.counted_to == date(2026, 12, 13)
    assert len(office.clocks.of(case.id).pauses) == 1
    assert [line.action for line in office.cases.open(case.id).history[:2]] == ["resume", "pause"]


@pytest.mark.parametrize(
    ("pause", "said"),
    [
        (Pause(date(2026, 11, 21)), "晚于今天"),
        (Pause(date(2026, 11, 3)), "不能更早开始"),
        (Pause(date(2026, 11, 10), date(2026, 11, 9)), "早于开始"),
    ],
)
def test_a_pause_that_cannot_be_is_refused(office: Office, pause: Pause, said: str) -> None:
    case = kept(office)
    with pytest.raises(RuleViolation, match=said):
        office.clocks.pause(case.id, pause)


def test_pauses_may_not_overlap_and_an_entrusted_case_has_none(office: Office) -> None:
    case = kept(office)
    office.clocks.pause(case.id, Pause(date(2026, 11, 5), date(2026, 11, 10)))
    with pytest.raises(RuleViolation, match="重叠"):
        office.clocks.pause(case.id, Pause(date(2026, 11, 10), date(2026, 11, 12)))
    other = kept(office, "2", channel=Channel.ENTRUSTED, procedure=Procedure.ORDINARY)
    with pytest.raises(RuleViolation, match="立案前委派"):
        office.clocks.pause(other.id, Pause(date(2026, 11, 10)))


def test_a_correction_keeps_what_was_extended(office: Office) -> None:
    case = kept(office, channel=Channel.ENTRUSTED, procedure=Procedure.ORDINARY)
    extension = Extension(days=10, agreed_on=date(2026, 11, 16))
    office.clocks.extend(case.id, extension, both_agreed=True)
    changed = {"signed_on": date(2026, 11, 4)}
    office.cases.correct(case.id, case.version, changed, why="签收日期录错")
    assert limit_on(office, case.id) == date(2026, 11, 29)


def test_a_closed_case_has_no_limit(office: Office) -> None:
    case = kept(office)
    office.cases.close(case.id, case.version, TODAY, Outcome.FAILED)
    assert limit_on(office, case.id) is None
    with pytest.raises(RuleViolation, match="结案"):
        extension = Extension(days=10, agreed_on=TODAY)
        office.clocks.extend(case.id, extension, both_agreed=True)


def test_a_next_step_is_planned_moved_and_done(office: Office) -> None:
    case = kept(office)
    call = NextStep(on=TODAY, at=time(9, 30), words="催对账单")
    office.clocks.plan(case.id, call)
    assert office.clocks.of(case.id).step == call
    moved = NextStep(on=TODAY + timedelta(days=3), kind=StepKind.VISIT)
    office.clocks.plan(case.id, moved)
    office.clocks.finish(case.id, words="对账单交来了")
    assert office.clocks.of(case.id).step is None
    lines = office.cases.open(case.id).history[:3]
    assert [line.action for line in lines] == ["finish_step", "move_step", "plan"]
    assert (lines[1].old, lines[1].new) == ("2026-11-20 09:30 电话 催对账单", "2026-11-23 走访")
    assert lines[0].why == "对账单交来了"
    with pytest.raises(NotFound):
        office.clocks.finish(case.id)


def test_a_step_done_is_followed_by_the_next_in_one_save(office: Office) -> None:
    case = kept(office)
    office.clocks.plan(case.id, NextStep(on=TODAY))
    office.clocks.plan(case.id, NextStep(on=TODAY), done=True, words="没人接")
    lines = office.cases.open(case.id).history[:2]
    assert [line.action for line in lines] == ["plan", "finish_step"]
    with pytest.raises(RuleViolation, match="已经过去"):
        office.clocks.plan(case.id, NextStep(on=TODAY - timedelta(days=1)))


def test_the_load_of_a_day_counts_steps_and_sessions(office: Office) -> None:
    for number in "123":
        case = kept(office, number)
        office.clocks.plan(case.id, NextStep(on=date(2026, 11, 24)))
        if number != "3":
            session = Session(id=new_id(), case=case.id, held_on=date(2026, 11, 25))
            office.cases.hold_session(session)
    far = kept(office, "4")
    office.clocks.plan(far.id, NextStep(on=date(2026, 12, 4)))
    gone = Session(
        id=new_id(), case=far.id, held_on=date(2026, 12, 4), state=SessionState.CANCELLED
    )
    with office.store.writing("甲") as writing:
        writing.add_session(gone)
    assert office.clocks.load() == {
        date(2026, 11, 24): 3,
        date(2026, 11, 25): 2,
        date(2026, 12, 4): 1,
    }


def test_entered_holidays_move_the_limits_at_once(office: Office, tmp_path: Path) -> None:
    case = kept(office, referred_on=date(2026, 11, 3), signed_on=date(2026, 11, 19))
    assert office.clocks.of(case.id).limit.due == date(2026, 12, 21)  # type: ignore[union-attr]
    notice = tmp_path / "增加.csv"
    notice.write_text("2026-12-21,休,某节\n2026-12-20,班,某节\n", encoding="utf-8")
    assert office.holidays.add(notice) == (2, 2)
    assert office.clocks.of(case.id).limit.due == date(2026, 12, 20)  # type: ignore[union-attr]
    assert office.holidays.add(notice) == (2, 0)
    assert office.holidays.drop(2026) == 2
    assert office.clocks.of(case.id).limit.due == date(2026, 12, 21)  # type: ignore[union-attr]
    with pytest.raises(NotFound):
        office.holidays.drop(2026)


def test_a_file_with_one_wrong_line_changes_nothing(office: Office, tmp_path: Path) -> None:
    notice = tmp_path / "a.csv"
    notice.write_text("2027-01-01,休,元旦\n2027-13-01,休,元旦\n", encoding="utf-8")
    with pytest.raises(FileRefused, match="第 2 行"):
        office.holidays.add(notice)
    assert office.holidays.all() == []


@pytest.fixture
def busy(office: Office) -> Office:
    """A case of each kind of task; today is a Friday."""
    ordinary = {"channel": Channel.ENTRUSTED, "procedure": Procedure.ORDINARY}
    early = {"referred_on": date(2026, 10, 8)}
    kept(office, "逾期", **ordinary, signed_on=date(2026, 11, 4))
    kept(office, "周日到期", **ordinary, signed_on=date(2026, 11, 7))
    kept(office, "一周内", **ordinary, signed_on=date(2026, 11, 11))
    kept(office, "还早", **ordinary, signed_on=date(2026, 11, 19))
    kept(office, "等签收", signed_on=None)
    planned = kept(office, "电话", signed_on=date(2026, 11, 18))
    office.clocks.plan(planned.id, NextStep(on=TODAY, at=time(14, 30), words="催对账单"))
    meets = kept(office, "开会", signed_on=date(2026, 11, 18))
    session = Session(id=new_id(), case=meets.id, held_on=date(2026, 11, 24))
    office.cases.hold_session(session)
    agreed = kept(office, "确认", **early, signed_on=date(2026, 10, 9))
    office.cases.close(agreed.id, agreed.version, date(2026, 10, 24), Outcome.SUCCEEDED)
    lapsed = kept(office, "过期", **early, signed_on=date(2026, 10, 9))
    office.cases.close(lapsed.id, lapsed.version, date(2026, 10, 10), Outcome.SUCCEEDED)
    other = kept(office, "委托成功", **early, **ordinary, signed_on=date(2026, 10, 9))
    office.cases.close(other.id, other.version, date(2026, 10, 24), Outcome.SUCCEEDED)
    return office


def test_the_desk_has_each_case_in_its_groups(busy: Office) -> None:
    groups = {
        group.kind: [task.row.number for task in group.tasks] for group in busy.agenda.now().groups
    }
    assert groups == {
        GroupKind.OVERDUE: ["逾期"],
        GroupKind.TODAY: ["电话"],
        GroupKind.NEAR: ["周日到期", "一周内"],
        GroupKind.CONFIRMATIONS: ["确认"],
        GroupKind.WEEK: ["开会"],
        GroupKind.SIGNING: ["等签收"],
        GroupKind.UNPLANNED: ["逾期", "周日到期", "一周内", "还早"],
    }
    near = next(group for group in busy.agenda.now().groups if group.kind is GroupKind.NEAR)
    assert (near.count, near.soon) == (2, 1)


def test_a_group_longer_than_asked_for_says_how_many_there_are(busy: Office) -> None:
    group = busy.agenda.now(2).groups[-1]
    assert (group.kind, len(group.tasks), group.count) == (GroupKind.UNPLANNED, 2, 4)


def test_every_group_counts_beyond_the_lines_asked_for(office: Office) -> None:
    for at in range(4):
        case = kept(office, str(at), channel=None)
        office.clocks.plan(case.id, NextStep(on=TODAY))
        early = {"referred_on": date(2026, 10, 8), "signed_on": date(2026, 10, 9)}
        agreed = kept(office, f"确认{at}", **early)
        office.cases.close(agreed.id, agreed.version, date(2026, 10, 24), Outcome.SUCCEEDED)
    counted = {group.kind: (len(group.tasks), group.count) for group in office.agenda.now(2).groups}
    assert counted == {GroupKind.TODAY: (2, 4), GroupKind.CONFIRMATIONS: (2, 4)}


def test_no_reason_bears_anybodys_words(busy: Office) -> None:
    tasks = [task for group in busy.agenda.groups() for task in group.tasks]
    assert all("对账单" not in task.why for task in tasks)
    assert {task.kind for task in tasks} == set(TaskKind) - {TaskKind.INSTALMENT, TaskKind.ANSWER}


def test_every_day_of_a_case_says_why(busy: Office) -> None:
    case = busy.cases.find("确认")
    (why,) = busy.clocks.whys(case)
    assert (why.kind, why.limit.due) == (TaskKind.CONFIRMATION, date(2026, 11, 23))
    assert why.limit.steps[0] == "2026-10-24 协议生效,次日起算"
    kinds = [each.kind for each in busy.clocks.whys(busy.cases.find("电话"))]
    assert kinds == [TaskKind.STEP, TaskKind.LIMIT]


@given(back=st.integers(0, 40), days=st.integers(0, 10))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_window_by_index_holds_exactly_the_limits_due_in_it(
    many: Callable[[], Office], back: int, days: int
) -> None:
    office = many()
    on = TODAY + timedelta(days=20 - back)
    found = {
        task.row.number: task.on
        for group in office.agenda.groups(days, on=on)
        for task in group.tasks
        if task.kind is TaskKind.LIMIT
    }
    last = on + timedelta(days=days)
    limits = {str(at): office.clocks.of(office.cases.find(str(at))).limit for at in range(40)}
    assert found == {
        number: limit.due for number, limit in limits.items() if limit and limit.due <= last
    }


@pytest.fixture
def many(office: Office) -> Callable[[], Office]:
    """Forty cases signed for on as many days."""
    for at in range(40):
        day = date(2026, 9, 20) + timedelta(days=at)
        kept(
            office,
            str(at),
            channel=Channel.ENTRUSTED,
            procedure=Procedure.ORDINARY,
            referred_on=day,
            signed_on=day,
        )
    return lambda: office


def test_the_open_cases_of_an_older_file_get_their_limits_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "旧.db"
    with monkeypatch.context() as older:
        older.setattr(steps, "STEPS", steps.STEPS[:3])
        create_store(path)
    connection = sqlite3.connect(path)
    connection.executemany(
        "INSERT INTO cases (id, number, channel, procedure, referred_on, signed_on, closed_on)"
        " VALUES (randomblob(16), ?, ?, ?, '2026-11-02', ?, ?)",
        [
            ("委派", "delegated", None, "2026-11-03", None),
            ("委托", "entrusted", "summary", "2026-11-03", None),
            ("没签收", "delegated", None, None, None),
            ("已结", "delegated", None, "2026-11-03", "2026-11-10"),
        ],
    )
    connection.commit()
    connection.close()
    office = open_office(path, who="甲", today=lambda: TODAY)
    with office.store.reading() as reading:
        found = {row.number: row.limit_on for row in reading.first_rows(CaseQuery(), 9)}
    office.close()
    assert found == {
        "委派": date(2026, 12, 3),
        "委托": date(2026, 11, 10),
        "没签收": None,
        "已结": None,
    }


def test_a_line_of_the_list_names_the_nearest_session_planned_beside_the_step(
    office: Office,
) -> None:
    case = kept(office)
    other = kept(office, "2")
    for days, state in (
        (9, SessionState.PLANNED),
        (4, SessionState.PLANNED),
        (1, SessionState.CANCELLED),
    ):
        held_on = TODAY + timedelta(days=days)
        with office.store.writing("甲") as writing:
            writing.add_session(
                Session(
                    id=new_id(), case=case.id, held_on=held_on, held_at=time(9, 30), state=state
                )
            )
    office.clocks.plan(case.id, NextStep(on=TODAY + timedelta(days=6), words="催款"))
    rows = {row.id: row for row in office.cases.first_rows(CaseQuery())}
    row = rows[case.id]
    assert (row.session_on, row.session_at) == (TODAY + timedelta(days=4), time(9, 30))
    assert (row.step_on, row.step) == (TODAY + timedelta(days=6), "call 催款")
    assert rows[other.id].session_on is None
