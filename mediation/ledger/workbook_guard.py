"""What is looked at before a workbook is opened: size, soundness, entities, far cells.

The workbook reader keeps a sheet as one dense block and ends the whole process when memory runs
out, so anything that could make it do so is refused here, on the bytes themselves.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import IO
from xml.etree import ElementTree

from mediation.errors import FileRefused
from mediation.i18n import _
from mediation.ledger.limits import Limits
from mediation.ledger.shared_texts_guard import check_shared_texts
from mediation.ledger.sheets import Merge

_SHARED = "xl/sharedstrings.xml"
_CHUNK = 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
_SPACE = b" \t\r\n"
_ROOMLESS = bytes.maketrans(b"'", b'"')
# Room between attributes, and text that is not ASCII: nothing of it is looked for below.
_DROPPED = b" \t\r\n" + bytes(range(0x80, 0x100))
_FAR = re.compile(rb'r="(?:([A-Za-z]{2,})(\d+)|[A-Za-z]?(\d{6,}))"')
_ANY_ROW = re.compile(rb'r="[A-Za-z]*(\d+)"')
_PLACELESS = re.compile(rb'<(?:\w+:)?c(?:>|/>|[st]=")')
_NEAR_ROWS = 99_999
_UNCOMPUTED = (b"</f></c>", b"</f><v/></c>", b"</f><v></v></c>")
_HIDDEN = re.compile(rb'<(?:\w+:)?(row|col)\b[^>]*\bhidden="(?:1|true)"')
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')


@dataclass(slots=True)
class SheetFacts:
    """What the bytes of one sheet part say that the workbook reader does not pass on."""

    rows: int = 0
    columns: int = 26
    merges: list[Merge] = field(default_factory=list)
    merged_rows: int = 0
    hidden_rows: int = 0
    hidden_columns: int = 0
    errors: int = 0
    uncomputed: int = 0
    has_rows: bool = False


@dataclass(frozen=True, slots=True)
class WorkbookFacts:
    """Facts by sheet name, and whether dates count from 1904."""

    sheets: dict[str, SheetFacts]
    from_1904: bool


def check_workbook(content: bytes, limits: Limits) -> WorkbookFacts:
    """Facts about a workbook that is safe to open; raises :class:`FileRefused` for any other."""
    _refuse_other_formats(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_size(archive, len(content), limits)
            facts = {
                member.filename: _check_member(archive, member, limits)
                for member in archive.infolist()
            }
            _check_texts(archive, facts, limits)
            return _by_sheet(archive, facts)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        ElementTree.ParseError,
        LookupError,  # a missing part, or an encoding that nobody knows
    ) as error:
        raise FileRefused(
            _("工作簿已损坏,一行也没有读取:请用 Excel/WPS 打开并另存一份,或向对方重新索取。")
        ) from error


def _refuse_other_formats(content: bytes) -> None:
    if not content:
        raise FileRefused(_("文件是空的(0 字节)。"))
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise FileRefused(_("工作簿设有打开密码:请先去掉密码再导入。"))
        raise FileRefused(_("旧版 .xls:请在 Excel/WPS 中另存为 .xlsx 再导入。"))
    if content[:2] == b"\x09\x08":
        raise FileRefused(_("旧版 .xls:请在 Excel/WPS 中另存为 .xlsx 再导入。"))
    start = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"<"):
        raise FileRefused(
            _("这不是工作簿,而是改了扩展名的网页(HTML/XML):请用 Excel/WPS 打开后另存为 .xlsx。")
        )
    if not content.startswith(b"PK"):
        raise FileRefused(_("这不是工作簿:请用 Excel/WPS 另存为 .xlsx 再导入。"))


def _check_size(archive: zipfile.ZipFile, packed: int, limits: Limits) -> None:
    members = archive.infolist()
    names = [member.filename.lower() for member in members]
    if "xl/workbook.xml" not in names:
        if "xl/workbook.bin" in names:
            raise FileRefused(_("不读 .xlsb:请在 Excel/WPS 中另存为 .xlsx。"))
        raise FileRefused(_("这不是工作簿:压缩包里没有表格。"))
    if len(members) > limits.members:
        raise FileRefused(
            _("工作簿里有 {count} 个部件,超过 {limit} 个:请把台账另存为一份新工作簿。").format(
                count=len(members), limit=limits.members
            )
        )
    if len(set(names)) != len(names):
        raise zipfile.BadZipFile("a part stands twice")
    unpacked = sum(member.file_size for member in members)
    if unpacked > limits.unpacked_bytes or (
        unpacked > limits.small_bytes and unpacked > packed * limits.ratio
    ):
        raise FileRefused(
            _(
                "工作簿展开后有 {size} MB,远大于文件本身,不予打开:请删去空白格式和多余工作表后另存。"
            ).format(size=unpacked // (1024 * 1024))
        )


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limits: Limits) -> SheetFacts:
    """Read one part whole, in pieces: its checksum, its length, its entities, its farthest cell."""
    facts = SheetFacts()
    for piece in _sound_pieces(archive, member):
        _take_in(piece, facts, limits)
    # Only refs from row 100,000 or column AA on are found one by one. That is enough for a narrow
    # sheet, which is small whatever its rows below; a wide one is looked at again, cell by cell.
    if facts.rows < _NEAR_ROWS and facts.columns * _NEAR_ROWS > limits.area:
        for piece in _sound_pieces(archive, member):
            places = _ANY_ROW.findall(piece.translate(_ROOMLESS, _SPACE))
            facts.rows = max(facts.rows, *map(int, places), 0)
    if facts.rows * facts.columns > limits.area:
        raise FileRefused(
            _(
                "工作表的范围是 {rows} 行 × {columns} 列,过大:远处可能有零星的单元格,请删除后另存。"
            ).format(rows=facts.rows, columns=facts.columns)
        )
    return facts


def _check_texts(archive: zipfile.ZipFile, facts: dict[str, SheetFacts], limits: Limits) -> None:
    shared = [member for member in archive.infolist() if member.filename.lower() == _SHARED]
    sheets = [member for member in archive.infolist() if facts[member.filename].has_rows]
    for member in shared:
        check_shared_texts(
            partial(_sound_pieces, archive, member),
            [partial(_sound_pieces, archive, sheet) for sheet in sheets],
            sum(sheet.file_size for sheet in sheets),
            limits,
        )


def _sound_pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    declared, read = member.file_size, 0
    # One byte more than declared, so that a part longer than it says shows itself.
    member.file_size += 1
    try:
        with archive.open(member) as part:
            for piece in _pieces(part):
                if not read and piece.startswith(_UTF16):
                    raise FileRefused(_("工作簿的文字编码不合规:请用 Excel/WPS 另存一份。"))
                read += len(piece)
                if read > declared:
                    raise zipfile.BadZipFile("a part is longer than it says")
                yield piece
    finally:
        member.file_size = declared
    if read != declared:
        raise zipfile.BadZipFile("a part is shorter than it says")


def _pieces(part: IO[bytes]) -> Iterator[bytes]:
    """The content cut before a tag, so that no tag is cut in two."""
    rest = b""
    while chunk := part.read(_CHUNK):
        chunk = rest + chunk
        cut = chunk.rfind(b"<")
        if cut <= 0:
            cut = len(chunk)
        yield chunk[:cut]
        rest = chunk[cut:]
    if rest:
        yield rest


def _take_in(piece: bytes, facts: SheetFacts, limits: Limits) -> None:
    # Single characters are found many times faster than words: they decide whether to look closer.
    if b"!" in piece and (b"<!DOCTYPE" in piece or b"<!ENTITY" in piece):
        raise FileRefused(_("工作簿里夹带实体声明(DOCTYPE),可能是恶意文件,不予打开。"))
    if not facts.has_rows and b"row" not in piece:
        return
    bare = piece.translate(_ROOMLESS, _DROPPED)
    facts.has_rows = facts.has_rows or b"<row" in bare or b":row" in bare
    if not facts.has_rows:
        return
    _take_in_extent(bare, facts, limits)
    if b"#" in bare:
        facts.errors += bare.count(b"<v>#")
    if b"</f>" in bare:
        facts.uncomputed += sum(bare.count(mark) for mark in _UNCOMPUTED)
    if b"hidden" in piece:
        for kind in _HIDDEN.findall(piece):
            if kind == b"row":
                facts.hidden_rows += 1
            else:
                facts.hidden_columns += 1
    if b"mergeC" in piece:
        for left, top, right, bottom in _MERGED.findall(piece):
            first, last = int(top[:10]), min(int(bottom[:10]), limits.rows)
            outer = min(_column(right), limits.columns)
            facts.merges.append(Merge(first, last, _column(left) - 1, outer - 1))
            facts.merged_rows += max(0, last - first)
        if len(facts.merges) > limits.merges or facts.merged_rows > limits.merges:
            raise FileRefused(_("合并单元格过多:请取消合并后另存再导入。"))


def _take_in_extent(bare: bytes, facts: SheetFacts, limits: Limits) -> None:
    for letters, beside, alone in _FAR.findall(bare):
        facts.columns = max(facts.columns, _column(letters))
        facts.rows = max(facts.rows, int((beside or alone)[:10]))
    if facts.rows > limits.rows or facts.columns > limits.columns:
        raise FileRefused(
            _(
                "工作表超出范围(最多 {rows} 行、{columns} 列):请删去远处的单元格,或分成几个文件导入。"
            ).format(rows=limits.rows, columns=limits.columns)
        )
    # A cell that does not say its place is counted on from the last, to any width.
    odd = bare.count(b"<c") != bare.count(b'<cr="') or (b":" in bare and b":c" in bare)
    if odd and _PLACELESS.search(bare):
        raise FileRefused(_("工作表的单元格没有写明位置:请用 Excel/WPS 打开后另存为 .xlsx。"))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:4]:
        number = number * 26 + letter - 64
    return number


def _by_sheet(archive: zipfile.ZipFile, facts: dict[str, SheetFacts]) -> WorkbookFacts:
    """Facts under the names that people see, through the workbook's own index."""
    folded = {name.lower(): name for name in facts}
    workbook = ElementTree.fromstring(archive.read(folded["xl/workbook.xml"]))
    properties = workbook.find("{*}workbookPr")
    from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    targets: dict[str, str] = {}
    if "xl/_rels/workbook.xml.rels" in folded:
        relations = ElementTree.fromstring(archive.read(folded["xl/_rels/workbook.xml.rels"]))
        targets = {one.get("Id", ""): one.get("Target", "") for one in relations}
    sheets = {}
    for sheet in workbook.iterfind(".//{*}sheet"):
        relation = next((value for key, value in sheet.items() if key.endswith("}id")), "")
        target = targets.get(relation, "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        name = folded.get(part.lower())
        sheets[sheet.get("name", "")] = facts[name] if name else SheetFacts()
    return WorkbookFacts(sheets, from_1904)
