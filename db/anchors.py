"""What is noted outside a database of its audit trail, so that a cut or rewritten chain is told."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from db import backups, desk, known
from db.cipher import errors
from db.connection import connected
from mediation.auditing import (
    COLUMNS,
    RESTORED,
    START,
    Anchor,
    Verdict,
    restoring,
    rows_after,
    verified,
)
from mediation.errors import FileRefused, MediationError
from mediation.i18n import _
from mediation.typed_path import typed_path

LAST = "SELECT seq, CAST(hash AS BLOB) FROM audit ORDER BY seq DESC LIMIT 1"
"""The number and digest of the last entry; whoever writes past the program may leave text there."""

_ALL = f"SELECT {', '.join(COLUMNS)} FROM audit ORDER BY seq"  # noqa: S608 — our own names
_PRINTED = re.compile(r"(\d{1,12})\s*[::]\s*([0-9a-f]{64})")
_BUNDLE = b"mediation-bundle-1\n"
_BUNDLED = re.compile(rb'"audit":"(\d{1,12}):([0-9a-f]{64})"')
_HEADER = 64 * 1024
_LARGEST = 1_000_000
_PRINTED_IN_OFFICE = re.compile(rb"[^0-9](\d{1,12}):([0-9a-f]{64})(?![0-9a-f])")
_LARGEST_UNPACKED = 50_000_000


def head(connection: sqlite3.Connection) -> tuple[int, str]:
    """How many entries a file holds and the digest of the last one; (0, "") in an older file."""
    try:
        found = connection.execute(LAST).fetchone()
    except errors(kind="OperationalError"):
        return 0, ""
    return (0, "") if found is None else (int(found[0]), bytes(found[1]).hex())


def to_note(connection: sqlite3.Connection, seen: known.Note | None) -> tuple[int, str]:
    """The anchor to note now: the newest entry, but what was noted before as long as it does not hold.

    Noting the head of a chain that lacks the entry noted last would hide that it was cut.
    """
    if seen is not None and seen.audit_count and not holds(connection, seen):
        return seen.audit_count, seen.audit_head
    return head(connection)


def holds(connection: sqlite3.Connection, seen: known.Note) -> bool:
    """Whether the trail has the entry that was noted last."""
    return _digest_at(connection, seen.audit_count) == seen.audit_head


def standing(path: Path, connection: sqlite3.Connection) -> known.Note | None:
    """What was noted of the database at ``path``.

    A restore that was killed before it could note what it had put there left that beside the note:
    it counts where the file is exactly that.
    """
    coming = known.expected(path)
    if coming is not None:
        found = (desk.database_id(connection), *head(connection))
        if found == (coming.database, coming.audit_count, coming.audit_head):
            return coming
    return known.noted(path)


def settle(path: Path, connection: sqlite3.Connection) -> known.Note | None:
    """What was noted of the database at ``path``; what a restore left to be noted is settled."""
    seen = standing(path, connection)
    if seen is not None and seen == known.expected(path):
        known.note(path, seen)
    else:
        known.expect_nothing(path)
    return seen


def anchors_of(path: Path, connection: sqlite3.Connection) -> list[Anchor]:
    """Every anchor of the database at ``path``: the one noted at its closing, those of its backups."""
    found = []
    seen = standing(path, connection)
    if seen is not None and seen.audit_count:
        place = _("上次关闭时的记录({day})").format(day=seen.day)
        found.append(Anchor(seen.audit_count, seen.audit_head, place))
    for made in backups.backups_of(path):
        if made.audit_count and (seen is None or made.database == seen.database):
            place = _("备份 {name}").format(name=made.path.name)
            found.append(Anchor(made.audit_count, made.audit_head, place, made.made_at))
    return found


def anchor_in(text: str) -> Anchor:
    """The anchor that a file or a typed ``COUNT:DIGEST`` tells; raises FileRefused without one."""
    typed = _PRINTED.fullmatch(text.strip())
    if typed:
        return Anchor(int(typed[1]), typed[2], text.strip()[:24])
    file = typed_path(text)
    with file.open("rb") as opened:
        first = opened.read(_HEADER)
    if first.startswith(_BUNDLE):
        said = _BUNDLED.search(first[len(_BUNDLE) : first.find(b"\n", len(_BUNDLE))])
        if said is not None:
            return Anchor(int(said[1]), said[2].decode(), file.name)
    if first.startswith(b"PK"):
        return _in_report(file)
    if file.stat().st_size > _LARGEST:
        raise FileRefused(_("{path} 太大,不是锚点文件。").format(path=file))
    content = file.read_text("utf-8", errors="replace")
    try:
        told = json.loads(content)
        at = datetime.fromisoformat(told["made_at"]) if "made_at" in told else None
        return Anchor(int(told["audit"]["count"]), str(told["audit"]["head"]), file.name, at)
    except (ValueError, TypeError, KeyError):
        found = _PRINTED.search(content)
    if found is None:
        raise FileRefused(
            _(
                "{path} 里没有审计锚点。可用备份旁的 .json 清单、交出的 .mbx 文件、存出的月报,"
                "或写有“条数:摘要”的文本文件。"
            ).format(path=file)
        )
    return Anchor(int(found[1]), found[2], file.name)


def _in_report(file: Path) -> Anchor:
    """The anchor printed in a report that was saved as .xlsx or .docx."""
    try:
        with zipfile.ZipFile(file) as parts:
            for part in parts.infolist():
                if not part.filename.endswith(".xml") or part.file_size > _LARGEST_UNPACKED:
                    continue
                with parts.open(part) as opened:
                    said = _PRINTED_IN_OFFICE.search(opened.read(_LARGEST_UNPACKED))
                if said is not None:
                    return Anchor(int(said[1]), said[2].decode(), file.name)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise FileRefused(_("{path} 已损坏,读不出锚点。").format(path=file)) from error
    raise FileRefused(
        _("{path} 里没有审计锚点:封存的月报用 mediation verify 核对。").format(path=file)
    )


def verify(connection: sqlite3.Connection, anchors: Sequence[Anchor]) -> Verdict:
    """Walk the chain of a file and compare it with what was noted outside; an older file has none."""
    if not _keeps(connection, "audit"):
        return verified([], anchors)
    try:
        return verified(connection.execute(_ALL), anchors)
    except errors(kind="OperationalError"):
        if connection.text_factory is not str:
            raise
    connection.text_factory = _any_text
    try:
        return verify(connection, anchors)
    finally:
        connection.text_factory = str


def _keeps(connection: sqlite3.Connection, table: str) -> bool:
    """Whether a file has the table: those of older programs lack the later ones."""
    asked = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    return connection.execute(asked, (table,)).fetchone() is not None


def _any_text(kept: bytes) -> str:
    """Text of a cell that may hold what is no text: somebody wrote past the program."""
    return kept.decode("utf-8", "surrogateescape")


def verify_at(path: Path, named: Sequence[str] = ()) -> Verdict:
    """Verify the chain of the database at ``path`` by all its anchors and those in named files."""
    given = [replace(anchor_in(each), is_named=True) for each in named]
    with connected(path, read_only=True) as connection:
        anchors = [*anchors_of(path, connection), *given, *_sealed(connection)]
        return verify(connection, anchors)


def _sealed(connection: sqlite3.Connection) -> Iterator[Anchor]:
    """The anchors under the seals; the digest of each stands on the printed reports."""
    if not _keeps(connection, "seals"):
        return
    for start, digest, content in connection.execute("SELECT start, sha256, content FROM seals"):
        try:
            told = zlib.decompress(content)
            found = _PRINTED.fullmatch(str(json.loads(told).get("audit", "")))
        except (zlib.error, ValueError, TypeError, AttributeError):
            continue  # a broken seal is told when it is proved
        if found is not None and hashlib.sha256(told).hexdigest() == digest:
            place = _("封存的月报 {month}").format(month=start[:7])
            yield Anchor(int(found[1]), found[2], place, is_outside=False)


def note_restored(
    file: Path, *, who: str, at: datetime, backup: str, replacing: Path
) -> tuple[int, str]:
    """Add to a restored file that it takes a database's place; answers its new anchor.

    ``backup`` is the digest of the backup, ``replacing`` the file that it replaces.
    """
    count, digest = head_at(replacing)
    detail = f"replaced={count}:{digest} shared={_shared(replacing, file)}"
    return add(file, who=who, at=at, action=RESTORED, object_=f"backup:{backup}", detail=detail)


def add(
    file: Path, *, who: str, at: datetime, action: str, object_: str, detail: str = ""
) -> tuple[int, str]:
    """Add an entry to a file that no store has open; answers its new anchor.

    A file from before the trail is left as it is.
    """
    with connected(file) as connection:
        try:
            last = connection.execute(LAST).fetchone()
        except errors(kind="OperationalError"):
            return 0, ""
        line = (action, object_, detail, None, None, None)
        row = rows_after(last or (0, START), who, at, [line])[0]
        names = ", ".join((*COLUMNS, "salt"))
        connection.execute(f"INSERT INTO audit ({names}) VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608
        return head(connection)


def _shared(given_up: Path, file: Path) -> int:
    """How many entries a trail has in common with that which is given up for it, and with all that
    were given up for the latter alone; 0 where one of them cannot be read."""
    try:
        with connected(given_up, read_only=True) as old, connected(file, read_only=True) as new:
            same, most = 0, min(head(old)[0], head(new)[0])
            while same < most:  # one differing digest makes all after it differ
                middle = (same + most + 1) // 2
                if _digest_at(old, middle) == _digest_at(new, middle):
                    same = middle
                else:
                    most = middle - 1
            earlier = old.execute(
                "SELECT at, detail FROM audit WHERE action = ? AND seq > ?", (RESTORED, same)
            )
            return min([same, *(restoring(*each).shared for each in earlier)])
    except errors(OSError, MediationError):
        return 0


def _digest_at(connection: sqlite3.Connection, seq: int) -> str:
    found = connection.execute(
        "SELECT CAST(hash AS BLOB) FROM audit WHERE seq = ?", (seq,)
    ).fetchone()
    return "" if found is None else bytes(found[0]).hex()


def head_at(path: Path) -> tuple[int, str]:
    """The anchor of a file that may be damaged, foreign or missing."""
    try:
        with connected(path, read_only=True) as connection:
            return head(connection)
    except errors(OSError, MediationError):
        return 0, ""
