"""The report as a piece of writing: what Word, PDF and Markdown have in common."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta, timezone
from typing import Final, Literal

from mediation.figures.keys import FunnelUnit
from mediation.i18n import _
from mediation.reports.chart_figures import funnel_unit
from mediation.reports.edition import Edition
from mediation.reports.narrative import (
    about_causes,
    about_limits,
    about_performance,
    about_sources,
    about_traffic,
    flow_sentences,
    outcome_sentences,
    remarks,
)
from mediation.reports.seal_wording import anchor_words
from mediation.reports.three_way_form import three_way_words, total_words
from mediation.reports.three_way_tables import three_way_tables
from mediation.reports.wording import period_words
from mediation.reports.written_tables import (
    Table,
    change_table,
    check_table,
    definition_table,
    group_tables,
    rate_table,
)

_CHINESE: Final = "一二三四五六七八九十"
_BEIJING: Final = timezone(timedelta(hours=8))
_MARK: Final = re.compile("(?<=[\u4e00-\u9fff）”])[,:;]")
_BRACKETS: Final = re.compile("\\(([^()]*[\u4e00-\u9fff][^()]*)\\)")
_FULL_WIDTH: Final = {",": "，", ":": "：", ";": "；"}
ChartName = Literal["trend", "causes", "funnel"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the first or second level, numbered as official documents are."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with the words under it."""

    chart: ChartName
    caption: str


Block = Heading | Paragraph | Picture | Table


@dataclass(frozen=True, slots=True)
class Attachment:
    """What is appended on pages of its own; ``wide`` ones lie on their side (GB/T 9704-2012, 8)."""

    title: str
    blocks: tuple[Block, ...]
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Writing:
    """A finished piece: title, body, what is attached, who signs it, and when."""

    title: str
    body: tuple[Block, ...]
    attachments: tuple[Attachment, ...]
    signed: str
    dated: str


def official(text: str) -> str:
    """The text with full-width marks after Chinese and around it, as official documents have them."""
    text = _BRACKETS.sub(r"（\1）", text)
    return _MARK.sub(lambda found: _FULL_WIDTH[found[0]], text)


def compose(edition: Edition) -> Writing:
    """Write the report out from its figures."""
    made = edition.report.made_at.astimezone(_BEIJING)
    return Writing(
        title=_("{period}特邀调解工作情况报告").format(period=period_words(edition.report.period)),
        body=tuple(_body(edition)),
        attachments=_attachments(edition),
        signed=official(edition.studio),
        dated=_("{year}年{month}月{day}日").format(year=made.year, month=made.month, day=made.day),
    )


def _body(edition: Edition) -> Sequence[Block]:
    chapters: list[tuple[str, list[str], list[Block]]] = [
        (
            _("收结情况"),
            flow_sentences(edition),
            [Picture("trend", _("图1  近13个月收案、结案与成功率"))],
        ),
        (_("调解结果"), outcome_sentences(edition), []),
        (_("案由分布"), about_causes(edition), _cause_picture(edition)),
        (
            _("来源与法院"),
            [*about_sources(edition), *about_limits(edition)],
            _funnel_picture(edition),
        ),
        (_("道路交通纠纷"), about_traffic(edition), []),
        (_("履行与司法确认"), about_performance(edition), []),
        (_("需要说明的事项"), remarks(edition), []),
    ]
    blocks: list[Block] = []
    number = 0
    for words, paragraphs, pictures in chapters:
        if paragraphs:
            blocks.append(Heading(f"{_CHINESE[number]}、{words}"))
            blocks += [Paragraph(official(text)) for text in paragraphs]
            blocks += pictures
            number += 1
    return blocks


def _cause_picture(edition: Edition) -> list[Block]:
    if not edition.report.flow.received:
        return []
    return [Picture("causes", _("图2  收案的案由构成"))]


def _funnel_picture(edition: Edition) -> list[Block]:
    unit = funnel_unit(edition)
    if unit is None:
        return []
    if unit is FunnelUnit.STUDIO:
        return [Picture("funnel", _("图3  成功率与控制限（每点一个调解室，不署名，不是名次）"))]
    return [Picture("funnel", _("图3  成功率与控制限（每点一个法院或一名委员，不署名，不是名次）"))]


def _attachments(edition: Edition) -> tuple[Attachment, ...]:
    found = (
        Attachment(_("主要数据与指标表"), (change_table(edition), rate_table(edition))),
        Attachment(_("分类统计表"), tuple(group_tables(edition))),
        Attachment(_("三分表"), _three_way(edition), wide=True),
        Attachment(
            _("口径说明与校验结果"),
            (definition_table(edition), check_table(edition), *_anchored(edition)),
        ),
    )
    return tuple(
        replace(each, blocks=tuple(_official(block) for block in each.blocks))
        for each in found
        if each.blocks
    )


def _anchored(edition: Edition) -> tuple[Block, ...]:
    return (Paragraph(anchor_words(edition.anchor)),) if edition.anchor else ()


def _three_way(edition: Edition) -> tuple[Block, ...]:
    found = edition.report.three_way
    tables = tuple(three_way_tables(edition))
    if found is None or not tables:
        return ()
    words = official(f"{total_words(found)}。{three_way_words(found)}")
    return (*tables, Paragraph(words))


def _official(block: Block) -> Block:
    return official_table(block) if isinstance(block, Table) else block


def official_table(table: Table) -> Table:
    """The table with full-width marks."""
    rows = tuple(tuple(official(cell) for cell in row) for row in table.rows)
    return replace(table, caption=official(table.caption), rows=rows)
