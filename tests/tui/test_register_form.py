"""Registering a case by keyboard, on a real database."""

from datetime import date

import pytest
from textual.events import Paste

from mediation.cases.terms import Channel, Side
from mediation.store import CaseQuery
from tests.tui.made_window import (
    TODAY,
    enter,
    kept_case,
    kept_mediator,
    office_at,
    press,
    said,
    screen_text,
    settled,
    window,
)
from tui.forms.register import RegisterForm


@pytest.fixture
def path(tmp_path):
    return tmp_path / "room.db"


async def opened(app, pilot):
    app.open_form("register")
    await settled(pilot)
    assert isinstance(app.screen, RegisterForm)
    return app.screen


async def go_to(pilot, form, name):
    form.row(name).take_focus()
    await pilot.pause()


async def saved_cases(path):
    office = office_at(path)
    try:
        return [office.cases.open(row.id).case for row in office.cases.first_rows(CaseQuery(), 10)]
    finally:
        office.close()


async def test_a_case_is_registered_without_the_mouse(path):
    office = office_at(path)
    mediator = kept_mediator(office)
    office.close()
    async with window(path) as (app, pilot):
        await opened(app, pilot)
        await press(pilot, "tab")
        await enter(pilot, "(2026)内0603民初1288号")
        await press(pilot, "tab")
        await press(pilot, "tab", "1", "tab", "2", "tab")
        await enter(pilot, "mjjd")
        await press(pilot, "enter")
        await enter(pilot, "张秀英、李强")
        await press(pilot, "enter")
        await enter(pilot, "13800000000")
        await press(pilot, "enter")
        await enter(pilot, "某商贸公司")
        await press(pilot, "enter", "enter")
        await enter(pilot, "8.65万")
        await press(pilot, "enter")
        await enter(pilot, "wl")
        await press(pilot, "enter")
        await enter(pilot, "1113")
        await press(pilot, "enter")
        await enter(pilot, "昨天")
        await press(pilot, "ctrl+s")
        assert any("已登记:2026-0001" in note for note in said(pilot))
        assert not isinstance(app.screen, RegisterForm)
    (case,) = await saved_cases(path)
    assert case.number == "2026-0001"
    assert case.court_number_key == "（2026）内0603民初1288号"
    assert case.court == "内0603"
    assert case.channel is Channel.DELEGATED
    assert case.cause_name == "民间借贷纠纷"
    assert case.names(Side.APPLICANT) == ("张秀英", "李强")
    assert case.parties[0].phone == "13800000000"
    assert case.claimed == 8_650_000
    assert case.mediator == mediator.id
    assert case.referred_on == date(2026, 11, 13)
    assert case.signed_on == date(2026, 11, 20)


async def test_the_number_suggested_follows_the_years_last(path):
    office = office_at(path)
    kept_case(office, "2026-0420")
    kept_case(office, "2025-0999")
    kept_case(office, "康调字7号")
    office.close()
    async with window(path) as (app, pilot):
        form = await opened(app, pilot)
        assert form.row("number").text == "2026-0421"
        assert form.row("referred_on").text == TODAY.isoformat()


async def test_enter_never_saves(path):
    async with window(path) as (app, pilot):
        await opened(app, pilot)
        for _field in range(20):
            await press(pilot, "enter")
        assert isinstance(app.screen, RegisterForm)
    assert await saved_cases(path) == []


async def test_a_date_is_shown_back_in_full_before_it_is_saved(path):
    async with window(path) as (app, pilot):
        form = await opened(app, pilot)
        await go_to(pilot, form, "signed_on")
        await enter(pilot, "1113")
        assert "= 2026-11-13 星期五" in screen_text(pilot)
        await press(pilot, "tab")
        assert form.row("signed_on").text == "2026-11-13"


async def test_what_is_wrong_is_said_beside_its_field_and_gets_the_focus(path):
    async with window(path) as (app, pilot):
        form = await opened(app, pilot)
        await press(pilot, "ctrl+s")
        assert form.row("applicants").has_focus_within
        assert "! 请填写申请人。" in screen_text(pilot)
        await enter(pilot, "张三")
        assert "! 请填写申请人。" not in screen_text(pilot)
        await go_to(pilot, form, "claimed")
        await enter(pilot, "很多")
        await press(pilot, "ctrl+s")
        assert form.row("claimed").has_focus_within
        assert "! 金额“很多”" in screen_text(pilot)
    assert await saved_cases(path) == []


async def test_a_rule_broken_at_the_save_is_shown_at_its_field(path):
    async with window(path) as (app, pilot):
        form = await opened(app, pilot)
        await go_to(pilot, form, "applicants")
        await enter(pilot, "张三")
        await go_to(pilot, form, "referred_on")
        await enter(pilot, "2026-12-01")
        await press(pilot, "ctrl+s")
        assert form.row("referred_on").has_focus_within
        assert "晚于今天" in screen_text(pilot)


