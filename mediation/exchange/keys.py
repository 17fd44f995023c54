"""Keys: a private pair kept by each program, and the public card that partners give each other."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from mediation.errors import FileRefused, MediationError, RuleViolation
from mediation.exchange.canonical import canonical, read_object
from mediation.i18n import _

SUITE = {
    "pack": "zlib",
    "hash": "SHA-256",
    "seal": "X25519-HKDF-SHA256-ChaCha20Poly1305",
    "sign": "Ed25519",
}
"""The algorithms used. A suite of SM2, SM3 and SM4 would be another value of the same fields."""

_CARD = "mediation-keys-1"
_RING = "mediation-private-keys-1"
_LENGTH = 32
_SCRYPT = {"n": 2**15, "r": 8, "p": 1}
_MEMORY = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """What others may know: 32 bytes to check signatures with, 32 to seal for the owner with."""

    sign: bytes
    seal: bytes

    @property
    def id(self) -> str:
        """The pair's name in files, in hexadecimal."""
        return hashlib.sha256(b"mediation keys" + self.sign + self.seal).hexdigest()[:40]

    @property
    def fingerprint(self) -> str:
        """Ten groups of four to read to each other aloud."""
        return " ".join(self.id[at : at + 4] for at in range(0, len(self.id), 4))


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """The private pair, as its 32 bytes each."""

    sign: bytes
    seal: bytes

    @property
    def public(self) -> PublicKeys:
        """What others may know of it."""
        ed, x, _rest = ciphers()
        return PublicKeys(
            ed.Ed25519PrivateKey.from_private_bytes(self.sign).public_key().public_bytes_raw(),
            x.X25519PrivateKey.from_private_bytes(self.seal).public_key().public_bytes_raw(),
        )


def ciphers() -> tuple[Any, Any, Any]:
    """The modules of Ed25519, X25519 and AEAD; raises MediationError where they are not installed."""
    try:
        from cryptography.hazmat.primitives.asymmetric import ed25519, x25519
        from cryptography.hazmat.primitives.ciphers import aead
    except ImportError as error:
        raise MediationError(
            _("这台电脑没有装交换用的加密组件。请用 pip install 'mediation[exchange]' 装好再试。")
        ) from error
    return ed25519, x25519, aead


def new_keys() -> Keys:
    """A new pair."""
    ed, x, _rest = ciphers()
    return Keys(
        ed.Ed25519PrivateKey.generate().private_bytes_raw(),
        x.X25519PrivateKey.generate().private_bytes_raw(),
    )


def card(name: str, keys: PublicKeys) -> str:
    """The small file in which public keys are given away."""
    said = {"format": _CARD, "name": name, "sign": keys.sign.hex(), "seal": keys.seal.hex()}
    return canonical(said) + "\n"


def read_card(text: bytes) -> tuple[str, PublicKeys]:
    """The name and keys on a card; raises :class:`FileRefused`."""
    said = _said(text, _CARD)
    try:
        return str(said["name"]), PublicKeys(_bytes(said["sign"]), _bytes(said["seal"]))
    except (KeyError, ValueError, TypeError):
        raise FileRefused(_("这不是完整的公钥文件。请让对方重新导出一份。")) from None


def kept(keys: Keys, passphrase: str) -> str:
    """The private pair as its file holds it, under a passphrase unless that is empty."""
    if not passphrase:
        plain = {"format": _RING, "sign": keys.sign.hex(), "seal": keys.seal.hex()}
        return canonical(plain) + "\n"
    import os

    salt, nonce = os.urandom(16), os.urandom(12)
    lock = ciphers()[2].ChaCha20Poly1305(_stretched(passphrase, salt))
    locked = lock.encrypt(nonce, keys.sign + keys.seal, _RING.encode())
    said = {"format": _RING, "salt": salt.hex(), "nonce": nonce.hex(), "locked": locked.hex()}
    return canonical(said) + "\n"


def is_locked(text: bytes) -> bool:
    """Whether a private file asks for a passphrase; raises :class:`FileRefused`."""
    return "locked" in _said(text, _RING)


def unlocked(text: bytes, passphrase: str = "") -> Keys:
    """The private pair in a file; raises RuleViolation for a wrong passphrase, FileRefused for no file."""
    said = _said(text, _RING)
    try:
        if "locked" not in said:
            return Keys(_bytes(said["sign"]), _bytes(said["seal"]))
        lock = ciphers()[2].ChaCha20Poly1305(_stretched(passphrase, bytes.fromhex(said["salt"])))
        nonce, locked = bytes.fromhex(said["nonce"]), bytes.fromhex(said["locked"])
    except (KeyError, ValueError, TypeError):
        raise FileRefused(_("私钥文件已损坏。请从备份里取回,或重新生成后再交换公钥。")) from None
    from cryptography.exceptions import InvalidTag

    try:
        both = lock.decrypt(nonce, locked, _RING.encode())
    except InvalidTag:
        raise RuleViolation(_("口令不对。请再输一次。"), field="passphrase") from None
    return Keys(both[:_LENGTH], both[_LENGTH:])


def _stretched(passphrase: str, salt: bytes) -> bytes:
    return hashlib.scrypt(passphrase.encode(), salt=salt, maxmem=_MEMORY, dklen=_LENGTH, **_SCRYPT)


def _said(text: bytes, kind: str) -> dict[str, Any]:
    said = read_object(text.strip())
    if said.get("format") != kind:
        raise FileRefused(_("这不是要找的密钥文件。请核对是哪一个文件。"))
    return said


def _bytes(value: str) -> bytes:
    read = bytes.fromhex(value)
    if len(read) != _LENGTH:
        raise ValueError
    return read
