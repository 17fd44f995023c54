"""One case on screen."""

from datetime import date, time

import pytest

from mediation.cases.case import Session
from mediation.cases.terms import EndReason, Outcome, Procedure
from mediation.identity import new_id
from tests.tui.made_window import kept_case, office_at, press, screen_text, settled, window


@pytest.fixture
def path(tmp_path):
    return tmp_path / "room.db"


async def opened(app, pilot, case):
    app.open_case(case.id)
    await settled(pilot)


async def test_a_case_not_signed_for_says_so_and_which_key_does_it(path):
    case = kept_case(office_at(path), signed_on=None)
    async with window(path, first="cases") as (app, pilot):
        await opened(app, pilot, case)
        assert "按 g 登记签收日期" in screen_text(pilot)


async def test_a_limit_that_is_over_is_said_in_words(path):
    case = kept_case(office_at(path), procedure=Procedure.SUMMARY)
    async with window(path, first="cases") as (app, pilot):
        await opened(app, pilot, case)
        assert "2026-11-10  逾期 11 天" in screen_text(pilot)


async def test_sessions_stand_newest_first_and_the_history_names_who_and_what(path):
    office = office_at(path)
    case = kept_case(office)
    for day in (5, 9):
        office.cases.hold_session(
            Session(
                id=new_id(),
                case=case.id,
                held_on=date(2026, 11, day),
                held_at=time(14, 30),
                summary=f"第{day}日谈话",
            )
        )
    office.cases.correct(case.id, case.version, {"claimed": 8_650_000}, why="录入有误")
    async with window(path, (100, 60), first="cases") as (app, pilot):
        await opened(app, pilot, case)
        text = screen_text(pilot)
        assert text.index("第9日谈话") < text.index("第5日谈话")
        assert "tester  更正  原因: 录入有误" in text
        assert "标的额: (空) -> 86,500.00" in text


async def test_a_closed_case_says_what_is_still_not_recorded(path):
    office = office_at(path)
    case = kept_case(office)
    office.cases.close(case.id, case.version, date(2026, 11, 10), Outcome.SUCCEEDED, agreed=100)
    async with window(path, first="cases") as (app, pilot):
        await opened(app, pilot, case)
        text = screen_text(pilot)
        assert "已结案:成功,用 7 天" in text
        assert "还没有填 到位金额、履行状态" in text


async def test_a_case_closed_without_success_says_what_the_law_wants_next(path):
    office = office_at(path)
    case = kept_case(office)
    office.cases.close(
        case.id, case.version, date(2026, 11, 10), Outcome.FAILED, reason=EndReason.DISAGREEMENT
    )
    async with window(path, first="cases") as (app, pilot):
        await opened(app, pilot, case)
        words = "结案后还有 4 步要办:按 a 看。先办:把材料退回法院,转入审判程序"
        assert words in screen_text(pilot)


async def test_the_case_reads_itself_again_when_it_was_changed(path):
    office = office_at(path)
    case = kept_case(office, signed_on=None)
    async with window(path, first="cases") as (app, pilot):
        await opened(app, pilot, case)
        office.cases.sign_for(case.id, case.version, date(2026, 11, 20))
        app.saved("已签收", case.id)
        await settled(pilot)
        assert "调解中,第 1 天" in screen_text(pilot)


async def test_a_verb_opens_its_form_for_this_case(path):
    case = kept_case(office_at(path))
    async with window(path, first="cases") as (app, pilot):
        await opened(app, pilot, case)
        before = app.screen
        await press(pilot, "s")
        assert app.screen is not before
        assert "调解" in screen_text(pilot)
