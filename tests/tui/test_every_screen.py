"""Every screen whole at 80x24 and 120x40 as it was last agreed; no size breaks one.

``UPDATE_SNAPSHOTS=1 pytest tests/tui/test_every_screen.py`` writes the pictures anew.
"""

import difflib
import os
import re
import shutil
import time
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from textual.widgets import Static

import tui.screens
from tests.tui.every_screen import FORMS, ROOMS, SCREENS, furnished, shown
from tests.tui.made_window import screen_text, settled
from tui.forms.catalogue import FORMS as CATALOGUE
from tui.screens.room import Room
from tui.text import cell_len
from tui.widgets.glance import Glance
from tui.widgets.lines import HeadingLine
from tui.widths import is_ambiguous

SIZES = [(80, 24), (120, 40)]
PICTURES = Path(__file__).parents[1] / "snapshots" / "screens"
PICTURED = (
    "home",
    "cases",
    "month",
    "roster",
    "totals",
    "case",
    "why",
    "agreement",
    "exit check",
    "funnel",
    "form register",
    "form close",
)
PASSING = re.compile(r"\b[0-9a-f]{8,}\b|\b\d{4}-\d\d-\d\d \d\d:\d\d(?=  (?:演示|tester)  )")
"""What differs from one making of the demonstration to the next: digests, moments of saving."""


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory):
    return furnished(tmp_path_factory.mktemp("demonstration"))


@pytest.fixture
def utc(monkeypatch):
    """The hours of drafts and saves are drawn as this machine's clock has them."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def path(demonstration, tmp_path, utc):
    return shutil.copy(demonstration, tmp_path / "demo.db")


def test_every_form_of_the_catalogue_is_among_the_screens():
    assert {"form " + name.replace("_", " ") for name in CATALOGUE} <= {*FORMS, "form sign for"}


def test_every_room_is_among_the_screens():
    def below(cls):
        for each in cls.__subclasses__():
            yield each
            yield from below(each)

    opened = {way.room for way in SCREENS.values()}
    for module in walk_packages(tui.screens.__path__, "tui.screens."):
        import_module(module.name)
    seldom = {
        "preview",
        "compare",
        "corrections",
        "dispute",
    }  # opened by their own tests, from what they need
    assert {each.room for each in below(Room)} - {""} <= opened | seldom


@pytest.mark.parametrize("name", SCREENS)
async def test_a_screen_is_whole_at_both_sizes_and_no_size_breaks_it(path, name):
    async with shown(path, name, SIZES[0]) as (app, pilot):
        before, focused = type(app.screen), app.focused
        for size in SIZES:
            await pilot.resize_terminal(*size)
            await settled(pilot)
            await glanced(app, pilot)
            assert_whole(app, pilot, name, size)
            assert_legible(app)
            assert_in_line(screen_text(pilot))
            if name in PICTURED:
                assert_as_agreed(screen_text(pilot), name, size)
        app.choose("theme", "day")
        await settled(pilot)
        assert_legible(app)
        for size in [(20, 5), (1, 1), (39, 9), (2, 30), (300, 3), SIZES[0]]:
            await pilot.resize_terminal(*size)
            await settled(pilot)
        assert type(app.screen) is before
        assert app.focused is focused
        assert app.return_code is None


async def glanced(app, pilot):
    """Until the case beside a list is there: it follows once the cursor has rested on a row."""
    for glance in app.screen.query(Glance):
        while glance.display and not str(glance.query_one(Static).content):
            await pilot.pause(0.02)
        await settled(pilot)


def assert_whole(app, pilot, name, size):
    lines = screen_text(pilot).splitlines()
    assert len(lines) <= size[1]
    assert all(cell_len(line) <= size[0] for line in lines)
    if name in ROOMS:
        assert " 帮助" in lines[-1]
        assert ".." not in app.screen.query_one(HeadingLine).render().plain.replace("正在", "")
    if name in FORMS:
        assert "Ctrl+S 保存" in lines[-1]
        assert "F1 帮助" in lines[-1]
        assert not lines[0].endswith("..")


def assert_legible(app):
    """Every pair of ink and ground on screen stands at least 4.5:1 apart."""
    strips = app.screen._compositor.render_strips()
    dull = {}
    for place in (child.region for child in app.screen.children if child.display):
        for strip in strips[place.y : place.bottom]:
            for text, style, _control in strip.crop(place.x, place.right):
                if text.strip() and style is not None and style.color and style.bgcolor:
                    ink, ground = (each.get_truecolor() for each in (style.color, style.bgcolor))
                    if contrast(ink, ground) < 4.5:
                        dull[ink.hex, ground.hex] = text
    assert not dull


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour):
    linear = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4
        for each in (value / 255 for value in colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


SENTENCE_SIGNS = set("“”‘’—…·×÷→←↑↓")
"""Kept in sentences and headings, where nothing stands behind them in a column; in wide terminals
they are counted as wide (see the setting ``ambiguous``)."""
BARS = set("▁▂▃▄▅▆▇█")
"""Kept as the last thing on their line: the thirteen months of the first room."""


def assert_in_line(text):
    for line in text.splitlines():
        signs = {each for each in line if is_ambiguous(each)} - SENTENCE_SIGNS
        assert signs <= BARS, line
        if signs:
            assert not line[max(line.rfind(each) for each in signs) + 1 :].strip(" ."), line


def assert_as_agreed(text, name, size):
    place = PICTURES / f"{name.replace(' ', '-')}.{size[0]}x{size[1]}.txt"
    text = PASSING.sub(lambda found: "#" * len(found[0]), text).rstrip() + "\n"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    agreed = place.read_text(encoding="utf-8").splitlines()
    changes = difflib.unified_diff(agreed, text.splitlines(), "agreed", "now", lineterm="", n=0)
    assert not (told := "\n".join(changes)), f"{place.name}\n{told}"
