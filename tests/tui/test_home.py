"""首页: what needs somebody now."""

from datetime import date

import pytest

from mediation.cases.case import Session
from mediation.cases.terms import Outcome, Procedure
from mediation.identity import new_id
from tests.tui.made_window import kept_case, office_at, press, screen_text, window
from tui.screens.case import CaseRoom


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
        assert "期限到了或快到 (2)" in lines[2]
        assert "逾期 11 天" in lines[3]
        assert "A-2" in lines[3]
        assert "还剩 2 天" in lines[4]
        assert any("等 19 天" in line and "A-3" in line for line in lines)


async def test_the_case_longest_without_a_session_stands_first(path):
    office = office_at(path)
    for number, day in (("B-1", 18), ("B-2", 10)):
        case = kept_case(office, number=number)
        office.cases.hold_session(Session(id=new_id(), case=case.id, held_on=date(2026, 11, day)))
    async with window(path, first="home") as (_app, pilot):
        text = screen_text(pilot)
        assert text.index("隔 11 天") < text.index("隔 3 天")


async def test_each_line_opens_its_case_and_escape_comes_back(path):
    case = kept_case(office_at(path), signed_on=None)
    async with window(path, first="home") as (app, pilot):
        await press(pilot, "enter")
        assert isinstance(app.screen, CaseRoom)
        assert app.screen.current_case() == case.id
        await press(pilot, "escape")
        assert app.screen.room == "home"


async def test_the_month_so_far_shows_a_rate_with_its_fraction(path):
    office = office_at(path)
    for number, outcome in (("C-1", Outcome.SUCCEEDED), ("C-2", Outcome.FAILED)):
        case = kept_case(office, number=number)
        agreed = 8_640_000 if outcome is Outcome.SUCCEEDED else None
        office.cases.close(case.id, case.version, date(2026, 11, 10), outcome, agreed=agreed)
    async with window(path, first="home") as (_app, pilot):
        text = screen_text(pilot)
        assert "1/2" in text
        assert "50.0%" in text
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
