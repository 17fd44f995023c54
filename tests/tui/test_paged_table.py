"""The list of any length, on its own."""

from array import array
from dataclasses import dataclass

import pytest
from textual.app import App

from tui.widgets.columns import GAP, Column, fitted
from tui.widgets.paged_table import PagedTable


@dataclass(frozen=True)
class NumberRow:
    key: int


COLUMNS = [
    Column(key="number", heading="号", value=lambda row: f"n{row.key}", least=8, most=20, rank=1),
    Column(key="name", heading="名", value=lambda row: f"名{row.key}", least=10, most=30, rank=3),
    Column(
        key="sum",
        heading="额",
        value=lambda row: f"{row.key:,}",
        least=9,
        most=9,
        rank=2,
        number=True,
    ),
]


class TableApp(App):
    """A table over made-up rows; remembers what was asked for."""

    CSS = "PagedTable { height: 1fr; }"

    def __init__(self, count):
        super().__init__()
        self.asked = []
        self.keys = array("q", range(count))

    def compose(self):
        yield PagedTable(COLUMNS, self.fetch)

    def fetch(self, keys, take):
        self.asked.append(len(keys))
        self.call_later(take, [NumberRow(key) for key in keys])

    def on_mount(self):
        self.query_one(PagedTable).show_keys(self.keys)

    def lines(self):
        table = self.query_one(PagedTable)
        return [table.render_line(y).text.rstrip() for y in range(table.size.height)]


def test_a_narrow_list_keeps_the_important_columns_in_their_own_order():
    assert [(column.key, width) for column, width in fitted(COLUMNS, 8 + GAP + 9)] == [
        ("number", 8),
        ("sum", 9),
    ]


def test_the_most_important_column_is_there_however_narrow():
    assert [(column.key, width) for column, width in fitted(COLUMNS, 5)] == [("number", 5)]


@pytest.mark.parametrize("cells", range(31, 80))
def test_the_columns_never_take_more_than_there_is(cells):
    widths = [width for _column, width in fitted(COLUMNS, cells)]
    assert sum(widths) + GAP * (len(widths) - 1) <= cells


async def test_any_place_in_a_million_rows_shows_its_rows_and_reads_few():
    app = TableApp(1_000_000)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("end")
        await pilot.pause()
        assert "n999999" in app.lines()[-1]
        assert "999,999" in app.lines()[-1]
        await pilot.press("pageup", "home")
        await pilot.pause()
        assert "n0 " in app.lines()[1]
        assert sum(app.asked) < 1_500


async def test_the_cursor_stays_on_its_row_when_the_list_changes():
    app = TableApp(500)
    async with app.run_test(size=(60, 20)) as pilot:
        table = app.query_one(PagedTable)
        await pilot.press("pagedown", "down")
        key = table.key
        table.show_keys(array("q", range(499, -1, -1)))
        assert table.key == key
        table.show_keys(array("q", [1, 2, 3]))
        assert table.cursor == 2


async def test_a_mark_belongs_to_the_row_and_not_to_the_line():
    app = TableApp(300)
    async with app.run_test(size=(60, 20)) as pilot:
        table = app.query_one(PagedTable)
        await pilot.press("down")
        table.toggle_mark()
        await pilot.pause()
        assert app.lines()[2].startswith(" *n1 ")
        table.show_keys(array("q", range(299, -1, -1)))
        await pilot.press("end", "up")
        await pilot.pause()
        assert table.key == 1
        assert app.lines()[-2].startswith(">*n1 ")


async def test_the_heading_line_and_a_second_click_say_what_was_pressed():
    app = TableApp(30)
    pressed = []
    async with app.run_test(size=(60, 20), message_hook=pressed.append) as pilot:
        await pilot.click(PagedTable, offset=(4, 0))
        await pilot.click(PagedTable, offset=(4, 3))
        await pilot.click(PagedTable, offset=(4, 3))
        await pilot.pause()
        sent = {id(message): type(message).__name__ for message in pressed}
        assert list(sent.values()).count("HeadingPressed") == 1
        assert list(sent.values()).count("Opened") == 1


@pytest.mark.parametrize("size", [(1, 1), (2, 2), (5, 3), (20, 5)])
async def test_no_size_breaks_the_list(size):
    app = TableApp(100)
    async with app.run_test(size=size) as pilot:
        await pilot.press("down", "end", "right", "pageup")
        await pilot.pause()
        assert app.return_code in (None, 0)
