"""From a path to a database that may be used: created, checked, brought up to date, or refused."""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple, cast

from sqlalchemy import Connection, Engine, func, select

from db import anchors, backups, casetext, desk, known, search, strays
from db.cipher import Key, errors
from db.connection import APPLICATION_ID, connected
from db.engine import beginning, open_engine
from db.faults import told
from db.files import (
    Header,
    is_settled,
    make_private_folder,
    read_header,
    sweep,
    take_name,
    unfinished,
)
from db.migrations import steps
from db.schema import AUDIT_GUARDS, GUARDS, cases, metadata
from mediation.errors import StoreLocked, StoreUnusable, reason_of
from mediation.i18n import _
from mediation.identity import new_id
from mediation.keeping import Occasion, Tell, untold

# Beyond this size a full check costs more than a start may; SQLite still tells a cut file when it
# opens it, and ``SqliteStore.check`` reads every page.
_CHECKED_AT_ONCE = 64 * 1024 * 1024
# Of an encrypted file every page proves itself whenever it is read, and reading all costs more.
_CHECKED_AT_ONCE_ENCRYPTED = 8 * 1024 * 1024

_one_at_a_time = threading.Lock()
_in_use: Counter[Path] = Counter()


def create(path: Path, *, day: str, key: Key | None = None) -> None:
    """Build a new, empty database; raises :class:`StoreUnusable` when the name is taken.

    With a ``key`` it is encrypted from its first byte.
    """
    if path.exists() or path.is_symlink():
        raise StoreUnusable(_("{path} 已存在,没有新建,也没有改动它。").format(path=path))
    identity = str(new_id())
    try:
        make_private_folder(path.parent)
        with unfinished(path) as built:
            engine = open_engine(built, key=key)
            try:
                with told(built), beginning(engine, write=True) as connection:
                    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
                    steps.take(connection, 0)
                    desk.put_own_note(connection, desk.DATABASE_ID, identity)
                    connection.commit()
            finally:
                engine.dispose()
            take_name(built, path)
    except FileExistsError as error:
        raise StoreUnusable(_("{path} 已存在,没有新建,也没有改动它。").format(path=path)) from error
    except OSError as error:
        raise StoreUnusable(
            _("不能在 {path} 新建数据库:{why}。请换一个位置或检查权限。").format(
                path=path, why=reason_of(error)
            )
        ) from error
    known.note(path, known.Note(identity, 0, day))


class Opened(NamedTuple):
    """An engine, the database's own id, and the anchor noted outside that was given up for it, if any."""

    engine: Engine
    identity: str
    given_up: str


def open_checked(
    path: Path,
    *,
    read_only: bool,
    accept_changed: bool,
    now: Callable[[], datetime],
    tell: Tell = untold,
) -> Opened:
    """An engine over a sound, current database of ours.

    ``tell`` hears how far the upgrade of an older one has come. Whoever closes the engine calls
    :func:`released`. Raises :class:`StoreUnusable` for anything else, which is left untouched.
    """
    _find(path)
    if not read_only:
        sweep(path, now())
        sweep(backups.folder_of(path) / path.name, now())
    with _one_at_a_time, told(path):
        if not _in_use[path]:
            _make_fit(path, read_only=read_only, now=now, tell=tell)
        engine = open_engine(path, read_only=read_only)
        try:
            found = _recognise(
                path, engine, read_only=read_only, accept_changed=accept_changed, now=now
            )
        except BaseException:
            engine.dispose()
            raise
        _in_use[path] += 1
    return Opened(engine, *found)


def refuse_unfit(path: Path) -> None:
    """Raise StoreUnusable for a missing, foreign, damaged or newer file; nothing is changed."""
    _find(path)
    with told(path):
        _refuse_damage(path, _header(path))


def released(path: Path) -> None:
    """Say that an engine of :func:`open_checked` was closed."""
    with _one_at_a_time:
        _in_use[path] -= 1


def seen_now(
    connection: Connection, identity: str, at: datetime, before: known.Note | None
) -> known.Note:
    """What there is to note of a database outside it; ``before`` is what was noted of it last."""
    held = connection.scalar(select(func.count()).select_from(cases)) or 0
    seen = before if before is not None and before.database == identity else None
    anchor = anchors.to_note(_raw(connection), seen)
    return known.Note(identity, held, at.date().isoformat(), *anchor)


