"""The envelope: a header that all may read, a body for the recipient alone, a signature over both.

``mediation-bundle-1``, a line of header in canonical JSON, the sealed body, 64 bytes of signature.
The recipient stands in the header and so inside the signature: what was made for one place cannot be
handed on to another.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from mediation.errors import FileRefused
from mediation.exchange.canonical import canonical, read_object
from mediation.exchange.keys import SUITE, Keys, PublicKeys, ciphers
from mediation.i18n import _

MOST_SEALED = 64 * 1024 * 1024
"""Bytes of a whole file."""

MOST_EARLIER = 400
"""So many files before it does a file tell of: more than a year's of one a day."""

_MAGIC = b"mediation-bundle-1\n"
_SIGNATURE = 64
_NONCE = bytes(12)
_ANCHOR = re.compile(r"[0-9]{1,12}:[0-9a-f]{64}", re.ASCII)
_HEX = re.compile(r"[0-9a-f]*", re.ASCII)
_LONGEST_HEADER = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What everybody may read of a bundle.

    ``kind`` is ``cases`` or ``receipt``; ``previous`` is the SHA-256 of the file before this one from
    the same sender to the same recipient, empty for the first; ``heard`` is the number of the
    recipient's file that the sender took last; ``rows`` counts the rows of each table; ``audit`` is
    the anchor of the sender's audit trail; ``earlier`` are the SHA-256 of the newest files so far from
    the same sender to the same recipient, at most :data:`MOST_EARLIER`.
    """

    bundle: str
    kind: str
    sender: str
    recipient: str
    sequence: int
    previous: str
    heard: int
    schema: int
    period: str
    rows: Mapping[str, int]
    sha256: str = ""
    once: str = ""
    audit: str = ""
    earlier: Sequence[str] = ()
    format: int = 1
    algorithms: Mapping[str, str] = field(default_factory=lambda: dict(SUITE))


def close(header: Header, body: bytes, keys: Keys, recipient: PublicKeys) -> bytes:
    """The whole file: ``body`` sealed for the recipient and signed by the owner of ``keys``."""
    ed, x, aead = ciphers()
    once = x.X25519PrivateKey.generate()
    public = once.public_key().public_bytes_raw()
    said = asdict(header) | {"sha256": hashlib.sha256(body).hexdigest(), "once": public.hex()}
    head = _MAGIC + canonical(said).encode() + b"\n"
    shared = once.exchange(x.X25519PublicKey.from_public_bytes(recipient.seal))
    sealed = aead.ChaCha20Poly1305(_key(shared, public, recipient)).encrypt(_NONCE, body, head)
    signature = ed.Ed25519PrivateKey.from_private_bytes(keys.sign).sign(head + sealed)
    return bytes(head + sealed + signature)


def read_header(file: bytes) -> Header:
    """What a file says of itself, not yet believed; raises :class:`FileRefused`."""
    if len(file) > MOST_SEALED:
        raise FileRefused(_("文件过大,没有读。请让对方分几次交。"))
    end = file.find(b"\n", len(_MAGIC), len(_MAGIC) + _LONGEST_HEADER)
    if not file.startswith(_MAGIC) or end < 0:
        raise FileRefused(_("这不是交换文件,或者已损坏。请核对是哪一个文件。"))
    said = read_object(file[len(_MAGIC) : end])
    if said.get("format") != 1 or said.get("algorithms") != SUITE:
        raise FileRefused(_("这份文件的格式或算法这个程序不认识。请双方用同一版程序。"))
    said.setdefault("audit", "")  # older files tell no anchor
    said.setdefault("earlier", [])  # and no row of files
    if set(said) != set(Header.__dataclass_fields__) or not _plausible(said):
        raise FileRefused(_("这不是交换文件,或者已损坏。请核对是哪一个文件。"))
    return Header(**said)


def open_file(file: bytes, header: Header, keys: Keys, sender: PublicKeys) -> bytes:
    """The body, once recipient, sender and signature are found right; raises :class:`FileRefused`."""
    ed, x, aead = ciphers()
    from cryptography.exceptions import InvalidSignature, InvalidTag

    mine = keys.public
    if header.recipient != mine.id:
        raise FileRefused(
            _("这份文件不是交给这台电脑的,没有读。请交给它的收件人,或请对方给这台电脑另做一份。")
        )
    if header.sender != sender.id:
        raise FileRefused(_("这份文件的签名不对:可能被改动过。没有读。"))
    start = file.index(b"\n", len(_MAGIC)) + 1
    signed, signature = file[:-_SIGNATURE], file[-_SIGNATURE:]
    try:
        ed.Ed25519PublicKey.from_public_bytes(sender.sign).verify(signature, signed)
        once = bytes.fromhex(header.once)
        private = x.X25519PrivateKey.from_private_bytes(keys.seal)
        shared = private.exchange(x.X25519PublicKey.from_public_bytes(once))
        lock = aead.ChaCha20Poly1305(_key(shared, once, mine))
        body: bytes = lock.decrypt(_NONCE, file[start:-_SIGNATURE], file[:start])
    except InvalidSignature:
        raise FileRefused(_("这份文件的签名不对:可能被改动过。没有读。")) from None
    except (InvalidTag, ValueError):
        raise FileRefused(_("这份文件解不开:可能被改动过。没有读。")) from None
    if hashlib.sha256(body).hexdigest() != header.sha256:
        raise FileRefused(_("这份文件的内容与摘要不符,没有读。"))
    return body


def _key(shared: bytes, once: bytes, recipient: PublicKeys) -> bytes:
    """A key used for one body only, which is why the nonce may be fixed."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    salt = once + recipient.seal
    return HKDF(SHA256(), 32, salt, b"mediation-bundle-1 body").derive(shared)


def _plausible(said: Mapping[str, Any]) -> bool:
    numbers = (said["sequence"], said["heard"], said["schema"])
    earlier = said["earlier"]
    if not isinstance(earlier, list) or len(earlier) > MOST_EARLIER:
        return False
    digests = (said["previous"], said["sha256"], said["once"], *earlier)
    words = (said["sender"], said["recipient"], said["bundle"], said["period"])
    return (
        all(type(number) is int and 0 <= number < 2**53 for number in numbers)
        and all(isinstance(one, str) and len(one) in (0, 64) for one in digests)
        and all(_HEX.fullmatch(one) for one in digests)
        and all(isinstance(word, str) and len(word) <= 100 for word in words)
        and isinstance(said["audit"], str)
        and (not said["audit"] or _ANCHOR.fullmatch(said["audit"]) is not None)
        and said["kind"] in ("cases", "receipt")
        and isinstance(said["rows"], dict)
        and all(type(number) is int for number in said["rows"].values())
    )
