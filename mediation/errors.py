"""Errors whose text is fit for the user, each with the exit code that scripts rely on."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from mediation.i18n import _


class MediationError(Exception):
    """A foreseen failure: ``message`` says in the user's language what is wrong and what to do."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class RuleViolation(MediationError):
    """A rule of the work refuses the change; ``field`` names the form field it belongs to."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class FileRefused(MediationError):
    """A file given by the user cannot be read as what it should be; nothing of it was used."""


class NotFound(MediationError):
    """What was asked for is not in the store."""

    exit_code = 3


class Conflict(MediationError):
    """Somebody else saved first: ``mine`` and ``theirs`` hold the differing fields, ours and saved."""

    exit_code = 4

    def __init__(self, message: str, *, mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> None:
        super().__init__(message)
        self.mine = mine
        self.theirs = theirs


class StoreUnusable(MediationError):
    """The database is missing, foreign, damaged, newer than the program, locked or full."""

    exit_code = 5


class StoreLocked(StoreUnusable):
    """The database at ``path`` is encrypted, and its passphrase was not given or is wrong."""

    def __init__(self, message: str, path: Path) -> None:
        super().__init__(message)
        self.path = path


class Unreadable(RuleViolation):
    """A value typed or imported that cannot be read; the message says why and what is accepted."""


def file_trouble(error: OSError) -> MediationError:
    """What the system said about a file or a folder, as a failure fit for the user."""
    kind: type[MediationError] = MediationError
    if isinstance(error, FileNotFoundError):
        text, kind = _("找不到文件或文件夹:{path}"), NotFound
    elif isinstance(error, PermissionError):
        text = _("没有权限读写:{path}")
    else:
        text = _("读写出错:{path}({reason})")
    return kind(text.format(path=error.filename or "-", reason=reason_of(error)))


def reason_of(error: OSError) -> str:
    """Why the system refused, in the user's words; in its own where they are rare."""
    words = {
        errno.ENOSPC: _("磁盘已满"),
        errno.EACCES: _("没有权限"),
        errno.EPERM: _("没有权限"),
        errno.EROFS: _("磁盘是只读的"),
        errno.ENOENT: _("找不到文件或文件夹"),
        errno.ENOTDIR: _("路径中间有一段不是文件夹"),
        errno.EISDIR: _("是文件夹,不是文件"),
        errno.EIO: _("磁盘读写出错"),
        errno.ENAMETOOLONG: _("名称太长"),
    }
    return words.get(error.errno or 0) or error.strerror or type(error).__name__
