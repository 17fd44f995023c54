"""How a command is declared: its name, usage, one line of what it does, and its examples."""

from __future__ import annotations

from argparse import SUPPRESS
from typing import Any

from mediation.cli.grammar import Parser
from mediation.i18n import _


def declare(
    commands: Any, name: str, usage: str, brief: str, description: str, *, database: bool = True
) -> Parser:
    """Add a command to the grammar; ``description`` stands under its options."""
    command: Parser = commands.add_parser(
        name,
        help=brief,
        prog=f"mediation {name}",
        usage=f"mediation {name} {usage}",
        description=brief + "。",
        epilog=description,
    )
    if database:
        add_database(command)
    return command


def add_database(command: Parser) -> None:
    """The option that names the database."""
    command.add_argument(
        "--db",
        metavar="PATH",
        default=SUPPRESS,
        help=_("数据库文件;不写时用环境变量 MEDIATION_DB,再无则用本机的数据文件夹"),
    )
