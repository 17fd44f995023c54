"""The liaison's page says only what the program understands."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from mediation.cli.arguments import parser

PAGE = Path(__file__).parents[2] / "docs" / "liaison.md"
COMMANDS = re.findall(r"`(mediation [^`]+)`", PAGE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_page_is_understood(command: str) -> None:
    parser().parse_args(shlex.split(command)[1:])


def test_the_page_shows_each_task() -> None:
    named = {command.split()[1] for command in COMMANDS}
    assert {"import", "report", "seal", "verify", "definitions", "member", "subsidy"} <= named
