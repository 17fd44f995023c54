"""The private keys of this machine: one file, for its owner alone, under a passphrase if wished."""

from __future__ import annotations

from pathlib import Path

from mediation.errors import NotFound, RuleViolation
from mediation.exchange.keys import Keys, card, is_locked, kept, new_keys, unlocked
from mediation.i18n import _
from mediation.reports.whole_file import whole_file


def create(file: Path, passphrase: str) -> Keys:
    """New keys in a new file; raises RuleViolation where one is, since partners know those."""
    if file.exists():
        raise RuleViolation(_("这台电脑已经有密钥了:{path}").format(path=file))
    keys = new_keys()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write(file, keys, passphrase)
    return keys


def change_passphrase(file: Path, keys: Keys, passphrase: str) -> None:
    """Keep the same keys under another passphrase, or under none."""
    _write(file, keys, passphrase)


def needs_passphrase(file: Path) -> bool:
    """Whether the file is locked; raises NotFound without one."""
    return is_locked(_read(file))


def load(file: Path, passphrase: str = "") -> Keys:
    """The keys; raises NotFound, RuleViolation for a wrong passphrase, FileRefused for a broken file."""
    return unlocked(_read(file), passphrase)


def save_card(file: Path, name: str, keys: Keys) -> None:
    """Save the public keys under a name, for others to keep."""
    with whole_file(file) as draft:
        draft.write_text(card(name, keys.public), "utf-8")


def _read(file: Path) -> bytes:
    if not file.exists():
        raise NotFound(
            _("这台电脑还没有交换用的密钥。请先生成(“带出合并”一屏按 p,或 mediation bundle keys)。")
        )
    return file.read_bytes()[:10_000]


def _write(file: Path, keys: Keys, passphrase: str) -> None:
    with whole_file(file) as draft:
        draft.write_text(kept(keys, passphrase), "utf-8")
