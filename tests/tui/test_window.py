"""The window: rooms, help, palette, colours, sizes, doors, failures."""

import asyncio
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest
from textual.color import Color

from mediation.bootstrap import create_office, open_office
from mediation.errors import NotFound, RuleViolation
from tests.tui.made_window import (
    TODAY,
    kept_case,
    kept_cases,
    office_at,
    press,
    said,
    screen_text,
    settled,
    window,
)
from tui import keymap, theme
from tui.app import Doors, MediationApp
from tui.text import cut


@pytest.fixture
def path(tmp_path):
    return tmp_path / "room.db"


async def test_every_room_is_one_key_away_from_every_other(path):
    kept_case(office_at(path))
    async with window(path, first="home") as (app, pilot):
        for key in "3524154321":
            await press(pilot, f"alt+{key}" if app.screen.room == "totals" else key)
            room = keymap.ROOMS[int(key) - 1]
            assert app.screen.room == room
            assert f"[{key}{keymap.ROOM_NAMES[room]}]" in screen_text(pilot).splitlines()[0]


async def test_a_room_is_found_again_as_it_was_left(path):
    kept_cases(office_at(path), 60)
    async with window(path, first="cases") as (app, pilot):
        await press(pilot, "end", "enter", "1", "2")
        assert app.screen.room == "case"
        await press(pilot, "escape")
        assert "60/60" in screen_text(pilot)


async def test_help_is_drawn_from_the_keys_that_act_here(path):
    kept_case(office_at(path))
    async with window(path, (100, 130), first="cases") as (app, pilot):
        await press(pilot, "question_mark")
        text = "".join(screen_text(pilot).split())
        for action in (*keymap.of_room("cases"), *keymap.everywhere()):
            assert "".join(action.tooltip.split()) in text, action.id
        await press(pilot, "x")
        assert app.screen.room == "cases"


async def test_anything_is_found_by_name_or_by_its_initials(path):
    kept_case(office_at(path))
    async with window(path, first="home") as (app, pilot):
        await press(pilot, "ctrl+p", "y", "b")
        assert "月报" in screen_text(pilot)
        await press(pilot, "enter")
        assert app.screen.room == "month"


async def test_every_verb_has_a_key_that_acts_while_someone_types():
    for action in keymap.ACTIONS:
        if action.id.startswith("room.") or action.id in ("mark",):
            continue
        assert any(len(keymap.key_name(key)) > 1 for key in action.keys), action.id


def test_no_key_has_two_meanings_in_one_room():
    rooms = [list(keymap.of_room(room)) for room in (*keymap.ROOMS, "case")]
    for actions in (*rooms, list(keymap.everywhere())):
        keys = [key for action in actions for key in action.keys]
        assert len(keys) == len(set(keys)), actions


async def test_keys_can_be_given_to_an_action_by_its_name(path):
    kept_case(office_at(path))
    async with window(path, first="home") as (app, pilot):
        app.set_keymap({"theme": "w"})
        before = app.theme
        await press(pilot, "w")
        assert app.theme != before


def luminance(colour):
    channels = [value / 255 for value in Color.parse(colour).rgb]
    linear = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(ink, ground):
    lighter, darker = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colours", theme.THEMES, ids=lambda each: each.name)
def test_every_ink_stands_out_from_every_ground(colours):
    own = colours.variables
    grounds = (colours.background, colours.surface, colours.panel)
    inks = (colours.foreground, own["quiet"], own["heading-ink"], colours.error, colours.warning)
    for ground in grounds:
        for ink in inks:
            assert contrast(ink, ground) >= 4.5, (ink, ground)
    assert contrast(own["cursor-ink"], own["cursor-ground"]) >= 4.5


async def test_one_key_turns_night_into_day_and_back(path):
    kept_case(office_at(path))
    async with window(path, first="cases") as (app, pilot):
        night = app.theme
        await press(pilot, "ctrl+t")
        assert app.theme != night
        await press(pilot, "f11")
        assert app.theme == night


@pytest.mark.parametrize("size", [(1, 1), (2, 1), (20, 5), (39, 30), (200, 9)])
async def test_a_window_too_small_says_so_and_nothing_breaks(path, size):
    kept_case(office_at(path))
    async with window(path, first="cases") as (app, pilot):
        await pilot.resize_terminal(*size)
        await settled(pilot)
        assert screen_text(pilot).startswith(cut("请放大窗口 (至少 40x10)", size[0]))
        await press(pilot, "1", "2", "down")
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert "2026-0001" in screen_text(pilot)
        assert app.return_code is None


@pytest.mark.parametrize("first", keymap.ROOMS)
@pytest.mark.parametrize("size", [(40, 10), (80, 24), (120, 40), (220, 60)])
async def test_every_room_opens_at_every_size_with_its_keys_below(path, first, size):
    kept_case(office_at(path))
    async with window(path, size, first=first) as (_app, pilot):
        lines = screen_text(pilot).splitlines()
        assert "帮助" in lines[-1]
        assert keymap.ROOM_NAMES[first] in lines[1]


