"""A written report read back: its seal and its lines, whatever its form."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

from mediation.errors import FileRefused
from mediation.i18n import _

_LARGEST: Final = 100 * 1024 * 1024
_LARGEST_LETTER: Final = 50 * 1024 * 1024
_DIGEST: Final = re.compile(r"SHA-256[ :]*([0-9a-f]{64})")
_CORRECTIONS: Final = _("更正:")
_ABOUT_CORRECTIONS: Final = re.compile(_("^更正[:\uff1a]|[:\uff1a]封存 .+[,\uff0c]现为 |→"))
_LETTERS: Final = (".docx", ".md")
_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line: where it stands, in words, and its cells."""

    place: str
    cells: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """What a report file says: the digest of its seal, and its lines without the corrections.

    ``is_whole`` tells that every line of the sealed report is expected in it; a letter is taken by its
    sentences and rows, for a template may leave some out.
    """

    file: Path
    sha256: str
    lines: tuple[Line, ...]
    is_whole: bool = True


def read_printed(file: Path) -> Printed:
    """Read a report back; FileRefused for what is no report, or one without a seal."""
    read = _FORMS.get(file.suffix.lower())
    if read is None:
        raise FileRefused(
            _("“{file}”读不出数来核对,请用同时存的 {forms}。").format(
                file=file.name, forms="、".join(_FORMS)
            )
        )
    content = file.read_bytes() if file.stat().st_size <= _LARGEST else b""
    if not content:
        raise FileRefused(_("“{file}”是空的或太大,不是本程序写的报告。").format(file=file.name))
    digest, lines = read(content, file)
    if not digest:
        raise FileRefused(
            _("“{file}”没有封存标记:它不是按封存的月报打印的,无从核对。").format(file=file.name)
        )
    return Printed(file, digest, tuple(lines), is_whole=file.suffix.lower() not in _LETTERS)


def _json(content: bytes, file: Path) -> tuple[str, list[Line]]:
    try:
        value = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise _no_report(file) from None
    if not isinstance(value, dict) or "flow" not in value:
        raise _no_report(file)
    seal = value.get("sealed")
    digest = str(seal.get("sha256", "")) if isinstance(seal, dict) else ""
    value.pop("corrections", None)
    return digest, list(_flat("", value))


def _flat(place: str, value: Any) -> Iterator[Line]:
    """Every value under its path; members of lists under their keys where they have one."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _flat(f"{place}.{key}" if place else str(key), each)
    elif isinstance(value, list):
        for number, each in enumerate(value):
            key = each.get("key", number) if isinstance(each, dict) else number
            yield from _flat(f"{place}.{key}", each)
    else:
        yield Line(place, (value,))


def _csv(content: bytes, file: Path) -> tuple[str, list[Line]]:
    rows = csv.reader(io.StringIO(_decoded(content, file), newline=""))
    found = [row for row in rows if row and row[0] != "correction"]
    digest = next((row[5] for row in found if len(row) > 5 and row[3] == "sha256"), "")
    return digest, [
        Line(" ".join(part for part in (*row[:2], *row[3:4]) if part), tuple(row)) for row in found
    ]


def _text(content: bytes, file: Path) -> tuple[str, list[Line]]:
    lines = _decoded(content, file).splitlines()
    kept = _without_corrections([(line.rstrip(),) for line in lines], free_row_too=True)
    place = _("第 {number} 行")
    return _digest(lines), [
        Line(place.format(number=number), cells) for number, cells in enumerate(kept, start=1)
    ]


def _workbook(content: bytes, _file: Path) -> tuple[str, list[Line]]:
    from mediation.ledger.limits import Limits
    from mediation.ledger.workbook_sheets import workbook_sheets

    found: list[Line] = []
    digest = ""
    sheets, _notes = workbook_sheets(content, Limits())
    place = _("“{sheet}”第 {number} 行")
    for sheet in sheets:
        rows = _without_corrections([_trimmed(cells) for cells in sheet.rows])
        digest = digest or _digest(str(row[0]) for row in rows[:12] if row)
        found += [
            Line(place.format(sheet=sheet.name, number=number), cells)
            for number, cells in enumerate(rows, start=1)
            if cells
        ]
    return digest, found


def _letter(content: bytes, file: Path) -> tuple[str, list[Line]]:
    """Paragraphs and rows of tables of a .docx."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            part = archive.getinfo("word/document.xml")
            if part.file_size > _LARGEST_LETTER:
                raise _no_report(file)
            words = archive.read(part)
        if b"<!DOCTYPE" in words:
            raise _no_report(file)
        root = ElementTree.fromstring(words)
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError):
        raise _no_report(file) from None
    in_tables = {id(each) for row in root.iter(f"{_WORD}tr") for each in row.iter(f"{_WORD}p")}
    said = [_said(each) for each in root.iter(f"{_WORD}p") if id(each) not in in_tables]
    rows = [Line(str(cells[0]), cells) for row in root.iter(f"{_WORD}tr") if (cells := _cells(row))]
    return _digest(said), [*_sentences(said), *rows]


def _markdown(content: bytes, file: Path) -> tuple[str, list[Line]]:
    lines = _decoded(content, file).splitlines()
    return _digest(lines), _sentences(lines)


def _sentences(paragraphs: Iterable[str]) -> list[Line]:
    """The sentences of running text, but those about corrections."""
    sentences = (each.strip() for words in paragraphs for each in words.split("。"))
    return [
        Line(each, (each,)) for each in sentences if each and not _ABOUT_CORRECTIONS.search(each)
    ]


def _cells(row: ElementTree.Element) -> tuple[str, ...]:
    return tuple(
        " ".join(_said(each) for each in cell.iter(f"{_WORD}p")) for cell in row.iter(f"{_WORD}tc")
    )


def _said(paragraph: ElementTree.Element) -> str:
    return "".join(run.text or "" for run in paragraph.iter(f"{_WORD}t"))


def _trimmed(cells: list[Any]) -> tuple[Value, ...]:
    values = [each if isinstance(each, str | int | float) else str(each) for each in cells]
    while values and values[-1] == "":
        values.pop()
    return tuple(values)


def _without_corrections(
    rows: list[tuple[Any, ...]], *, free_row_too: bool = False
) -> list[tuple[Value, ...]]:
    """The rows but those from the head of the corrections to the next free one."""
    kept: list[tuple[Value, ...]] = []
    passing = False
    for cells in rows:
        if str(cells[0] if cells else "").startswith(_CORRECTIONS):
            passing = True
        elif passing and not any(str(cell).strip() for cell in cells):
            passing = False
            if free_row_too:
                continue
        if not passing:
            kept.append(cells)
    return kept


def _digest(texts: Any) -> str:
    for text in texts:
        if found := _DIGEST.search(str(text)):
            return found[1]
    return ""


def _decoded(content: bytes, file: Path) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _no_report(file) from None


def _no_report(file: Path) -> FileRefused:
    return FileRefused(_("“{file}”不是本程序写的报告,或已损坏。").format(file=file.name))


_FORMS: Final[Mapping[str, Callable[[bytes, Path], tuple[str, list[Line]]]]] = {
    ".json": _json,
    ".xlsx": _workbook,
    ".docx": _letter,
    ".csv": _csv,
    ".md": _markdown,
    ".txt": _text,
}
