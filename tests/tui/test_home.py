"""首页: what needs somebody now."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.bootstrap import open_office
from mediation.cases.case import Party, Session
from mediation.cases.terms import Outcome, Procedure, Side
from mediation.clock.books import NextStep
from mediation.conflicts.assignments import Way
from mediation.identity import new_id
from mediation.office.assigning import Choice
from mediation.registry.mediators import Mediator
from tests.tui.made_window import (
    TODAY,
    enter,
    kept_case,
    office_at,
    press,
    said,
    screen_text,
    settled,
    window,
)
from tui.app import MediationApp
from tui.forms.assigning import AnswerForm
from tui.forms.casework import SignForm
from tui.forms.clockwork import StepForm
from tui.screens.case import CaseRoom
from tui.screens.home import shared_out
from tui.screens.why import WhyRoom


@pytest.fixture
def path(tmp_path):
    return tmp_path / "room.db"


async def test_the_most_urgent_stands_on_top_in_words(path):
    office = office_at(path)
    kept_case(office, number="A-1", procedure=Procedure.SUMMARY, signed_on=date(2026, 11, 16))
    kept_case(office, number="A-2", procedure=Procedure.SUMMARY, signed_on=date(2026, 11, 3))
    kept_case(office, number="A-3", signed_on=None)
    async with window(path, first="home") as (_app, pilot):
        lines = screen_text(pilot).splitlines()
        assert "逾期 1   三天内 1" in lines[1]
        assert "已逾期 (1)" in lines[2]
        assert "逾期 11 天" in lines[3]
        assert "A-2" in lines[3]
        near = next(at for at, line in enumerate(lines) if "期限快到 (1)" in line)
        assert "还剩 2 天" in lines[near + 1]
        assert "A-1" in lines[near + 1]
        assert any("等 19 天" in line and "A-3" in line for line in lines)


async def test_cases_without_a_next_step_stand_by_how_long_nothing_happened(path):
    office = office_at(path)
    for number, day in (("B-1", 18), ("B-2", 10)):
        case = kept_case(office, number=number)
        office.cases.hold_session(Session(id=new_id(), case=case.id, held_on=date(2026, 11, day)))
    async with window(path, first="home") as (_app, pilot):
        text = screen_text(pilot)
        assert "没有下一步 (2)" in text
        assert text.index("闲 11 天") < text.index("闲 3 天")


async def test_each_line_opens_its_case_where_the_work_is_and_escape_comes_back(path):
    case = kept_case(office_at(path), signed_on=None)
    async with window(path, first="home") as (app, pilot):
        await press(pilot, "enter")
        assert isinstance(app.screen, SignForm)
        await press(pilot, "escape")
        assert isinstance(app.screen, CaseRoom)
        assert app.screen.current_case() == case.id
        await press(pilot, "escape")
        assert app.screen.room == "home"


async def test_a_limit_opens_on_why_this_day(path):
    kept_case(office_at(path), procedure=Procedure.ORDINARY)
    async with window(path, first="home") as (app, pilot):
        await press(pilot, "enter")
        assert isinstance(app.screen, WhyRoom)
        text = screen_text(pilot)
        assert "调解期限  2026-11-18  已逾期 3 天" in text
        assert "1. 2026-11-03 签收,次日起算" in text
        assert "2025-01-01 起" in text


async def test_today_and_the_week_show_what_was_planned(path):
    office = office_at(path)
    for number, ahead in (("C-1", 0), ("C-2", 3), ("C-3", 9)):
        case = kept_case(office, number=number, channel=None)
        step = NextStep(on=TODAY + timedelta(days=ahead), at=time(9, 30), words="催对账单")
        office.clocks.plan(case.id, step)
    meeting = kept_case(office, number="C-4", channel=None)
    session = Session(id=new_id(), case=meeting.id, held_on=TODAY, held_at=time(8))
    office.sessions.plan(session)
    call = Session(id=new_id(), case=meeting.id, held_on=TODAY, held_at=time(7), place="打过了")
    office.cases.hold_session(call)
    async with window(path, (120, 40), first="home") as (_app, pilot):
        lines = screen_text(pilot).splitlines()
        today = next(at for at, line in enumerate(lines) if "今天 (2)" in line)
        assert "今天 08:00" in lines[today + 1] and "调解会" in lines[today + 1]
        assert "今天 09:30" in lines[today + 2] and "电话 催对账单" in lines[today + 2]
        week = next(at for at, line in enumerate(lines) if "这一周 (1)" in line)
        assert "11-24 二" in lines[week + 1]
        assert "C-3" not in "\n".join(lines)
        assert "打过了" not in "\n".join(lines)


async def test_t_sets_the_next_step_and_the_load_of_the_days_is_seen(path):
    office = office_at(path)
    other = kept_case(office, number="D-0", channel=None)
    office.clocks.plan(other.id, NextStep(on=date(2026, 11, 25)))
    case = kept_case(office, number="D-1", channel=None)
    async with window(path, first="home") as (app, pilot):
        await press(pilot, "down", "t")
        assert isinstance(app.screen, StepForm)
        lines = screen_text(pilot).splitlines()
        days = next(line for line in lines if "日子  21 22 23 24 25" in line)
        marks = next(line for line in lines if "已有" in line)
        assert "休 休  .  .  1" in marks
        assert days.index("21") > 0
        await enter(pilot, "3天后")
        await press(pilot, "ctrl+s")
        assert "下一步:D-1,2026-11-24 电话" in said(pilot)[-1]
        assert app.screen.room == "home"
        assert "这一周 (2)" in screen_text(pilot)
    assert office_at(path).clocks.of(case.id).step == NextStep(on=date(2026, 11, 24))


async def test_a_group_too_long_for_the_room_is_seen_whole_by_its_heading(path):
    office = office_at(path)
    for number in range(30):
        kept_case(office, number=f"E-{number:02}", signed_on=None)
    async with window(path, first="home") as (_app, pilot):
        assert "还有 13 件" in screen_text(pilot)
        await press(pilot, "home", "enter")
        assert "等签收 (30)  Esc 回到全部" in screen_text(pilot)
        await press(pilot, "end")
        assert "E-29" in screen_text(pilot)
        await press(pilot, "escape")
        assert "还有 13 件" in screen_text(pilot)


async def test_a_quiet_day_says_so(path):
    office = office_at(path)
    case = kept_case(office, channel=None)
    office.cases.close(case.id, case.version, date(2026, 11, 10), Outcome.FAILED)
    async with window(path, first="home") as (_app, pilot):
        assert "今天没有要做的事" in screen_text(pilot)


@given(st.lists(st.integers(1, 40), min_size=1, max_size=9), st.integers(0, 60))
def test_lines_are_shared_out_to_the_urgent_first_and_none_to_spare(wants, room):
    shares, apart = shared_out(wants, room)
    assert all(0 <= share <= want for share, want in zip(shares, wants, strict=True))
    used = sum(shares) + len(wants)
    assert used <= max(room, len(wants))
    assert shares == wants or used >= room
    assert not apart or (shares == wants and used + len(wants) <= room)
    pairs = zip(shares, wants, shares[1:], strict=False)
    assert all(share >= min(want, after) for share, want, after in pairs)


async def test_a_group_that_has_no_room_is_told_by_its_heading_and_opens(path):
    office = office_at(path)
    for at in range(12):
        kept_case(
            office, number=f"O-{at}", procedure=Procedure.SUMMARY, signed_on=date(2026, 11, 3)
        )
        kept_case(office, number=f"S-{at}", signed_on=None)
    async with window(path, (80, 12), first="home") as (_app, pilot):
        text = screen_text(pilot)
        assert "没有下一步 (12)  Enter 列出" in text
        assert "闲 18 天" not in text
        assert "逾期 11 天" in text
        await press(pilot, "end", "enter")
        assert "没有下一步 (12)  Esc 回到全部" in screen_text(pilot)


async def test_a_long_name_and_a_large_amount_stand_whole_on_the_desk(path):
    office = office_at(path)
    name = "内蒙古鄂尔多斯市康巴什区某某建筑劳务分包有限责任公司第三工程处"
    case = kept_case(
        office,
        parties=(
            Party(side=Side.APPLICANT, name=name),
            Party(side=Side.RESPONDENT, name="[b]乙[/b] \\[x]"),
        ),
        channel=None,
    )
    office.clocks.plan(case.id, NextStep(on=TODAY, words="催付 123,456,789.00 元"))
    async with window(path, first="home") as (_app, pilot):
        bare = "".join(screen_text(pilot).split())
        for whole in (name, "[b]乙[/b]\\[x]", "123,456,789.00元"):
            assert whole in bare


async def test_a_desk_left_open_past_midnight_is_of_the_new_day(path):
    office = office_at(path)
    case = kept_case(office, number="M-1", channel=None)
    office.clocks.plan(case.id, NextStep(on=TODAY + timedelta(days=1), words="催对账单"))
    day = [TODAY]
    app = MediationApp(
        lambda: open_office(path, who="t", today=lambda: day[0]), today=lambda: day[0]
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "明天" in screen_text(pilot)
        app.look_at_day()
        await settled(pilot)
        assert "明天" in screen_text(pilot)
        day[0] += timedelta(days=1)
        app.look_at_day()
        await settled(pilot)
        text = screen_text(pilot)
        assert "今天 (1)" in text and "明天" not in text
        assert "2026-11-22" in text.splitlines()[0]


async def test_an_answer_that_is_waited_for_opens_the_assignment(path):
    office = office_at(path)
    case = kept_case(office, number="W-1", channel=None)
    lead = office.roster.add(Mediator(id=new_id(), name="赵敏"))
    choice = Choice(lead=lead.id, way=Way.COURT, on=date(2026, 11, 16))
    office.assigning.assign(case.id, case.version, choice)
    async with window(path, first="home") as (app, pilot):
        assert "等调解员答复 (1)" in screen_text(pilot)
        assert "逾期 2 天" in screen_text(pilot)
        await press(pilot, "enter")
        assert app.screen.room == "assign"
        await press(pilot, "y")
        assert isinstance(app.screen, AnswerForm)
        await press(pilot, "escape", "escape", "i")
        text = screen_text(pilot)
        assert "调解员答复派案  2026-11-19  已逾期 2 天" in text


async def test_every_kind_of_day_on_the_desk_says_why(path):
    office = office_at(path)
    case = kept_case(office, number="Y-1", procedure=Procedure.ORDINARY)
    office.sessions.plan(Session(id=new_id(), case=case.id, held_on=TODAY, held_at=time(15)))
    office.clocks.plan(case.id, NextStep(on=TODAY + timedelta(days=3)))
    async with window(path, (120, 40), first="home") as (_app, pilot):
        await press(pilot, "i")
        text = screen_text(pilot)
        assert "调解会  2026-11-21  今天到期" in text
        assert "定在 2026-11-21 15:00:现场" in text
        assert "下一步  2026-11-24" in text
        assert "调解期限" in text


async def test_the_month_so_far_shows_a_rate_with_its_fraction(path):
    office = office_at(path)
    for number in range(12):
        case = kept_case(office, number=f"C-{number}")
        outcome = Outcome.FAILED if number % 2 else Outcome.SUCCEEDED
        agreed = 1_440_000 if outcome is Outcome.SUCCEEDED else None
        office.cases.close(case.id, case.version, date(2026, 11, 10), outcome, agreed=agreed)
    async with window(path, first="home") as (_app, pilot):
        text = screen_text(pilot)
        assert "6/12" in text
        assert "50.0 %" in text
        assert "8.6 万元" in text


async def test_a_draft_is_there_and_opens_its_form(path):
    office = office_at(path)
    office.drafts.keep("register", "王芳 / 赵磊", {"remark": "未完"})
    async with window(path, first="home") as (app, pilot):
        assert "草稿 (1)" in screen_text(pilot)
        assert "王芳 / 赵磊" in screen_text(pilot)
        await press(pilot, "enter")
        assert app.screen.is_modal or getattr(app.screen, "room", "") != "home"


async def test_an_empty_office_says_how_to_begin(path):
    office_at(path)
    async with window(path, first="home") as (_app, pilot):
        assert "按 n 登记第一件案件" in screen_text(pilot)


async def test_a_narrow_window_puts_the_month_below(path):
    kept_case(office_at(path))
    async with window(path, (60, 30), first="home") as (_app, pilot):
        lines = screen_text(pilot).splitlines()
        month = next(index for index, line in enumerate(lines) if "本月至今" in line)
        assert month > next(index for index, line in enumerate(lines) if "2026-0001" in line)


async def test_finding_from_the_first_room_goes_to_the_find_line_of_the_list(path):
    kept_case(office_at(path))
    async with window(path, first="home") as (app, pilot):
        await press(pilot, "slash")
        assert app.screen.room == "cases"
        await press(pilot, "9")
        assert app.screen.query_one("#find").value == "9"
