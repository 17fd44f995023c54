"""Opens the store that a path names and returns an office: the only place that picks one."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.cipher import Key
    from db.handing import Handed
    from mediation.keeping import Backup, Check, LeftBehind, Occasion, RestorePreview, Tell
    from mediation.office.office import Office
    from mediation.store import CaseRow, Underneath


def open_office(
    path: Path,
    *,
    who: str | None = None,
    today: Callable[[], date] = date.today,
    read_only: bool = False,
    accept_changed: bool = False,
    tell: Tell | None = None,
) -> Office:
    """The office over an existing database; raises :class:`mediation.errors.StoreUnusable`.

    ``accept_changed`` allows a file that was swapped or emptied since it was last seen there;
    ``tell`` hears how far the upgrade of an older one has come.
    """
    from db.store import open_store
    from mediation.errors import MediationError
    from mediation.keeping import untold
    from mediation.office.office import Office
    from mediation.office.performing import catch_up

    store = open_store(
        path, read_only=read_only, accept_changed=accept_changed, tell=tell or untold
    )
    if not read_only:
        store.adopt(who or user_name())
        with suppress(MediationError):  # a busy file is brought up to date by whoever opens it next
            catch_up(store, who=who or user_name(), today=today())
    return Office(store, who=who or user_name(), today=today)


def open_window(
    path: Path,
    *,
    who: str | None = None,
    today: Callable[[], date] = date.today,
    accept_changed: bool = False,
    tell: Tell | None = None,
) -> Office:
    """The office for a window that stays open: with the right to write, or read-only and saying why.

    Raises StoreUnusable as :func:`open_office` does. Commands that write for a moment take turns
    with the window by the database's own lock.
    """
    from db import lock

    path = path.absolute()
    user = who or user_name()
    hold = lock.take(path, who=user, since=_now()) if path.exists() else None
    because = "" if hold is not None else lock.why_not(path)
    try:
        office = open_office(
            path,
            who=user,
            today=today,
            read_only=bool(because),
            accept_changed=accept_changed,
            tell=tell,
        )
    except BaseException:
        if hold is not None:
            hold.release()
        raise
    office.hold(because, hold.release if hold is not None else None)
    if is_encrypted(path):
        office.proves = partial(proves, path)
    office.doubts = doubts_about(path)
    return office


def create_office(
    path: Path,
    *,
    who: str | None = None,
    today: Callable[[], date] = date.today,
    passing: bool = False,
    passphrase: str | None = None,
) -> Office:
    """Create a new, empty database (never over a file that is there) and open it.

    Of a ``passing`` one, which is thrown away in the end, nothing is noted outside its folder. With
    a ``passphrase`` it is encrypted; raises StoreUnusable for one too easy.
    """
    from db.store import create_store

    create_store(path, passing=passing, passphrase=passphrase)
    return open_office(path, who=who, today=today)


def is_encrypted(path: Path) -> bool:
    """Whether the file at a path is an encrypted database."""
    from db.connection import salt_at

    return salt_at(path) is not None


def is_locked(path: Path) -> bool:
    """Whether a passphrase must be given before the database at a path can be opened."""
    from db import cipher
    from db.connection import salt_at

    salt = salt_at(path)
    return salt is not None and not cipher.is_held(salt)


def unlock(path: Path, passphrase: str) -> None:
    """Open an encrypted database to this program until it ends; raises StoreLocked.

    A wrong passphrase costs as much as the right one. Backups and copies open with it.
    """
    from db import cipher
    from db.connection import salt_at

    salt = salt_at(path)
    if salt is not None:
        cipher.unlock(path, salt, passphrase)


def proves(path: Path, passphrase: str) -> bool:
    """Whether this is the passphrase of the encrypted database at a path, which may be open.

    Takes a third of a second and 128 MiB, whatever the answer. False for one in the clear.
    """
    from db import cipher
    from db.connection import salt_at

    salt = salt_at(path)
    return salt is not None and cipher.proves(salt, passphrase)


def refuse_unfit(path: Path) -> None:
    """Raise StoreUnusable unless a whole database of this program is at the path."""
    from db.opening import refuse_unfit

    refuse_unfit(path.absolute())


def encrypt(path: Path, passphrase: str) -> tuple[int, list[LeftBehind]]:
    """Put a database in the clear under a passphrase, and what was made of it after it.

    Answers how many copies went along, and which could not and why. Of an encrypted one, which must
    be unlocked, only the copies that do not go with it yet. Raises StoreUnusable for a passphrase
    too easy, a file that is not whole, or while a window has it open.
    """
    from db import cipher

    return _put_under(path, None if is_encrypted(path) else lambda: cipher.new_key(passphrase))


def change_passphrase(path: Path, passphrase: str) -> tuple[int, list[LeftBehind]]:
    """Put an unlocked database and what was made of it under another passphrase; as :func:`encrypt`."""
    from db import cipher

    return _put_under(path, lambda: cipher.new_key(passphrase))


def decrypt(path: Path) -> tuple[int, list[LeftBehind]]:
    """Put an unlocked database and what was made of it in the clear; as :func:`encrypt`.

    Of one in the clear only the copies, as far as their passphrases were given.
    """
    return _put_under(path, (lambda: None) if is_encrypted(path) else None)


def not_along(path: Path) -> list[Path]:
    """What was made of a database and is not under its passphrase, or in the clear, as it is."""
    from db.encrypting import strays

    return strays(path.absolute())


def _put_under(path: Path, key: Callable[[], Key | None] | None) -> tuple[int, list[LeftBehind]]:
    from db import encrypting, lock

    path = path.absolute()
    with lock.alone(path, who=user_name(), since=_now()):
        if key is not None:
            encrypting.put_under(path, key(), who=user_name(), now=_now())
        return encrypting.bring_along(path)


def refuse_without_cipher() -> None:
    """Raise StoreUnusable where the library that encrypts is not installed."""
    from db import cipher

    cipher.library()


def why_easy(passphrase: str) -> str:
    """Why a passphrase is too easy to guess; empty for one that will do."""
    from db import cipher

    return cipher.why_easy(passphrase)


def glimpse(path: Path, limit: int = 80) -> list[CaseRow] | None:
    """The top of the case list without opening an office: for a window's first paint, nothing else."""
    from db.glimpse import top_rows

    return top_rows(path, limit)


