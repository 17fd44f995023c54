"""What a written file makes of the data in it, by its form."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

from openpyxl import load_workbook
from pypdf import PdfReader

from mediation.reports.pages_back import page_texts
from tests.threats.hostile import CONTROL, MARK, STARTS

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TERMINAL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe]")
_PARTS = r"xl/(worksheets/sheet\d+|sharedStrings|charts/chart\d+)\.xml|word/document\.xml"
_MAY_HOLD = {False: _PARTS, True: _PARTS + r"|docProps/core\.xml"}
"""Parts in which data may stand; the title of a member's own file is their name."""
_FIELDS = {"instrText", "fldSimple", "hyperlink", "altChunk", "object"}


def faults(path: Path) -> list[str]:
    """Everything in the file that obeys data or spoils it; every form must be known here."""
    return [f"{path.name}: {fault}" for fault in _JUDGES[path.suffix](path)]


def told(path: Path) -> int:
    """How many marks of data stand in the file."""
    if path.suffix == ".pdf":
        return "".join(page_texts(path.read_bytes(), path)).count(MARK)
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as parts:
            return sum(
                parts.read(name).decode("utf-8", "replace").count(MARK) for name in parts.namelist()
            )
    return path.read_text("utf-8").count(MARK)


def _packed(path: Path, found: list[str]) -> Iterator[tuple[str, str]]:
    """The parts of a workbook or a document with their texts; what any of them may not have."""
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            if "externalLink" in name or name.endswith("vbaProject.bin"):
                found.append(f"{name} is there")
            if not name.endswith((".xml", ".rels")):
                continue
            text = parts.read(name).decode()
            if CONTROL.search(text):
                found.append(f"{name} holds a control character")
            if MARK in text and not re.fullmatch(_MAY_HOLD[path.stem == "member"], name):
                found.append(f"{name} holds data")
            if 'TargetMode="External"' in text:
                found.append(f"{name}: a link leads out")
            yield name, text


def _workbook(path: Path) -> list[str]:
    found: list[str] = []
    for name, text in _packed(path, found):
        for each in ElementTree.fromstring(text).iter():
            if each.tag in (f"{_MAIN}f", f"{_MAIN}formula", f"{_MAIN}definedName") and MARK in (
                each.text or ""
            ):
                found.append(f"{name}: a formula holds data: {each.text}")
            if each.tag == f"{_MAIN}hyperlink" and not each.get("location"):
                found.append(f"{name}: a link leads out")
    for sheet in load_workbook(path).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                value = cell.value
                if not isinstance(value, str) or MARK not in value:
                    continue
                if cell.data_type != "s":
                    found.append(f"{sheet.title}!{cell.coordinate} is of type {cell.data_type}")
                if value[0] in STARTS and not cell.quotePrefix:
                    found.append(f"{sheet.title}!{cell.coordinate} runs when edited: {value}")
                if cell.comment is not None:
                    found.append(f"{sheet.title}!{cell.coordinate} has a comment")
    return found


def _document(path: Path) -> list[str]:
    found: list[str] = []
    for name, text in _packed(path, found):
        for each in ElementTree.fromstring(text).iter():
            if each.tag.rpartition("}")[2] in _FIELDS and MARK in "".join(each.itertext()):
                found.append(f"{name}: a field holds data")
    return found


def _pages(path: Path) -> list[str]:
    raw = path.read_bytes()
    found = [
        f"holds {word.decode()}"
        for word in (b"/JavaScript", b"/Launch", b"/URI", b"/EmbeddedFile")
        if word in raw
    ]
    for page in PdfReader(io.BytesIO(raw)).pages:
        if "/Annots" in page:
            found.append("a page has an annotation")
    text = "".join(page_texts(raw, path))
    return found + (["holds the words of another file"] if "root:" in text else [])


def _table(path: Path) -> list[str]:
    text = path.read_text("utf-8-sig")
    found = []
    rows = list(csv.reader(io.StringIO(text), strict=True))
    if len({len(row) for row in rows}) != 1:
        found.append("rows of different widths")
    for row in rows:
        for cell in row:
            if CONTROL.search(cell) or "\t" in cell or "\n" in cell:
                found.append(f"a cell holds a control character: {cell!r}")
            if MARK in cell and cell[0] in STARTS:
                found.append(f"a cell would be run: {cell!r}")
    return found


def _markdown(path: Path) -> list[str]:
    found = _plain(path)
    width = 0
    for line in path.read_text("utf-8").splitlines():
        bare = re.sub(r"\\.", "", line)
        if MARK in line and re.search(r"[<>`]|\]\(", bare):
            found.append(f"would be obeyed: {line}")
        cells = bare.count("|")
        if not cells:
            width = 0
        elif width and cells != width:
            found.append(f"a table's row of another width: {line}")
        else:
            width = cells
    return found


def _json(path: Path) -> list[str]:
    text = path.read_text("utf-8")
    json.loads(text)
    found = _TERMINAL.search(text)
    return [f"holds a control character: {found[0]!r}"] if found else []


def _plain(path: Path) -> list[str]:
    text = path.read_bytes().decode("utf-8").replace("\r\n", "\n")
    return [f"holds a control character: {CONTROL.search(text)}"] if CONTROL.search(text) else []


def _calendar(path: Path) -> list[str]:
    text = path.read_bytes().decode("utf-8")
    found = []
    for line in text.removesuffix("\r\n").split("\r\n"):
        if CONTROL.search(line) or "\n" in line:
            found.append(f"holds a control character: {line!r}")
        if not re.match(r" |[A-Z-]+[:;]", line) or line.startswith("ATT"):
            found.append(f"no property of ours: {line!r}")
    return found


_JUDGES: dict[str, Callable[[Path], list[str]]] = {
    ".xlsx": _workbook,
    ".docx": _document,
    ".pdf": _pages,
    ".csv": _table,
    ".md": _markdown,
    ".json": _json,
    ".txt": _plain,
    ".ics": _calendar,
}
