"""Where a passphrase comes from: a file, one line of standard input, or the person at the terminal.

Never from an argument: those stand in the list of processes and in the shell's history.
"""

from __future__ import annotations

import getpass
import os
import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from mediation.errors import StoreLocked, StoreUnusable
from mediation.i18n import _
from mediation.typed_path import typed_path

VARIABLE = "MEDIATION_PASSPHRASE_FILE"
_TRIES = 3
_OTHERS = 0o077
_LARGEST = 10_000


def unlock(path: Path, arguments: Namespace) -> None:
    """Unlock an encrypted database; raises StoreLocked without the right passphrase."""
    from mediation import bootstrap

    if not bootstrap.is_locked(path):
        return
    given = _given(arguments, line=0)
    if given is not None:
        bootstrap.unlock(path, given)
    elif not _at_terminal():
        raise StoreLocked(
            _(
                "{path} 已加密,需要口令,而这里不是终端。"
                "请用环境变量 MEDIATION_PASSPHRASE_FILE 指明口令文件,或加 --passphrase-stdin。"
            ).format(path=path),
            path,
        )
    else:
        _ask_until_right(path)


def unlock_by_file(path: Path) -> None:
    """Unlock with the file that the environment names, if it names one; raises StoreLocked."""
    from mediation import bootstrap

    if os.environ.get(VARIABLE) and bootstrap.is_locked(path):
        bootstrap.unlock(path, _line_of_file(0))


def new_passphrase(arguments: Namespace, *, line: int = 0) -> str:
    """A new passphrase, typed twice at a terminal; ``line`` says which of those in a file it is.

    Raises StoreUnusable for one too easy, for two that differ, where nobody can be asked, and before
    anybody is where the library that encrypts is missing.
    """
    from mediation import bootstrap

    bootstrap.refuse_without_cipher()
    given = _given(arguments, line=line)
    typed = given
    if given is None:
        if not _at_terminal():
            raise StoreUnusable(
                _(
                    "没有给出口令:请在终端里运行,或用环境变量 MEDIATION_PASSPHRASE_FILE 指明口令文件,"
                    "或加 --passphrase-stdin。"
                )
            )
        typed = _asked(_("新的口令(忘了就再也打不开):"))
    easy = bootstrap.why_easy(typed or "")
    if easy:
        raise StoreUnusable(easy)
    if given is None and _asked(_("再输一次:")) != typed:
        raise StoreUnusable(_("两次输入的口令不同,什么都没有改动。"))
    return typed or ""


def _ask_until_right(path: Path) -> None:
    from mediation import bootstrap
    from mediation.cli.speech import one_line, say

    for left in reversed(range(_TRIES)):
        try:
            return bootstrap.unlock(
                path, _asked(_("{name} 的口令:").format(name=one_line(path.name)))
            )
        except StoreLocked as error:
            if not left:
                raise
            say(error.message)
    return None


def _given(arguments: Namespace, *, line: int) -> str | None:
    """The next line of standard input, or that line of the file; ``None`` when neither was named."""
    if arguments.passphrase_stdin:
        return legible(sys.stdin.readline, _("标准输入")).rstrip("\r\n")
    return _line_of_file(line) if os.environ.get(VARIABLE) else None


def _line_of_file(number: int) -> str:
    file = typed_path(os.environ[VARIABLE])
    try:
        if os.name == "posix" and file.stat().st_mode & _OTHERS:
            raise StoreUnusable(
                _(
                    "口令文件 {file} 别的用户也能读,没有使用。请改为只有本人可读写(chmod 600)。"
                ).format(file=file)
            )
        with file.open(encoding="utf-8-sig") as text:
            lines = legible(lambda: text.read(_LARGEST), file).splitlines()
    except FileNotFoundError as error:
        raise StoreUnusable(
            _("找不到口令文件 {file}。请检查环境变量 MEDIATION_PASSPHRASE_FILE。").format(file=file)
        ) from error
    except OSError as error:
        raise StoreUnusable(
            _("读不了口令文件 {file}:{why}。").format(file=file, why=error.strerror)
        ) from error
    return lines[number] if number < len(lines) else ""


def legible(read: Callable[[], str], where: object) -> str:
    """What is read; raises StoreUnusable where its bytes are no text, for no other guess would do."""
    try:
        text = read()
        text.encode()
    except UnicodeError:
        raise StoreUnusable(
            _("{where}里的口令不是 UTF-8 编码的文字,没有使用。口令文件请另存为 UTF-8。").format(
                where=where
            )
        ) from None  # the error holds the passphrase
    return text


def _at_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _asked(prompt: str) -> str:
    try:
        return legible(lambda: getpass.getpass(prompt), _("终端"))
    except EOFError:
        raise KeyboardInterrupt from None
