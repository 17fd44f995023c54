"""A workbook report read back: the rows of its sheets, their formulas, and the names these use."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final
from xml.etree import ElementTree

from mediation.i18n import _
from mediation.ledger.limits import Limits
from mediation.ledger.workbook_sheets import workbook_sheets
from mediation.reports.reading_back import Line, Value, digest_in, without_corrections

_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LIMITS: Final = Limits(
    file_bytes=300 * 1024 * 1024,
    unpacked_bytes=4 * 1024 * 1024 * 1024,
    rows=1_048_576,
    area=60_000_000,
)
_HEAD: Final = 12
_SHEETS: Final = "xl/worksheets/"
_BOOK: Final = "xl/workbook.xml"


def workbook_digest(content: bytes) -> str:
    """The digest in the head of a sheet; empty without one. Raises FileRefused."""
    for sheet in workbook_sheets(content, _LIMITS)[0]:
        head = (row for _number, row in zip(range(_HEAD), sheet.rows, strict=False))
        if digest := digest_in(row[0] for row in head if row):
            return digest
    return ""


def workbook_lines(content: bytes, parts: Collection[str] | None = None) -> Iterator[Line]:
    """Every row of every sheet, or of the sheets in these parts, then formulas and names."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        book = ElementTree.fromstring(archive.read(_BOOK))
        inside = sorted(filter(is_sheet, archive.namelist()))
        wanted = inside if parts is None else [each for each in inside if each in parts]
        names = [str(each.get("name")) for each in book.iter(f"{_MAIN}sheet")]
        numbered = {f"{_SHEETS}sheet{number}.xml": name for number, name in enumerate(names, 1)}
        chosen = None if parts is None else {numbered.get(each) for each in wanted}
        yield from _rows(content, chosen)
        for part in wanted:
            with archive.open(part) as xml:
                yield from _formulas(numbered.get(part, part), xml)
        for name in book.iter(f"{_MAIN}definedName"):
            told = _("名称 {name}").format(name=name.get("name"))
            yield Line(told, (told, name.text))


def _rows(content: bytes, chosen: Collection[str | None] | None) -> Iterator[Line]:
    place = _("“{sheet}”第 {number} 行")
    for sheet in workbook_sheets(content, _LIMITS)[0]:
        if chosen is None or sheet.name in chosen:
            rows = without_corrections(map(_trimmed, sheet.rows))
            for number, cells in enumerate(rows, start=1):
                if cells:
                    yield Line(place.format(sheet=sheet.name, number=number), (sheet.name, *cells))


def parts_apart(found: bytes, expected: bytes) -> list[str] | None:
    """The parts in which two workbooks differ; ``None`` where one was saved anew by another program.

    Only then their sheets have to be read: equal parts hold equal figures.
    """
    with (
        zipfile.ZipFile(io.BytesIO(found)) as one,
        zipfile.ZipFile(io.BytesIO(expected)) as other,
    ):
        if one.namelist() != other.namelist() or one.read(_BOOK) != other.read(_BOOK):
            return None
        return [name for name in other.namelist() if not _alike(one, other, name)]


def is_sheet(part: str) -> bool:
    """Whether a part holds the cells of a sheet."""
    return part.startswith(_SHEETS) and part.endswith(".xml")


def _alike(one: zipfile.ZipFile, other: zipfile.ZipFile, name: str) -> bool:
    with one.open(name) as first, other.open(name) as second:
        while True:
            piece = first.read(1 << 20)
            if piece != second.read(1 << 20):
                return False
            if not piece:
                return True


def _formulas(sheet: str, xml: Any) -> Iterator[Line]:
    told = _("{sheet} 单元格 {cell} 的公式")
    for _event, cell in ElementTree.iterparse(xml):
        if cell.tag == f"{_MAIN}c":
            formula = cell.find(f"{_MAIN}f")
            if formula is not None:
                place = told.format(sheet=sheet, cell=cell.get("r"))
                yield Line(place, (place, formula.text))
        elif cell.tag == f"{_MAIN}row":
            cell.clear()


def _trimmed(cells: Iterable[Any]) -> tuple[Value, ...]:
    values = [each if isinstance(each, str | int | float) else str(each) for each in cells]
    while values and values[-1] == "":
        values.pop()
    return tuple(values)
