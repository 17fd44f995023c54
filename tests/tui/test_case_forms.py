"""Signing for, holding a session, closing and correcting, by keyboard on a real database."""

from datetime import date, time

import pytest

from mediation.cases.terms import EndReason, Means, Outcome, State
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
from tui.dialogs.both_versions import BothVersions
from tui.forms.catalogue import FORMS, form_of_draft


@pytest.fixture
def path(tmp_path):
    return tmp_path / "room.db"


def keep(path, **values):
    office = office_at(path)
    try:
        return kept_case(office, **values)
    finally:
        office.close()


def case_file(path, case):
    office = office_at(path)
    try:
        return office.cases.open(case.id)
    finally:
        office.close()


async def opened(app, pilot, name, case):
    app.open_form(name, case=case.id)
    await settled(pilot)
    return app.screen


async def go_to(pilot, form, name):
    form.row(name).take_focus()
    await pilot.pause()


async def test_signing_for_needs_one_key(path):
    case = keep(path, signed_on=None)
    async with window(path) as (app, pilot):
        await opened(app, pilot, "sign", case)
        assert "签收   2026-0001   张秀英 / 某商贸公司" in screen_text(pilot)
        await press(pilot, "ctrl+s")
        assert any("已签收:2026-0001,2026-11-21" in note for note in said(pilot))
    assert case_file(path, case).case.signed_on == TODAY


async def test_signing_before_the_referral_is_refused_at_the_day(path):
    case = keep(path, signed_on=None)
    async with window(path) as (app, pilot):
        form = await opened(app, pilot, "sign", case)
        await enter(pilot, "2026-11-01")
        await press(pilot, "ctrl+s")
        assert form.row("signed_on").is_refused
        assert "早于委派日期" in screen_text(pilot)
    assert case_file(path, case).case.state is State.REGISTERED


async def test_a_session_is_kept_with_all_that_was_said(path):
    case = keep(path)
    async with window(path) as (app, pilot):
        form = await opened(app, pilot, "session", case)
        await press(pilot, "tab")
        await enter(pilot, "1430")
        await press(pilot, "tab", "2", "tab")
        await enter(pilot, "腾讯会议")
        await press(pilot, "tab")
        await enter(pilot, "张秀英,李经理")
        await press(pilot, "tab")
        await enter(pilot, "谈")
        await press(pilot, "enter")
        await enter(pilot, "下次再谈")
        await press(pilot, "f10")
        assert not form.is_attached
    (session,) = case_file(path, case).sessions
    assert (session.held_on, session.held_at, session.means) == (TODAY, time(14, 30), Means.VIDEO)
    assert (session.place, session.present) == ("腾讯会议", "张秀英、李经理")
    assert session.summary == "谈\n下次再谈"


async def test_a_failed_case_is_not_asked_for_an_agreement(path):
    case = keep(path)
    async with window(path) as (app, pilot):
        form = await opened(app, pilot, "close", case)
        await press(pilot, "tab", "3")
        assert "协议金额" not in screen_text(pilot)
        assert "转立案案号" in screen_text(pilot)
        await press(pilot, "1")
        assert "协议金额" in screen_text(pilot)
        assert "转立案案号" not in screen_text(pilot)
        await go_to(pilot, form, "agreed")
        assert form.row("reason").text == EndReason.AGREED.value


async def test_amounts_typed_before_the_outcome_turned_are_not_saved(path):
    case = keep(path)
    async with window(path) as (app, pilot):
        form = await opened(app, pilot, "close", case)
        await press(pilot, "tab", "1")
        await go_to(pilot, form, "agreed")
        await enter(pilot, "5000")
        await go_to(pilot, form, "outcome")
        await press(pilot, "4")
        await press(pilot, "ctrl+s")
    closed = case_file(path, case).case
    assert (closed.outcome, closed.agreed) == (Outcome.WITHDRAWN, None)


async def test_a_case_is_closed_with_outcome_and_amounts(path):
    case = keep(path)
    async with window(path) as (app, pilot):
        form = await opened(app, pilot, "close", case)
        await enter(pilot, "昨天")
        await press(pilot, "tab", "1")
        await go_to(pilot, form, "agreed")
        await enter(pilot, "8万")
        await press(pilot, "tab")
        await enter(pilot, "5000")
        await press(pilot, "ctrl+s")
        assert any("已结案:2026-0001,成功,2026-11-20" in note for note in said(pilot))
    closed = case_file(path, case).case
    assert closed.closed_on == date(2026, 11, 20)
    assert (closed.agreed, closed.performed) == (8_000_000, 500_000)
    assert closed.reason is EndReason.AGREED


