"""What keeps the ledger safe, as values: backups, which of them stay, what a check-up found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from mediation.cases.terms import Term

DAILY, WEEKLY, MONTHLY = 12, 10, 9
"""How many days, weeks and months with a backup keep their newest one."""

LEAST = 3
"""Thinning never leaves fewer verified backups than this."""

STALE = timedelta(days=7)
"""A ledger whose newest verified backup is older than this is not safely kept."""

Tell = Callable[[str, int, int], None]
"""Hears what is being done, how much of it is done and how much there is; 0 of 0 where nobody knows."""


def untold(_words: str, _done: int, _total: int) -> None:
    """Nobody listens."""


class Occasion(Term):
    """Why a backup was made."""

    ASKED = "asked", "手工备份"
    EXIT = "exit", "退出时"
    MIGRATION = "migration", "升级前"
    IMPORT = "import", "导入前"
    MERGE = "merge", "合并前"
    RESTORE = "restore", "恢复前"
    BULK = "bulk", "大批改动前"


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A copy of a whole database with its manifest.

    ``size`` is in bytes, ``cases`` counts those in it, ``version`` is that of its tables;
    ``is_second`` says that it lies in the second place, ``is_foreign`` that it is of another database
    whose file has the same name; ``state`` changes with every save;
    ``audit_count`` and ``audit_head`` anchor the audit trail.
    """

    path: Path
    made_at: datetime
    occasion: Occasion
    database: str
    version: int
    cases: int
    size: int
    sha256: str
    state: str = ""
    is_second: bool = False
    is_foreign: bool = False
    audit_count: int = 0
    audit_head: str = ""
    is_encrypted: bool = False


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """A copy that could not be put under the database's passphrase, and why."""

    path: Path
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RestorePreview:
    """What putting a backup in place of a database would change, by the cases' labels.

    ``lost`` are cases that only the database has, ``back`` those that only the backup has, ``older``
    those that were changed since. ``readable`` is false when the database cannot be compared.
    """

    backup: Backup
    now: int
    lost: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    older: tuple[str, ...] = ()
    readable: bool = True


@dataclass(frozen=True, slots=True)
class Check:
    """One line of a check-up: ``detail`` says what was found, and what to do when it did not pass."""

    key: str
    name: str
    passed: bool
    detail: str


def staying(made: Iterable[Backup], now: datetime) -> set[Path]:
    """Which of these verified backups stay: the newest of each of the last days, weeks, months.

    Days without a backup are not counted, so that a long absence or a wrong clock thins nothing
    away; a backup dated after ``now`` stays. The newest day keeps one backup for each occasion.
    """
    newest_first = sorted(made, key=lambda one: (one.made_at, one.path.name), reverse=True)
    ahead = [one for one in newest_first if one.made_at > now]
    past = [one for one in newest_first if one.made_at <= now]
    stay = {one.path for one in (*ahead, *newest_first[:LEAST])}
    for count, spell in ((DAILY, "%Y-%m-%d"), (WEEKLY, "%G-%V"), (MONTHLY, "%Y-%m")):
        stay.update(_newest_of_each(past, count, spell))
    if past:
        stay.update(_one_an_occasion(past, past[0].made_at))
    return stay


def _newest_of_each(past: Sequence[Backup], count: int, spell: str) -> Iterable[Path]:
    newest: dict[str, Path] = {}
    for one in past:
        newest.setdefault(one.made_at.strftime(spell), one.path)
    return list(newest.values())[:count]


def _one_an_occasion(past: Sequence[Backup], day: datetime) -> Iterable[Path]:
    newest: dict[Occasion, Path] = {}
    for one in past:
        if one.made_at.date() == day.date():
            newest.setdefault(one.occasion, one.path)
    return newest.values()
