"""The window covers itself; beneath it everything stays as it was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mediation.bootstrap import glimpse
from mediation.errors import RuleViolation
from mediation.locking import FREE
from mediation.office.locking import Locking
from mediation.office.preferences import LOCK_MINUTES, LOCK_TRIES, LOCK_WORD
from tests.tui.made_window import enter, kept_case, office_at, press, screen_text, settled, window

NAME = "张秀英"
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


class Clock:
    """Seconds that pass when a test says so."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "room.db"
    kept_case(office_at(path))
    return path


def set_word(path, word="河套1958"):
    office = office_at(path)
    office.locking.set_word(word)
    office.close()


async def test_after_half_an_hour_without_a_key_nothing_of_the_work_is_seen(path):
    clock = Clock()
    async with window(path, first="cases", clock=clock) as (app, pilot):
        assert NAME in screen_text(pilot)
        clock.now = 29 * 60
        app.look_at_clock()
        assert not app.is_covered
        await press(pilot, "down")
        clock.now += 29 * 60
        app.look_at_clock()
        assert not app.is_covered, "a key began the time anew"
        app.say(NAME)
        clock.now += 60
        app.look_at_clock()
        await settled(pilot)
        text = screen_text(pilot)
        assert "已锁屏" in text
        assert "没有设口令" in text
        assert NAME not in text and "2026-0001" not in text
        assert NAME not in f"{app.title} {app.sub_title}"
        await press(pilot, "x")
        assert not app.is_covered
        assert NAME in screen_text(pilot)


async def test_a_key_that_comes_too_late_covers_and_does_nothing_else(path):
    clock = Clock()
    async with window(path, first="cases", clock=clock) as (app, pilot):
        clock.now = 31 * 60
        await press(pilot, "n")
        assert app.is_covered
        await press(pilot, "n")
        assert not app.is_covered
        assert len(app.screen_stack) == 1


async def test_a_form_comes_back_as_it_was_with_what_was_typed(path):
    async with window(path, first="cases") as (app, pilot):
        await press(pilot, "n")
        await enter(pilot, "li")
        focused, values = app.focused, app.screen.draft_values()
        await press(pilot, "alt+l")
        assert app.is_covered
        assert "li" not in screen_text(pilot).split()
        for key in ("f1", "f2", "alt+2", "ctrl+p"):
            app.action_lock()
            await settled(pilot)
            assert app.is_covered
            await press(pilot, key)
            assert not app.is_covered
        assert app.focused is focused
        assert app.screen.draft_values() == values
        assert app.current_mode == "cases"


async def test_no_screen_comes_over_the_cover_and_none_takes_it_away(path):
    set_word(path)
    async with window(path, first="cases") as (app, pilot):
        assert app.is_covered, "a window with a word begins covered"
        room = app.screen_stack[0]
        app.open_form("register")
        await settled(pilot)
        app.pop_screen()
        await app.action_room("home")
        await settled(pilot)
        assert app.is_covered
        assert "已锁屏" in screen_text(pilot)
        await enter(pilot, "河套1958")
        await press(pilot, "enter")
        assert not app.is_covered
        assert app.current_mode == "home"
        assert room.is_attached


async def test_wrong_words_are_counted_noted_and_wait_after_a_restart_too(path):
    set_word(path)
    async with window(path, first="cases") as (app, pilot):
        assert NAME not in screen_text(pilot)
        await enter(pilot, "1958")
        assert "1958" not in screen_text(pilot)
        await press(pilot, "enter")
        assert "还可以试 4 次" in screen_text(pilot)
        for _time in range(FREE - 1):
            await enter(pilot, "9999")
            await press(pilot, "enter")
        assert "15 分钟" in screen_text(pilot)
        await enter(pilot, "河套1958")
        await press(pilot, "enter")
        assert app.is_covered
    async with window(path, first="cases") as (app, pilot):
        assert "15 分钟" in screen_text(pilot)
    office = office_at(path)
    noted = [row.entry.action for row in office.audit.rows()]
    assert noted.count("unlock_failed") == FREE
    kept = office.settings()
    assert "1958" not in kept[LOCK_WORD] + kept[LOCK_TRIES]
    office.close()


async def test_what_is_hidden_where_it_is_typed_is_not_copied_and_nothing_clears_no_clipboard(path):
    set_word(path)
    async with window(path, first="cases") as (app, pilot):
        for keys in ("ctrl+c", "ctrl+x"):
            await enter(pilot, "河套1957")
            await press(pilot, "shift+home")
            await press(pilot, keys)
            assert not app.clipboard
            await press(pilot, "ctrl+u")
        await enter(pilot, "河套1958")
        await press(pilot, "enter")
        await press(pilot, "n")
        await enter(pilot, "li")
        await press(pilot, "shift+home")
        await press(pilot, "ctrl+c")
        assert app.clipboard.endswith("li")
        await press(pilot, "end")
        await press(pilot, "ctrl+x")
        assert app.clipboard.endswith("li")


def test_blanks_alone_are_no_word(path):
    for blank in ("    ", "\u3000" * 8, "\u200b" * 8):
        with pytest.raises(RuleViolation, match="至少 4 个字符"):
            set_word(path, blank)


def test_neither_a_restart_nor_a_clock_moved_back_ends_a_wait(path):
    set_word(path)
    office = office_at(path)

    def at(now):
        return Locking(office.store, who="tester", now=lambda: now)

    for _time in range(FREE):
        at(NOW).try_word("9999")
    assert not at(NOW - timedelta(days=9)).try_word("河套1958").opens
    assert not at(NOW - timedelta(days=9) + timedelta(minutes=14)).try_word("河套1958").opens
    assert at(NOW - timedelta(days=9) + timedelta(minutes=15)).try_word("河套1958").opens
    assert office.settings()[LOCK_TRIES] == ""
    office.close()


def test_the_passphrase_of_an_encrypted_database_opens_it_too(path):
    office = office_at(path)
    locking = Locking(office.store, who="t", now=lambda: NOW, proves=lambda text: text == "黄河")
    assert locking.way().asks
    assert not locking.try_word("长江").opens
    assert locking.try_word("黄河").opens
    office.close()


def test_nothing_is_glimpsed_before_the_word(path):
    assert glimpse(path)
    set_word(path)
    assert glimpse(path) is None


async def test_a_setting_says_after_how_long_or_never(path):
    office = office_at(path)
    office.put_setting(LOCK_MINUTES, "0")
    office.close()
    clock = Clock()
    async with window(path, clock=clock) as (app, _pilot):
        clock.now = 10**6
        app.look_at_clock()
        assert not app.is_covered
