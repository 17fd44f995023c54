"""Report files with one thing changed by hand: a digit, a row less, a row more, another digest."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ByteStringObject, ContentStream, NameObject

Change = Callable[[str], str]
_DRAWN = 8
"""A digest is drawn in pieces of so many characters, between which its line may break."""


def changed_digit(file: Path) -> Path:
    """150,000 yuan, as each form writes it, becomes 160,000."""
    if file.suffix == ".pdf":
        return _retyped(file, ("15.0", "16.0"))
    if file.suffix == ".xlsx":
        return _in_archive(file, "xl/worksheets/", ("<v>150000</v>", "<v>160000</v>"))
    if file.suffix == ".docx":
        return _in_archive(file, "word/document.xml", ("15.0", "16.0"))
    pairs = [("150000.00", "160000.00"), ("150,000.00", "160,000.00"), ("15.0", "16.0")]
    return _in_text(file, lambda text: _replaced(text, *pairs))


def without_a_row(file: Path) -> Path:
    """A row of a table less (of a PDF: its last page)."""
    if file.suffix == ".json":
        return _in_json(file, lambda report: report["by"]["court"].pop())
    if file.suffix == ".pdf":
        return _paged(file, slice(0, -1))
    if file.suffix in (".xlsx", ".docx"):
        part, row = _A_ROW[file.suffix]
        return _in_archive(file, part, lambda text: row.sub("", text, count=1))
    return _in_text(file, lambda text: _lines(text, lambda lines, at: lines.pop(at)))


def with_a_row(file: Path) -> Path:
    """A row of a table twice (of a PDF: its last page)."""
    if file.suffix == ".json":
        return _in_json(
            file,
            lambda report: report["by"]["court"].append(
                {**report["by"]["court"][0], "key": "内0699", "received": 7}
            ),
        )
    if file.suffix == ".pdf":
        return _paged(file, slice(0, None), again=True)
    if file.suffix in (".xlsx", ".docx"):
        part, row = _A_ROW[file.suffix]
        return _in_archive(
            file, part, lambda text: row.sub(lambda found: found[0] * 2, text, count=1)
        )
    return _in_text(file, lambda text: _lines(text, lambda lines, at: lines.insert(at, lines[at])))


def with_digest(file: Path, old: str, new: str) -> Path:
    """The digest of another seal in place of its own."""
    if file.suffix == ".pdf":
        places = range(0, len(old), _DRAWN)
        return _retyped(file, *((old[at : at + _DRAWN], new[at : at + _DRAWN]) for at in places))
    if file.suffix in (".xlsx", ".docx"):
        return _in_archive(file, "", (old, new))
    return _in_text(file, lambda text: _replaced(text, (old, new)))


def with_formula(file: Path) -> Path:
    """A formula of the first sheet that adds one more; the value it last had stands beside it."""
    formula = re.compile("<f>([^<]*)</f>")
    return _in_archive(
        file,
        "xl/worksheets/sheet1.xml",
        lambda text: formula.sub(r"<f>\1+1</f>", text, count=1),
    )


def with_note(file: Path) -> Path:
    """A PDF with a note laid over a figure of its first page."""
    from pypdf.annotations import FreeText

    writer = PdfWriter(clone_from=PdfReader(file))
    writer.add_annotation(0, FreeText(text="999", rect=(100, 600, 200, 620)))
    return _kept(file, writer)


_A_ROW: Any = {
    ".xlsx": ("xl/worksheets/sheet2.xml", re.compile(r'<row r="6".*?</row>', re.DOTALL)),
    ".docx": ("word/document.xml", re.compile(r"<w:tr>.*?</w:tr>|<w:tr .*?</w:tr>", re.DOTALL)),
}


def _beside(file: Path) -> Path:
    return file.with_name("改过." + file.name)


def _replaced(text: str, *pairs: tuple[str, str]) -> str:
    assert any(old in text for old, _new in pairs)
    for old, new in pairs:
        text = text.replace(old, new)
    return text


def _in_text(file: Path, change: Change) -> Path:
    with file.open(encoding="utf-8", newline="") as kept:
        text = kept.read()
    changed = change(text)
    assert changed != text
    _beside(file).write_text(changed, encoding="utf-8", newline="")
    return _beside(file)


def _lines(text: str, change: Callable[[list[str], int], object]) -> str:
    """The text after a change at the first line of a table with the court's name."""
    lines = text.splitlines(keepends=True)
    change(lines, next(n for n, line in enumerate(lines) if "康巴什" in line and "1" in line))
    return "".join(lines)


def _in_json(file: Path, change: Callable[[Any], object]) -> Path:
    report = json.loads(file.read_text(encoding="utf-8"))
    change(report)
    _beside(file).write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
    return _beside(file)


def _in_archive(file: Path, part: str, change: Change | tuple[str, str]) -> Path:
    found = 0
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(_beside(file), "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith(part) and name.endswith(".xml"):
                text = content.decode()
                told = text.replace(*change) if isinstance(change, tuple) else change(text)
                found += told != text
                content = told.encode()
            new.writestr(name, content)
    assert found
    return _beside(file)


def _paged(file: Path, pages: slice, *, again: bool = False) -> Path:
    writer = PdfWriter()
    kept = list(PdfReader(file).pages)[pages]
    for page in kept + kept[-1:] * again:
        writer.add_page(page)
    return _kept(file, writer)


def _kept(file: Path, writer: PdfWriter) -> Path:
    writer.write(_beside(file))
    return _beside(file)


def _retyped(file: Path, *changes: tuple[str, str]) -> Path:
    """Glyphs in place of others in the content streams, as an editor of PDF files does."""
    writer = PdfWriter(clone_from=PdfReader(file))
    changed = 0
    for page in writer.pages:
        stream = ContentStream(page.get_contents(), writer)
        glyphs: dict[str, bytes] = {}
        for operands, operator in stream.operations:
            if operator == b"Tf":
                glyphs = _glyphs(page["/Resources"]["/Font"][operands[0]])
            if operator == b"TJ":
                # Strings and the space between them take turns.
                strings = [each for each in operands[0] if hasattr(each, "original_bytes")]
                raw = b"".join(each.original_bytes for each in strings)
                for old, new in changes:
                    if not all(char in glyphs for char in old + new):
                        continue
                    before, after = (b"".join(glyphs[each] for each in word) for word in (old, new))
                    if before in raw:
                        operands[0][:] = [ByteStringObject(raw.replace(before, after))]
                        changed += 1
                        break
        page[NameObject("/Contents")] = writer._add_object(stream)
    assert changed
    return _kept(file, writer)


def _glyphs(font: Any) -> dict[str, bytes]:
    """The code of each character, from the font's own table."""
    table = font.get_object()["/ToUnicode"].get_object().get_data().decode("latin1")
    pairs = re.findall(r"<(\w{4})> <(\w{4})>\n", table)
    return {chr(int(char, 16)): bytes.fromhex(code) for code, char in pairs}
