"""Encrypted databases: how one is told by its first bytes, and the keys this program holds open.

The first sixteen bytes of an encrypted file are the salt that SQLCipher keeps in the clear. Ours
begins with a mark, so that no key is needed to tell an encrypted file of ours from a foreign or a
damaged one, and ends in a check of the key, so that a wrong passphrase is told from a damaged page.
Copies carry the salt along: whatever was made of an unlocked database opens without being asked for.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import sqlite3
import sys
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from mediation.errors import StoreLocked, StoreUnusable
from mediation.i18n import _
from mediation.locking import readings, settled

MARK = b"MDE\x01"
"""The first bytes of an encrypted file; the last of them is the version of what follows."""

HEAD = 16
PAGE = 4_096
"""Bytes of a page, salt included: SQLCipher's own choice."""

SCRYPT: dict[str, int] = {"n": 2**17, "r": 8, "p": 1}
"""What one guess costs: 128 MiB and about a third of a second (OWASP's first choice for scrypt)."""

LEAST = 8
LEAST_DIFFERENT = 4
_SCRYPT_MEMORY = 160 * 1024 * 1024
_CHECK = 4
_NONCE = 12
_LIBRARY = "sqlcipher3.dbapi2"
_OF_DAMAGE = ("Error", "DatabaseError")


@dataclass(frozen=True, slots=True)
class Key:
    """What a passphrase and a salt come to; never printed."""

    salt: bytes
    _secret: bytes = field(repr=False)

    def for_database(self) -> str:
        """The key and the salt as SQLCipher takes them, so that it derives nothing itself."""
        return f"x'{_part(self._secret, b'database').hex()}{self.salt.hex()}'"

    def fits(self) -> bool:
        """Whether this is the key that the salt was made with."""
        return hmac.compare_digest(_check(self._secret), self.salt[-_CHECK:])

    def seal(self, plain: bytes) -> bytes:
        """Encrypt what lies beside the database; opened again by :meth:`unseal`."""
        nonce = secrets.token_bytes(_NONCE)
        return bytes(self.salt + nonce + self._beside().encrypt(nonce, plain, self.salt))

    def unseal(self, sealed: bytes) -> bytes:
        """What :meth:`seal` was given; raises :class:`ValueError` for anything else."""
        from cryptography.exceptions import InvalidTag

        nonce = sealed[HEAD : HEAD + _NONCE]
        try:
            return bytes(self._beside().decrypt(nonce, sealed[HEAD + _NONCE :], sealed[:HEAD]))
        except InvalidTag as error:
            raise ValueError("not sealed with this key") from error

    def _beside(self) -> Any:
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        return ChaCha20Poly1305(_part(self._secret, b"beside"))


_keys: dict[bytes, Key] = {}


def new_key(passphrase: str) -> Key:
    """A key with a salt of its own, held open; raises StoreUnusable for a passphrase too easy."""
    easy = why_easy(passphrase)
    if easy:
        raise StoreUnusable(easy)
    library()
    start = MARK + secrets.token_bytes(HEAD - len(MARK) - _CHECK)
    secret = _stretched(settled(passphrase), start)
    key = Key(start + _check(secret), secret)
    _keys[key.salt] = key
    return key


def why_easy(passphrase: str) -> str:
    """Why a passphrase is too easy to guess; empty for one that will do."""
    words = settled(passphrase)
    if len(words) >= LEAST and len(set(words)) >= LEAST_DIFFERENT:
        return ""
    return _(
        "口令至少 {least} 个字符,其中至少 {different} 个不同。建议用四五个不相干的词连起来。"
    ).format(least=LEAST, different=LEAST_DIFFERENT)


def unlock(path: Path, salt: bytes, passphrase: str) -> Key:
    """Hold the key of a file open; raises StoreLocked for a wrong passphrase, which costs as much."""
    library()
    key = _fitting(passphrase, salt)
    if key is None:
        raise StoreLocked(_("口令不对,{path} 没有打开。").format(path=path), path)
    _keys[salt] = key
    return key


def proves(salt: bytes, passphrase: str) -> bool:
    """Whether this is the passphrase of a file; takes as long for a wrong one."""
    return _fitting(passphrase, salt) is not None


def held(path: Path, salt: bytes) -> Key:
    """The key of an encrypted file; raises StoreLocked as long as nobody gave its passphrase."""
    library()
    key = _keys.get(salt)
    if key is None:
        raise StoreLocked(_("{path} 已加密,需要口令。").format(path=path), path)
    return key


def is_held(salt: bytes) -> bool:
    """Whether the key to this salt is held open."""
    return salt in _keys


def forget() -> None:
    """Hold no key open any more."""
    _keys.clear()


def is_encrypted(head: bytes) -> bool:
    """Whether a file that begins like this is an encrypted database of ours."""
    return len(head) >= HEAD and head.startswith(MARK)


def first_bytes(path: Path) -> bytes:
    """The salt of an encrypted file; only for a file that this program has not open."""
    with path.open("rb") as file:
        return file.read(HEAD)


def library() -> Any:
    """The library that reads encrypted files; raises StoreUnusable where it is not installed."""
    try:
        from sqlcipher3 import dbapi2
    except ImportError:
        raise StoreUnusable(
            _("打开加密的数据库要先装 SQLCipher:pip install 'mediation[encrypted]'")
        ) from None
    return dbapi2


def is_installed() -> bool:
    """Whether encrypted files can be read here."""
    return find_spec("sqlcipher3") is not None and find_spec("cryptography") is not None


def errors(*also: type[Exception], kind: str = "Error") -> tuple[type[Exception], ...]:
    """What to catch for SQLite's exceptions of one kind: the two libraries share no class.

    What SQLite says of a damaged file may itself be unreadable: UnicodeDecodeError.
    """
    loaded = sys.modules.get(_LIBRARY)
    libraries = (sqlite3,) if loaded is None else (sqlite3, loaded)
    unreadable = (UnicodeDecodeError,) if kind in _OF_DAMAGE else ()
    return (*(getattr(library, kind) for library in libraries), *unreadable, *also)


def _fitting(passphrase: str, salt: bytes) -> Key | None:
    """The key that a passphrase comes to, if it is the file's."""
    for words in readings(passphrase):
        key = Key(salt, _stretched(words, salt[:-_CHECK]))
        if key.fits():
            return key
    return None


def _stretched(words: str, salt: bytes) -> bytes:
    return hashlib.scrypt(words.encode(), salt=salt, dklen=32, maxmem=_SCRYPT_MEMORY, **SCRYPT)


def _check(secret: bytes) -> bytes:
    return _part(secret, b"check")[:_CHECK]


def _part(secret: bytes, purpose: bytes) -> bytes:
    return hmac.digest(secret, purpose, "sha256")
