"""What the tests of encryption share: cheap keys, a database of a canary, and where it can be read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from db import cipher
from db.connection import connected, salt_at
from db.store import create_store, open_store
from mediation.cases.case import Case, Party
from mediation.cases.terms import Side
from mediation.identity import new_id

needs_cipher = pytest.mark.skipif(
    not cipher.is_installed(), reason="SQLCipher is not installed: pip install '.[encrypted]'"
)
PASSPHRASE = "敖包山下有四个词"
OTHER = "另外 八个 字符"
CANARY = "金丝雀口令7393"
"""A party's name, looked for in the bytes of every file."""
NOW = datetime(2026, 11, 5, 8, 9, 10, tzinfo=UTC)


@pytest.fixture
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passphrases that cost nothing: how much they cost is tested once."""
    monkeypatch.setitem(cipher.SCRYPT, "n", 2**4)


def holding(folder: Path, text: str = CANARY) -> list[str]:
    """The files under a folder in whose bytes or name the text stands."""
    return sorted(
        str(file.relative_to(folder))
        for file in folder.rglob("*")
        if file.is_file() and (text.encode() in file.read_bytes() or text in file.name)
    )


def add(path: Path, *numbers: str, name: str = CANARY) -> None:
    """Keep a case of the canary for each number."""
    store = open_store(path)
    with store.writing("甲") as writing:
        for number in numbers:
            party = Party(side=Side.APPLICANT, name=name)
            writing.add_case(
                Case(id=new_id(), number=number, referred_on=date(2026, 1, 1), parties=(party,))
            )
    store.close()


def made(folder: Path, passphrase: str | None = PASSPHRASE, *numbers: str) -> Path:
    """A database with cases of the canary in a new folder; in the clear without a passphrase."""
    path = folder / "案件 库.db"
    create_store(path, passphrase=passphrase)
    add(path, *(numbers or ("1", "2")))
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An encrypted database with two cases of the canary."""
    return made(tmp_path / "库")


def numbers(path: Path) -> set[str]:
    """The numbers of all cases."""
    with connected(path, read_only=True) as connection:
        return {number for (number,) in connection.execute("SELECT number FROM cases")}


def locked_again(path: Path) -> Path:
    """The file as a new process finds it: with no key held."""
    cipher.forget()
    return path


def unlock(path: Path, passphrase: str = PASSPHRASE) -> None:
    """Hold the key; raises StoreLocked."""
    salt = salt_at(path)
    assert salt is not None
    cipher.unlock(path, salt, passphrase)
