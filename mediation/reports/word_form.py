"""The written report as a Word document, over a template with plain named placeholders.

A placeholder stands in double braces, {{ 标题 }}. Nothing in a template is ever run.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from mediation.errors import MediationError
from mediation.i18n import _
from mediation.reports.chart_figures import chart_figures
from mediation.reports.columns import printable
from mediation.reports.document import compose
from mediation.reports.edition import Edition, Progress
from mediation.reports.official import check_official
from mediation.reports.steps import Steps
from mediation.reports.whole_file import whole_file
from mediation.reports.word_blocks import Inserting
from mediation.reports.word_placeholders import (
    PLACEHOLDER,
    Filling,
    TemplateRefused,
    block_fillings,
    check_placeholders,
    inline_words,
    placeholder_name,
)
from mediation.reports.word_templates import TemplateKind, new_template

_LARGEST: Final = 20_000_000


def write_word(
    edition: Edition,
    path: Path,
    template: Path | None = None,
    progress: Progress | None = None,
) -> None:
    """Write the .docx, whole or not at all, over the template or the official layout.

    ``progress`` is told the paragraphs, tables and pictures put in, and how many there are. Raises TemplateRefused for a template that cannot be filled, MediationError when the file cannot
    be written.
    """
    check_official()
    document = new_template() if template is None else _opened(template)
    writing = compose(edition)
    blocks = len(writing.body) + sum(len(each.blocks) for each in writing.attachments)
    steps = Steps(progress, blocks)
    inline = inline_words(edition, writing)
    fill(document, inline, block_fillings(edition, writing), chart_figures(edition), steps)
    document.core_properties.title = printable(writing.title)
    with whole_file(path) as draft:
        document.save(str(draft))


def write_template(path: Path, kind: TemplateKind = TemplateKind.REPORT) -> None:
    """Write a layout with its placeholders, to be changed in a word processor."""
    check_official()
    with whole_file(path) as draft:
        new_template(kind).save(str(draft))


def fill(
    document: Any,
    inline: Mapping[str, str],
    blocks: Mapping[str, Filling],
    charts: Mapping[str, Any],
    steps: Steps,
) -> None:
    """Put words and blocks in the place of every placeholder; raises TemplateRefused for unknown ones."""
    paragraphs = list(_paragraphs(document))
    check_placeholders((each.text for each in paragraphs), (*inline, *blocks))
    for paragraph in paragraphs:
        whole = PLACEHOLDER.fullmatch(paragraph.text.strip())
        if whole and placeholder_name(whole[1]) in blocks:
            blocks[placeholder_name(whole[1])](Inserting(document, paragraph, charts, steps))
            paragraph._p.getparent().remove(paragraph._p)
        elif PLACEHOLDER.search(paragraph.text):
            _replace(paragraph, inline, blocks)


def _replace(paragraph: Any, inline: Mapping[str, str], blocks: Mapping[str, Filling]) -> None:
    """Replace within a line; a word processor may have cut a placeholder into several runs."""
    names = map(placeholder_name, PLACEHOLDER.findall(paragraph.text))
    if alone := [name for name in names if name in blocks]:
        raise TemplateRefused(
            _("占位“{name}”要独占一段,不能与别的字同在一行。").format(name=alone[0])
        )

    def filled(text: str) -> str:
        return PLACEHOLDER.sub(lambda found: printable(inline[placeholder_name(found[1])]), text)

    runs = paragraph.runs
    for run in runs:
        run.text = filled(run.text)
    if runs and PLACEHOLDER.search(paragraph.text):
        runs[0].text = filled("".join(run.text for run in runs))
        for run in runs[1:]:
            run.text = ""


def _paragraphs(document: Any) -> Iterator[Any]:
    yield from document.paragraphs
    for table in document.tables:
        yield from (paragraph for cell in table._cells for paragraph in cell.paragraphs)
    for section in document.sections:
        for part in (section.header, section.footer, section.even_page_header):
            yield from part.paragraphs


def _opened(template: Path) -> Any:
    from docx import Document

    try:
        with zipfile.ZipFile(template) as parts:
            if sum(part.file_size for part in parts.infolist()) > _LARGEST:
                raise TemplateRefused(_("模板“{name}”太大。").format(name=template.name))
        return Document(str(template))
    except MediationError:
        raise
    except Exception as error:
        raise TemplateRefused(
            _("“{name}”不是能用的 Word 模板(.docx)。").format(name=template.name)
        ) from error
