"""Typing is never lost: Escape, quitting, signals, kill -9, a store that cannot be written."""

from __future__ import annotations

import os
import signal
import stat
import sys
from datetime import UTC, datetime

import pytest

from mediation.errors import StoreUnusable
from mediation.office.draft_files import DraftFiles
from mediation.office.drafts import Drafts
from mediation.store import Draft
from tests.tui.made_window import (
    enter,
    kept_case,
    office_at,
    press,
    said,
    screen_text,
    settled,
    window,
)
from tests.tui.terminal import Terminal
from tui import drafts as keeping
from tui.dialogs.question import Question
from tui.forms.register import RegisterForm


@pytest.fixture
def path(tmp_path):
    return tmp_path / "room.db"


def drafts_at(path):
    office = office_at(path)
    try:
        return {draft.key: draft for draft in office.drafts.all()}
    finally:
        office.close()


async def type_a_name(app, pilot, name="张三"):
    app.open_form("register")
    await settled(pilot)
    app.screen.row("applicants").take_focus()
    await enter(pilot, name)


async def test_escape_keeps_a_draft_and_says_so(path):
    async with window(path) as (app, pilot):
        await type_a_name(app, pilot)
        await press(pilot, "escape")
        assert not isinstance(app.screen, RegisterForm)
        assert any("草稿" in note for note in said(pilot))
        draft = app.office.drafts.all()[0]
    assert draft.key == "register"
    assert draft.title == "新案 张三"
    assert draft.values["applicants"] == "张三"


async def test_a_form_left_as_it_began_leaves_no_draft(path):
    async with window(path) as (app, pilot):
        app.open_form("register")
        await settled(pilot)
        await press(pilot, "tab", "tab", "escape")
        assert said(pilot) == []
    assert drafts_at(path) == {}


async def test_a_draft_is_offered_with_its_hour_and_one_key_restores_it(path):
    async with window(path) as (app, pilot):
        await type_a_name(app, pilot)
        await press(pilot, "escape")
        app.open_form("register")
        await settled(pilot)
        assert isinstance(app.screen, Question)
        assert "没保存的草稿" in screen_text(pilot)
        assert "申请人: 张三" in screen_text(pilot)
        await press(pilot, "enter")
        assert app.screen.row("applicants").text == "张三"
        await press(pilot, "ctrl+s")
        assert any("已登记" in note for note in said(pilot))
    assert drafts_at(path) == {}


async def test_a_draft_can_be_thrown_away(path):
    async with window(path) as (app, pilot):
        await type_a_name(app, pilot)
        await press(pilot, "escape")
        app.open_form("register")
        await settled(pilot)
        await press(pilot, "delete")
        assert app.screen.row("applicants").text == ""
    assert drafts_at(path) == {}


async def test_going_back_from_the_offer_leaves_the_draft(path):
    async with window(path) as (app, pilot):
        await type_a_name(app, pilot)
        await press(pilot, "escape")
        app.open_form("register")
        await settled(pilot)
        await press(pilot, "escape")
        assert not isinstance(app.screen, RegisterForm)
    assert "register" in drafts_at(path)


async def test_quitting_keeps_what_was_typed_a_moment_ago(path):
    async with window(path) as (app, pilot):
        await type_a_name(app, pilot)
        await pilot.press("ctrl+q")
    assert drafts_at(path)["register"].values["applicants"] == "张三"


async def test_a_restored_draft_saves_the_same_case_once(path):
    async with window(path) as (app, pilot):
        await type_a_name(app, pilot)
        first = app.screen.remembered("id")
        await press(pilot, "escape")
        app.open_form("register")
        await settled(pilot)
        await press(pilot, "enter")
        assert app.screen.remembered("id") == first


async def test_typing_that_rests_is_kept_within_seconds(path, monkeypatch):
    monkeypatch.setattr(keeping, "QUIET", 0.01)
    async with window(path) as (app, pilot):
        await type_a_name(app, pilot)
        for _round in range(5_000):
            await pilot.pause(0.01)
            if drafts_at(path):
                break
        assert drafts_at(path)["register"].values["applicants"] == "张三"
        assert isinstance(app.screen, RegisterForm)


async def test_long_typing_without_a_rest_is_kept_too(path, monkeypatch):
    monkeypatch.setattr(keeping, "QUIET", 1_000.0)
    monkeypatch.setattr(keeping, "LONGEST", 0.05)
    async with window(path) as (app, pilot):
        await type_a_name(app, pilot)
        for _round in range(5_000):
            await enter(pilot, "字")
            if drafts_at(path):
                break
        assert drafts_at(path)


def test_at_most_five_seconds_of_typing_can_be_lost():
    assert keeping.QUIET < keeping.LONGEST <= 4.5


