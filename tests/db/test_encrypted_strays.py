"""What lies beside an encrypted database is tried on a copy: its headers are not to be read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from db.checkup import examine
from db.connection import connected
from db.store import open_store
from mediation.errors import StoreLocked, StoreUnusable
from tests.encrypted import (
    NOW,
    OTHER,
    PASSPHRASE,
    cheap_keys,
    locked_again,
    made,
    needs_cipher,
    numbers,
    path,
    unlock,
)

pytestmark = [needs_cipher, pytest.mark.usefixtures("cheap_keys")]
__all__ = ["cheap_keys", "path"]


def left_in_a_save(path: Path, into: Path) -> None:
    """Copy a database and its journal, as a kill in the middle of a save would leave them."""
    with connected(path) as save:
        save.execute("PRAGMA cache_size=2")
        save.execute("BEGIN IMMEDIATE")
        for _turn in range(3):
            save.execute("UPDATE case_text SET text = text || ?", ("长" * 9000,))
        save.execute("UPDATE cases SET number = number || 'lost'")
        shutil.copy(path, into)
        shutil.copy(path.with_name(path.name + "-journal"), into.with_name(into.name + "-journal"))
        save.execute("ROLLBACK")


def test_the_journal_of_another_encrypted_database_is_not_played_back(
    path: Path, tmp_path: Path
) -> None:
    other = made(tmp_path / "别处", OTHER)
    left_in_a_save(other, tmp_path / "left.db")
    stray = path.with_name(path.name + "-journal")
    (tmp_path / "left.db-journal").rename(stray)
    before = path.read_bytes(), stray.read_bytes()
    with pytest.raises(StoreUnusable, match="放不回去"):
        open_store(path)
    assert "放不回去" in {check.key: check for check in examine(path, NOW)}["file"].detail
    assert (path.read_bytes(), stray.read_bytes()) == before
    stray.unlink()
    open_store(path).close()
    assert numbers(path) == {"1", "2"}


def test_its_own_is_played_back_once_the_passphrase_was_given(path: Path, tmp_path: Path) -> None:
    left = tmp_path / "left" / path.name
    left.parent.mkdir()
    left_in_a_save(path, left)
    locked_again(left)
    with pytest.raises(StoreLocked):
        open_store(left)
    assert left.with_name(left.name + "-journal").exists()
    unlock(left, PASSPHRASE)
    assert not examine(left, NOW)[1].passed
    assert left.with_name(left.name + "-journal").exists()
    open_store(left).close()
    assert numbers(left) == {"1", "2"}
    assert not left.with_name(left.name + "-journal").exists()
