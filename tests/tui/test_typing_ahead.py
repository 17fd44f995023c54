"""Keys pressed faster than the screen follows act in their order."""

import pytest
from textual.events import Key

from tests.tui.made_window import settled, window


@pytest.fixture
def path(tmp_path):
    return tmp_path / "room.db"


NAMES = {"\t": "tab", "\r": "enter", "\x7f": "backspace", " ": "space"}


async def burst(app, pilot, text):
    for character in text:
        app.post_message(Key(NAMES.get(character, character), character))
    await settled(pilot)


async def test_letters_after_a_tab_land_in_the_next_field(path):
    async with window(path) as (app, pilot):
        app.open_form("register")
        await settled(pilot)
        await burst(app, pilot, "\t\t\t2\t1\t\t张三\t139\t李x\x7f四\t")
        values = app.screen.values()
        assert (values["applicants"], values["applicant_phones"]) == ("张三", "139")
        assert values["respondents"] == "李四"
        assert (values["channel"], values["procedure"]) == ("entrusted", "ordinary")


async def test_enter_takes_from_the_list_of_all_that_was_typed(path):
    async with window(path) as (app, pilot):
        app.open_form("register")
        await settled(pilot)
        await burst(app, pilot, "\t\tkbs\r\t\tmjjd\r张三")
        values = app.screen.values()
        assert values["court"] == "鄂尔多斯市康巴什区人民法院"
        assert values["cause"] == "民间借贷纠纷"
        assert values["applicants"] == "张三"
