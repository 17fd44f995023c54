"""Writes docs/cli.md from the program's own help: ``python docs/make_cli.py``."""

from __future__ import annotations

from pathlib import Path

from mediation.cli.arguments import COMMANDS, parser

PAGE = Path(__file__).with_name("cli.md")


def page() -> str:
    """The page: every command's help as the program prints it."""
    top = parser()
    parts = ["# 命令 / Commands\n", _block("mediation --help", top.format_help())]
    for name in COMMANDS:
        parts.append(_block(f"mediation {name} --help", top.command(name).format_help()))
    return "\n".join(parts)


def _block(title: str, text: str) -> str:
    return f"## {title}\n\n```text\n{text.rstrip()}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
