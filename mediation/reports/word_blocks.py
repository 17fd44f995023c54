"""Blocks of a written report as Word paragraphs, tables and pictures before a given paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from io import BytesIO
from typing import Any, Final

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from mediation.i18n import _
from mediation.reports.columns import printable
from mediation.reports.document import Attachment, Block, Heading, Paragraph, Picture
from mediation.reports.reading_back import DIGEST
from mediation.reports.steps import Steps
from mediation.reports.typesetting import NoTypesetting, draw
from mediation.reports.word_layout import (
    ATTACHMENT,
    BODY,
    CAPTION,
    CELL,
    CELL_HEAD,
    CHAPTER,
    SECTION,
    TITLE,
    keep_together,
    turn,
)
from mediation.reports.written_tables import Table

_WIDEST_PICTURE: Final = 156
"""In millimetres, as wide as the type area of an official page."""
_ABOVE_CAPTION: Final = 6
"""Points between what comes before and the caption of a table."""
_RIGHT: Final = WD_ALIGN_PARAGRAPH.RIGHT


class Inserting:
    """Puts blocks before a paragraph of a document, in styles that it has or in that one's own."""

    def __init__(self, document: Any, place: Any, charts: Mapping[str, Any], steps: Steps) -> None:
        self._document = document
        self._place = place
        self._charts = charts
        self._steps = steps
        page = document.sections[-1]
        self._across = Length(page.page_width - page.left_margin - page.right_margin).mm
        self._down = Length(page.page_height - page.top_margin - page.bottom_margin).mm
        self._is_after_section = False
        self._styles = {style.name: style for style in document.styles}

    def put(self, blocks: Iterable[Block], *, keep_last: bool = False) -> None:
        """Insert blocks in their order; the last paragraph may be kept on the page of what follows."""
        line = None
        for block in blocks:
            line = None
            if isinstance(block, Heading):
                self.line(block.text, CHAPTER if block.level == 1 else SECTION)
            elif isinstance(block, Paragraph):
                line = self.line(block.text, BODY)
            elif isinstance(block, Picture):
                self._picture(block)
            else:
                self._table(block)
            self._steps.step()
        if keep_last and line is not None:
            line.paragraph_format.keep_with_next = True

    def attach(self, number: int, attachment: Attachment) -> None:
        """Insert an attachment on a page of its own, a wide one on pages lying on their side."""
        wide = attachment.wide and self._place._p.getparent().tag == qn("w:body")
        if wide:
            self._end_section(self.line("", CELL))
        head = self.line(_("附件{number}").format(number=number), ATTACHMENT)
        head.paragraph_format.page_break_before = not (wide or self._is_after_section)
        self._is_after_section = False
        self.line("", BODY)
        self.line(attachment.title, TITLE)
        self.line("", BODY)
        upright, self._across = self._across, self._down if wide else self._across
        self.put(attachment.blocks)
        self._across = upright
        if wide:
            self._end_section(self.line("", CELL), wide=True)
            self._is_after_section = True

    def _end_section(self, last: Any, *, wide: bool = False) -> None:
        """Let the pages up to this paragraph be as the document has them, or turned to the left."""
        section = deepcopy(self._document.sections[-1]._sectPr)
        last._p.get_or_add_pPr().append(section)
        if wide:
            turn(section)

    def line(self, words: str, style: str) -> Any:
        """Insert a paragraph."""
        paragraph = self._place.insert_paragraph_before(printable(words))
        paragraph.style = self._style(style)
        if DIGEST.search(words):  # it has no place to break at, so the words before would be spread
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
        return paragraph

    def _style(self, name: str) -> Any:
        return self._styles.get(name, self._place.style)

    def _picture(self, picture: Picture) -> None:
        figures = self._charts.get(picture.chart)
        if figures is None:
            return
        try:
            drawn = draw(picture.chart, figures)
        except NoTypesetting as refusal:
            self.line(
                _("（{caption}未能画出：{why}）").format(
                    caption=picture.caption, why=refusal.message
                ),
                CAPTION,
            )
            return
        paragraph = self.line("", CAPTION)
        paragraph.add_run().add_picture(
            BytesIO(drawn), width=Mm(min(_WIDEST_PICTURE, self._across))
        )
        described = paragraph._p.xpath(".//wp:docPr")[0]
        described.set("descr", picture.caption)
        keep_together(paragraph)
        self.line(picture.caption, CAPTION)

    def _table(self, table: Table) -> None:
        caption = self.line(table.caption, CAPTION)
        caption.paragraph_format.space_before = Pt(_ABOVE_CAPTION)
        keep_together(caption)
        lines = (table.headings, *table.rows)
        made = self._document.add_table(rows=len(lines), cols=len(table.headings))
        made.alignment = WD_TABLE_ALIGNMENT.CENTER
        made.autofit = False
        _bordered(made)
        whole = sum(table.widths)
        for grid, width in zip(made._tbl.tblGrid.gridCol_lst, table.widths, strict=True):
            grid.w = Mm(self._across * width / whole)
        for number, (row, words) in enumerate(zip(made._tbl.tr_lst, lines, strict=True)):
            self._row(row, words, table.words, is_head=number == 0)
        self._place._p.addprevious(made._tbl)
        self.line("", CELL)

    def _row(
        self, row: Any, words: tuple[str, ...], text: tuple[int, ...], *, is_head: bool
    ) -> None:
        properties = row.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if is_head:
            properties.append(OxmlElement("w:tblHeader"))
        style = self._style(CELL_HEAD if is_head else CELL)
        for column, (cell, shown) in enumerate(zip(row.tc_lst, words, strict=True)):
            paragraph = WordParagraph(cell.p_lst[0], self._place._parent)
            paragraph.style = style
            paragraph.add_run(printable(shown))
            if not is_head and column not in text:
                paragraph.alignment = _RIGHT


def _bordered(table: Any) -> None:
    """Thin lines around every cell, and cells that leave their text some room."""
    properties = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "000000")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        room = OxmlElement(f"w:{side}")
        room.set(qn("w:w"), str(round(Pt(3).pt * 20)))
        room.set(qn("w:type"), "dxa")
        margins.append(room)
    layout = properties.find(qn("w:tblLayout"))
    place = properties.index(layout) if layout is not None else len(properties)
    properties.insert(place, borders)
    following = properties.find(qn("w:tblLook"))
    if following is not None:
        following.addprevious(margins)
    else:
        properties.append(margins)
