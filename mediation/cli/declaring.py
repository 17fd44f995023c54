"""How a command is declared: its name, usage, one line of what it does, and its examples."""

from __future__ import annotations

from argparse import SUPPRESS
from typing import Any

from mediation.cli.grammar import Parser
from mediation.i18n import LANGUAGES, _


def declare(
    commands: Any,
    name: str,
    usage: str,
    brief: str,
    description: str,
    *,
    database: bool = True,
    under: str = "",
) -> Parser:
    """Add a command to the grammar; ``description`` stands under its options.

    ``[...]`` in ``usage`` are the options; ``under`` is the command whose part it is, as in ``mediation subsidy freeze``.
    """
    called = f"mediation {under} {name}" if under else f"mediation {name}"
    command: Parser = commands.add_parser(
        name,
        help=brief,
        prog=called,
        usage=f"{called} {usage}".replace("[...]", _("[选项]")),
        description=brief + _("。"),
        epilog=description,
    )
    if database:
        add_database(command)
    add_language(command, SUPPRESS)
    return command


def add_database(command: Parser) -> None:
    """The option that names the database."""
    command.add_argument(
        "--db",
        metavar="PATH",
        default=SUPPRESS,
        help=_("数据库文件;不写时用环境变量 MEDIATION_DB,再无则用本机的数据文件夹"),
    )


def add_language(command: Parser, words: str) -> None:
    """The option that :mod:`mediation.cli.start` has obeyed already; ``words`` explain it."""
    command.add_argument("--lang", choices=LANGUAGES, metavar="zh|en", default=SUPPRESS, help=words)


def add_filters(command: Parser) -> None:
    """The options that narrow what is counted or listed."""
    command.add_argument("--court", metavar="NAME", help=_("只算一个法院(全称、简称或代码)"))
    command.add_argument("--mediator", metavar="NAME", help=_("只算一名调解员(名册上的姓名)"))
    command.add_argument("--cause", metavar="NAME", help=_("只算一个案由"))
    command.add_argument("--channel", metavar="NAME", help=_("只算一种来源,如 委托"))


def add_definition(command: Parser) -> None:
    """The option that chooses a definition for one run."""
    command.add_argument(
        "--definition",
        metavar="KEY=VERSION",
        action="append",
        default=[],
        help=_("这一次用哪个口径,如 success_rate=V2,可写多次;有哪些见 mediation definitions"),
    )
