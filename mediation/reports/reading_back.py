"""A written report read back: its seal and its lines, whatever its form."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

from mediation.errors import FileRefused
from mediation.i18n import _
from mediation.reports.official import check_official

_LARGEST: Final = 300 * 1024 * 1024
_LARGEST_LETTER: Final = 50 * 1024 * 1024
DIGEST: Final = re.compile(r"SHA-256[ :]*([0-9a-f]{64})")
_CORRECTIONS: Final = _("更正:")
_ABOUT_CORRECTIONS: Final = re.compile(_("^更正[:\uff1a]|[:\uff1a]封存 ?.+[,\uff0c]现为|→"))
_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line: where it stands, in words, and its cells."""

    place: str
    cells: tuple[Value, ...]


@dataclass(frozen=True)
class Printed:
    """What a report file says: the digest of its seal, and its lines without the corrections.

    ``is_keyed`` tells that every place is there once, whatever the order of the lines.
    """

    file: Path
    content: bytes
    sha256: str
    read: Callable[[], Iterable[Line]]
    is_keyed: bool = False

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines, read when they are first asked for; raises FileRefused."""
        return tuple(self.read())


def read_printed(file: Path) -> Printed:
    """Read a report back; FileRefused for what is no report, or one without a seal."""
    check_official()
    read = _FORMS.get(file.suffix.lower())
    if read is None:
        raise FileRefused(
            _("“{file}”不是报告的文件格式,能核对的是 {forms}。").format(
                file=file.name, forms=_("、").join(_FORMS)
            )
        )
    content = file.read_bytes() if file.stat().st_size <= _LARGEST else b""
    if not content:
        raise FileRefused(_("“{file}”是空的或太大,不是本程序写的报告。").format(file=file.name))
    printed = read(content, file)
    if not printed.sha256:
        raise FileRefused(
            _("“{file}”没有封存标记:它不是按封存的月报打印的,无从核对。").format(file=file.name)
        )
    return printed


def digest_in(texts: Iterable[Any]) -> str:
    """The first digest of a seal in some texts; empty without one."""
    for text in texts:
        if found := DIGEST.search(str(text)):
            return found[1]
    return ""


def sentences(paragraphs: Iterable[str]) -> list[Line]:
    """The sentences of running text, but those about corrections."""
    parts = (each.strip() for words in paragraphs for each in words.split("。"))
    return [Line(each, (each,)) for each in parts if each and not _ABOUT_CORRECTIONS.search(each)]


def without_corrections(
    rows: Iterable[tuple[Any, ...]], *, free_row_too: bool = False
) -> Iterator[tuple[Value, ...]]:
    """The rows but those from the head of the corrections to the next free one."""
    passing = False
    for cells in rows:
        if str(cells[0] if cells else "").startswith(_CORRECTIONS):
            passing = True
        elif passing and not any(str(cell).strip() for cell in cells):
            passing = False
            if free_row_too:
                continue
        if not passing:
            yield cells


def no_report(file: Path) -> FileRefused:
    """The refusal of a file that no report of this program can be."""
    return FileRefused(_("“{file}”不是本程序写的报告,或已损坏。").format(file=file.name))


def _json(content: bytes, file: Path) -> Printed:
    try:
        value = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise no_report(file) from None
    if not isinstance(value, dict) or "flow" not in value:
        raise no_report(file)
    seal = value.get("sealed")
    digest = str(seal.get("sha256", "")) if isinstance(seal, dict) else ""
    value.pop("corrections", None)
    return Printed(file, content, digest, lambda: _flat("", value), is_keyed=True)


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


def _csv(content: bytes, file: Path) -> Printed:
    rows = csv.reader(io.StringIO(_decoded(content, file), newline=""))
    found = [row for row in rows if row and row[0] != "correction"]
    digest = next((row[5] for row in found if len(row) > 5 and row[3] == "sha256"), "")
    lines = [
        Line(" ".join(part for part in (*row[:2], *row[3:4]) if part), tuple(row)) for row in found
    ]
    return Printed(file, content, digest, lambda: lines, is_keyed=True)


def _text(content: bytes, file: Path) -> Printed:
    lines = _decoded(content, file).splitlines()
    kept = without_corrections(((line.rstrip(),) for line in lines), free_row_too=True)
    place = _("第 {number} 行")

    def read() -> Iterator[Line]:
        for number, cells in enumerate(kept, start=1):
            yield Line(place.format(number=number), cells)

    return Printed(file, content, digest_in(lines), read)


def _workbook(content: bytes, file: Path) -> Printed:
    from mediation.reports.workbook_back import workbook_digest, workbook_lines

    return Printed(file, content, workbook_digest(content), lambda: workbook_lines(content))


def _pages(content: bytes, file: Path) -> Printed:
    from mediation.reports.pages_back import page_texts, pages_digest, pages_lines

    texts = page_texts(content, file)
    return Printed(file, content, pages_digest(texts), lambda: pages_lines(texts))


def _letter(content: bytes, file: Path) -> Printed:
    """Paragraphs and rows of tables of a .docx, its headers and footers, and its pictures."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = sorted(name for name in archive.namelist() if _TEXT_PARTS.fullmatch(name))
            if sum(archive.getinfo(name).file_size for name in names) > _LARGEST_LETTER:
                raise no_report(file)
            parts = [archive.read(name) for name in names]
        if "word/document.xml" not in names or any(b"<!DOCTYPE" in part for part in parts):
            raise no_report(file)
        roots = [ElementTree.fromstring(part) for part in parts]
    except (zipfile.BadZipFile, LookupError, ElementTree.ParseError):
        raise no_report(file) from None
    lines: list[Line] = []
    digest = ""
    for root in roots:
        in_tables = {id(each) for row in root.iter(f"{_WORD}tr") for each in row.iter(f"{_WORD}p")}
        said = [_said(each) for each in root.iter(f"{_WORD}p") if id(each) not in in_tables]
        digest = digest or digest_in(said)
        lines += sentences(said)
        cells = (_cells(row) for row in root.iter(f"{_WORD}tr"))
        lines += [Line(str(row[0]), row) for row in cells if row]
        pictures = sum(1 for _each in root.iter(f"{_DRAWING}blip"))
        lines.append(Line(_("图片"), (_("图片 {count} 张").format(count=pictures),)))
    return Printed(file, content, digest, lambda: lines)


_TEXT_PARTS: Final = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")


def _markdown(content: bytes, file: Path) -> Printed:
    lines = _decoded(content, file).splitlines()
    return Printed(file, content, digest_in(lines), lambda: sentences(lines))


def _cells(row: ElementTree.Element) -> tuple[str, ...]:
    return tuple(
        " ".join(_said(each) for each in cell.iter(f"{_WORD}p")) for cell in row.iter(f"{_WORD}tc")
    )


def _said(paragraph: ElementTree.Element) -> str:
    return "".join(run.text or "" for run in paragraph.iter(f"{_WORD}t"))


def _decoded(content: bytes, file: Path) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise no_report(file) from None


_FORMS: Final[Mapping[str, Callable[[bytes, Path], Printed]]] = {
    ".json": _json,
    ".xlsx": _workbook,
    ".docx": _letter,
    ".pdf": _pages,
    ".csv": _csv,
    ".md": _markdown,
    ".txt": _text,
}