class LockedStore:
    """A store that lets nothing be written."""

    def __init__(self, office):
        self._store = office.store
        self.path = office.store.path

    def reading(self):
        return self._store.reading()

    def writing(self, who):
        raise StoreUnusable("数据库正被占用。")


def test_a_draft_the_store_cannot_take_goes_beside_it_for_its_owner_only(path):
    office = office_at(path)
    now = datetime(2026, 11, 21, 2, 42, tzinfo=UTC)
    locked = Drafts(LockedStore(office), who="tester", now=lambda: now)
    file = locked.keep("register", "新案", {"applicants": "张三"})
    assert file is not None
    assert file.parent == path.parent
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    (draft,) = office.drafts.all()
    assert draft == Draft("register", "新案", {"applicants": "张三"}, now)
    office.drafts.drop("register")
    assert not file.exists()
    assert office.drafts.all() == []
    office.close()


def test_the_newer_of_a_file_and_a_kept_draft_counts(path):
    office = office_at(path)
    office.drafts.keep("register", "新案", {"applicants": "旧"})
    later = datetime(2100, 1, 1, tzinfo=UTC)
    DraftFiles(path).keep(Draft("register", "新案", {"applicants": "新"}, later))
    assert [draft.values["applicants"] for draft in office.drafts.all()] == ["新"]
    office.drafts.keep("register", "新案", {"applicants": "再新"})
    assert [draft.values["applicants"] for draft in office.drafts.all()] == ["再新"]
    office.close()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"key": 1}', '{"values": 3}', "\x00"])
def test_a_broken_draft_file_stops_nobody(path, content):
    office_at(path).close()
    DraftFiles(path).keep(Draft("register", "新案", {}, datetime(2026, 1, 1, tzinfo=UTC)))
    for file in path.parent.glob(".*draft*"):
        file.write_text(content)
    assert drafts_at(path) == {}


async def test_a_locked_database_is_said_and_the_form_stays(path, monkeypatch):
    async with window(path) as (app, pilot):
        await type_a_name(app, pilot)
        monkeypatch.setattr(app.office.drafts, "_store", LockedStore(app.office))

        def refuse(_case):
            raise StoreUnusable("数据库正被占用。")

        monkeypatch.setattr(app.office.cases, "register", refuse)
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, RegisterForm)
        assert app.screen.row("applicants").text == "张三"
        assert any("数据库正被占用" in note for note in said(pilot))
    assert drafts_at(path)["register"].values["applicants"] == "张三"


def run_form(path):
    return Terminal([sys.executable, "-m", "tests.tui.on_a_terminal", str(path)])


def with_text_typed(terminal):
    terminal.wait_for("2026-0001")
    terminal.type("\t" * 6)
    terminal.type("王芳")
    terminal.wait_for("芳")


def offered_again(path):
    with run_form(path) as terminal:
        terminal.wait_for("接着填")
        terminal.type("\r")
        terminal.wait_for("王芳")


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals")
def test_after_kill_nine_the_text_is_offered_again(path):
    office_at(path).close()
    with run_form(path) as terminal:
        with_text_typed(terminal)
        terminal.wait_until(lambda: drafts_at(path))
        terminal.kill(signal.SIGKILL)
    assert drafts_at(path)["register"].values["applicants"] == "王芳"
    offered_again(path)


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals")
def test_closing_the_window_keeps_the_text_at_once(path):
    office_at(path).close()
    with run_form(path) as terminal:
        with_text_typed(terminal)
        terminal.close()
        terminal.ended()
    assert drafts_at(path)["register"].values["applicants"] == "王芳"
    offered_again(path)


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals")
@pytest.mark.parametrize("name", ["SIGHUP", "SIGTERM", "SIGINT"])
def test_a_signal_keeps_the_text_and_leaves_with_its_code(path, name):
    number = getattr(signal, name)
    office_at(path).close()
    with run_form(path) as terminal:
        with_text_typed(terminal)
        assert terminal.kill(number) == 128 + number
    assert drafts_at(path)["register"].values["applicants"] == "王芳"


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals")
def test_a_signal_keeps_the_text_beside_a_locked_database(path):
    import sqlite3

    office_at(path).close()
    with run_form(path) as terminal:
        with_text_typed(terminal)
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        assert terminal.kill(signal.SIGTERM) == 128 + signal.SIGTERM
        holder.execute("ROLLBACK")
        holder.close()
    assert drafts_at(path)["register"].values["applicants"] == "王芳"


async def test_each_case_has_a_draft_of_its_own(path):
    office = office_at(path)
    one, other = kept_case(office, "2026-0001"), kept_case(office, "2026-0002")
    office.close()
    async with window(path) as (app, pilot):
        app.open_form("close", case=one.id)
        await settled(pilot)
        await press(pilot, "tab", "3", "escape")
        app.open_form("close", case=other.id)
        await settled(pilot)
        assert not isinstance(app.screen, Question)
    assert set(drafts_at(path)) == {f"close:{one.id}"}