async def test_a_reason_shows_its_usual_outcome_before_anything_is_saved(path):
    case = keep(path)
    async with window(path) as (app, pilot):
        form = await opened(app, pilot, "close", case)
        await go_to(pilot, form, "reason")
        await press(pilot, "5")
        assert "[3 不成功]" in screen_text(pilot)
        await press(pilot, "3")
        assert "[5 退回]" in screen_text(pilot)
        await press(pilot, "8")
        assert form.row("outcome").text == ""
        await go_to(pilot, form, "outcome")
        await press(pilot, "2")
        await go_to(pilot, form, "reason")
        await press(pilot, "5", "ctrl+s")
    closed = case_file(path, case).case
    assert (closed.outcome, closed.reason) == (Outcome.PARTLY, EndReason.DISAGREEMENT)


async def test_the_form_of_closing_says_at_once_that_nobody_signed_for_the_case(path):
    case = keep(path, signed_on=None)
    async with window(path) as (app, pilot):
        await opened(app, pilot, "close", case)
        assert "还没有签收,结不了案:先登记签收" in screen_text(pilot)


async def test_the_form_of_closing_says_at_once_that_a_case_is_closed(path):
    case = keep(path)
    office = office_at(path)
    office.cases.close(case.id, case.version, TODAY, Outcome.FAILED)
    office.close()
    async with window(path) as (app, pilot):
        await opened(app, pilot, "close", case)
        assert "已经结案:不成功。要改的,在案件上按 e 更正。" in screen_text(pilot)


async def test_closing_without_an_outcome_says_so(path):
    case = keep(path)
    async with window(path) as (app, pilot):
        form = await opened(app, pilot, "close", case)
        await press(pilot, "ctrl+s")
        assert form.row("outcome").has_focus_within
        assert "! 请填写结果。" in screen_text(pilot)


async def test_a_correction_changes_what_was_touched_and_keeps_the_reason(path):
    case = keep(path, claimed=100, remark="旧备注")
    async with window(path) as (app, pilot):
        form = await opened(app, pilot, "correct", case)
        assert form.row("remark").text == "旧备注"
        await enter(pilot, "登记时录错")
        await go_to(pilot, form, "claimed")
        await press(pilot, "ctrl+u")
        await enter(pilot, "200000")
        await press(pilot, "ctrl+s")
        assert any("标的额" in note for note in said(pilot))
    file = case_file(path, case)
    assert file.case.claimed == 20_000_000
    changed = {change.field for change in file.history if change.action == "correct"}
    assert changed == {"claimed"}
    assert any(change.why == "登记时录错" for change in file.history)


async def test_a_correction_without_a_reason_is_refused(path):
    case = keep(path)
    async with window(path) as (app, pilot):
        form = await opened(app, pilot, "correct", case)
        await go_to(pilot, form, "remark")
        await enter(pilot, "新")
        await press(pilot, "ctrl+s")
        assert form.row("why").has_focus_within


def saved_meanwhile(path, case, **changes):
    office = office_at(path)
    try:
        office.cases.correct(case.id, case.version, changes, why="别人改的")
    finally:
        office.close()


async def in_conflict(path, app, pilot, case):
    form = await opened(app, pilot, "correct", case)
    saved_meanwhile(path, case, remark="别人的备注")
    await enter(pilot, "我改")
    await go_to(pilot, form, "remark")
    await enter(pilot, "我的备注")
    await press(pilot, "ctrl+s")
    assert isinstance(app.screen, BothVersions)
    shown = screen_text(pilot)
    assert "备注" in shown
    assert "我填的:我的备注" in shown
    assert "已存的:别人的备注" in shown
    return form


async def test_a_conflict_shows_both_sides_and_going_back_changes_nothing(path):
    case = keep(path)
    async with window(path) as (app, pilot):
        form = await in_conflict(path, app, pilot, case)
        await press(pilot, "escape")
        assert app.screen is form
        assert form.row("remark").text == "我的备注"
    assert case_file(path, case).case.remark == "别人的备注"


async def test_in_a_conflict_mine_is_saved_only_when_asked_for(path):
    case = keep(path)
    async with window(path) as (app, pilot):
        form = await in_conflict(path, app, pilot, case)
        await press(pilot, "m")
        assert not form.is_attached
    assert case_file(path, case).case.remark == "我的备注"


