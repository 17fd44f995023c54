"""Names that look like markup or terminal codes are names: shown whole, obeyed never."""

import re

import pytest

from mediation.cases.case import Case, Party, Session
from mediation.cases.terms import Side
from mediation.identity import new_id
from mediation.registry.mediators import Mediator
from tests.tui.made_window import TODAY, office_at, press, screen_text, settled, window
from tui.text import clean, cut

HOSTILE = {
    "closing tag": "[/red]",
    "open bracket": "甲[",
    "style": "[bold red]张三[/bold red]",
    "action": "[@click=app.quit]点我[/]",
    "link": "[link=http://x.example]法院[/link]",
    "index": "[0] 张三",
    "backslash": "\\[b]甲\\",
    "colour code": "\x1b[31m红",
    "title": "\x1b]0;题\x07名",
    "clipboard": "\x1b]52;c;eHh4\x07名",
    "C1": "甲\x9b31m\x85乙",
    "right to left": "甲\u202e乙\u2066丙\u200f",
    "zero width": "零\u200b\u200d宽\ufeff",
    "combining": "e\u0301\u0301\u0301\u0301甲",
    "rare": "𠮷𪚥㐂",
    "emoji": "👨\u200d👩\u200d👧甲",
    "mongolian": "ᠮᠣᠩᠭᠣᠯ",
    "tab and break": "甲\t乙\n丙",
    "null": "甲\x00乙",
    "percent and braces": "{name} %s ${x}",
}
LONG = "很长的名字" * 4_000
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@pytest.fixture
def path(tmp_path):
    """One case for each name, as a file of an older or foreign program may hold them."""
    place = tmp_path / "room.db"
    office = office_at(place)
    with office.store.writing("tester") as writing:
        for at, name in enumerate([*HOSTILE.values(), LONG]):
            case = Case(
                id=new_id(),
                number=f"H-{at:02}",
                parties=(Party(side=Side.APPLICANT, name=name),),
                cause_name=name[:40],
                remark=name,
                referred_on=TODAY,
            )
            writing.add_case(case)
            writing.add_session(
                Session(id=new_id(), case=case.id, held_on=TODAY, place=name[:40], summary=name)
            )
    return place


def squeezed(text):
    return re.sub(r"\s+", "", text)


def assert_clean(pilot):
    text = screen_text(pilot).replace("\n", "")
    assert not CONTROL.search(text)


@pytest.mark.parametrize("first", ["cases", "home"])
async def test_lists_show_every_name_literally_and_send_no_control_byte(path, first):
    async with window(path, (160, 60), first=first) as (_app, pilot):
        text = squeezed(screen_text(pilot))
        assert_clean(pilot)
        heads = [squeezed(cut(name, 12).removesuffix("..")) for name in HOSTILE.values()]
        shown = [head for head in heads if head in text]
        assert len(shown) >= (len(HOSTILE) if first == "cases" else 10)


async def test_the_case_beside_the_list_and_the_case_itself_show_it_too(path):
    async with window(path, (140, 60), first="cases") as (app, pilot):
        keys = app.screen.table.row_count
        for _ in range(keys):
            await press(pilot, "down")
        await pilot.pause(0.2)
        await settled(pilot)
        assert_clean(pilot)
        for at, name in enumerate(HOSTILE.values()):
            case = app.office.cases.find(f"H-{at:02}")
            app.open_case(case)
            await settled(pilot)
            assert squeezed(clean(name)) in squeezed(screen_text(pilot))
            assert_clean(pilot)
            await press(pilot, "escape")


async def test_a_name_too_long_for_any_screen_is_cut_in_the_list_and_counted_in_the_case(path):
    async with window(path, first="cases") as (app, pilot):
        assert "很长的名字" in screen_text(pilot)
        app.open_case(app.office.cases.find(f"H-{len(HOSTILE):02}"))
        await settled(pilot)
        assert "很长的名字" in screen_text(pilot)


async def test_toasts_and_headings_take_brackets_as_brackets(path):
    async with window(path, first="cases") as (app, pilot):
        for name in HOSTILE.values():
            app.say(name)
            app.screen.say_heading(name, name)
            await pilot.pause()
            assert clean(name).strip()[:3].strip() in screen_text(pilot)
            assert_clean(pilot)


async def test_finding_by_brackets_finds_them(path):
    async with window(path, first="cases") as (app, pilot):
        await press(pilot, "slash")
        app.screen.query_one("#find").value = "[bold"
        await pilot.pause(0.2)
        await settled(pilot)
        assert "[bold red" in screen_text(pilot)
        assert "(1)" in screen_text(pilot)


WORST = [
    list(HOSTILE).index(each) for each in ("closing tag", "open bracket", "action", "clipboard")
]
SCREENS_OF_A_CASE = {
    "why": "i",
    "agreement": "a",
    "exit check": "x",
    "history": "v",
    "people": "d",
    "papers": "m",
    "tags": "k",
    "transcript": "o",
}


@pytest.mark.parametrize("key", SCREENS_OF_A_CASE.values(), ids=SCREENS_OF_A_CASE)
async def test_every_screen_of_a_case_shows_such_a_name_and_sends_no_control_byte(path, key):
    async with window(path, (140, 60), first="cases") as (app, pilot):
        for at in WORST:
            name = list(HOSTILE.values())[at]
            app.open_case(app.office.cases.find(f"H-{at:02}"))
            await settled(pilot)
            await press(pilot, key)
            assert_clean(pilot)
            assert app.return_code is None
            if key in "ad":
                assert squeezed(clean(name))[:8] in squeezed(screen_text(pilot))
            await press(pilot, "escape", "escape")


@pytest.mark.parametrize("form", ["correct", "session", "close", "step", "log", "clause", "party"])
async def test_forms_about_such_a_name_send_no_control_byte(path, form):
    async with window(path, (120, 60), first="cases") as (app, pilot):
        for at in WORST:
            app.open_form(form, case=app.office.cases.find(f"H-{at:02}"))
            await settled(pilot)
            assert_clean(pilot)
            assert app.return_code is None
            await press(pilot, "escape")


@pytest.mark.parametrize("keys", [("w",), ("D",), ("V",), ("v",), ("delete",), ("u",)], ids=str)
async def test_rooms_and_dialogs_of_the_list_send_no_control_byte(path, keys):
    office = office_at(path)
    for at in range(len(HOSTILE)):
        case = office.cases.find(f"H-{at:02}")
        if at % 2:
            office.bin.put([(case, office.cases.open(case).case.version)], why="[/b]重复[")
    office.close()
    async with window(path, (140, 60), first="cases") as (app, pilot):
        await press(pilot, *keys)
        assert_clean(pilot)
        assert app.return_code is None


async def test_funnel_definitions_member_and_pay_take_such_names(path):
    office = office_at(path)
    for name in HOSTILE.values():
        with office.store.writing("tester") as writing:
            writing.add_mediator(Mediator(id=new_id(), name=name, level="市"))
    office.close()
    async with window(path, (140, 60), first="month") as (app, pilot):
        for key in "gdw":
            await press(pilot, key)
            assert_clean(pilot)
            await press(pilot, "escape")
        await press(pilot, "4")
        for _row in WORST:
            for key in "mp":
                await press(pilot, key)
                assert_clean(pilot)
                await press(pilot, "escape")
            await press(pilot, "down")
        assert app.return_code is None
