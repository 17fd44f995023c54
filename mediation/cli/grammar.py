"""argparse with Chinese words, columns counted in screen cells, and the same help on every Python."""

from __future__ import annotations

import re
from argparse import SUPPRESS, Action, ArgumentParser, HelpFormatter
from collections.abc import Callable, Iterable
from typing import Any, cast
from unicodedata import east_asian_width

from mediation.errors import MediationError
from mediation.i18n import _

_HELP_AT = 26
_WIDTH = 80


class UsageError(MediationError):
    """The command line itself is wrong."""

    exit_code = 2


def cells(text: str) -> int:
    """How many columns the text takes on a terminal."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


class Help(HelpFormatter):
    """Help in two columns; descriptions and epilogs keep their own lines."""

    def __init__(self, prog: str, **_ignored: Any) -> None:
        super().__init__(prog, max_help_position=_HELP_AT, width=_WIDTH)

    def _fill_text(self, text: str, _width: int, indent: str) -> str:
        return "\n".join(indent + line for line in text.splitlines())

    def add_usage(
        self, usage: str | None, actions: Iterable[Action], groups: Any, prefix: str | None = None
    ) -> None:
        super().add_usage(usage, actions, groups, _("用法:") if prefix is None else prefix)

    def _format_action(self, action: Action) -> str:
        if action.nargs == "A...":  # the list of commands: no line of its own
            return "".join(map(self._format_action, self._iter_indented_subactions(action)))
        left = "  " + self._format_action_invocation(action)
        lines = list(_wrapped(action.help or "", _WIDTH - _HELP_AT))
        if cells(left) > _HELP_AT - 2:
            lines.insert(0, "")
        first = left + " " * max(0, _HELP_AT - cells(left)) + (lines[0] if lines else "")
        rest = (" " * _HELP_AT + line for line in lines[1:])
        return "\n".join([first.rstrip(), *rest]) + "\n"

    def _format_action_invocation(self, action: Action) -> str:
        if not action.option_strings:
            return str(action.metavar or action.dest)
        names = ", ".join(action.option_strings)
        return names if action.nargs == 0 else f"{names} {action.metavar or action.dest.upper()}"


def _wrapped(text: str, width: int) -> Iterable[str]:
    line = ""
    for piece in re.findall(r"[!-~]+|.", text):
        if cells(line + piece) > width:
            yield line.rstrip()
            line = piece.lstrip()
        else:
            line += piece
    if line:
        yield line.rstrip()


class Parser(ArgumentParser):
    """A parser that raises :class:`UsageError` with a Chinese sentence instead of leaving.

    ``more`` gives lines under the epilog that are costly to find: it is called for the help alone.
    """

    more: Callable[[], str] | None = None

    def __init__(self, **settings: Any) -> None:
        super().__init__(formatter_class=Help, allow_abbrev=False, add_help=False, **settings)
        self.color = False
        self._positionals.title = _("参数")
        self._optionals.title = _("选项")
        self.add_argument("-h", "--help", action="help", default=SUPPRESS, help=_("显示这份说明"))

    def format_help(self) -> str:
        """The help, with the costly lines."""
        if self.more is None:
            return super().format_help()
        return f"{super().format_help().rstrip()}\n\n{self.more()}\n"

    def command(self, name: str) -> Parser:
        """The parser of one subcommand; raises KeyError."""
        for action in self._actions:
            if isinstance(action.choices, dict):
                return cast("Parser", action.choices[name])
        raise KeyError(name)

    def parts(self) -> list[Parser]:
        """The parsers of all subcommands, in their order."""
        found = (each.choices for each in self._actions if isinstance(each.choices, dict))
        return [cast("Parser", part) for choices in found for part in choices.values()]

    def error(self, message: str) -> Any:
        """Refuse the command line."""
        raise UsageError(
            _("{reason}\n{usage}\n详细说明:{prog} --help").format(
                reason=_in_chinese(message), usage=self.format_usage().rstrip(), prog=self.prog
            )
        )


_REASONS = (
    (r"the following arguments are required: (.+)", _("缺少参数:{0}")),
    (r"unrecognized arguments: (.+)", _("不认识的参数:{0}")),
    (r"argument (.+?): expected (?:one|at least one) argument", _("参数 {0} 后面要跟一个值")),
    (
        r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)",
        _("参数 {0} 不能是 {1},可用:{2}"),
    ),
    (r"argument (.+?): invalid .+? value: (.+)", _("参数 {0} 的值 {1} 不对")),
    (r"argument (.+?): not allowed with argument (.+)", _("参数 {0} 不能与 {1} 同用")),
    (r"argument (.+?): ignored explicit argument (.+)", _("参数 {0} 不带值,而给了 {1}")),
)


def _in_chinese(message: str) -> str:
    for pattern, sentence in _REASONS:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return sentence.format(*found.groups())
    return message
