"""The backups of a database: a folder beside it, a second place, a manifest to each copy, thinning."""

from __future__ import annotations

import glob
import json
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from db import backup, desk, known
from db.cipher import Key
from db.connection import connected, salt_at
from db.files import digest, make_private_folder, sweep, take_name, unfinished
from mediation.errors import StoreUnusable, reason_of
from mediation.i18n import _
from mediation.keeping import LEAST, Backup, Occasion, staying

_FORMAT = 1
_MANIFEST = ".json"
_ENDING = ".bak.db"
_FIRST_YEAR, _LAST_YEAR = 1970, 9000


def folder_of(path: Path) -> Path:
    """Where the backups of the database at ``path`` lie."""
    return path.with_name(path.name + ".backups")


def make(
    path: Path,
    occasion: Occasion,
    *,
    now: datetime,
    progress: backup.Progress | None = None,
    sparing: str = "",
) -> tuple[Backup, str]:
    """Back the database up, here and in the second place, and thin what is too many.

    Answers the backup, which may be the last one when nothing was saved since, and what went wrong
    in the second place, empty when nothing did. The one called ``sparing`` stays whatever is thinned.
    Raises StoreUnusable when no copy could be made.
    """
    standing = backups_of(path)
    made = None if occasion is Occasion.ASKED else _same_state(path, standing)
    if made is None:
        made = _make(path, occasion, now, progress)
    second = known.second_place(path)
    trouble = _carry(made, second, path, now) if second else ""
    for place in {folder_of(path), second or folder_of(path)}:
        _thin(place, now, kept_too={made.path.name, sparing})
    return made, trouble


def backups_of(path: Path) -> list[Backup]:
    """Every backup with a manifest, newest first; a copy in both places is told twice."""
    found = [*_in(folder_of(path)), *(one for one in _second(path) if not one.is_foreign)]
    return sorted(found, key=lambda one: (one.made_at, not one.is_second), reverse=True)


def foreign_to(path: Path) -> list[Backup]:
    """The backups in the second place of another database whose file has the same name, newest first.

    Several computers may share one stick.
    """
    return sorted(
        (one for one in _second(path) if one.is_foreign), key=lambda one: one.made_at, reverse=True
    )


def at(file: Path, path: Path) -> Backup | None:
    """A backup that lies anywhere, for the database at ``path``; ``None`` without its manifest."""
    read = _read_manifest(_manifest_of(file.absolute()))
    if read is None:
        return None
    mine = _databases_of(path)
    return replace(read[0], is_foreign=bool(mine) and read[0].database not in {*mine, ""})


def without_manifest(path: Path) -> list[Path]:
    """The copies under a backup's name that have no manifest which can be read: nothing proves them."""
    return [
        file
        for place in {folder_of(path), known.second_place(path) or folder_of(path)}
        for file in sorted(place.glob(f"{glob.escape(path.stem)}.????????-??????.*{_ENDING}"))
        if _read_manifest(_manifest_of(file)) is None
    ]


def left_elsewhere(path: Path) -> list[Backup]:
    """The backups in places that were the second one once."""
    return [one for place in known.former_places(path) for one in _of_its_own(place, path)]


def _second(path: Path) -> list[Backup]:
    second = known.second_place(path)
    if second is None:
        return []
    mine = {one.path for one in _of_its_own(second, path)}
    return [
        replace(one, is_second=True, is_foreign=one.path not in mine)
        for one in _in(second, of=path)
    ]


def _of_its_own(place: Path, path: Path) -> list[Backup]:
    """The backups in a shared place that are of this database, as far as it is known which it is."""
    mine = _databases_of(path)
    return [one for one in _in(place, of=path) if not mine or one.database in {*mine, ""}]


def _databases_of(path: Path) -> set[str]:
    """The ids under which the database at a path is known; none where nothing is known of it."""
    seen = known.noted(path)
    return {one.database for one in _in(folder_of(path))} | ({seen.database} if seen else set())


