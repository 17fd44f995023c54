"""A CSV file as rows of cells: encoding, separator and line ends found, never guessed wrongly."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from mediation.errors import FileRefused
from mediation.i18n import _
from mediation.ledger.headings import LOOKED_AT, NEEDED, TableKind, known_in
from mediation.ledger.limits import Limits
from mediation.ledger.sheets import Cell, Sheet

_SEPARATORS = (",", "\t", ";")
_PIECE = 1024 * 1024
_FIELD = 16 * 1024 * 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, ""),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd-\uffff]")
# A wrong guess of the encoding gives rare ideographs and private letters, hardly any of these.
_USUAL = re.compile("[\t\n\r\x20-\x7e·—‘’“”…、。〇《》【】〔〕\uff01-\uff5e\u4e00-\u9fff]")
_ODD_AT_MOST = 20
_EXCEL_SEP = re.compile(r"\"?sep=(.)\"?(?:\r\n|\r|\n)", re.IGNORECASE)
_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)


def text_sheet(content: bytes, limits: Limits) -> Sheet:
    """The rows of a CSV file. Raises :class:`FileRefused` when its encoding is not recognised."""
    if not content.strip(b"\0 \t\r\n"):
        raise FileRefused(_("文件是空的。"))
    encoding = _encoding(content)
    head = io.TextIOWrapper(io.BytesIO(content), encoding, newline="").read(64 * 1024)
    marked = _EXCEL_SEP.match(head)
    separator = marked[1] if marked else _separator(head)
    has_nul = b"\0" in content if "utf-16" not in encoding else "\0" in content.decode(encoding)
    lines = content.count(b"\n") or content.count(b"\r")
    return Sheet(
        name="",
        rows=_rows(content, encoding, separator, marked is not None, limits),
        count=lines,
        ragged=True,
        has_nul=has_nul,
    )


def _encoding(content: bytes) -> str:
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            if encoding and _reads(content, encoding):
                return encoding
            raise _unrecognised()
    for encoding in ("utf-8", "gb18030"):
        if _reads(content, encoding):
            return encoding
    for encoding in ("utf-16-le", "utf-16-be"):
        if b"\0" in content and len(content) % 2 == 0 and _reads(content, encoding):
            return encoding
    raise _unrecognised()


def _unrecognised() -> FileRefused:
    return FileRefused(
        _("认不出文件的文字编码:请在 Excel/WPS 中另存为 .xlsx 或“CSV UTF-8”再导入。")
    )


def _reads(content: bytes, encoding: str) -> bool:
    """Whether the whole content decodes, and into what a ledger could be written in."""
    decoder = codecs.getincrementaldecoder(encoding)()
    strange = _CONTROL if encoding.startswith("utf-8") else None
    odd = seen = 0
    try:
        for start in range(0, len(content), _PIECE):
            last = start + _PIECE >= len(content)
            text = decoder.decode(content[start : start + _PIECE], final=last)
            seen += len(text)
            odd += text.count("\0")
            odd += len(strange.findall(text)) if strange else len(text) - len(_USUAL.findall(text))
    except UnicodeDecodeError:
        return False
    return odd * _ODD_AT_MOST <= seen


def _separator(head: str) -> str:
    """The separator under which a row has most known headings."""
    found = {separator: _known(head, separator) for separator in _SEPARATORS}
    best = max(found, key=lambda separator: found[separator])
    if found[best] < NEEDED and _known(head, "，") >= NEEDED:
        raise FileRefused(
            _("整行只有一列:各列之间用的是全角逗号“，”。请改成半角逗号“,”,或另存为 .xlsx。")
        )
    return best


def _known(head: str, separator: str) -> int:
    rows = csv.reader(io.StringIO(head, newline=""), delimiter=separator)
    best = 0
    try:
        for cells in islice(rows, LOOKED_AT):
            best = max(best, *(known_in(cells, kind) for kind in TableKind))
    except csv.Error:
        return best
    return best


def _rows(
    content: bytes, encoding: str, separator: str, marked: bool, limits: Limits
) -> Iterator[list[Cell]]:
    text = io.TextIOWrapper(io.BytesIO(content), encoding, newline="")
    if marked:
        text.readline()
    csv.field_size_limit(_FIELD)
    # A quote left open would swallow the rest of the file in silence without strict.
    rows = csv.reader(text, delimiter=separator, strict=True)
    row = 0
    try:
        for cells in rows:
            row += 1
            if row > limits.rows:
                raise FileRefused(
                    _("超过 {limit} 行:请分成几个文件导入。").format(limit=limits.rows)
                )
            if len(cells) > limits.columns:
                raise FileRefused(
                    _("第 {row} 行有 {count} 列,超过 {limit} 列:请检查分隔符。").format(
                        row=row, count=len(cells), limit=limits.columns
                    )
                )
            yield [_unquoted(cell) if cell[:2] == '="' else cell for cell in cells]
    except csv.Error as error:
        raise FileRefused(
            _("第 {row} 行起的引号没有成对,后面的行无法读取:请检查这一行的双引号。").format(
                row=row + 1
            )
        ) from error


def _unquoted(cell: str) -> str:
    found = _AS_TEXT.fullmatch(cell)
    return found[1] if found else cell
