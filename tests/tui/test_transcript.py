"""A case typed into another system: copied line by line, ticked, and told when it changed since."""

from __future__ import annotations

import pytest

from mediation.cases.transcript import DEFAULT_ORDER, Standing, emptied, transcript_of
from tests.tui.made_window import kept_case, kept_mediator, office_at, press, screen_text, window


@pytest.fixture
def path(tmp_path):
    return tmp_path / "room.db"


@pytest.fixture
def case(path):
    office = office_at(path)
    mediator = kept_mediator(office)
    case = kept_case(office, court_number="（2026）内0603民初1288号", claimed=8_650_000)
    case = office.cases.correct(case.id, case.version, {"mediator": mediator.id}, why="补录")
    office.close()
    return case


async def to_the_sheet(pilot):
    await press(pilot, "2", "enter", "o")


async def test_the_sheet_lists_what_there_is_to_type_in_the_other_systems_order(path, case):
    async with window(path, first="cases") as (_app, pilot):
        await to_the_sheet(pilot)
        text = screen_text(pilot)
        places = [text.index(words) for words in ("承办法院", "86500.00", "张秀英", "乌兰图雅")]
        assert places == sorted(places)
        assert "已录 0 /" in text


async def test_one_key_copies_and_one_ticks_and_goes_on(path, case):
    async with window(path, first="cases") as (app, pilot):
        await to_the_sheet(pilot)
        await press(pilot, "enter")
        first = app.clipboard
        await press(pilot, "space", "c")
        assert first
        assert app.clipboard not in ("", first)
        assert "[x]" in screen_text(pilot)
        assert "已录 1 /" in screen_text(pilot)


async def test_a_tick_is_taken_back_by_the_same_key(path, case):
    async with window(path, first="cases") as (_app, pilot):
        await to_the_sheet(pilot)
        await press(pilot, "space", "up", "space")
        assert "[x]" not in screen_text(pilot)


async def test_what_changed_since_it_was_typed_is_marked_in_words(path, case):
    office = office_at(path)
    sheet = office.transcribing.sheet(case.id)
    for each in sheet.lines:
        office.transcribing.tick(case.id, each.line, typed=True)
    fresh = office.cases.open(case.id).case
    office.cases.correct(case.id, fresh.version, {"claimed": 9_000_000}, why="算错")
    office.close()
    async with window(path, first="cases") as (_app, pilot):
        await to_the_sheet(pilot)
        (line,) = [line for line in screen_text(pilot).splitlines() if "[!]" in line]
        assert "90000.00" in line
        assert "录后改动" in line


def test_the_order_can_be_that_of_any_other_form(path, case):
    office = office_at(path)
    office.put_setting("transcript.order", "claimed, unknown ,court_number")
    keys = [each.line.key for each in office.transcribing.sheet(case.id).lines]
    assert keys == ["claimed", "court_number"]
    office.close()


def test_empty_fields_are_no_lines(case):
    lines = transcript_of(case, [], DEFAULT_ORDER)
    assert all(line.text for line in lines)
    assert "confirmation_number" not in {line.key for line in lines}


async def test_the_sheet_shows_numbers_whole_and_the_look_is_noted(path, case):
    async with window(path, first="cases") as (_app, pilot):
        await to_the_sheet(pilot)
    office = office_at(path)
    with office.store.reading() as reading:
        looks = [each for each in reading.audit.entries() if each.action == "look"]
    office.close()
    assert len(looks) == 1


def line_of(sheet, key):
    return next(each for each in sheet.lines if each.line.key == key)


def test_a_tick_is_of_the_words_that_were_shown(path, case):
    office = office_at(path)
    shown = line_of(office.transcribing.sheet(case.id), "claimed")
    fresh = office.cases.open(case.id).case
    office.cases.correct(case.id, fresh.version, {"claimed": 9_000_000}, why="算错")
    sheet = office.transcribing.tick(case.id, shown.line, typed=True)
    assert line_of(sheet, "claimed").standing is Standing.CHANGED
    office.close()


async def test_what_was_typed_and_then_cleared_is_to_be_cleared_over_there(path, case):
    office = office_at(path)
    for each in office.transcribing.sheet(case.id).lines:
        office.transcribing.tick(case.id, each.line, typed=True)
    fresh = office.cases.open(case.id).case
    office.cases.correct(
        case.id, fresh.version, {"claimed": None, "parties": fresh.parties[:1]}, why="撤回"
    )
    office.close()
    async with window(path, first="cases") as (_app, pilot):
        await to_the_sheet(pilot)
        cleared = [line for line in screen_text(pilot).splitlines() if "录后删去了" in line]
        assert len(cleared) >= 2
        assert any("标的额" in line for line in cleared)
        await press(pilot, "end", "space")
        left = [line for line in screen_text(pilot).splitlines() if "录后删去了" in line]
        assert len(left) == len(cleared) - 1


def test_every_key_that_can_be_ticked_has_a_name_when_its_text_is_gone():
    keys = ["claimed", "mediator", "respondent.2.phone", "third.1.agent.1.phone"]
    named = [line.label for line in emptied(keys, [])]
    assert named == ["标的额(元)", "调解员", "被申请人2 电话", "第三人1 代理人电话"]
