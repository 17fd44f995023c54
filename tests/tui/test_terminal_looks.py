"""Flat screens for readers, screens without colours, characters of uncertain width."""

import re

import pytest

from mediation.cases.case import Party
from mediation.cases.terms import Side
from mediation.screen_choices import FLAT_VARIABLE, ScreenChoices
from tests.tui.made_window import (
    kept_case,
    kept_cases,
    office_at,
    press,
    screen_text,
    settled,
    window,
)
from tests.tui.terminal import Terminal
from tui import widths
from tui.text import cell_len, left

BOXES = re.compile(r"[─-▟|]")


@pytest.fixture
def path(tmp_path):
    office = office_at(tmp_path / "room.db")
    kept_cases(office, 5)
    return tmp_path / "room.db"


@pytest.fixture
def narrow_afterwards():
    yield
    widths.count_ambiguous(False)


# --- flat ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", ["home", "cases", "month", "roster", "totals"])
async def test_a_flat_room_has_no_boxes_and_nothing_side_by_side(path, first):
    async with window(path, (160, 40), first=first, choices=ScreenChoices(flat=True)) as (
        app,
        pilot,
    ):
        text = screen_text(pilot)
        assert not BOXES.search(text)
        for widget in app.screen.children[2:-2]:
            others = [each for each in widget.walk_children() if each.display and each.size.area]
            assert len({each.region.x for each in others}) <= 1


async def test_a_flat_row_is_one_sentence_and_the_chosen_column_is_told_first(path):
    async with window(path, (120, 24), first="cases", choices=ScreenChoices(flat=True)) as (
        _app,
        pilot,
    ):
        line = screen_text(pilot).splitlines()[3]
        assert line.startswith("> 2026-0001, 申请人1 / 某商贸公司, 民间借贷, 100.00")
        await press(pilot, "right", "right", "right")
        line = screen_text(pilot).splitlines()[3]
        assert line.startswith("> 标的(元) 100.00, 2026-0001")


async def test_a_flat_case_has_one_fact_a_line(path):
    async with window(path, first="cases", choices=ScreenChoices(flat=True)) as (_app, pilot):
        await press(pilot, "enter")
        await settled(pilot)
        lines = screen_text(pilot).splitlines()
        facts = [line.split() for line in lines[7:14]]
        assert ["案由", "民间借贷纠纷"] in facts
        assert ["法院"] in facts


@pytest.mark.parametrize("first", ["cases", "home"])
async def test_the_terminals_cursor_rests_on_the_line_that_has_the_focus(path, first):
    async with window(path, (120, 24), first=first) as (app, pilot):
        for key in ("down", "down", "up"):
            await press(pilot, key)
            lines = screen_text(pilot).splitlines()
            assert lines[app.cursor_position.y].startswith(">"), lines


async def test_while_someone_types_the_cursor_rests_where_the_text_appears(path):
    async with window(path, first="cases") as (app, pilot):
        await press(pilot, "slash", "z", "j")
        assert app.cursor_position == app.focused.cursor_screen_offset


@pytest.mark.parametrize(
    ("value", "is_flat"), [("1", True), ("on", True), ("0", False), ("", False)]
)
def test_the_environment_can_ask_for_flat_screens(monkeypatch, value, is_flat):
    monkeypatch.setenv(FLAT_VARIABLE, value)
    assert ScreenChoices().is_flat is is_flat


async def test_flat_is_chosen_and_left_on_the_settings_screen(path):
    choices = ScreenChoices()
    async with window(path, (120, 40), first="cases", choices=choices) as (app, pilot):
        await press(pilot, "comma")
        while app.screen.query_one("AgendaList").line.case != "flat":
            await press(pilot, "down")
        await press(pilot, "enter")
        assert app.is_flat
        await press(pilot, "escape")
        assert "> 2026-0001, 申请人1" in screen_text(pilot)


