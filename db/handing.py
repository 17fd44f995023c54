"""A copy of a database for somebody else: without what is its user's own, and with no trace of it."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from db.backup import back_up, sound_rows
from db.cipher import errors
from db.connection import connected
from db.files import digest, take_name, unfinished
from db.schema import (
    bin_removals,
    binned_cases,
    compromises,
    drafts,
    private_notes,
    saved_views,
    undoables,
)
from mediation.errors import StoreUnusable
from mediation.i18n import _

LEFT_OUT = (private_notes, compromises, drafts, undoables, binned_cases, bin_removals, saved_views)
"""Whole tables: a mediator's own notes, what was said to settle, unsaved input, what undo brings
back, deleted cases, kept views (which may search for a name)."""

_OWN_SETTINGS = "DELETE FROM settings WHERE key IN ('lock.word', 'lock.tries')"
_INDEX = "INSERT INTO case_search (case_search) VALUES ('rebuild')"


@dataclass(frozen=True, slots=True)
class Handed:
    """A copy for somebody else: its digest, its cases, and the rows left out by table."""

    path: Path
    sha256: str
    cases: int
    left_out: dict[str, int]


def hand_over(path: Path, into: Path) -> Handed:
    """Copy a database to the new file ``into`` without what is its user's own.

    Rows are taken out of a copy beside the database, which is then written anew, so that nothing of
    them ever reaches the place of ``into``. An encrypted database gives an encrypted copy that opens
    with the same passphrase. Raises StoreUnusable when the name is taken or the copy cannot be made.
    """
    if into.exists():
        raise StoreUnusable(_("“{path}”已经有了,没有覆盖。请换一个文件名。").format(path=into))
    scratch = path.with_name(f".{path.name}.{secrets.token_hex(4)}.handing.tmp")
    try:
        back_up(path, scratch)
        left_out = _take_out(scratch)
        rows = sound_rows(scratch)
        with unfinished(into) as copy:
            shutil.copyfile(scratch, copy)
            told = Handed(into, digest(copy), rows["cases"], left_out)
            take_name(copy, into)
    except errors(OSError) as error:
        raise StoreUnusable(
            _("没有做成 {path},原库未受影响。请检查磁盘空间和权限。").format(path=into)
        ) from error
    finally:
        for left in (scratch, scratch.with_name(scratch.name + "-journal")):
            left.unlink(missing_ok=True)
    return told


def _take_out(copy: Path) -> dict[str, int]:
    """Take the rows out and write the file anew; answers how many of each table."""
    with connected(copy) as connection:
        connection.execute("BEGIN IMMEDIATE")
        gone = {
            table.name: connection.execute(f"DELETE FROM {table.name}").rowcount  # noqa: S608
            for table in LEFT_OUT
        }
        connection.execute(_OWN_SETTINGS)
        connection.execute("COMMIT")
        # Deleted terms stay in the index of the search until it is built anew.
        connection.execute(_INDEX)
        connection.execute("VACUUM")
    return gone
