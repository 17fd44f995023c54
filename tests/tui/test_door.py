"""A database that cannot be used: a clear choice, nothing created unasked, a way out by one key."""

from __future__ import annotations

import pytest

from db import cipher
from mediation.bootstrap import (
    backups_of,
    create_office,
    glimpse,
    newest_backup,
    open_office,
    open_window,
    restore,
    unlock,
)
from tests.encrypted import PASSPHRASE, cheap_keys, needs_cipher
from tests.tui.made_window import TODAY, enter, kept_case, press, said, screen_text, settled
from tui.app import Doors, MediationApp
from tui.screens.door import DoorScreen

__all__ = ["cheap_keys"]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "room.db"


def at_the_door(path):
    def today():
        return TODAY

    return MediationApp(
        lambda: open_office(path, who="tester", today=today),
        today=today,
        doors=Doors(
            open_path=lambda other: open_office(other, who="tester", today=today),
            create=lambda new: create_office(new, who="tester", today=today),
            demonstrate=lambda: create_office(path.with_name("demo.db"), who="tester", today=today),
            path=path,
        ),
    )


async def test_ctrl_q_leaves_and_the_exit_code_says_that_nothing_was_opened(path):
    app = at_the_door(path)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+q")
    assert app.return_code == 5
    assert not path.exists()


async def test_keys_in_one_burst_act_in_their_order(path):
    app = at_the_door(path)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("down", "down", "down", "enter")
    assert app.return_code == 5
    assert not path.exists()


async def test_a_missing_database_is_created_only_when_asked_for_in_words(path):
    app = at_the_door(path)
    async with app.run_test() as pilot:
        await settled(pilot)
        assert "这里还没有数据库" in screen_text(pilot)
        assert "没有打开的库" in screen_text(pilot)
        await press(pilot, "down", "enter", "enter")
        assert "没有新建" in screen_text(pilot)
        assert not path.exists()
        await enter(pilot, "新建")
        await press(pilot, "enter")
        assert path.exists()
        assert app.office is not None


@pytest.mark.parametrize(
    "content", [b"", b"not a database, by far", b"SQLite format 3\0" + bytes(80)]
)
async def test_what_stands_there_is_never_built_over(path, content):
    path.write_bytes(content)
    app = at_the_door(path)
    async with app.run_test() as pilot:
        await settled(pilot)
        assert isinstance(app.screen, DoorScreen)
        assert "数据库打不开" in screen_text(pilot)
        assert "在这里新建" not in screen_text(pilot)
        await pilot.press("ctrl+q")
    assert path.read_bytes() == content


async def test_a_wrong_path_comes_back_to_the_door_and_a_right_one_opens(path):
    other = path.with_name("other.db")
    create_office(other, who="tester", today=lambda: TODAY).close()
    app = at_the_door(path)
    async with app.run_test() as pilot:
        await settled(pilot)
        await press(pilot, "enter")
        await enter(pilot, str(path.with_name("none.db")))
        await press(pilot, "enter")
        assert isinstance(app.screen, DoorScreen)
        await press(pilot, "enter")
        await enter(pilot, str(other))
        await press(pilot, "enter")
        assert app.office is not None
        assert not isinstance(app.screen, DoorScreen)


async def test_a_damaged_database_is_replaced_by_its_newest_backup_when_asked_in_words(path):
    office = create_office(path, who="tester", today=lambda: TODAY)
    kept_case(office, "2026-0007")
    office.leave()
    path.write_bytes(path.read_bytes()[:5000])
    app = MediationApp(
        lambda: open_window(path, who="tester", today=lambda: TODAY),
        today=lambda: TODAY,
        doors=Doors(
            path=path,
            newest_backup=lambda: newest_backup(path),
            restore=lambda made: restored(path, made),
        ),
    )
    async with app.run_test() as pilot:
        await settled(pilot)
        assert "恢复最近的备份" in screen_text(pilot)
        await press(pilot, "enter", "enter")
        assert "没有恢复" in screen_text(pilot)
        await enter(pilot, "恢复")
        await press(pilot, "enter", "2")
        assert "2026-0007" in screen_text(pilot)
    app.office.close()


def restored(path, made):
    restore(path, made)
    return open_window(path, who="tester", today=lambda: TODAY, accept_changed=True)


async def test_a_second_window_may_only_look_and_says_who_has_the_first(path):
    create_office(path, who="tester", today=lambda: TODAY).close()
    first = open_window(path, who="乌兰", today=lambda: TODAY)
    app = MediationApp(
        lambda: open_window(path, who="tester", today=lambda: TODAY), today=lambda: TODAY
    )
    async with app.run_test(notifications=True) as pilot:
        await settled(pilot)
        assert "只读 库" in screen_text(pilot)
        assert any("乌兰 的另一个窗口" in words for words in said(pilot))
        room = app.screen
        await press(pilot, "n")
        assert app.screen is room  # said before anything is typed, not when it is to be saved
        assert sum("不能保存" in words for words in said(pilot)) == 2
    app.office.close()
    first.close()
    third = open_window(path, who="tester", today=lambda: TODAY)
    assert third.read_only_because == ""
    third.close()


def test_leaving_backs_up_what_was_saved_once(path):
    office = create_office(path, who="tester", today=lambda: TODAY)
    kept_case(office)
    assert office.leave() == ""
    open_window(path, who="tester", today=lambda: TODAY).leave()
    assert [made.cases for made, _trouble in backups_of(path)] == [1]


@needs_cipher
async def test_a_locked_database_asks_for_its_passphrase_until_it_is_right(path, cheap_keys):
    office = create_office(path, who="tester", today=lambda: TODAY, passphrase=PASSPHRASE)
    kept_case(office, "2026-0007")
    office.leave()
    cipher.forget()
    app = MediationApp(
        lambda: open_window(path, who="tester", today=lambda: TODAY),
        today=lambda: TODAY,
        doors=Doors(path=path, newest_backup=lambda: newest_backup(path), unlock=unlock),
        glimpse=lambda: glimpse(path),
        first="cases",
    )
    async with app.run_test() as pilot:
        await settled(pilot)
        assert "请输入口令" in screen_text(pilot)
        for _try in range(4):
            await enter(pilot, "not this one")
            assert "not this one" not in screen_text(pilot)
            await press(pilot, "enter")
            assert "口令不对" in screen_text(pilot)
            assert "2026-0007" not in screen_text(pilot)
            assert "恢复最近的备份" not in screen_text(pilot)
        await enter(pilot, PASSPHRASE)
        await press(pilot, "enter")
        assert not isinstance(app.screen, DoorScreen)
        assert "2026-0007" in screen_text(pilot)
    app.office.close()
