"""The layout of GB/T 9704-2012 as a Word document: page, styles, page numbers, placeholders.

A4 with margins 37, 28, 26 and 35 mm leaves 156 × 225 mm: 22 lines of 28 characters of size 3
(16 pt), so that the pitch is 28.95 pt. No red heading: only the office that issues may use it.
"""

from __future__ import annotations

from typing import Any, Final

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

TITLE, BODY, CHAPTER, SECTION = "公文标题", "公文正文", "公文一级标题", "公文二级标题"
SIGNED, DATED, ATTACHED, ATTACHMENT = "公文署名", "公文日期", "公文附件说明", "公文附件"
CAPTION, CELL, CELL_HEAD = "公文图表题", "公文表格", "公文表头"
LATIN: Final = "Times New Roman"
PITCH: Final = 28.95
_FOOT: Final = 850
"""From the foot of a page on its side to its number, in twentieths of a point (15 mm)."""
_FANGSONG, _HEI, _KAI = "仿宋_GB2312", "黑体", "楷体_GB2312"
_XIAOBIAOSONG, _SONG = "方正小标宋简体", "宋体"
_CENTRE, _RIGHT, _JUSTIFIED = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
# name: font, size in points, pitch in points (0: single), alignment, indent in characters as
# (first line, from the left, from the right), outline level from 0 or None
_STYLES: Final[dict[str, tuple[str, float, float, Any, tuple[int, int, int], int | None]]] = {
    TITLE: (_XIAOBIAOSONG, 22, 35, _CENTRE, (0, 0, 0), None),
    BODY: (_FANGSONG, 16, PITCH, _JUSTIFIED, (2, 0, 0), None),
    CHAPTER: (_HEI, 16, PITCH, None, (2, 0, 0), 0),
    SECTION: (_KAI, 16, PITCH, None, (2, 0, 0), 1),
    SIGNED: (_FANGSONG, 16, PITCH, _RIGHT, (0, 0, 2), None),
    DATED: (_FANGSONG, 16, PITCH, _RIGHT, (0, 0, 4), None),
    ATTACHED: (_FANGSONG, 16, PITCH, None, (0, 5, 0), None),
    ATTACHMENT: (_HEI, 16, PITCH, None, (0, 0, 0), None),
    CAPTION: (_HEI, 12, 0, _CENTRE, (0, 0, 0), None),
    CELL: (_FANGSONG, 10.5, 0, None, (0, 0, 0), None),
    CELL_HEAD: (_HEI, 10.5, 0, _CENTRE, (0, 0, 0), None),
}
_KEPT_WITH_NEXT: Final = (SIGNED, ATTACHED)


def official_document(*, wide: bool = False) -> Any:
    """An empty document with every style, on upright pages or on pages lying on their side."""
    document = Document()
    for name, shape in _STYLES.items():
        _add_style(document, name, shape)
    _set_font(document.styles["Normal"], _FANGSONG, 16)
    _page(document)
    if wide:
        turn(document.sections[0]._sectPr)
    properties = document.core_properties
    properties.author, properties.comments, properties.title = "", "", ""
    return document


def turn(section: Any) -> None:
    """Turn the pages of a section to the left, their margins with them, the page number below."""
    page, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    width, height = (page.get(qn(f"w:{name}")) for name in ("w", "h"))
    for name, value in (("w", height), ("h", width), ("orient", "landscape")):
        page.set(qn(f"w:{name}"), value)
    sides = ("top", "right", "bottom", "left")
    before = [margins.get(qn(f"w:{side}")) for side in sides]
    for side, value in zip(sides, (*before[3:], *before[:3]), strict=True):
        margins.set(qn(f"w:{side}"), value)
    margins.set(qn("w:footer"), str(_FOOT))


def keep_together(paragraph: Any, *, with_next: bool = True) -> None:
    """Keep a paragraph on one page, and on the page of the next one."""
    paragraph.paragraph_format.keep_together = True
    paragraph.paragraph_format.keep_with_next = with_next


def hang(paragraph: Any, characters: int) -> None:
    """Let the first line begin so many characters to the left of the others."""
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:hangingChars"), str(characters * 100))
    indent.set(qn("w:hanging"), str(characters * 320))


def _add_style(document: Any, name: str, shape: tuple[Any, ...]) -> None:
    font, size, pitch, alignment, indent, level = shape
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.quick_style = True
    _set_font(style, font, size)
    layout = style.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.widow_control = False
    if alignment is not None:
        layout.alignment = alignment
    if pitch:
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(pitch)
    else:
        layout.line_spacing = 1.0
    first, left, right = indent
    if any(indent):
        element = style.element.get_or_add_pPr().get_or_add_ind()
        for attribute, characters in (("firstLine", first), ("left", left), ("right", right)):
            if characters:
                element.set(qn(f"w:{attribute}Chars"), str(characters * 100))
                element.set(qn(f"w:{attribute}"), str(round(characters * size * 20)))
    if name == BODY:
        broken = OxmlElement("w:wordWrap")  # a long row of figures may break as text does
        broken.set(qn("w:val"), "0")
        style.element.get_or_add_pPr().insert(0, broken)
    if name in (CELL, CELL_HEAD):
        layout.space_before = layout.space_after = Pt(2)
    if not pitch:
        free = OxmlElement("w:snapToGrid")
        free.set(qn("w:val"), "0")
        style.element.get_or_add_pPr().insert(0, free)
    if name in _KEPT_WITH_NEXT:
        layout.keep_with_next = True
    if level is not None:
        layout.keep_with_next = True
        outline = OxmlElement("w:outlineLvl")
        outline.set(qn("w:val"), str(level))
        style.element.get_or_add_pPr().append(outline)


def _set_font(style: Any, font: str, size: float) -> None:
    style.font.name, style.font.size, style.font.bold = LATIN, Pt(size), False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)


def _page(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(round(PITCH * 20)))
    document.settings.odd_and_even_pages_header_footer = True
    _numbered(section.footer, WD_ALIGN_PARAGRAPH.RIGHT, "right")
    _numbered(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, "left")


def _numbered(footer: Any, alignment: Any, side: str) -> None:
    """— 1 — in size 4 (14 pt), one character in from the outer edge."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = alignment
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    indent.set(qn(f"w:{side}Chars"), "100")
    indent.set(qn(f"w:{side}"), "280")
    for words in ("— ", None, " —"):
        run = paragraph.add_run(words or "")
        run.font.name, run.font.size = _SONG, Pt(14)
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _SONG)
        if words is None:
            _page_field(run)


def _page_field(run: Any) -> None:
    for kind in ("begin", "PAGE", "end"):
        if kind == "PAGE":
            part = OxmlElement("w:instrText")
            part.text = kind
        else:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)
