"""Markup, escapes and invisible characters pasted into every field: shown literally, kept clean."""

from __future__ import annotations

import unicodedata

import pytest
from textual.events import Paste

from mediation.cases.plain import clean_line
from mediation.store import CaseQuery
from tests.tui.made_window import kept_case, office_at, press, said, screen_text, settled, window
from tui.forms.controls import Choice
from tui.forms.field import Kind

HOSTILE = (
    "[/red]",
    "[bold red]张三[/bold red]",
    "[@click=app.quit]点我[/]",
    "[",
    "]]>[[",
    "\\[b]",
    "\x1b[31m红\x1b[0m",
    "\x1b]0;标题\x07",
    "\x9b31m",
    "\x1b]52;c;aGk=\x07",
    "甲\u202e乙\u2066丙",
    "零\u200b宽\ufeff",
    "\x00\x01\x7f",
    "一\r\n二\n三",
    "=1+1",
    "'; DROP TABLE cases; --",
    "👨‍👩‍👧𠮷㐀",
    "ᠮᠣᠩᠭᠣᠯ",
    "e\u0301\u0301\u0301",
    "$(reboot)",
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "room.db"


def is_clean(text):
    return all(
        character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cs")
        for character in text
    ) and not any(character in "\u202e\u2066\u200b\ufeff" for character in text)


async def paste(app, pilot, text):
    app.post_message(Paste(text))
    await settled(pilot)


@pytest.mark.parametrize("name", ["register", "close", "session", "correct", "mediator"])
async def test_no_field_is_hurt_by_what_is_pasted_into_it(path, name):
    office = office_at(path)
    case = kept_case(office)
    office.close()
    values = {} if name in ("register", "mediator") else {"case": case.id}
    async with window(path, (100, 30)) as (app, pilot):
        app.open_form(name, **values)
        await settled(pilot)
        form = app.screen
        for row in form.rows():
            if isinstance(row.control, Choice) or row.has_class("-away"):
                continue
            row.text = ""
            row.take_focus()
            await pilot.pause()
            await paste(app, pilot, "".join(HOSTILE))
            assert is_clean(row.text), row.field.name
            assert "点我" in row.text
            assert "\x1b" not in screen_text(pilot)
            await pilot.press("tab")
            row.text = ""
        await press(pilot, "ctrl+s")
        assert form.is_attached


async def test_names_and_notes_are_kept_as_they_are_shown(path):
    async with window(path, (100, 30)) as (app, pilot):
        app.open_form("register")
        await settled(pilot)
        form = app.screen
        form.row("applicants").take_focus()
        await paste(app, pilot, "、".join(f"名{text}" for text in HOSTILE))
        form.row("remark").take_focus()
        await paste(app, pilot, "".join(HOSTILE))
        names = form.reader().read(form.row("applicants").field, form.row("applicants").text)
        await press(pilot, "ctrl+s")
        assert not form.is_attached
        (row,) = app.office.cases.first_rows(CaseQuery(), 5)
        kept = app.office.cases.open(row.id).case
        assert tuple(party.name for party in kept.parties) == names
        assert {"名[/red]", "名[@click=app.quit]点我[/]", "名[", "名=1+1"} <= set(names)
        assert all(name == clean_line(name) for name in names)
        assert is_clean(kept.remark)
        app.open_form("correct", case=kept.id)
        await settled(pilot)
        assert "名[/red]、名[bold red]张三[/bold red]" in screen_text(pilot)
        assert "\x1b" not in screen_text(pilot)


async def test_hostile_text_in_a_draft_offer_is_literal(path):
    office = office_at(path)
    values = {"applicants": "[/red]\x1b[31m\u202e", "remark": "[@click=app.quit]"}
    office.drafts.keep("register", "[/b]", values)
    office.close()
    async with window(path) as (app, pilot):
        app.open_form("register")
        await settled(pilot)
        assert "[/red][31m" in screen_text(pilot)
        await press(pilot, "enter")
        assert app.screen.row("applicants").text == "[/red][31m"


async def test_typing_on_while_a_draft_is_offered_loses_neither_the_draft_nor_a_word_unsaid(path):
    office = office_at(path)
    office.drafts.keep("register", "新案", {"applicants": "张秀英"})
    office.close()
    async with window(path) as (app, pilot):
        app.open_form("register")
        await settled(pilot)
        await press(pilot, "d")
        await paste(app, pilot, "原告李四诉王五民间借贷纠纷一案")
        assert "粘贴的内容已记下:回答以后放进表里" in said(pilot)[-1]
        await press(pilot, "enter")
        assert app.screen.row("applicants").text == "张秀英"


def test_every_kind_of_field_is_pasted_into():
    from tui.forms.catalogue import FORMS

    kinds = {field.kind for form in FORMS.values() for field in form.fields}
    assert kinds == set(Kind)
