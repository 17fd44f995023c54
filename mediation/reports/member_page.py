"""One page of A4 as a .docx: a title, small tables, notes. The margins are those of official papers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from mediation.i18n import _

_BODY: Final = "仿宋"
_TITLE: Final = "宋体"


def write_page(
    path: Path,
    *,
    title: str,
    below: str,
    person: Sequence[tuple[str, str]],
    figures: Sequence[tuple[str, str]],
    more: Sequence[tuple[str, str]],
    causes: Sequence[tuple[str, int, int]],
    notes: Sequence[str],
    made_at: datetime,
) -> None:
    """Write the page."""
    page = Document()
    page.core_properties.title = title
    page.core_properties.author = ""
    page.core_properties.comments = ""
    page.core_properties.created = made_at.astimezone(UTC).replace(tzinfo=None)
    section = page.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.top_margin, section.bottom_margin = Mm(25), Mm(20)
    _line(page, title, size=18, font=_TITLE, centred=True)
    _line(page, below, size=10, centred=True)
    _table(page, [(a, b, c, d) for (a, b), (c, d) in _pairs(person)])
    _line(page, _("办案情况"), size=12, font="黑体")
    _table(page, [(a, b, c, d) for (a, b), (c, d) in _pairs(figures)], numbers=(1, 3))
    _table(page, more)
    _line(page, _("案由"), size=12, font="黑体")
    heads = (_("案由"), _("收案"), _("结案"))
    rows = [heads, *((name, str(got), str(closed)) for name, got, closed in causes)]
    _table(page, rows, numbers=(1, 2))
    for words in notes:
        _line(page, words, size=9)
    page.save(str(path))


def _pairs(
    rows: Sequence[tuple[str, str]],
) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    """The rows in two halves side by side, read down the left and then down the right."""
    half = -(-len(rows) // 2)
    right = [*rows[half:], *[("", "")] * (2 * half - len(rows))]
    return list(zip(rows[:half], right, strict=True))


def _line(page: Any, words: str, *, size: int, font: str = _BODY, centred: bool = False) -> None:
    paragraph = page.add_paragraph()
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(paragraph, words, size, font)


def _table(page: Any, rows: Sequence[Sequence[str]], numbers: tuple[int, ...] = ()) -> None:
    table = page.add_table(rows=0, cols=len(rows[0]))
    table.style = "Table Grid"
    for row in rows:
        for place, (cell, words) in enumerate(zip(table.add_row().cells, row, strict=True)):
            paragraph = cell.paragraphs[0]
            if place in numbers:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            _write(paragraph, words, 10.5, _BODY)
    _line(page, "", size=4)


def _write(paragraph: Any, words: str, size: float, font: str) -> None:
    paragraph.paragraph_format.space_after = Pt(2)
    run = paragraph.add_run(words)
    run.font.size, run.font.name = Pt(size), font
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
