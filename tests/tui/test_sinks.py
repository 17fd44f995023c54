"""No widget takes a string as markup: the source is read for the places where it could."""

import ast
from pathlib import Path

import pytest

TUI = Path(__file__).parents[2] / "tui"
SOURCES = sorted(TUI.rglob("*.py"))
MARKUP_BY_DEFAULT = {"Static", "Label", "notify"}
NEVER = {
    "Button",
    "Checkbox",
    "RadioButton",
    "OptionList",
    "Select",
    "SelectionList",
    "DataTable",
    "Tree",
    "TabPane",
    "Collapsible",
    "Markdown",
}
TITLES = {"border_title", "border_subtitle", "tooltip"}


def name_of(call):
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def calls(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def says_no_markup(call):
    return any(
        word.arg == "markup" and getattr(word.value, "value", None) is False
        for word in call.keywords
    )


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(TUI)))
def test_widgets_that_read_markup_are_told_not_to(path):
    for call in calls(path):
        if name_of(call) in MARKUP_BY_DEFAULT:
            assert says_no_markup(call), f"{path.name}:{call.lineno}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(TUI)))
def test_widgets_that_cannot_be_told_are_not_used(path):
    for call in calls(path):
        assert name_of(call) not in NEVER, f"{path.name}:{call.lineno}"
        assert name_of(call) not in ("from_markup", "print"), f"{path.name}:{call.lineno}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(TUI)))
def test_titles_that_read_markup_are_not_set(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                assert getattr(target, "attr", "") not in TITLES, f"{path.name}:{node.lineno}"


def test_a_widget_that_reads_markup_would_be_noticed():
    call = ast.parse("Static(name)").body[0].value
    assert name_of(call) in MARKUP_BY_DEFAULT
    assert not says_no_markup(call)
