"""What a database file is before SQLite touches it, and how a finished file takes its name."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from db.cipher import PAGE
from db.connection import connected, salt_at
from mediation.errors import StoreUnusable, reason_of
from mediation.i18n import _

_MAGIC = b"SQLite format 3\x00"
_HEADER = 100
_WINDOWS_PATIENCE = 2.5
_STALE_SECONDS = 3_600
_BESIDE = ("-journal", "-wal", "-shm")
"""What SQLite may leave beside a file, by the ends of the names."""


@dataclass(frozen=True, slots=True)
class Header:
    """The first bytes of a database, as far as they matter (sqlite.org/fileformat.html)."""

    user_version: int
    application_id: int
    size: int
    page_size: int
    is_encrypted: bool = False

    @property
    def ends_within_a_page(self) -> bool:
        """Whether the end was cut off, or a save that grew the file was interrupted."""
        return self.page_size == 0 or self.size % self.page_size != 0


def read_header(path: Path) -> Header:
    """The header of a file that this program has not open; StoreUnusable for what is no database.

    Closing the file here would drop the locks that SQLite holds on it for this program (POSIX).
    That of an encrypted file is read through its key; StoreLocked without one, and SQLite's own
    error when the first page is damaged.
    """
    try:
        if salt_at(path) is not None:
            return _behind_the_key(path)
        with path.open("rb") as file:
            head = file.read(_HEADER)
            size = os.fstat(file.fileno()).st_size
    except IsADirectoryError as error:
        raise StoreUnusable(_("{path} 是文件夹,不是数据库文件。").format(path=path)) from error
    except FileNotFoundError as error:
        raise StoreUnusable(
            _("找不到数据库 {path}。请检查磁盘或 U 盘是否接好、文件是否被移动。").format(path=path)
        ) from error
    except OSError as error:
        raise StoreUnusable(
            _("无法读取数据库 {path}:{why}。请检查权限和磁盘。").format(
                path=path, why=reason_of(error)
            )
        ) from error
    if size == 0:
        raise StoreUnusable(
            _(
                "{path} 是空文件(0 字节),里面没有数据。请从备份恢复,或移走它后用 mediation init 新建。"
            ).format(path=path)
        )
    if len(head) < _HEADER or not head.startswith(_MAGIC):
        raise StoreUnusable(
            _("{path} 不是 SQLite 数据库,未作任何改动。请检查 --db 是否写对。").format(path=path)
        )
    (user_version,) = struct.unpack_from(">i", head, 60)
    (application_id,) = struct.unpack_from(">I", head, 68)
    (page_size,) = struct.unpack_from(">H", head, 16)
    # A page of 65536 bytes does not fit the field and is written as 1.
    return Header(user_version, application_id, size, 65_536 if page_size == 1 else page_size)


def _behind_the_key(path: Path) -> Header:
    # A journal left by a killed save is rolled back by the first look, which takes writing.
    with connected(path, read_only=is_settled(path)) as connection:
        user_version, application_id = (
            int(connection.execute(f"PRAGMA {name}").fetchone()[0])
            for name in ("user_version", "application_id")
        )
    return Header(user_version, application_id, path.stat().st_size, PAGE, is_encrypted=True)


def is_settled(path: Path) -> bool:
    """Whether nothing lies beside a file that SQLite would play into it, which takes writing."""
    return not any(path.with_name(path.name + each).exists() for each in ("-journal", "-wal"))


@contextmanager
def unfinished(final: Path) -> Iterator[Path]:
    """An empty private file beside ``final`` to build it in; gone afterwards unless renamed."""
    path = final.with_name(f".{final.name}.{secrets.token_hex(4)}.tmp")
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        yield path
    finally:
        for left in (path, *(path.with_name(path.name + each) for each in _BESIDE)):
            with suppress(OSError):  # swept another day: what was built may have its name by now
                left.unlink(missing_ok=True)


def sweep(final: Path, now: datetime | None) -> None:
    """Remove what a killed program left half built of ``final`` or its copies over an hour ago.

    Without ``now``, when nobody else can be building there, whatever is half built.
    """
    for left in half_built(final):
        with suppress(OSError):
            if now is None or now.timestamp() - left.stat().st_mtime > _STALE_SECONDS:
                left.unlink()


def half_built(final: Path) -> list[Path]:
    """What is half built of ``final``, of its copies, or of a draft that waits for it; whole drafts
    are not among them."""
    name = re.escape(final.name)  # that of another database may begin alike
    copy = rf"{re.escape(final.stem)}\.\d{{8}}-\d{{6}}.*\.db(\.json)?"
    scratch = rf"\.{name}\.[0-9a-f]+\.handing\.tmp"
    built = rf"\.({name}|{copy}|{scratch}|\.{name}\.draft-\w+\.json)\.[0-9a-f]+\.tmp"
    ours = re.compile(rf"({built}|{scratch})({'|'.join(_BESIDE)})?|\.{name}\.draft-\w+\.part")
    try:
        return [each for each in final.parent.iterdir() if ours.fullmatch(each.name)]
    except OSError:
        return []


def take_name(built: Path, final: Path) -> None:
    """Give a finished file its name; raises :class:`FileExistsError` rather than replace another."""
    _sync(built)
    try:
        os.link(built, final)
    except FileExistsError:
        raise
    except OSError:
        # No hard links here (FAT, some network folders): hold the name, then move over it.
        os.close(os.open(final, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        try:
            _replace_patiently(built, final)
        except BaseException:
            _let_go_of(final)
            raise
    else:
        with suppress(OSError):  # it has its name; the other one is swept another day
            built.unlink()
    sync_folder(final.parent)


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def take_place(built: Path, final: Path) -> None:
    """Put a finished file in the place of another, in one step."""
    _sync(built)
    _replace_patiently(built, final)
    sync_folder(final.parent)


def make_private_folder(folder: Path) -> None:
    """The folder, for its owner alone when it is made here."""
    missing = [folder, *folder.parents]
    for part in reversed([part for part in missing if not part.exists()]):
        part.mkdir(mode=0o700, exist_ok=True)


def sync_folder(folder: Path) -> None:
    """Make a new name in a folder survive a power cut, where the platform can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _let_go_of(held: Path) -> None:
    """Give up a name that was held for a file that did not come."""
    with suppress(OSError):
        if held.stat().st_size == 0:
            held.unlink()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _replace_patiently(built: Path, final: Path) -> None:
    until = time.monotonic() + _WINDOWS_PATIENCE
    while True:
        try:
            built.replace(final)
        except PermissionError:  # a virus scanner holds the new file for a moment (Windows)
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return
