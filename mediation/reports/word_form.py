"""The written report as a Word document, over a template with plain named placeholders.

A placeholder stands in double braces, {{ 标题 }}. Nothing in a template is ever run.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from mediation.errors import FileRefused, MediationError
from mediation.figures.checks import COUNT_NAMES
from mediation.figures.indicators import Indicator
from mediation.i18n import _
from mediation.reports.case_sheet import SUMMED
from mediation.reports.chart_figures import chart_figures
from mediation.reports.columns import printable
from mediation.reports.document import Writing, compose
from mediation.reports.edition import Edition
from mediation.reports.narrative import (
    about_causes,
    about_performance,
    about_sources,
    about_traffic,
    flow_sentences,
    outcome_sentences,
    percentage,
    remarks,
)
from mediation.reports.summary_sheet import FLOW
from mediation.reports.whole_file import whole_file
from mediation.reports.word_blocks import Inserting
from mediation.reports.word_layout import ATTACHED, BODY, hang, new_template
from mediation.reports.wording import few_words, period_words
from mediation.reports.written_tables import change_table, group_tables, rate_table

_PLACEHOLDER: Final = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
_LARGEST: Final = 20_000_000

Filling = Callable[[Inserting], None]


class TemplateRefused(FileRefused):
    """A template that is no Word document, or asks for something that there is not."""


def write_word(edition: Edition, path: Path, template: Path | None = None) -> None:
    """Write the .docx, whole or not at all, over the template or the official layout.

    Raises TemplateRefused for a template that cannot be filled, MediationError when the file cannot
    be written.
    """
    document = new_template() if template is None else _opened(template)
    writing = compose(edition)
    fill(document, inline_words(edition, writing), block_fillings(edition, writing), edition)
    document.core_properties.title = printable(writing.title)
    with whole_file(path) as draft:
        document.save(str(draft))


def write_template(path: Path) -> None:
    """Write the official layout with its placeholders, to be changed in a word processor."""
    with whole_file(path) as draft:
        new_template().save(str(draft))


def inline_words(edition: Edition, writing: Writing) -> dict[str, str]:
    """What stands for a placeholder within a line."""
    report = edition.report
    rate = report.indicator("success_rate")
    words = {
        _("标题"): writing.title,
        _("期间"): period_words(report.period),
        _("署名"): writing.signed,
        _("日期"): writing.dated,
        _("范围"): str(report.names),
        _("成功率"): _rate(rate),
        _("封存摘要"): report.sealed.sha256 if report.sealed else "",
    }
    for name in FLOW:
        value = getattr(report.flow, name)
        label = _("旧存") if name == "opening" else COUNT_NAMES[name]
        words[label] = f"{value / 100:,.2f}" if name in SUMMED else str(value)
    return words


def _rate(rate: Indicator) -> str:
    """46.5%（V1 成功÷结案）, or the counts alone below 10 cases."""
    if rate.value is None:
        return "—"
    share = rate.told.share
    shown = f"{rate.numerator}/{rate.denominator}" if share is None else percentage(share)
    notes = "，".join(filter(None, (rate.definition.label, few_words(rate))))
    return f"{shown}（{notes}）"


def block_fillings(edition: Edition, writing: Writing) -> dict[str, Filling]:
    """What stands for a placeholder that has a paragraph to itself."""

    def sentences(written: list[str]) -> Filling:
        def put(place: Inserting) -> None:
            for each in written:
                place.line(each, BODY)

        return put

    fillings: dict[str, Filling] = {
        _("正文"): lambda place: place.put(writing.body),
        _("附件说明"): lambda place: _attached(place, writing),
        _("附件"): lambda place: _attachments(place, writing),
        _("收结情况"): sentences(flow_sentences(edition)),
        _("调解结果"): sentences(outcome_sentences(edition)),
        _("案由分布"): sentences(about_causes(edition)),
        _("来源与法院"): sentences(about_sources(edition)),
        _("道路交通"): sentences(about_traffic(edition)),
        _("履行与确认"): sentences(about_performance(edition)),
        _("说明事项"): sentences(remarks(edition)),
    }
    tables = [change_table(edition), rate_table(edition), *group_tables(edition)]
    for table in tables:
        name = _("表:{caption}").format(caption=table.caption.partition("（")[0])
        fillings[name] = lambda place, table=table: place.put([table])  # type: ignore[misc]
    return fillings


def fill(
    document: Any, inline: Mapping[str, str], blocks: Mapping[str, Filling], edition: Edition
) -> None:
    """Put words and blocks in the place of every placeholder; raises TemplateRefused for unknown ones."""
    charts = chart_figures(edition)
    paragraphs = list(_paragraphs(document))
    unknown = {
        name
        for paragraph in paragraphs
        for name in _PLACEHOLDER.findall(paragraph.text)
        if name not in inline and name not in blocks
    }
    if unknown:
        raise TemplateRefused(
            _("模板里有认不得的占位:{unknown}。可用:{known}。").format(
                unknown="、".join(sorted(printable(each)[:40] for each in unknown)),
                known="、".join((*inline, *blocks)),
            )
        )
    for paragraph in paragraphs:
        whole = _PLACEHOLDER.fullmatch(paragraph.text.strip())
        if whole and whole[1] in blocks:
            blocks[whole[1]](Inserting(document, paragraph, charts))
            paragraph._p.getparent().remove(paragraph._p)
        elif _PLACEHOLDER.search(paragraph.text):
            _replace(paragraph, inline, blocks)


def _replace(paragraph: Any, inline: Mapping[str, str], blocks: Mapping[str, Filling]) -> None:
    """Replace within a line; a word processor may have cut a placeholder into several runs."""
    if alone := [name for name in _PLACEHOLDER.findall(paragraph.text) if name in blocks]:
        raise TemplateRefused(
            _("占位“{name}”要独占一段,不能与别的字同在一行。").format(name=alone[0])
        )
    runs = paragraph.runs
    for run in runs:
        run.text = _PLACEHOLDER.sub(lambda found: printable(inline[found[1]]), run.text)
    if runs and _PLACEHOLDER.search(paragraph.text):
        whole = "".join(run.text for run in runs)
        runs[0].text = _PLACEHOLDER.sub(lambda found: printable(inline[found[1]]), whole)
        for run in runs[1:]:
            run.text = ""


def _attached(place: Inserting, writing: Writing) -> None:
    for number, each in enumerate(writing.attachments, start=1):
        words = f"{number}. {each.title}"
        line = place.line((_("附件：") if number == 1 else "") + words, ATTACHED)
        if number == 1:
            hang(line, 3)


def _attachments(place: Inserting, writing: Writing) -> None:
    for number, each in enumerate(writing.attachments, start=1):
        place.attach(number, each)


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
