"""The pages on safety claim nothing that is not there: tests, commands, options, settings, figures."""

from __future__ import annotations

import re
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from db.cipher import LEAST, LEAST_DIFFERENT, SCRYPT
from mediation.cli.arguments import parser
from mediation.cli.passphrases import VARIABLE
from mediation.locking import FIRST_WAIT, FREE
from mediation.office.preferences import LOCK_MINUTES, SETTINGS, lock_minutes
from tests.canary.people import columns_of_people
from tests.threats.exports import EXPORTS
from tests.threats.full_office import free_columns

ROOT = Path(__file__).parents[2]
PAGES = ("encryption", "privacy", "reliability", "threats")
TEXTS = {page: (ROOT / "docs" / f"{page}.md").read_text("utf-8") for page in PAGES}
QUOTED = {page: re.findall(r"`([^`\n]+)`", text) for page, text in TEXTS.items()}


def commands(inside: ArgumentParser | None = None) -> Iterator[tuple[str, frozenset[str]]]:
    """Every command and group of the grammar, also those that are choices, with its options."""
    inside = inside or parser()
    options = frozenset(word for action in inside._actions for word in action.option_strings)
    yield inside.prog, options
    for action in inside._actions:
        if action.choices is not None and not action.option_strings:
            yield from ((f"{inside.prog} {word}", options) for word in action.choices)
    for part in inside.parts():  # type: ignore[attr-defined]
        yield from commands(part)


GRAMMAR = dict(commands())
KINDS = tuple({f"{key.partition('.')[0]}." for key in SETTINGS if "." in key})


@pytest.mark.parametrize("page", PAGES)
def test_every_test_that_a_page_names_is_there(page: str) -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TEXTS[page])
    assert len(named) >= 8
    for file, name in named:
        assert re.search(rf"def {name}\b", (ROOT / file).read_text("utf-8")), f"{file}::{name}"


@pytest.mark.parametrize("page", PAGES)
def test_every_command_and_option_that_a_page_names_is_there(page: str) -> None:
    for words in QUOTED[page]:
        if not re.match(r"mediation( [a-z]|\b$)", words):
            continue
        command, rest = "mediation", re.findall(r" ([a-z][a-z-]*)", words)
        while rest and any(each.startswith(f"{command} ") for each in GRAMMAR):
            command = f"{command} {rest.pop(0)}"
        assert command in GRAMMAR, words
        allowed = GRAMMAR[command] | GRAMMAR["mediation"]
        assert set(re.findall(r" (--[a-z-]+)", words)) <= allowed, words
    every = frozenset().union(*GRAMMAR.values())
    alone = {word for words in QUOTED[page] if (word := words.split()[0]).startswith("--")}
    assert alone - {"--no-index", "--find-links"} <= every


def test_every_setting_and_file_that_a_page_names_is_there() -> None:
    for words in (word for page in ("privacy", "encryption") for word in QUOTED[page]):
        named = [key for key in re.findall(r"[a-z_]+\.[a-z_]+", words) if key.startswith(KINDS)]
        assert set(named) <= set(SETTINGS), words
        if re.fullmatch(r"(mediation|db|tui)/[\w/]+\.py", words):
            assert (ROOT / words).is_file(), words


def test_the_figures_of_the_pages_are_those_of_the_program() -> None:
    assert lock_minutes({}) == 30
    assert f"没有按键三十分钟(`{LOCK_MINUTES}`" in TEXTS["privacy"]
    assert (5, timedelta(minutes=15)) == (FREE, FIRST_WAIT)
    assert "打错五次等十五分钟" in TEXTS["privacy"]
    assert SCRYPT == {"n": 2**17, "r": 8, "p": 1}
    assert "n=2¹⁷,r=8" in TEXTS["encryption"]
    assert f"至少 {LEAST} 个字符,其中至少 {LEAST_DIFFERENT} 个不同" in TEXTS["encryption"]
    assert f"`{VARIABLE}`" in TEXTS["encryption"]
    forms = sum(len(endings) for endings, _write in EXPORTS.values())
    figures = f"{len(EXPORTS)} 种导出、{forms} 个文件格式,{len(free_columns())} 个文字列"
    assert figures in TEXTS["threats"]
    assert f"{len(columns_of_people())} 个与人有关的列" in TEXTS["threats"]