def _raw(connection: Connection) -> sqlite3.Connection:
    return cast("sqlite3.Connection", connection.connection.dbapi_connection)


def _make_fit(path: Path, *, read_only: bool, now: Callable[[], datetime], tell: Tell) -> None:
    """Check the file and take missing steps."""
    header = _header(path)
    _refuse_damage(path, header)
    if header.user_version == steps.latest():
        return
    if read_only:
        raise StoreUnusable(
            _("{path} 是旧版本的数据库,只读方式不能升级。请以可写方式打开一次。").format(path=path)
        )
    _migrate(path, now, tell)


def _recognise(
    path: Path,
    engine: Engine,
    *,
    read_only: bool,
    accept_changed: bool,
    now: Callable[[], datetime],
) -> tuple[str, str]:
    """The database's id, once it is the one last seen here, or accepted in its place; and the anchor
    noted of that one, when it is given up for this."""
    given_up = ""
    with beginning(engine, write=False) as connection:
        identity = desk.own_note(connection, desk.DATABASE_ID) or ""
        seen = anchors.settle(path, _raw(connection))
        if seen is not None and seen.cases and not accept_changed:
            is_empty = connection.scalar(select(cases.c.seq).limit(1)) is None
            _refuse_swapped(path, seen, identity, is_empty=is_empty)
        else:
            found = seen_now(connection, identity, now(), None)
            # The trail is anchored by a closing: what was found just now proves nothing of it.
            goes_on = seen is not None and seen.database == identity
            kept = (seen.audit_count, seen.audit_head) if seen and goes_on else (0, "")
            if accept_changed and not read_only and not _holds(connection, seen):
                given_up, kept = f"{seen.audit_count}:{seen.audit_head}" if seen else "", (0, "")
            known.note(path, replace(found, audit_count=kept[0], audit_head=kept[1]))
    return identity, given_up


def _holds(connection: Connection, seen: known.Note | None) -> bool:
    return seen is None or not seen.audit_count or anchors.holds(_raw(connection), seen)


def _find(path: Path) -> None:
    if path.exists():
        return
    seen = known.noted(path)
    if seen is not None and seen.cases:
        raise StoreUnusable(
            _(
                "在 {path} 找不到数据库;{day} 它还在,有 {cases} 个案件。"
                "请检查磁盘或 U 盘是否接好、文件是否被移动;没有自动新建空库。"
            ).format(path=path, day=seen.day, cases=seen.cases)
            + _any_backup(path)
        )
    raise StoreUnusable(
        _(
            "在 {path} 找不到数据库。第一次使用请运行 mediation init 新建;用 --db 可另指位置。"
        ).format(path=path)
    )


def _header(path: Path) -> Header:
    """The header of a database of ours; raises StoreUnusable for any other file.

    Whatever opens it plays what lies beside it into it: that is looked at before.
    """
    try:
        trouble = strays.trouble_beside(path)
        if trouble:
            raise StoreUnusable(trouble)
        header = read_header(path)
    except StoreLocked:
        raise
    except StoreUnusable as error:
        raise StoreUnusable(error.message + _any_backup(path)) from error
    except errors(kind="DatabaseError") as error:
        raise _damage_in(path, error) from None
    if header.user_version > steps.latest():
        raise StoreUnusable(
            _(
                "{path} 由更新版本的程序建立(库版本 {theirs},本程序到 {ours}),未作任何改动。"
                "请升级程序后再打开。"
            ).format(path=path, theirs=header.user_version, ours=steps.latest())
            + _any_backup(path)
        )
    if header.application_id != APPLICATION_ID:
        if header.ends_within_a_page:
            raise _damaged(path)
        raise StoreUnusable(
            _("{path} 是别的程序的数据库,未作任何改动。请检查 --db 是否写对。").format(path=path)
            + _any_backup(path)
        )
    return header


def _refuse_damage(path: Path, header: Header) -> None:
    if header.ends_within_a_page and is_settled(path):
        # The missing end of an empty page is nothing that a look at the pages would find.
        raise _damaged(path)
    try:
        with connected(path, read_only=is_settled(path)) as connection:
            is_ours = _is_our_schema(connection, current=header.user_version == steps.latest())
            most = _CHECKED_AT_ONCE_ENCRYPTED if header.is_encrypted else _CHECKED_AT_ONCE
            is_sound = header.size > most or _is_sound(connection)
    except errors(kind="DatabaseError") as error:
        raise _damage_in(path, error) from None
    if not is_ours:
        raise StoreUnusable(
            _("{path} 的表结构不是本程序的,未作任何改动。请从备份恢复。").format(path=path)
            + _any_backup(path)
        )
    if not is_sound:
        raise _damaged(path)


