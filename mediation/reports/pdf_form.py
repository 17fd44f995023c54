"""The written report as PDF, in the layout of GB/T 9704-2012."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from mediation.i18n import _
from mediation.reports.chart_figures import chart_figures
from mediation.reports.columns import printable
from mediation.reports.document import Block, Heading, Paragraph, Picture, compose
from mediation.reports.edition import Edition, Progress
from mediation.reports.official import check_official
from mediation.reports.steps import Steps
from mediation.reports.typesetting import set_pages
from mediation.reports.whole_file import whole_file

_STEPS: Final = 5
"""Text, attachments, charts, pages set, file written."""


def write_pdf(edition: Edition, path: Path, progress: Progress | None = None) -> None:
    """Write the PDF, whole or not at all.

    ``progress`` is told the steps done; the setting of the pages is one. Raises NoTypesetting when typst or a Chinese font is missing, and MediationError when the file
    cannot be written.
    """
    check_official()
    steps = Steps(progress, _STEPS)
    content = set_pages("report.typ", page_values(edition, steps))
    steps.step()
    with whole_file(path) as draft:
        draft.write_bytes(content)
        steps.step()


def page_values(edition: Edition, steps: Steps) -> dict[str, Any]:
    """The report as the layout reads it."""
    writing = compose(edition)
    steps.step()
    attachments = [
        {"title": each.title, "wide": each.wide, "blocks": _blocks(each.blocks)}
        for each in writing.attachments
    ]
    steps.step()
    charts = chart_figures(edition)
    steps.step()
    return {
        "title": printable(writing.title),
        "signed": printable(writing.signed),
        "dated": writing.dated,
        "attached": _("附件："),
        "attachment": _("附件"),
        "body": _blocks(writing.body),
        "attachments": attachments,
        "charts": charts,
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