def trouble_with(made: Backup) -> str:
    """What is wrong with a backup, found by its digest; empty when it is as it was made."""
    try:
        if made.path.stat().st_size != made.size:
            return _("大小与清单不符")
        return "" if digest(made.path) == made.sha256 else _("内容与清单的 SHA-256 不符")
    except OSError as error:
        return _("读不了:{why}").format(why=reason_of(error))


def newest_verified(path: Path) -> Backup | None:
    """The newest backup that is as it was made."""
    return next((one for one in backups_of(path) if not trouble_with(one)), None)


def renew(
    made: Backup, path: Path, write: Callable[[Path, Path, Key | None], object], key: Key | None
) -> None:
    """Put the same copy, written anew under another key, in the place of a backup.

    ``write`` takes the backup, an empty file and the key. Raises StoreUnusable for a backup that is
    not as it was made; it stays then.
    """
    trouble = trouble_with(made)
    if trouble:
        raise StoreUnusable(trouble)
    into = _free_name(made.path.parent, path, made.occasion, made.made_at)
    with unfinished(into) as copy:
        write(made.path, copy, key)
        rows = backup.sound_rows(copy)
        anew = replace(
            made,
            path=into,
            size=copy.stat().st_size,
            sha256=digest(copy),
            is_encrypted=key is not None,
        )
        _write_manifest(anew, rows, path)
        take_name(copy, into)
    made.path.unlink()
    _manifest_of(made.path).unlink()


def _make(
    path: Path, occasion: Occasion, now: datetime, progress: backup.Progress | None
) -> Backup:
    folder = folder_of(path)
    try:
        make_private_folder(folder)
    except OSError as error:
        raise StoreUnusable(
            _("不能在 {path} 放备份:{why}。请检查权限和磁盘空间。").format(
                path=folder, why=reason_of(error)
            )
        ) from error
    if not folder.is_dir():
        raise StoreUnusable(
            _("{path} 不是文件夹,不能放备份。请把它改名或移走,再备份。").format(path=folder)
        )
    into = _free_name(folder, path, occasion, now)
    made: list[Backup] = []

    def note(copied: backup.Copied) -> None:
        made.append(
            Backup(
                path=into,
                made_at=now,
                occasion=occasion,
                database=copied.notes.get(desk.DATABASE_ID, ""),
                version=copied.version,
                cases=copied.rows.get("cases", 0),
                size=copied.size,
                sha256=copied.sha256,
                state=copied.notes.get(desk.LAST_WRITE, ""),
                audit_count=copied.audit[0],
                audit_head=copied.audit[1],
                is_encrypted=salt_at(path) is not None,
            )
        )
        # Before the copy has its name: a manifest alone promises nothing, a copy alone would.
        _write_manifest(made[0], copied.rows, path)

    try:
        backup.back_up(path, into, progress=progress, before_naming=note)
    except BaseException:
        with suppress(OSError):
            _manifest_of(into).unlink(missing_ok=True)
        raise
    return made[0]


def _same_state(path: Path, standing: list[Backup]) -> Backup | None:
    """The newest backup here when nothing was saved since it was made."""
    newest = next((one for one in standing if not one.is_second), None)
    if newest is None or not newest.state:
        return None
    with connected(path, read_only=True) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        state = connection.execute(
            "SELECT value FROM settings WHERE key = ?", (desk.INTERNAL + desk.LAST_WRITE,)
        ).fetchone()
    same = state is not None and (state[0], version) == (newest.state, newest.version)
    # A copy in the clear, or under an earlier passphrase, stands for no encrypted database.
    same = same and salt_at(newest.path) == salt_at(path)
    return newest if same and newest.path.stat().st_size == newest.size else None


def _carry(made: Backup, second: Path, path: Path, now: datetime) -> str:
    """Put a finished backup in the second place too; answers what went wrong, empty for nothing."""
    into = second / made.path.name
    if into.exists():
        return ""
    try:
        sweep(second / path.name, now)
        with unfinished(into) as copy:
            shutil.copyfile(made.path, copy)
            if digest(copy) != made.sha256:
                return _("第二处 {place} 的副本核对不符,没有留下。").format(place=second)
            _write_manifest(replace(made, path=into), {}, path)
            take_name(copy, into)
    except OSError as error:
        with suppress(OSError):
            _manifest_of(into).unlink(missing_ok=True)
        return _("备份没能放到第二处 {place}:{why}。").format(place=second, why=reason_of(error))
    return ""


