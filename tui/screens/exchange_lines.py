"""Lines of the exchange room, and the paths that are typed there."""

from __future__ import annotations

from pathlib import Path

from mediation import settings
from mediation.errors import RuleViolation
from mediation.exchange.books import FileRow
from mediation.exchange.keys import Keys
from mediation.i18n import _
from mediation.office import exchange_keys
from mediation.typed_path import typed_path
from tui.widgets.agenda_list import Line

FILE_WIDTHS = (16, 8, 16, 8)


def fingerprint(keys: Keys | None) -> str | None:
    """Our own: ``None`` without keys, empty while they are locked."""
    if keys is not None:
        return keys.public.fingerprint
    file = settings.exchange_keys()
    if not file.exists():
        return None
    if exchange_keys.needs_passphrase(file):
        return ""
    return exchange_keys.load(file).public.fingerprint


def own_words(fingerprint: str | None) -> str:
    """How our own keys stand and what to press."""
    if fingerprint is None:
        return _("这台电脑还没有密钥:按 p 生成。")
    if not fingerprint:
        return _("密钥有口令:按 p 打入口令,看指纹、存公钥文件。")
    return _("指纹 {fingerprint}   按 p 存成文件交给对方").format(fingerprint=fingerprint)


def file_line(file: FileRow, *, waits: bool) -> Line:
    """One file that went to and fro."""
    way = _("交给") if file.is_ours else _("收到")
    kind = _("回执") if file.kind == "receipt" else _("案件")
    words = _("第 {number} 份,{count} 件").format(number=file.sequence, count=file.cases)
    if file.answered_at is not None:
        words += _(",已有回执 {day:%m-%d}").format(day=file.answered_at.astimezone())
    elif waits:
        words += _(",等回执")
    when = f"{file.at.astimezone():%Y-%m-%d %H:%M}"
    return Line((when, way, file.partner, kind, words), FILE_WIDTHS, is_amber=waits)


def folder(text: str) -> Path:
    """The folder typed; raises RuleViolation without one."""
    path = typed_path(text)
    if not text or not path.is_dir():
        raise RuleViolation(_("没有这个文件夹:请接好 U 盘,写完整的路径。"))
    return path


def existing(text: str) -> Path:
    """The file or folder typed; raises RuleViolation without one."""
    path = typed_path(text)
    if not text or not path.exists():
        raise RuleViolation(_("没有这个文件或文件夹:请接好 U 盘,写完整的路径。"))
    return path


def new_card(text: str) -> Path:
    """A new file for our public keys; raises RuleViolation for any other."""
    path = typed_path(text)
    if path.suffix != ".keys":
        raise RuleViolation(_("文件名请以 .keys 结尾。"))
    if path.exists() or not path.absolute().parent.is_dir():
        raise RuleViolation(_("已有这个文件,或者没有这个文件夹。"))
    return path