async def test_a_number_that_is_taken_is_said_at_the_number(path):
    office = office_at(path)
    kept_case(office, "2026-0001")
    office.close()
    async with window(path) as (app, pilot):
        form = await opened(app, pilot)
        form.row("number").text = "2026-0001"
        await go_to(pilot, form, "applicants")
        await enter(pilot, "张三")
        await press(pilot, "ctrl+s")
        assert form.row("number").is_refused
        assert form.row("number").has_focus_within


async def test_more_phones_than_names_are_refused(path):
    async with window(path) as (app, pilot):
        form = await opened(app, pilot)
        await go_to(pilot, form, "applicants")
        await enter(pilot, "张三")
        await press(pilot, "tab")
        await enter(pilot, "139、138")
        await press(pilot, "ctrl+s")
        assert form.row("applicant_phones").is_refused


async def test_the_list_narrows_and_the_marked_one_is_taken_by_tab(path):
    async with window(path) as (app, pilot):
        form = await opened(app, pilot)
        await go_to(pilot, form, "court")
        await enter(pilot, "旗")
        first = screen_text(pilot)
        assert "> " in first
        assert "达拉特旗人民法院" in first
        await press(pilot, "down", "tab")
        assert form.row("court").text.endswith("人民法院")
        assert form.row("channel").has_focus_within


async def test_a_space_in_an_empty_field_lists_all_and_escape_closes_the_list(path):
    async with window(path) as (app, pilot):
        form = await opened(app, pilot)
        await go_to(pilot, form, "court")
        await press(pilot, "space")
        assert "东胜区人民法院" in screen_text(pilot)
        await press(pilot, "escape")
        assert "东胜区人民法院" not in screen_text(pilot)
        assert app.screen is form


async def test_passing_by_a_picking_field_takes_nothing(path):
    async with window(path) as (app, pilot):
        form = await opened(app, pilot)
        await go_to(pilot, form, "court")
        await press(pilot, "enter")
        assert form.row("court").text == ""
        assert form.row("channel").has_focus_within


async def test_a_list_entry_can_be_clicked(path):
    async with window(path) as (app, pilot):
        form = await opened(app, pilot)
        await go_to(pilot, form, "court")
        await enter(pilot, "达拉特")
        await pilot.click("#field-court PickList", offset=(6, 0))
        await settled(pilot)
        assert form.row("court").text == "达拉特旗人民法院"


async def test_a_choice_is_made_by_arrow_digit_and_mouse(path):
    async with window(path) as (app, pilot):
        form = await opened(app, pilot)
        await go_to(pilot, form, "channel")
        await press(pilot, "right")
        assert "[3 邀请]" in screen_text(pilot)
        await press(pilot, "1")
        assert "[1 委派]" in screen_text(pilot)
        await press(pilot, "backspace")
        assert form.row("channel").text == ""
        await pilot.click("#field-channel Choice", offset=(12, 0))
        assert form.row("channel").text == "entrusted"


async def test_a_pasted_line_is_cleaned_and_a_name_list_is_joined(path):
    async with window(path) as (app, pilot):
        form = await opened(app, pilot)
        await go_to(pilot, form, "applicants")
        app.screen.focused.post_message(Paste("张三\x1b[31m\u202e\r\n李四\x00\n[/b]"))
        await settled(pilot)
        assert form.row("applicants").text == "张三[31m、李四、[/b]"


async def test_a_paste_too_long_for_a_line_is_refused_and_not_cut(path):
    async with window(path) as (app, pilot):
        form = await opened(app, pilot)
        await go_to(pilot, form, "applicants")
        app.screen.focused.post_message(Paste("长" * 5_000))
        await settled(pilot)
        assert form.row("applicants").text == ""
        assert "没有粘贴" in screen_text(pilot)


@pytest.mark.parametrize("size", [(20, 5), (40, 10), (80, 24), (120, 40), (1, 1)])
async def test_the_form_stands_at_any_size(path, size):
    async with window(path, size) as (app, pilot):
        form = await opened(app, pilot)
        for _field in range(17):
            await press(pilot, "tab")
        await enter(pilot, "x")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert app.screen is form
        assert form.focused.region.bottom <= 24


async def test_the_field_with_the_focus_is_always_in_sight(path):
    async with window(path, (80, 12)) as (app, pilot):
        form = await opened(app, pilot)
        for row in (row for row in form.rows() if not row.has_class("-away")):
            row.take_focus()
            await settled(pilot)
            assert f"> {row.field.label}" in screen_text(pilot)
