"""The text of a referral that was saved as a file."""

from __future__ import annotations

import sys
from pathlib import Path

from mediation.errors import FileRefused
from mediation.i18n import _
from mediation.referrals.reading import LONGEST

_MOST_BYTES = 4 * LONGEST + 4
_OTHER_KINDS = {"Word/Excel": b"PK\x03\x04", "PDF": b"%PDF", "Word/Excel 97": b"\xd0\xcf\x11\xe0"}


def text_of_file(named: str) -> str:
    """The text of the file, or of standard input for ``-``; raises FileRefused or OSError."""
    if named == "-":
        content = sys.stdin.buffer.read(_MOST_BYTES + 1)
    else:
        path = Path(named)
        if path.is_dir():
            raise FileRefused(_("“{path}”是文件夹,请写文本文件。").format(path=named))
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise FileRefused(
            _("文件太大,不像一份委派(委托)函(最多 {most:,} 字)。").format(most=LONGEST)
        )
    return _decoded(content)


def _decoded(content: bytes) -> str:
    for kind, start in _OTHER_KINDS.items():
        if content.startswith(start):
            raise FileRefused(
                _("这是 {kind} 文件。请打开它,把文字复制到 .txt 文件再读。").format(kind=kind)
            )
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for codec in ("utf-16",) if is_wide else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(codec)
        except UnicodeDecodeError:
            continue
    raise FileRefused(_("不是文本文件,或编码不是 UTF-8、GB18030。请把文字另存为 .txt 再读。"))
