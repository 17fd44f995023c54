"""Somebody saved first: each field is chosen by itself, and a draft never takes a change back unseen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from mediation.cases.case import Case
from mediation.cases.folder import Tick
from mediation.conflicts.interests import Interest, InterestKind
from mediation.figures.counts import CourtTotals
from mediation.figures.period import Period
from mediation.identity import new_id
from mediation.office.office import Office
from mediation.registry.papers import all_papers
from tests.tui.made_window import (
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
from tui.dialogs.both_versions import BothVersions
from tui.forms.talks import PaperForm
from tui.widgets.totals_cells import Cell


def kept(path: Path) -> Case:
    office = office_at(path)
    try:
        return kept_case(office, remark="原来的")
    finally:
        office.close()


def case_at(path: Path, case: Case) -> Case:
    office = office_at(path)
    try:
        return office.cases.open(case.id).case
    finally:
        office.close()


def by_another(path: Path, act: Any) -> None:
    office: Office = office_at(path)
    try:
        act(office)
    finally:
        office.close()


async def type_into(pilot: Any, form: Any, name: str, text: str) -> None:
    form.row(name).take_focus()
    await pilot.pause()
    form.row(name).text = ""
    await enter(pilot, text)


async def test_each_field_is_chosen_by_itself_and_what_only_the_other_changed_stays(
    path: Path,
) -> None:
    case = kept(path)
    party = case.parties[0]
    async with window(path) as (app, pilot):
        app.push_screen(form := _party_form(case, party.name))
        await settled(pilot)
        theirs = replace(party, phone="13900000001", address="东胜区", id_number="")
        by_another(path, lambda o: o.folders.put_party(case.id, case.version, party, theirs))
        await type_into(pilot, form, "phone", "13900000002")
        await type_into(pilot, form, "service_address", "康巴什区")
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, BothVersions)
        shown = screen_text(pilot)
        assert "我填的:13900000002" in shown
        assert "已存的:13900000001" in shown
        assert "住所:东胜区" in shown
        assert "送达地址" not in shown
        await press(pilot, "enter", "enter", "escape")  # looked at, gone back: nothing is saved
        assert case_at(path, case).parties[0] == theirs
        await press(pilot, "ctrl+s")  # asks again
        await press(pilot, "ctrl+s")  # wants a choice
        assert "没有选" in screen_text(pilot)
        await press(pilot, "left", "ctrl+s")
        assert not form.is_attached
    party = case_at(path, case).parties[0]
    assert (party.phone, party.address, party.service_address) == (
        "13900000002",
        "东胜区",
        "康巴什区",
    )


def _party_form(case: Case, name: str) -> Any:
    from tui.forms.people import PartyForm

    return PartyForm(case.id, name)


async def test_a_save_elsewhere_in_the_case_is_said_and_both_are_kept(path: Path) -> None:
    case = kept(path)
    async with window(path) as (app, pilot):
        app.push_screen(form := _party_form(case, case.parties[0].name))
        await settled(pilot)
        change = {"remark": "别人的"}
        by_another(path, lambda o: o.cases.correct(case.id, case.version, change, why="核对"))
        await type_into(pilot, form, "phone", "13900000002")
        await press(pilot, "ctrl+s")
        assert any("两边都保留" in words for words in said(pilot))
    now = case_at(path, case)
    assert (now.remark, now.parties[0].phone) == ("别人的", "13900000002")


async def test_a_draft_taken_up_later_takes_no_change_of_another_back(path: Path) -> None:
    case = kept(path)
    async with window(path) as (app, pilot):
        app.open_form("correct", case=case.id)
        await settled(pilot)
        await type_into(pilot, app.screen, "remark", "我的")
        await press(pilot, "escape")
        change = {"remark": "别人的", "claimed": 100_00}
        by_another(path, lambda o: o.cases.correct(case.id, case.version, change, why="核对"))
        app.open_form("correct", case=case.id)
        await settled(pilot)
        await press(pilot, "enter")
        assert isinstance(app.screen, BothVersions)
        assert "我填的:我的" in screen_text(pilot)
        await press(pilot, "m")
        form = app.screen
        assert form.row("claimed").text == "100.00"  # untouched: as the other saved it
        assert "更正原因" in screen_text(pilot)
        await type_into(pilot, form, "why", "核对")
        await press(pilot, "ctrl+s")
        assert not form.is_attached
    now = case_at(path, case)
    assert (now.remark, now.claimed) == ("我的", 100_00)


async def test_court_totals_typed_over_anothers_are_chosen_cell_by_cell(path: Path) -> None:
    office_at(path).close()
    month = CourtTotals(
        court="内0603", month=date(2026, 11, 1), category="all", filings=1, closed=1
    )
    by_another(path, lambda office: office.figures.put_totals([month]))
    async with window(path, first="totals") as (app, pilot):
        cells = app.screen._cells
        cells.type(Cell("all", 11, "filings"), "2")
        cells.type(Cell("all", 11, "closed"), "3")
        theirs = replace(month, version=1, filings=7, succeeded=1)
        by_another(path, lambda office: office.figures.put_totals([theirs]))
        app.screen.action_save()
        await settled(pilot)
        shown = screen_text(pilot)
        assert "我填的:2" in shown
        assert "已存的:7" in shown
        assert "调解结案" not in shown  # theirs left it alone
        await press(pilot, "right", "ctrl+s")
    office = office_at(path)
    (kept_now,) = office.figures.totals(Period(date(2026, 1, 1), date(2026, 12, 31)), "内0603")
    office.close()
    assert (kept_now.filings, kept_now.closed, kept_now.succeeded) == (7, 3, 1)


async def test_what_another_changed_a_moment_ago_is_not_taken_out_unseen(path: Path) -> None:
    case = kept(path)
    paper, day = all_papers()[0].key, date(2026, 11, 10)
    tie = Interest(id=new_id(), mediator=new_id(), kind=InterestKind.EMPLOYER, name="某厂")

    def begin(office: Office) -> None:
        nonlocal tie
        tie = replace(tie, mediator=kept_mediator(office).id)
        office.conflicts.put_interest(tie)
        office.folders.tick(case.id, paper, day, "原件")

    by_another(path, begin)
    tick = Tick(paper, day, "原件")
    async with window(path) as (app, pilot):
        await press(pilot, "i")
        by_another(path, lambda o: o.conflicts.put_interest(replace(tie, role="董事"), before=tie))
        await press(pilot, "delete", "y")
        assert "没有删去" in said(pilot)[-1]
        app.push_screen(form := PaperForm(case.id, paper))
        await settled(pilot)
        by_another(path, lambda o: o.folders.tick(case.id, paper, day, "已还", seen=tick))
        await press(pilot, "2", "ctrl+s")
        assert isinstance(app.screen, BothVersions)
        assert "已还" in screen_text(pilot)
        await press(pilot, "escape")
        assert form.is_attached
    office = office_at(path)
    assert [each.remark for each in office.cases.open(case.id).folder.ticks] == ["已还"]
    assert [each.role for each in office.conflicts.interests(tie.mediator)] == ["董事"]
    office.close()