async def test_without_a_database_the_window_asks_and_creates_nothing(path):
    app = MediationApp(
        lambda: open_office(path, today=lambda: TODAY),
        today=lambda: TODAY,
        doors=Doors(open_path=open_office, create=create_office, path=path),
    )
    async with app.run_test(notifications=True) as pilot:
        await settled(pilot)
        assert "在这里新建一个空的数据库" in screen_text(pilot)
        await press(pilot, "down", "enter")
        await press(pilot, "n", "o", "enter")
        assert "没有新建" in screen_text(pilot)
        assert not path.exists()
        assert not app._notifications
        app.screen.query_one("#answer").value = "新建"
        await press(pilot, "enter")
        await settled(pilot)
        assert path.exists()
        assert "按 n 登记第一件案件" in screen_text(pilot)


async def test_leaving_at_the_door_says_that_the_store_cannot_be_used(path):
    app = MediationApp(lambda: open_office(path), today=lambda: TODAY)
    async with app.run_test() as pilot:
        await settled(pilot)
        await press(pilot, "enter")
    assert app.return_code == 5


async def test_only_the_newest_question_of_a_group_is_answered(path):
    office_at(path)
    async with window(path, first="cases") as (app, pilot):
        answers = []
        app.ask("one", lambda office: "first", answers.append)
        app.ask("one", lambda office: "second", answers.append)
        app.ask("other", lambda office: "third", answers.append)
        await settled(pilot)
        assert sorted(answers) == ["second", "third"]


async def test_what_is_told_is_done_in_order_and_none_is_lost_when_the_window_closes(path):
    office_at(path)
    done, gate = [], threading.Event()
    async with window(path, first="cases") as (app, _pilot):
        app.tell(lambda office: gate.wait(10))
        for number in range(20):
            app.tell(lambda office, number=number: done.append(number))
        await asyncio.sleep(0)
        app.workers.cancel_all()
        await asyncio.sleep(0)
        gate.set()
        app.exit()
    assert done == list(range(20))


async def test_a_foreseen_failure_is_said_in_its_own_words_and_nothing_else(path):
    office_at(path)

    def refuse(_office):
        raise NotFound("没有编号“[b]甲[/b]”的案件。")

    async with window(path, first="cases") as (app, pilot):
        app.ask("one", refuse, print)
        await settled(pilot)
        assert said(pilot)[-1] == "没有编号“[b]甲[/b]”的案件。"
        assert "[b]甲[/b]" in screen_text(pilot)


async def test_a_rule_goes_to_the_form_that_asked(path):
    office_at(path)
    told = []

    def refuse(_office):
        raise RuleViolation("日期太早。", field="signed_on")

    async with window(path, first="cases") as (app, pilot):
        app.tell(refuse, on_error=told.append)
        await settled(pilot)
        assert [error.field for error in told] == ["signed_on"]
        assert not said(pilot)


async def test_a_bug_in_a_read_is_one_line_without_values_and_a_telling_exit_code(path):
    office_at(path)
    noted = []

    def broken(_office):
        name = "张秀英"
        raise ValueError(name)

    async with window(path, first="cases") as (app, pilot):
        app.work.note_fault = noted.append
        app.ask("one", broken, print)
        await settled(pilot)
        assert "ValueError" in said(pilot)[-1]
        assert "张秀英" not in screen_text(pilot).replace("申请人", "")
        await press(pilot, "ctrl+q")
    assert app.return_code == 70
    assert [type(error) for error in noted] == [ValueError]


CRASH = """
import sys
from datetime import date
from tui.app import MediationApp

class Crashing(MediationApp):
    def on_mount(self):
        secret_name = "张秀英"
        raise ValueError(secret_name)

app = Crashing(lambda: None, today=lambda: date(2026, 11, 21), first="cases")
app.run(headless=True)
sys.exit(app.return_code)
"""


IN_A_WORKER = CRASH.replace("def on_mount(self):", "async def fail(self):").replace(
    "app = ", "    def on_mount(self):\n        self.run_worker(self.fail())\n\napp = "
)


@pytest.mark.parametrize("crash", [CRASH, IN_A_WORKER], ids=["on mount", "in a worker"])
def test_a_crash_prints_one_line_without_local_values_and_leaves_with_70(tmp_path, crash):
    script = tmp_path / "crash.py"
    script.write_text(crash, encoding="utf-8")
    root = str(Path(__file__).parents[2])
    found = subprocess.run(
        [sys.executable, str(script)],
        env={"PYTHONPATH": root, "PATH": "/usr/bin", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert found.returncode == 70
    assert "张秀英" not in found.stdout + found.stderr
    assert "Traceback" not in found.stdout + found.stderr
    assert "程序出错(ValueError)" in found.stdout + found.stderr


def test_the_day_is_passed_in():
    app = MediationApp(lambda: None, today=lambda: date(2026, 1, 2))
    assert app.today() == date(2026, 1, 2)


async def test_a_room_is_left_from_the_grid_as_a_terminal_sends_alt_and_a_digit(path):
    kept_case(office_at(path))
    async with window(path, first="totals") as (app, pilot):
        await press(pilot, "pound_sign")
        assert app.screen.room == "month"


async def test_ctrl_c_does_not_end_the_program_but_says_what_does(path):
    kept_case(office_at(path))
    async with window(path, first="cases") as (app, pilot):
        await press(pilot, "ctrl+c")
        assert "Ctrl+Q" in said(pilot)[-1]
        assert app.return_code is None
