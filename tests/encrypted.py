"""What the tests of encryption share: cheap keys, a canary, and where it can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import cipher

needs_cipher = pytest.mark.skipif(
    not cipher.is_installed(), reason="SQLCipher is not installed: pip install '.[encrypted]'"
)
PASSPHRASE = "敖包山下有四个词"
OTHER = "另外 八个 字符"
CANARY = "金丝雀口令7393"
"""A party's name, looked for in the bytes of every file."""


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
