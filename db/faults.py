"""SQLite's faults as sentences for the user; values bound to a statement are never told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import exc

from db.cipher import errors
from mediation.errors import StoreUnusable
from mediation.i18n import _


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn the faults of a file into :class:`StoreUnusable`; a broken promise of ours passes on."""
    try:
        yield
    except exc.DBAPIError as error:
        fault = unusable(path, error.orig)
        if fault is None:
            raise
        raise fault from None
    except errors() as error:
        fault = unusable(path, error)
        if fault is None:
            raise
        raise fault from None
    except exc.TimeoutError as error:
        raise StoreUnusable(
            _("数据库 {path} 忙,没有空闲的连接。请稍候再试。").format(path=path)
        ) from error


def unusable(path: Path, error: BaseException | None) -> StoreUnusable | None:
    """The sentence for a fault of the file, the disk or the lock; ``None`` for any other error."""
    name = getattr(error, "sqlite_errorname", None) or ""
    if isinstance(error, UnicodeDecodeError):  # what SQLite quotes of a damaged file
        name = "SQLITE_CORRUPT"
    sentence = next((sentence for start, sentence in _sentences() if name.startswith(start)), None)
    if sentence is None:
        return None
    return StoreUnusable(sentence.format(path=path))


def _sentences() -> tuple[tuple[str, str], ...]:
    return (
        (
            "SQLITE_BUSY",
            _("数据库 {path} 正被另一个程序占用,等了 5 秒。没有保存;请稍候再试。"),
        ),
        ("SQLITE_LOCKED", _("数据库 {path} 正被占用。没有保存;请稍候再试。")),
        ("SQLITE_FULL", _("磁盘已满,没有保存。请在 {path} 所在的磁盘腾出空间后再保存一次。")),
        (
            "SQLITE_READONLY_DBMOVED",
            _("{path} 已被换成另一个文件(恢复、加密或换了口令),没有保存。请重新打开后再做一次。"),
        ),
        (
            "SQLITE_READONLY",
            _("数据库 {path} 是只读的,不能保存。请检查文件和文件夹的权限,或换到可写的磁盘。"),
        ),
        (
            "SQLITE_IOERR",
            _("读写 {path} 时磁盘出错,没有保存。请检查磁盘是否已满、连接是否正常,再试一次。"),
        ),
        ("SQLITE_CORRUPT", _("{path} 已损坏,操作已停止。请先把它另存一份,再从备份恢复。")),
        ("SQLITE_NOTADB", _("{path} 不是本程序的数据库,或已损坏。请从备份恢复。")),
        ("SQLITE_CANTOPEN", _("打不开数据库 {path}。请检查路径、权限和磁盘是否接好。")),
        ("SQLITE_PERM", _("没有权限打开数据库 {path}。")),
        ("SQLITE_NOMEM", _("内存不足,操作已停止,没有保存。请关闭其他程序后再试。")),
        ("SQLITE_PROTOCOL", _("数据库 {path} 的锁出错,没有保存。请不要把它放在网络文件夹里。")),
    )
