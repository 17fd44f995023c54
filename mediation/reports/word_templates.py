"""The kinds of Word template that a liaison starts from: what stands on the page, in which order.

No red heading in any of them: only the office that issues a document may use one.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from mediation.i18n import _
from mediation.reports.word_layout import (
    ATTACHED,
    BODY,
    CHAPTER,
    DATED,
    SIGNED,
    TITLE,
    official_document,
)


class TemplateKind(StrEnum):
    """What a template is for."""

    REPORT = "report"
    BULLETIN = "bulletin"
    BRIEF = "brief"
    TABLES = "tables"


TEMPLATE_NAMES: Final[Mapping[TemplateKind, str]] = {
    TemplateKind.REPORT: _("报告"),
    TemplateKind.BULLETIN: _("通报"),
    TemplateKind.BRIEF: _("专报"),
    TemplateKind.TABLES: _("附表"),
}
_Lines = tuple[tuple[str, str], ...]
_EMPTY: Final = ("", BODY)
_SIGNED: Final[_Lines] = (_EMPTY, _EMPTY, ("{{ 署名 }}", SIGNED), ("{{ 日期 }}", DATED))
_TO_WRITE: Final = "（请在此处填写）"
_LINES: Final[Mapping[TemplateKind, _Lines]] = {
    TemplateKind.REPORT: (
        ("{{ 标题 }}", TITLE),
        _EMPTY,
        ("{{ 正文 }}", BODY),
        _EMPTY,
        ("{{ 附件说明 }}", ATTACHED),
        *_SIGNED,
        ("{{ 附件 }}", BODY),
    ),
    TemplateKind.BULLETIN: (
        ("关于{{ 期间 }}特邀调解工作情况的通报", TITLE),
        _EMPTY,
        ("一、总体情况", CHAPTER),
        ("{{ 收结情况 }}", BODY),
        ("{{ 调解结果 }}", BODY),
        ("{{ 图:走势 }}", BODY),
        ("二、案由与来源", CHAPTER),
        ("{{ 案由分布 }}", BODY),
        ("{{ 图:案由 }}", BODY),
        ("{{ 来源与法院 }}", BODY),
        ("三、道路交通与履行确认", CHAPTER),
        ("{{ 道路交通 }}", BODY),
        ("{{ 履行与确认 }}", BODY),
        ("四、变化原因分析", CHAPTER),
        (_TO_WRITE, BODY),
        ("五、存在问题", CHAPTER),
        (_TO_WRITE, BODY),
        ("六、下一步工作", CHAPTER),
        (_TO_WRITE, BODY),
        ("七、需要说明的事项", CHAPTER),
        ("{{ 说明事项 }}", BODY),
        _EMPTY,
        ("{{ 附件说明 }}", ATTACHED),
        *_SIGNED,
        ("{{ 附件 }}", BODY),
    ),
    TemplateKind.BRIEF: (
        ("{{ 期间 }}特邀调解工作专报", TITLE),
        _EMPTY,
        (
            "{{ 期间 }}共收案{{ 收案 }}件（同比{{ 收案同比 }}，环比{{ 收案环比 }}），"
            "结案{{ 结案 }}件，期末未结{{ 未结 }}件；调解成功{{ 成功 }}件，"
            "调解成功率{{ 调解成功率 }}。协议金额{{ 协议金额 }}元，到位金额{{ 到位金额 }}元。",
            BODY,
        ),
        ("{{ 案由分布 }}", BODY),
        ("{{ 履行与确认 }}", BODY),
        ("{{ 图:走势 }}", BODY),
        ("{{ 图:控制限 }}", BODY),
        ("{{ 表:主要指标 }}", BODY),
        ("需要协调解决的问题：" + _TO_WRITE, BODY),
        ("{{ 说明事项 }}", BODY),
        *_SIGNED,
    ),
    TemplateKind.TABLES: (
        ("{{ 期间 }}特邀调解统计表", TITLE),
        _EMPTY,
        ("{{ 表:收结情况 }}", BODY),
        ("{{ 表:主要指标 }}", BODY),
        ("{{ 表:按案由 }}", BODY),
        ("{{ 表:按法院 }}", BODY),
        ("{{ 表:按来源 }}", BODY),
        ("{{ 表:按委员 }}", BODY),
        ("{{ 表:三分表按来源 }}", BODY),
        ("{{ 表:三分表按案由 }}", BODY),
        ("{{ 表:口径说明 }}", BODY),
        ("{{ 表:校验结果 }}", BODY),
        ("{{ 署名 }}", SIGNED),
        ("{{ 日期 }}", DATED),
    ),
}


def new_template(kind: TemplateKind = TemplateKind.REPORT) -> Any:
    """A document with every style and the placeholders of this kind in their places."""
    document = official_document(wide=kind is TemplateKind.TABLES)
    for words, style in _LINES[kind]:
        paragraph = document.add_paragraph(words, style=style)
        if not words:
            paragraph.paragraph_format.keep_with_next = True
    return document
