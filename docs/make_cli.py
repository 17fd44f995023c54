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
        command = top.command(name)
        parts.append(_block(f"mediation {name} --help", command.format_help()))
        for part in command.parts():
            parts.append(_block(f"{part.prog} --help", part.format_help(), level=3))
    return "\n".join(parts)


def _block(title: str, text: str, *, level: int = 2) -> str:
    return f"{'#' * level} {title}\n\n```text\n{text.rstrip()}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
