"""The written report as PDF, in the layout of GB/T 9704-2012."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mediation.i18n import _
from mediation.reports.chart_figures import chart_figures
from mediation.reports.columns import printable
from mediation.reports.document import Block, Heading, Paragraph, Picture, compose
from mediation.reports.edition import Edition
from mediation.reports.official import check_official
from mediation.reports.typesetting import set_pages
from mediation.reports.whole_file import whole_file


def write_pdf(edition: Edition, path: Path) -> None:
    """Write the PDF, whole or not at all.

    Raises NoTypesetting when typst or a Chinese font is missing, and MediationError when the file
    cannot be written.
    """
    check_official()
    content = set_pages("report.typ", page_values(edition))
    with whole_file(path) as draft:
        draft.write_bytes(content)


def page_values(edition: Edition) -> dict[str, Any]:
    """The report as the layout reads it."""
    writing = compose(edition)
    return {
        "title": printable(writing.title),
        "signed": printable(writing.signed),
        "dated": writing.dated,
        "attached": _("附件："),
        "attachment": _("附件"),
        "body": _blocks(writing.body),
        "attachments": [
            {"title": each.title, "wide": each.wide, "blocks": _blocks(each.blocks)}
            for each in writing.attachments
        ],
        "charts": chart_figures(edition),
    }


def _blocks(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    return [_block(each) for each in blocks]


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "text": printable(block.text), "level": block.level}
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "text": printable(block.text)}
    if isinstance(block, Picture):
        return {"kind": "picture", "chart": block.chart, "caption": block.caption}
    return {
        "kind": "table",
        "caption": printable(block.caption),
        "headings": [printable(each) for each in block.headings],
        "rows": [[printable(cell) for cell in row] for row in block.rows],
        "widths": list(block.widths),
        "words": list(block.words),
    }
