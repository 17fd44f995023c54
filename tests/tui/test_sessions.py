"""调解会: planned, moved, held, cancelled and corrected from its room and from the desk."""

from datetime import date, time, timedelta

import pytest

from mediation.cases.case import Session
from mediation.cases.terms import Means, SessionState
from mediation.identity import new_id
from tests.tui.made_window import (
    TODAY,
    enter,
    kept_case,
    office_at,
    press,
    said,
    screen_text,
    window,
)
from tui.forms.sessions import PlanForm, SessionForm
from tui.screens.sessions import SessionsRoom

DAY = timedelta(days=1)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "room.db"


def planned(office, case, ahead=0, at=time(14, 30), **more):
    session = Session(
        id=new_id(), case=case.id, held_on=TODAY + ahead * DAY, held_at=at,
        place="第二调解室", state=SessionState.PLANNED, **more,
    )  # fmt: skip
    with office.store.writing("tester") as writing:
        return writing.add_session(session)


def sessions(path, case):
    return list(office_at(path).cases.open(case.id).sessions)


async def test_a_session_is_planned_moved_and_cancelled_from_its_room(path):
    case = kept_case(office_at(path), number="A-1")
    async with window(path, first="home") as (app, pilot):
        app.open_case(case.id)
        await press(pilot, "S")
        assert isinstance(app.screen, SessionsRoom)
        assert "还没有调解会" in screen_text(pilot)
        await press(pilot, "a")
        assert isinstance(app.screen, PlanForm)
        await enter(pilot, "3天后")
        await press(pilot, "tab")
        await enter(pilot, "1430")
        await press(pilot, "ctrl+s")
        assert "已约调解会:A-1,2026-11-24 14:30" in said(pilot)[-1]
        assert "约好的 (1)" in screen_text(pilot)
        await press(pilot, "m")
        await enter(pilot, "11-26")
        await press(pilot, "ctrl+s")
        assert "2026-11-26 星期四 14:30" in screen_text(pilot)
        await press(pilot, "delete")
        await enter(pilot, "被申请人出差")
        await press(pilot, "enter")
        text = screen_text(pilot)
        assert "取消的 (1)" in text
        assert "取消原因: 被申请人出差" in text
        await press(pilot, "u")
        assert "约好的 (1)" in screen_text(pilot)
    (kept,) = sessions(path, case)
    assert (kept.state, kept.held_on, kept.held_at) == (
        SessionState.PLANNED,
        date(2026, 11, 26),
        time(14, 30),
    )
    actions = [change.action for change in office_at(path).cases.open(case.id).history]
    assert {"plan_session", "move_session", "cancel_session"} <= set(actions)


async def test_the_desk_opens_a_planned_session_with_the_cursor_on_it_and_enter_records_it(path):
    office = office_at(path)
    case = kept_case(office, number="B-1", channel=None)
    planned(office, case, 9)
    due = planned(office, case, 0, present="双方")
    async with window(path, first="home") as (app, pilot):
        assert "今天 14:30" in screen_text(pilot)
        await press(pilot, "enter")
        assert isinstance(app.screen, SessionsRoom)
        assert app.screen.query_one("Sheet").pointed == due.id
        await press(pilot, "enter")
        assert isinstance(app.screen, SessionForm)
        assert app.screen.values()["place"] == "第二调解室"
        app.screen.row("summary").text = "谈到分两期"
        await press(pilot, "ctrl+s")
        assert "开过的 (1)" in screen_text(pilot)
        assert "谈到分两期" in screen_text(pilot)
    kept = next(each for each in sessions(path, case) if each.id == due.id)
    assert (kept.state, kept.summary, kept.present) == (SessionState.HELD, "谈到分两期", "双方")


async def test_s_takes_the_session_that_waits_unless_it_was_another_one(path):
    office = office_at(path)
    case = kept_case(office, number="C-1", channel=None)
    planned(office, case, -2)
    async with window(path, first="home") as (app, pilot):
        assert "迟 2 天" in screen_text(pilot)
        await press(pilot, "s")
        assert isinstance(app.screen, SessionForm)
        assert "约好的那次" in screen_text(pilot)
        await press(pilot, "right", "ctrl+s")
    states = [each.state for each in sessions(path, case)]
    assert sorted(states) == [SessionState.HELD, SessionState.PLANNED]


async def test_another_session_of_the_mediator_at_that_hour_is_told(path):
    office = office_at(path)
    other = kept_case(office, number="D-1", channel=None)
    planned(office, other, 3)
    case = kept_case(office, number="D-2", channel=None)
    async with window(path, first="home") as (app, pilot):
        app.open_form("plan", case=case.id)
        await press(pilot)
        await enter(pilot, "3天后")
        assert "= 2026-11-24 星期二" in screen_text(pilot)
        assert "同一天还有:14:30 D-1" in screen_text(pilot)
        await press(pilot, "tab")
        await enter(pilot, "15:00")
        assert "时间相冲:14:30 D-1" in screen_text(pilot)
        await press(pilot, "ctrl+s")
        assert any("时间相冲:14:30 D-1" in words for words in said(pilot))


async def test_a_held_session_is_corrected_and_its_history_tells_of_it(path):
    office = office_at(path)
    case = kept_case(office, number="E-1")
    office.cases.hold_session(
        Session(id=new_id(), case=case.id, held_on=date(2026, 11, 18), summary="记错了")
    )
    async with window(path, first="home") as (app, pilot):
        app.open_case(case.id)
        await press(pilot, "S", "enter")
        app.screen.row("summary").text = "双方同意分期"
        await press(pilot, "ctrl+s")
        assert "双方同意分期" in screen_text(pilot)
    (kept,) = sessions(path, case)
    assert (kept.state, kept.summary) == (SessionState.HELD, "双方同意分期")
    history = office_at(path).cases.open(case.id).history
    assert ("correct_session", "记错了") in {(each.action, each.old) for each in history}


async def test_a_strange_place_is_shown_whole_in_the_room(path):
    office = office_at(path)
    case = kept_case(office, number="F-1")
    place = "[b]甲[/b] \\[x] 很长的地点" + "第三调解室旁边的会议室" * 9
    session = Session(
        id=new_id(), case=case.id, held_on=TODAY + DAY, place=place, means=Means.VIDEO
    )
    office.cases.hold_session(session)
    async with window(path, first="home") as (app, pilot):
        app.open_case(case.id)
        await press(pilot, "S")
        shown = "".join(line.strip() for line in screen_text(pilot).splitlines())
        assert place.replace(" ", "") in shown.replace(" ", "")


async def test_closing_says_that_it_cancels_what_is_planned_and_undo_brings_it_back(path):
    office = office_at(path)
    case = kept_case(office, number="A-1", referred_on=TODAY - 3 * DAY, signed_on=TODAY - 2 * DAY)
    planned(office, case, ahead=3)
    async with window(path, first="home") as (app, pilot):
        app.open_case(case.id)
        await press(pilot, "c")
        assert "1 场约好的调解会结案时一并取消:11-24 14:30。" in screen_text(pilot)
        await press(pilot, "tab", "4", "ctrl+s")
        assert any("1 场约好的调解会一并取消" in words for words in said(pilot))
        (session,) = sessions(path, case)
        assert (session.state, session.reason) == (SessionState.CANCELLED, "案件已结案,随结案取消")
        await press(pilot, "u")
    (session,) = sessions(path, case)
    assert (session.state, session.reason) == (SessionState.PLANNED, "")
    assert office_at(path).cases.open(case.id).case.closed_on is None
