"""The mediator's manual names only keys, labels, commands and pictures that are there."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from textual.binding import Binding

from mediation.cli.arguments import parser
from tui.forms.controls import Choice
from tui.forms.fields_screen import FieldsScreen
from tui.forms.form import FormScreen
from tui.forms.picking import Pick
from tui.forms.register import RegisterForm
from tui.keymap import ACTIONS, everywhere, key_name, of_room, room_name

FOLDER = Path(__file__).parents[2] / "docs" / "manual"
PAGES = sorted(FOLDER.glob("*.md"))
FORM, NEW_CASE, EVERYWHERE, COMMANDS = "表", "登记新案", "到处", "命令"
ROOMS = {room_name(room): room for action in ACTIONS for room in action.rooms}
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_KEY = re.compile(r"`([^`\n]+)`(?:\(([^)\n]+)\))?")


@dataclass(frozen=True)
class Task:
    """One section of the manual: its name, where it happens, its text."""

    page: str
    name: str
    places: tuple[str, ...]
    text: str

    def labels(self) -> dict[str, set[str]]:
        """By every key that works there, what it may be called."""
        found: dict[str, set[str]] = {}
        rooms = [ROOMS[place] for place in self.places if place in ROOMS]
        actions = [*everywhere(), *(action for room in rooms for action in of_room(room))]
        for action in actions:
            for key in action.keys:
                found.setdefault(key_name(key), set()).add(str(action.label))
        if {FORM, NEW_CASE} & set(self.places):
            _add(found, FieldsScreen, FormScreen, Choice, Pick)
        if NEW_CASE in self.places:
            _add(found, RegisterForm)
        return found


def _add(found: dict[str, set[str]], *classes: type) -> None:
    for each in classes:
        for binding in vars(each)["BINDINGS"]:
            assert isinstance(binding, Binding)
            for key in binding.key.split(","):
                found.setdefault(key_name(key), set()).add(binding.description)


def tasks() -> Iterator[Task]:
    """Every section of every page."""
    for page in PAGES:
        text = _FENCED.sub("", page.read_text(encoding="utf-8"))
        for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
            name, _end, body = section.partition("\n")
            where = re.search(r"^在哪里:(.+)$", body, re.MULTILINE)
            places = tuple(where[1].split("、")) if where else ()
            yield Task(page.name, name, places, body)


TASKS = list(tasks())


def spans() -> Iterator[tuple[Task, str, str]]:
    """Every key or command the manual names, and what it calls it."""
    for task in TASKS:
        for span, label in _KEY.findall(task.text):
            yield task, span, label


@pytest.mark.parametrize("task", TASKS, ids=lambda task: f"{task.page}:{task.name}")
def test_each_task_says_where_and_names_only_keys_that_work_there(task: Task) -> None:
    assert set(task.places) - set(ROOMS) <= {FORM, NEW_CASE, EVERYWHERE, COMMANDS}
    assert task.places, "no 在哪里"
    works = task.labels()
    for span, label in _KEY.findall(task.text):
        if span.startswith("mediation"):
            continue
        assert span in works, f"{span} does nothing in {task.places}"
        assert not label or label in works[span], f"{span} is {works[span]}, not {label}"


@pytest.mark.parametrize(
    "command", sorted({span for _task, span, _label in spans() if span.startswith("mediation")})
)
def test_every_command_is_understood(command: str) -> None:
    parser().parse_args(shlex.split(command)[1:])


def test_every_picture_and_page_named_is_there_and_none_is_heavy() -> None:
    weight = 0
    for page in PAGES:
        for name in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            file = page.parent / name
            assert file.exists(), f"{page.name}: {name}"
    for picture in (FOLDER.parent / "pictures" / "manual").glob("*"):
        assert picture.stat().st_size < 150_000, picture.name
        weight += picture.stat().st_size
    assert weight < 3_000_000


def test_every_picture_of_the_manual_is_shown() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    for picture in (FOLDER.parent / "pictures" / "manual").glob("*"):
        assert picture.name in text, picture.name
