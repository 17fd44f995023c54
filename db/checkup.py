"""The check-up of a database and of what keeps it: every line passes or says what to do."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from db import anchors, backups, encrypting, known, places, strays
from db.cipher import errors
from db.connection import APPLICATION_ID, connected, salt_at
from db.faults import unusable
from db.files import half_built, is_settled, read_header
from db.migrations import steps
from db.schema import metadata
from mediation.errors import StoreUnusable
from mediation.i18n import _
from mediation.keeping import STALE, Backup, Check

_WAL_IS_SAFE = (3, 51, 3)
_SPARE = 100 * 1024 * 1024
_OTHERS = 0o077
_AHEAD = 60 * 60 * 24
_SLACK = 60 * 5
_SETTINGS = {"foreign_keys": 1, "synchronous": 2, "secure_delete": 1, "trusted_schema": 0}

Probe = Callable[[Path, datetime], Check]


def examine(path: Path, now: datetime) -> list[Check]:
    """Every check of the database at ``path``; nothing is changed, nothing raises.

    The checks that look into the file are left out when it is not one that this program reads.
    """
    first = [_library(path, now), _is_there(path, now)]
    inside = _INSIDE if first[-1].passed else ()
    return [*first, *(_run(probe, path, now) for probe in (*inside, *_AROUND))]


def _run(probe: Probe, path: Path, now: datetime) -> Check:
    try:
        return probe(path, now)
    except errors(OSError, StoreUnusable) as error:
        sentence = error if isinstance(error, StoreUnusable) else unusable(path, error)
        why = type(error).__name__ if sentence is None else sentence.message
        return Check(
            probe.__name__.strip("_"),
            _("检查"),
            passed=False,
            detail=_("没有查成:{why}").format(why=why),
        )


def _library(_path: Path, _now: datetime) -> Check:
    version = sqlite3.sqlite_version
    safe = sqlite3.sqlite_version_info >= _WAL_IS_SAFE
    detail = _("SQLite {version}").format(version=version)
    if not safe:
        detail += _("(WAL 模式在这一版有缺陷;本程序用回滚日志,不受影响)")
    return Check("library", _("SQLite 版本"), passed=True, detail=detail)


def _is_there(path: Path, _now: datetime) -> Check:
    name = _("数据库文件")
    try:
        trouble = strays.trouble_beside(path) or _interrupted(path)
        if trouble:
            return Check("file", name, passed=False, detail=trouble)
        header = read_header(path)
    except StoreUnusable as error:
        return Check("file", name, passed=False, detail=error.message)
    if header.application_id != APPLICATION_ID:
        detail = _("{path} 不是本程序的数据库。").format(path=path)
    elif header.user_version > steps.latest():
        detail = _("由更新版本的程序建立(库版本 {version}),请升级程序。").format(
            version=header.user_version
        )
    elif header.ends_within_a_page:
        detail = _("文件不完整,请从备份恢复:mediation restore。")
    else:
        size = header.size / 1024 / 1024
        return Check(
            "file",
            name,
            passed=True,
            detail=_("{path},{size:.1f} MB,库版本 {version}").format(
                path=path, size=size, version=header.user_version
            ),
        )
    return Check("file", name, passed=False, detail=detail)


def _interrupted(path: Path) -> str:
    """What to do about a save that was cut short and waits to be taken back, which takes writing."""
    try:
        if not is_settled(path):
            with connected(path, read_only=True) as connection:
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except errors(kind="OperationalError"):
        return _(
            "上次保存时中断了,{left} 还没有处理。请打开一次程序:没存完的会撤回,存好的不受影响;然后再体检。"
        ).format(left=_("、").join(each.name for each in strays.beside(path)))
    except errors(kind="DatabaseError"):
        return ""  # damage has a sentence of its own
    return ""


def _settings(path: Path, _now: datetime) -> Check:
    with connected(path, read_only=True) as connection:
        wrong = [
            key
            for key, wanted in _SETTINGS.items()
            if connection.execute(f"PRAGMA {key}").fetchone()[0] != wanted
        ]
        mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    if mode not in ("delete", "truncate"):
        wrong.append(f"journal_mode={mode}")
    return Check(
        "settings",
        _("数据库设置"),
        passed=not wrong,
        detail=_("不对的设置:{wrong}。请重新打开一次再查。").format(wrong=_("、").join(wrong))
        if wrong
        else _("外键、全同步、安全删除、回滚日志都开着"),
    )


def _tables(path: Path, _now: datetime) -> Check:
    with connected(path, read_only=True) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        there = {
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
    name = _("表结构")
    if version < steps.latest():
        return Check("tables", name, passed=True, detail=_("旧版本,下次打开时先备份再升级"))
    missing = sorted(set(metadata.tables) - there)
    return Check(
        "tables",
        name,
        passed=not missing,
        detail=_("缺少的表:{missing}。请从备份恢复。").format(missing=_("、").join(missing))
        if missing
        else _("{count} 张表齐全").format(count=len(metadata.tables)),
    )


def _pages(path: Path, _now: datetime) -> Check:
    with connected(path, read_only=True) as connection:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
    sound = found == ["ok"]
    return Check(
        "integrity",
        _("逐页核对"),
        passed=sound,
        detail=_("每一页都完好")
        if sound
        else _("有损坏:{found}。请从备份恢复。").format(found=";".join(found)),
    )


def _references(path: Path, _now: datetime) -> Check:
    with connected(path, read_only=True) as connection:
        loose = {row[0] for row in connection.execute("PRAGMA foreign_key_check")}
    return Check(
        "references",
        _("引用核对"),
        passed=not loose,
        detail=_("{tables} 里有指向不存在的行。请从备份恢复。").format(
            tables=_("、").join(sorted(loose))
        )
        if loose
        else _("没有悬空的引用"),
    )


def _search_text(path: Path, _now: datetime) -> Check:
    with connected(path, read_only=True) as connection:
        count = "SELECT (SELECT count(*) FROM cases) - (SELECT count(*) FROM case_text)"
        missing = connection.execute(count).fetchone()[0]
    return Check(
        "search",
        _("查找用的文字"),
        passed=missing == 0,
        detail=_("有 {count} 件查不到。请导出后重新导入,或从备份恢复。").format(count=abs(missing))
        if missing
        else _("每件都查得到"),
    )


def _audit(path: Path, _now: datetime) -> Check:
    verdict = anchors.verify_at(path)
    return Check(
        "audit",
        _("审计记录"),
        passed=verdict.passed,
        detail=_("{count} 条首尾相接,与库外 {anchors} 处锚点相符").format(
            count=verdict.count, anchors=verdict.outside
        )
        if verdict.passed and (verdict.outside or not verdict.count)
        else _(
            "{count} 条首尾相接;库外没有可比的锚点,看不出是否截去或重写过。"
            "请运行 mediation backup,以后就有。"
        ).format(count=verdict.count)
        if verdict.passed
        else _(
            "第 {at} 条起与写入时不符。详见 mediation audit verify;请留好备份,查明是谁改的。"
        ).format(at=verdict.broken_at),
    )


def _clock(path: Path, now: datetime) -> Check:
    with connected(path, read_only=True) as connection:
        last = connection.execute("SELECT max(at) FROM history").fetchone()[0]
    ahead = (
        last is not None
        and (datetime.fromisoformat(last).replace(tzinfo=now.tzinfo) - now).total_seconds() > _SLACK
    )
    return Check(
        "clock",
        _("电脑时钟"),
        passed=not ahead,
        detail=_("现在的时间早于最后一次改动({last}),请校准电脑时钟。").format(last=last)
        if ahead
        else _("不早于最后一次改动"),
    )


def doubts_at_the_start(path: Path, now: datetime) -> list[str]:
    """What a window says when it opens: an unsafe place, a clock behind the last entry of the audit."""
    try:
        with connected(path, read_only=True) as connection:
            last = connection.execute("SELECT at FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    except errors():  # a doubt that cannot be looked into keeps nobody from the work
        last = None
    doubts = [places.doubt_about(path)]
    if last is not None and (datetime.fromisoformat(last[0]) - now).total_seconds() > _SLACK:
        doubts.append(
            _("电脑时钟可能慢了:现在的时间早于最后一次改动({last})。请校准,以免日期记错。").format(
                last=f"{datetime.fromisoformat(last[0]).astimezone():%Y-%m-%d %H:%M}"
            )
        )
    return [doubt for doubt in doubts if doubt]


def _space(path: Path, _now: datetime) -> Check:
    needed = 2 * (path.stat().st_size if path.exists() else 0) + _SPARE
    free = shutil.disk_usage(path.absolute().parent).free
    words = (
        _("剩 {free} MB") if free >= needed else _("只剩 {free} MB,至少要 {needed} MB,请清理磁盘")
    )
    return Check(
        "space",
        _("磁盘空间"),
        passed=free >= needed,
        detail=words.format(free=free // 1024 // 1024, needed=needed // 1024 // 1024),
    )


def _access(path: Path, _now: datetime) -> Check:
    open_to_others = [
        str(each)
        for each in (path, backups.folder_of(path))
        if os.name == "posix" and each.exists() and each.stat().st_mode & _OTHERS
    ]
    return Check(
        "access",
        _("文件权限"),
        passed=not open_to_others,
        detail=_("别的用户也能读:{files}。请改为只有本人可读写(chmod go= )。").format(
            files=_("、").join(open_to_others)
        )
        if open_to_others
        else _("只有本人可读写")
        if os.name == "posix"
        else _("由 Windows 的用户文件夹管着"),
    )


def _place(path: Path, _now: datetime) -> Check:
    doubt = places.doubt_about(path)
    return Check("place", _("存放位置"), passed=not doubt, detail=doubt or _("在本机磁盘上"))


def _left_over(path: Path, now: datetime) -> Check:
    left = [each.name for each in _beside(path) if now.timestamp() - each.stat().st_mtime > _AHEAD]
    return Check(
        "left_over",
        _("残留文件"),
        passed=not left,
        detail=_("中断时留下的:{names}。打开一次程序会自动清理。").format(names=_("、").join(left))
        if left
        else _("没有"),
    )


def _beside(path: Path) -> Iterator[Path]:
    yield from half_built(path)
    yield from half_built(backups.folder_of(path) / path.name)
    yield from (each for each in (path.with_name(path.name + "-wal"),) if each.exists())


def _newest_backup(path: Path, now: datetime) -> Check:
    newest = backups.newest_verified(path)
    fresh = newest is not None and now - newest.made_at <= STALE
    if newest is None:
        detail = _("还没有核对无误的备份。请运行 mediation backup。")
    else:
        detail = _("最近一份 {at:%Y-%m-%d %H:%M},{cases} 件").format(
            at=newest.made_at.astimezone(), cases=newest.cases
        )
        if not fresh:
            detail += _(",已超过 {days} 天。请运行 mediation backup。").format(days=STALE.days)
    return Check("backup", _("最近的备份"), passed=fresh, detail=detail)


def _all_backups(path: Path, _now: datetime) -> Check:
    standing = backups.backups_of(path)
    bad = [(one, backups.trouble_with(one)) for one in standing]
    wrong = [f"{one.path.name}({why})" for one, why in bad if why]
    unproved = _("没有清单")
    wrong += [f"{file.name}({unproved})" for file in backups.without_manifest(path)]
    return Check(
        "backups",
        _("全部备份"),
        passed=not wrong,
        detail=_("不能用的:{wrong}。请另做一份:mediation backup。").format(
            wrong=_("、").join(wrong)
        )
        if wrong
        else _("{count} 份,SHA-256 都相符").format(count=len(standing)),
    )


def _second_place(path: Path, _now: datetime) -> Check:
    second = known.second_place(path)
    name = _("第二处备份")
    if second is None:
        return Check(
            "second",
            name,
            passed=True,
            detail=_("没有指定;用 mediation backup --second 文件夹 指定"),
        )
    there: list[Backup] = [one for one in backups.backups_of(path) if one.is_second]
    if not second.is_dir():
        return Check(
            "second",
            name,
            passed=False,
            detail=_("{place} 不在,请接好 U 盘或另指一处。").format(place=second),
        )
    return Check(
        "second",
        name,
        passed=bool(there),
        detail=_("{place},{count} 份").format(place=second, count=len(there))
        if there
        else _("{place} 里还没有备份,请运行 mediation backup。").format(place=second),
    )


def _encryption(path: Path, _now: datetime) -> Check:
    name = _("加密")
    left = [each.name for each in encrypting.strays(path)]
    if salt_at(path) is None:
        detail = _("没有加密;要加密请用 mediation encrypt")
        if left:
            detail = _(
                "没有加密,但 {names} 还在以前的口令之下,没有那个口令恢复不了。"
                "请运行 mediation decrypt 一并解除;口令忘了的,不再需要时请删除。"
            ).format(names=_("、").join(left))
        return Check("encryption", name, passed=not left, detail=detail)
    with connected(path, read_only=True) as connection:
        version = connection.execute("PRAGMA cipher_version").fetchone()[0]
    return Check(
        "encryption",
        name,
        passed=not left,
        detail=_(
            "不在现在的口令之下:{names}。请运行 mediation encrypt 一并加密;做不到的自行核对后删除。"
        ).format(names=_("、").join(left))
        if left
        else _("SQLCipher {version};备份和草稿都在同一口令之下").format(version=version),
    )


_INSIDE: tuple[Probe, ...] = (
    _settings,
    _tables,
    _pages,
    _references,
    _search_text,
    _audit,
    _clock,
)
_AROUND: tuple[Probe, ...] = (
    _space,
    _access,
    _place,
    _left_over,
    _newest_backup,
    _all_backups,
    _second_place,
    _encryption,
)