def test_a_flat_screen_shows_the_terminals_own_cursor(path, tmp_path, monkeypatch):
    monkeypatch.setenv("MEDIATION_STATE", str(tmp_path / "state"))
    command = ["-m", "mediation", "--flat", "--db", str(path)]
    with Terminal([*_python(), *command]) as terminal:
        terminal.wait_for("\x1b[?25h")
        terminal.type("\x11")
        assert terminal.ended() == 0


# --- without colours ----------------------------------------------------------------------------


def test_without_colours_the_cursor_the_room_and_the_marks_are_still_signs(
    path, tmp_path, monkeypatch
):
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("MEDIATION_STATE", str(tmp_path / "state"))
    with Terminal([*_python(), "-m", "mediation", "--db", str(path)]) as terminal:
        terminal.wait_for("room.db")
        terminal.type("2")
        terminal.wait_for("2026-0001")
        terminal.type(" ")
        terminal.wait_until(lambda: " *2026-0001" in _words(terminal.drawn))
        coloured = re.findall(rb"\x1b\[(?:\d+;)*[34]8;2;(\d+);(\d+);(\d+)", terminal.drawn)
        assert all(
            max(int(each) for each in rgb) - min(int(each) for each in rgb) < 3 for rgb in coloured
        )
        terminal.type("\x11")
        assert terminal.ended() == 0


async def test_every_state_that_has_a_colour_has_a_sign(path):
    async with window(path, first="cases") as (_app, pilot):
        await press(pilot, "space")
        lines = screen_text(pilot).splitlines()
        assert "[2案件]" in lines[0]
        assert lines[3].startswith(" *2026-0001")
        assert lines[4].startswith("> 2026-0002")


@pytest.mark.parametrize("term", ["xterm-16color", "linux", "vt220", "dumb"])
def test_terminals_of_few_colours_draw_the_rooms(path, tmp_path, monkeypatch, term):
    monkeypatch.setenv("MEDIATION_STATE", str(tmp_path / "state"))
    command = [*_python(), "-m", "mediation", "--db", str(path)]
    with Terminal(["env", f"TERM={term}", *command]) as terminal:
        terminal.wait_for("首页" if term == "dumb" else "room.db")
        terminal.type("\x11")
        assert terminal.ended() == 0


def _python():
    import sys

    return [sys.executable]


def _words(drawn):
    return re.sub(r"\x1b\[[0-?]*[ -/]*[@-~]", "", drawn.decode("utf-8", "replace"))


# --- uncertain widths ---------------------------------------------------------------------------


@pytest.mark.parametrize("sign", list("·…→✓▒“—①■×÷αЖ"))
def test_a_character_terminals_disagree_about_is_counted_as_was_chosen(sign, narrow_afterwards):
    assert cell_len(sign) == 1
    widths.count_ambiguous(True)
    assert cell_len(sign) == (1 if sign == "✓" else 2)
    assert cell_len("中文abc") == 7
    assert cell_len("e\u0301") == 1
    assert cell_len(left(f"巴特尔{sign}那日苏", 20)) == 20
    widths.count_ambiguous(False)
    assert cell_len(sign) == 1


@pytest.mark.parametrize("chosen", ["narrow", "wide"])
async def test_columns_stay_in_line_behind_such_characters(tmp_path, chosen, narrow_afterwards):
    path = tmp_path / "room.db"
    office = office_at(path)
    for at, name in enumerate(("乌兰·图雅", "“老”王…", "张秀英")):
        kept_case(office, f"2026-000{at}", parties=(Party(side=Side.APPLICANT, name=name),))
    choices = ScreenChoices()
    choices.put("ambiguous", chosen)
    async with window(path, first="cases", choices=choices) as (_app, pilot):
        lines = screen_text(pilot).splitlines()[3:6]
        ends = {cell_len(line[: line.index("2026-000")]) for line in lines}
        states = {cell_len(line[: line.index("逾期")]) if "逾期" in line else 0 for line in lines}
        assert len(ends) == 1
        assert len(states) == 1
        await settled(pilot)
