"""One window at a time may write: an OS lock on a file beside the database, free again after a kill."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from mediation.errors import StoreUnusable
from mediation.i18n import _

_FAR = 1 << 30
"""Windows locks bytes, not files: one far behind the text, so that the text can be read."""


class Hold:
    """The right to write, held until :meth:`release` or the end of the program."""

    def __init__(self, handle: int) -> None:
        self._handle: int | None = handle

    def release(self) -> None:
        """Let others write. The file stays: removing it would race with whoever opens it."""
        if self._handle is not None:
            handle, self._handle = self._handle, None
            with suppress(OSError):
                os.ftruncate(handle, 0)
            os.close(handle)


def lock_file(path: Path) -> Path:
    """The file that is locked for a database."""
    return path.with_name(f".{path.name}.lock")


def take(path: Path, *, who: str, since: datetime) -> Hold | None:
    """The right to write, or ``None`` when another window has it or the folder cannot be written."""
    try:
        handle = os.open(
            lock_file(path), os.O_CREAT | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), 0o600
        )
    except OSError:
        return None
    if not _lock(handle):
        os.close(handle)
        return None
    note = json.dumps({"who": who, "since": since.isoformat(), "pid": os.getpid()})
    with suppress(OSError):
        os.ftruncate(handle, 0)
        os.pwrite(handle, note.encode(), 0) if hasattr(os, "pwrite") else os.write(
            handle, note.encode()
        )
    return Hold(handle)


@contextmanager
def alone(path: Path, *, who: str, since: datetime) -> Iterator[None]:
    """The right to write for a while; raises StoreUnusable when a window has the database open."""
    hold = take(path, who=who, since=since)
    if hold is None and lock_file(path).exists():
        raise StoreUnusable(
            _("{path} {taken}。请先关掉那个窗口,再做一次。").format(
                path=path, taken=taken_words(path)
            )
        )
    try:
        yield
    finally:
        if hold is not None:
            hold.release()


def why_not(path: Path) -> str:
    """Why there is no right to write, in words; empty when nothing speaks against writing."""
    if not path.exists():
        return ""
    if not os.access(path, os.W_OK):
        return _("文件 {name} 是只读的").format(name=path.name)
    if not os.access(path.parent, os.W_OK):
        return _("文件夹 {folder} 是只读的").format(folder=path.parent)
    return taken_words(path)


def taken_words(path: Path) -> str:
    """Who has the right to write, in words."""
    found = holder(path)
    if found is None:
        return _("正由另一个窗口使用")
    who, since = found
    return _("正由 {who} 的另一个窗口使用({since:%m-%d %H:%M} 起)").format(
        who=who, since=since.astimezone()
    )


def holder(path: Path) -> tuple[str, datetime] | None:
    """Who has the right to write and since when; ``None`` when nobody has it or it is not told."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        told: dict[str, Any] = json.loads(lock_file(path).read_text("utf-8"))
        return str(told["who"]), datetime.fromisoformat(told["since"])
    return None


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> bool:
        try:
            os.lseek(handle, _FAR, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        os.lseek(handle, 0, os.SEEK_SET)
        return True
else:
    import fcntl

    def _lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