def _is_our_schema(connection: sqlite3.Connection, *, current: bool) -> bool:
    """Whether the file holds our tables and nothing that acts by itself but our own triggers."""
    objects = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    names = {name for kind, name, _sql in objects if kind == "table"}
    acting = {sql for kind, _name, sql in objects if kind in ("trigger", "view")}
    if not current:
        return "cases" in names
    ours = {*search.TRIGGERS, *GUARDS.values(), *AUDIT_GUARDS.values()}
    return names >= set(metadata.tables) and acting <= ours


def _is_sound(connection: sqlite3.Connection) -> bool:
    verdict = connection.execute("PRAGMA quick_check(1)").fetchone()
    return verdict is not None and verdict[0] == "ok"


def _damage_in(path: Path, error: Exception) -> Exception:
    """What to raise for an error of the first look: the sentence for damage, or the error itself."""
    name = getattr(error, "sqlite_errorname", "")
    return _damaged(path) if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")) else error


def _damaged(path: Path) -> StoreUnusable:
    return StoreUnusable(
        _("{path} 已损坏或不完整,未作任何改动。").format(path=path) + _newest_backup(path)
    )


def _newest_backup(path: Path) -> str:
    return _any_backup(path) or _("没有找到核对无误的备份;请先把它另存一份。")


def _any_backup(path: Path) -> str:
    """The newest verified backup in words; empty without one."""
    newest = backups.newest_verified(path)
    if newest is None:
        return ""
    return _(
        "核对无误的最近备份:{name}({at:%Y-%m-%d %H:%M},{cases} 件)。用 mediation restore 恢复,"
        "现在的文件会另存。"
    ).format(name=newest.path.name, at=newest.made_at.astimezone(), cases=newest.cases)


def _migrate(path: Path, now: Callable[[], datetime], tell: Tell) -> None:
    """Take the missing steps, all or none, after a verified copy was put beside the file."""
    engine = open_engine(path)
    try:
        with engine.connect() as connection:
            # Rebuilding a table drops it for a moment, so references are checked once, at the end.
            # The setting does nothing inside a transaction.
            raw = connection.connection.dbapi_connection
            assert raw is not None
            raw.execute("PRAGMA foreign_keys=OFF")
            with connection.begin():
                # Of two programs that start together one waits here and then finds the work done.
                done = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
                if done < steps.latest():
                    backups.make(path, Occasion.MIGRATION, now=now(), progress=_copying(tell))
                    steps.take(connection, done, partial(tell, _("正在升级")))
                    if done < casetext.SINCE:
                        casetext.rewrite(connection, partial(tell, _("正在升级查找用的文字")))
                    tell(_("正在核对"), 0, 0)
                    _refuse_loose_ends(connection, path)
    finally:
        engine.dispose()


def _copying(tell: Tell) -> Callable[[int, int], None]:
    """The pages copied of the backup; once it is copied it is examined, which takes as long again."""

    def copied(done: int, total: int) -> None:
        if done < total:
            tell(_("升级之前先备份"), done, total)
        else:
            tell(_("正在核对备份"), 0, 0)

    return copied


def _refuse_loose_ends(connection: Connection, path: Path) -> None:
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise StoreUnusable(
            _("{path} 升级后核对不符,已全部撤回,数据仍是升级前的样子。").format(path=path)
        )


def _refuse_swapped(path: Path, seen: known.Note, identity: str, *, is_empty: bool) -> None:
    accept = _("如果确是有意更换,请运行 mediation init --adopt 确认一次。") + _any_backup(path)
    if seen.database != identity:
        raise StoreUnusable(
            _("{path} 换成了另一个数据库({day} 打开的那个有 {cases} 个案件)。").format(
                path=path, day=seen.day, cases=seen.cases
            )
            + accept
        )
    if is_empty:
        raise StoreUnusable(
            _("{path} 里的案件全部不见了({day} 有 {cases} 个)。请先查备份。").format(
                path=path, day=seen.day, cases=seen.cases
            )
            + accept
        )