async def test_in_a_conflict_theirs_comes_into_the_form(path):
    case = keep(path)
    async with window(path) as (app, pilot):
        form = await in_conflict(path, app, pilot, case)
        await press(pilot, "t")
        assert app.screen is form
        assert form.row("remark").text == "别人的备注"
    assert case_file(path, case).case.remark == "别人的备注"


async def test_a_case_of_hostile_text_is_corrected_literally(path):
    name = "[/red][@click=app.quit]甲[/] [bold"
    case = keep(path, remark=name, court_number="[/b]")
    async with window(path) as (app, pilot):
        form = await opened(app, pilot, "correct", case)
        await go_to(pilot, form, "remark")
        assert "[/red][@click=app.quit]甲[/] [bold" in screen_text(pilot)
        assert form.row("remark").text == name


async def test_a_case_that_is_gone_says_so_and_closes_the_form(path):
    keep(path)
    from mediation.identity import new_id

    async with window(path) as (app, pilot):
        before = app.screen
        app.open_form("close", case=new_id())
        await settled(pilot)
        assert app.screen is before
        assert said(pilot)


def test_every_draft_key_opens_its_form():
    from mediation.identity import new_id

    case = new_id()
    assert isinstance(form_of_draft("register"), FORMS["register"])
    assert isinstance(form_of_draft("mediator:new"), FORMS["mediator"])
    for name in ("sign_for", "session", "close", "correct"):
        form = form_of_draft(f"{name}:{case}")
        assert isinstance(form, FORMS[name])
        assert form.draft_key == f"{name}:{case}"
    assert form_of_draft("totals:内0603:2026") is None


async def test_what_cannot_be_read_any_more_does_not_stop_another_correction(path):
    case = keep(
        path, parties=(), cause=None, cause_name="老案由", court_number="旧号 7", remark="旧"
    )
    async with window(path) as (app, pilot):
        form = await opened(app, pilot, "correct", case)
        await enter(pilot, "补备注")
        await go_to(pilot, form, "remark")
        await enter(pilot, "新")
        await press(pilot, "ctrl+s")
        assert not form.is_attached
    kept = case_file(path, case).case
    assert (kept.remark, kept.cause_name, kept.court_number) == ("新旧", "老案由", "旧号 7")


async def test_a_corrected_outcome_takes_the_amounts_away_that_do_not_belong_to_it(path):
    case = keep(path)
    office = office_at(path)
    office.cases.close(
        case.id, case.version, TODAY, Outcome.SUCCEEDED, agreed=500, performance=None
    )
    office.close()
    async with window(path) as (app, pilot):
        form = await opened(app, pilot, "correct", case)
        await enter(pilot, "录错")
        await go_to(pilot, form, "outcome")
        await press(pilot, "3", "ctrl+s")
    kept = case_file(path, case).case
    assert (kept.outcome, kept.agreed) == (Outcome.FAILED, None)


async def test_a_changed_party_keeps_what_was_known_of_the_others(path):
    from mediation.cases.case import Party
    from mediation.cases.terms import Side

    known = Party(side=Side.APPLICANT, name="张秀英", phone="139", id_number="X", address="东胜")
    third = Party(side=Side.THIRD, name="第三人甲")
    case = keep(path, parties=(known, third))
    async with window(path) as (app, pilot):
        form = await opened(app, pilot, "correct", case)
        await enter(pilot, "补被申请人")
        await go_to(pilot, form, "respondents")
        await enter(pilot, "李强")
        await press(pilot, "ctrl+s")
    parties = case_file(path, case).case.parties
    assert known in parties
    assert third in parties
    assert Party(side=Side.RESPONDENT, name="李强") in parties


async def test_the_keys_of_a_form_can_be_clicked(path):
    case = keep(path, signed_on=None)
    async with window(path) as (app, pilot):
        await opened(app, pilot, "sign", case)
        await pilot.click("KeyBar", offset=(3, 0))
        await settled(pilot)
    assert case_file(path, case).case.signed_on == TODAY


async def test_the_help_of_a_form_names_its_keys(path):
    case = keep(path)
    async with window(path) as (app, pilot):
        form = await opened(app, pilot, "close", case)
        await press(pilot, "f1")
        assert app.screen is not form
        assert "保存" in screen_text(pilot)
        await press(pilot, "escape")
        assert app.screen is form