def _thin(place: Path, now: datetime, *, kept_too: set[str]) -> None:
    """Remove what need not stay, once enough of what stays was verified by its digest."""
    all_here = _in(place)
    for database in {one.database for one in all_here}:
        mine = [one for one in all_here if one.database == database]
        stay = staying(mine, now)
        going = [one for one in mine if one.path not in stay and one.path.name not in kept_too]
        if not going or not _enough_verified([one for one in mine if one not in going]):
            continue
        for one in going:
            with suppress(OSError):
                one.path.unlink()
                _manifest_of(one.path).unlink()


def _enough_verified(remaining: list[Backup]) -> bool:
    verified = 0
    for one in remaining:
        verified += not trouble_with(one)
        if verified == LEAST:
            return True
    return False


def _free_name(folder: Path, path: Path, occasion: Occasion, now: datetime) -> Path:
    stem = f"{path.stem}.{now:%Y%m%d-%H%M%S}.{occasion.value}"
    candidate, number = folder / f"{stem}{_ENDING}", 2
    while candidate.exists():
        candidate, number = folder / f"{stem}-{number}{_ENDING}", number + 1
    return candidate


def _manifest_of(copy: Path) -> Path:
    return copy.with_name(copy.name + _MANIFEST)


def _write_manifest(made: Backup, rows: dict[str, int], path: Path) -> None:
    text = json.dumps(
        {
            "format": _FORMAT,
            "of": path.name,
            "database": made.database,
            "version": made.version,
            "made_at": made.made_at.astimezone(UTC).isoformat(),
            "occasion": made.occasion.value,
            "state": made.state,
            "cases": made.cases,
            "rows": rows,
            "size": made.size,
            "sha256": made.sha256,
            "encrypted": made.is_encrypted,
            "audit": {"count": made.audit_count, "head": made.audit_head},
        },
        ensure_ascii=False,
        indent=1,
    )
    manifest = _manifest_of(made.path)
    with unfinished(manifest) as built:
        built.write_text(text, "utf-8")
        manifest.unlink(missing_ok=True)
        take_name(built, manifest)


def _in(folder: Path, *, of: Path | None = None) -> list[Backup]:
    """The backups of a folder that may hold those of other databases too."""
    found = []
    with suppress(OSError):
        for manifest in folder.glob(f"*{_ENDING}{_MANIFEST}"):
            read = _read_manifest(manifest)
            if read is not None and (of is None or read[1] == of.name):
                found.append(read[0])
    return found


def _read_manifest(manifest: Path) -> tuple[Backup, str] | None:
    copy = manifest.with_name(manifest.name.removesuffix(_MANIFEST))
    try:
        if not copy.is_file() or manifest.stat().st_size > 1_000_000:
            return None
        told = json.loads(manifest.read_text("utf-8"))
        return (
            Backup(
                path=copy,
                made_at=_moment(told["made_at"]),
                occasion=Occasion(told["occasion"]),
                database=str(told["database"]),
                version=int(told["version"]),
                cases=int(told["cases"]),
                size=int(told["size"]),
                sha256=str(told["sha256"]),
                state=str(told["state"]),
                audit_count=int(told.get("audit", {}).get("count", 0)),
                audit_head=str(told.get("audit", {}).get("head", "")),
                is_encrypted=told.get("encrypted") is True,
            ),
            str(told["of"]),
        )
    except (OSError, LookupError, ValueError, TypeError, AttributeError, ArithmeticError):
        return None
    except RecursionError:  # lists in lists
        return None


def _moment(text: str) -> datetime:
    """An aware moment; raises ValueError for one that no clock could have shown."""
    moment = datetime.fromisoformat(text).astimezone(UTC)
    if not _FIRST_YEAR <= moment.year < _LAST_YEAR:
        raise ValueError(text)
    return moment