def about_store(path: Path) -> Underneath:
    """What the store at a path stands on, told without opening it."""
    from db.about import underneath

    return underneath(path)


def back_up(path: Path, occasion: Occasion | None = None) -> tuple[Backup, str]:
    """Back a database up; answers the backup and what went wrong in the second place, if anything.

    Raises StoreUnusable when there is nothing sound to back up or no room for it. Without an
    ``occasion`` it was asked for, and is made even when nothing changed since the last one.
    """
    from db import backups
    from db.opening import refuse_unfit
    from mediation.keeping import Occasion

    refuse_unfit(path)
    return backups.make(path.absolute(), occasion or Occasion.ASKED, now=_now())


def hand_over(path: Path, into: Path) -> Handed:
    """Copy a database for somebody else, without private notes, drafts, deleted cases; that is noted.

    Raises StoreUnusable when the name is taken or the copy cannot be made.
    """
    from db import handing

    office = open_office(path)
    try:
        made = handing.hand_over(path.absolute(), into.absolute())
        with office.store.writing(office.who) as writing:
            writing.audit.note("hand_over", "backup:others", f"sha256={made.sha256}")
    finally:
        office.close()
    return made


def backups_of(path: Path) -> list[tuple[Backup, str]]:
    """Every backup, newest first, each with what is wrong with it, empty for nothing.

    Those that another database left in the second place come last.
    """
    from db import backups

    path = path.absolute()
    every = [*backups.backups_of(path), *backups.foreign_to(path)]
    return [(made, backups.trouble_with(made)) for made in every]


def copies_without_manifest(path: Path) -> list[Path]:
    """The copies under a backup's name that nothing proves: their manifest is gone or cannot be read."""
    from db import backups

    return backups.without_manifest(path.absolute())


def backup_at(file: Path, path: Path) -> Backup | None:
    """A backup that lies anywhere, to be put back as the database at ``path``; ``None`` without its
    manifest beside it."""
    from db import backups

    return backups.at(file, path.absolute())


def newest_backup(path: Path) -> Backup | None:
    """The newest backup that is as it was made."""
    from db import backups

    return backups.newest_verified(path.absolute())


def backups_holding(path: Path, particulars: Sequence[str]) -> list[str]:
    """The names of the backups in which one of these texts about a person still stands."""
    from db import backups, persons

    path = path.absolute()
    every = [*backups.backups_of(path), *backups.left_elsewhere(path)]
    copies = [made.path for made in every]
    return [copy.name for copy in persons.backups_holding(copies, particulars)]


def name_second_place(path: Path, folder: Path | None) -> None:
    """Name a folder that gets a second copy of every backup; raises StoreUnusable without one."""
    from db import backups, known
    from mediation.errors import StoreUnusable
    from mediation.i18n import _

    if folder is not None and not folder.is_dir():
        raise StoreUnusable(_("找不到文件夹 {path}:请先建好它,或接好 U 盘。").format(path=folder))
    first = backups.folder_of(path.absolute())
    if folder is not None and first.exists() and folder.samefile(first):
        raise StoreUnusable(
            _("{path} 就是第一处,备份本来就放在那里。请另指一处,如 U 盘上的文件夹。").format(
                path=folder
            )
        )
    known.name_second_place(path, folder)


def preview_restore(path: Path, chosen: Backup) -> RestorePreview:
    """What :func:`restore` would change; raises StoreUnusable for a backup that is not whole."""
    from db import restore as putting_back

    return putting_back.preview(path.absolute(), chosen)


def restore(path: Path, chosen: Backup) -> Path | None:
    """Put a backup in the place of a database and answer where the replaced file lies, if there was one.

    What replaces an unlocked encrypted database is put under its passphrase. Raises StoreUnusable
    while a window has the database open, and for a backup that is not whole.
    """
    from db import lock
    from db import restore as putting_back
    from db.connection import key_at

    path = path.absolute()
    key = None if is_locked(path) else key_at(path)
    with lock.alone(path, who=user_name(), since=_now()):
        return putting_back.put_back(path, chosen, now=_now(), who=user_name(), key=key)


def doubts_about(path: Path) -> list[str]:
    """What speaks against the place of a database and against the computer's clock, in words."""
    from db.checkup import doubts_at_the_start

    return doubts_at_the_start(path.absolute(), _now())


def examine(path: Path) -> list[Check]:
    """The check-up of a database and of what keeps it; nothing is changed."""
    from db.checkup import examine as check_up

    return check_up(path.absolute(), _now())


def _now() -> datetime:
    return datetime.now(UTC)


def user_name() -> str:
    """The signed-on user's name for the history."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "user"
