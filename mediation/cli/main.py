"""The command line: reads the arguments, runs one command, turns every failure into an exit code."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from typing import NoReturn, cast

from mediation.cli.arguments import read_arguments
from mediation.cli.speech import say, tell_json
from mediation.errors import MediationError, file_trouble
from mediation.i18n import _

INTERRUPTED = 130
BUG = 70

_COMMANDS = {
    "": "mediation.cli.screens",
    "init": "mediation.cli.create",
    "import": "mediation.cli.import_ledger",
    "report": "mediation.cli.report",
    "template": "mediation.cli.template",
    "list": "mediation.cli.listing",
    "cases": "mediation.cli.cases",
    "cross": "mediation.cli.cross",
    "definitions": "mediation.cli.definitions",
    "settings": "mediation.cli.preferences",
    "funnel": "mediation.cli.funnel",
    "seal": "mediation.cli.seal",
    "unseal": "mediation.cli.seal",
    "verify": "mediation.cli.seal",
    "show": "mediation.cli.show",
    "agreement": "mediation.cli.agreement",
    "conflicts": "mediation.cli.conflicts",
    "member": "mediation.cli.member",
    "duty": "mediation.cli.duty",
    "subsidy": "mediation.cli.subsidy",
    "demo": "mediation.cli.demo",
    "serve": "mediation.cli.serve",
    "due": "mediation.cli.due",
    "holidays": "mediation.cli.holidays",
    "limit": "mediation.cli.limit",
    "causes": "mediation.cli.finding",
    "courts": "mediation.cli.finding",
    "read-referral": "mediation.cli.read_referral",
    "reconcile": "mediation.cli.reconcile",
    "backup": "mediation.cli.keep",
    "backups": "mediation.cli.keep",
    "restore": "mediation.cli.keep",
    "doctor": "mediation.cli.keep",
    "encrypt": "mediation.cli.encrypting",
    "passphrase": "mediation.cli.encrypting",
    "decrypt": "mediation.cli.encrypting",
    "audit": "mediation.cli.audit",
    "person": "mediation.cli.person",
    "bundle": "mediation.cli.exchange",
    "about": "mediation.cli.about",
}


def run() -> NoReturn:
    """Run the program on the process's arguments and leave with its exit code."""
    os.umask(0o077)
    _leave_no_memory()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    if sys.stdin is not None and hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="surrogateescape")  # told of where it is read, never a crash
    sys.excepthook = _unforeseen
    sys.unraisablehook = note_unraisable
    code = main(sys.argv[1:])
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        _leave_quietly()
    sys.exit(code)


def _leave_no_memory() -> None:
    """Let a crash write no image of the memory, in which people and keys stand, beside the files."""
    with suppress(ImportError, OSError, ValueError):  # Windows keeps none in the folder
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(argv: Sequence[str]) -> int:
    """Run one command and answer its exit code; raises nothing but SystemExit from ``--help``."""
    arguments = Namespace()
    try:
        arguments = read_arguments(argv)
        return _command(arguments.command or "")(arguments)
    except MediationError as error:
        return _refused(error.message, error.exit_code, arguments)
    except BrokenPipeError:
        _leave_quietly()
        return 0
    except KeyboardInterrupt:
        say(_("已中断。"))
        return INTERRUPTED
    except OSError as error:
        trouble = file_trouble(error)
        return _refused(trouble.message, trouble.exit_code, arguments)
    except MemoryError:
        return _refused(_("内存不足,没有做完;请关闭别的程序后再试。"), 1, arguments)
    except Exception as error:  # noqa: BLE001 -- the last door: a bug must not show a traceback
        return _bug(error)


def _command(name: str) -> Callable[[Namespace], int]:
    return cast("Callable[[Namespace], int]", import_module(_COMMANDS[name]).run)


def _refused(message: str, code: int, arguments: Namespace) -> int:
    if getattr(arguments, "json", False) or getattr(arguments, "format", "") == "json":
        tell_json({"error": message})
    say(message)
    return code


def _bug(error: BaseException) -> int:
    from mediation.cli.faults import note_fault

    place = note_fault(error)
    if place is None:
        say(_("程序出错了(内部错误),没有做完。"))
    else:
        say(_("程序出错了(内部错误),没有做完。出错位置已记在 {place}").format(place=place))
    return BUG


def _unforeseen(kind: type[BaseException], error: BaseException, _trace: object) -> None:
    if issubclass(kind, KeyboardInterrupt):
        say(_("已中断。"))
        os._exit(INTERRUPTED)
    _bug(error)
    os._exit(BUG)


def note_unraisable(unraisable: sys.UnraisableHookArgs) -> None:
    """Note what Python would only print: a file that a library could not close after it was told so."""
    from mediation.cli.faults import note_fault

    if unraisable.exc_value is not None:
        note_fault(unraisable.exc_value)


def _leave_quietly() -> None:
    """The reader of our output is gone: point stdout away so that the exit flush says nothing."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        sys.stdout = None
