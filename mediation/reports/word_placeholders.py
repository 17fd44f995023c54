"""The names that a Word template may ask for, and what stands in their place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import Final

from mediation.errors import FileRefused
from mediation.figures.checks import COUNT_NAMES
from mediation.figures.comparison import Kind
from mediation.figures.definitions import REPORTED, definition_of
from mediation.figures.indicators import Indicator
from mediation.figures.three_way import BROKEN_DOWN
from mediation.i18n import _
from mediation.reports.case_sheet import SUMMED
from mediation.reports.columns import printable
from mediation.reports.document import ChartName, Paragraph, Picture, Writing, official_table
from mediation.reports.edition import Edition
from mediation.reports.group_sheets import NAMES, UNITS
from mediation.reports.narrative import (
    about_causes,
    about_limits,
    about_performance,
    about_sources,
    about_traffic,
    flow_sentences,
    outcome_rates,
    outcome_sentences,
    percentage,
    remarks,
)
from mediation.reports.summary_sheet import FLOW
from mediation.reports.three_way_tables import three_way_tables
from mediation.reports.word_blocks import Inserting
from mediation.reports.word_layout import ATTACHED, BODY, CAPTION, hang
from mediation.reports.wording import change_words, period_words, remark_words
from mediation.reports.written_tables import (
    Table,
    change_table,
    check_table,
    definition_table,
    group_tables,
    rate_table,
)

PLACEHOLDER: Final = re.compile(r"[{｛]{2}\s*([^{}｛｝]+?)\s*[}｝]{2}")
"""A name between double braces, half or full width as an input method writes them."""
_HALF_WRITTEN: Final = re.compile(r"[{｛]{2}|[}｝]{2}")
_KINDS: Final = {Kind.YEAR_ON_YEAR: _("同比"), Kind.PERIOD_ON_PERIOD: _("环比")}
_NAMED: Final = 40
_PICTURES: Final[Mapping[str, tuple[ChartName, str]]] = {
    _("图:走势"): ("trend", _("近13个月收案、结案与成功率")),
    _("图:案由"): ("causes", _("收案的案由构成")),
    _("图:控制限"): ("funnel", _("成功率与控制限（每点一个法院或一名委员，不署名，不是名次）")),
}

Filling = Callable[[Inserting], None]


class TemplateRefused(FileRefused):
    """A template that is no Word document, or asks for something that there is not."""


def placeholder_name(written: str) -> str:
    """The name as it is known, whatever colon or spaces it was typed with."""
    return "".join(written.split()).replace("：", ":")


def check_placeholders(texts: Iterable[str], known: Iterable[str]) -> None:
    """Raise TemplateRefused for a name that there is not, with the nearest, or for lone braces."""
    names = list(known)
    for text in texts:
        for written in PLACEHOLDER.findall(text):
            if placeholder_name(written) not in names:
                raise TemplateRefused(_unknown(written, names))
        if _HALF_WRITTEN.search(PLACEHOLDER.sub("", text)):
            raise TemplateRefused(
                _(
                    "模板里这一段的占位没有写全:“{text}”。要写成 {{{{ 标题 }}}},前后各两个花括号。"
                ).format(text=printable(text)[:_NAMED])
            )


def _unknown(written: str, known: list[str]) -> str:
    name = placeholder_name(written)
    shown = printable(written)[:_NAMED]
    nearest = get_close_matches(name, known, n=1, cutoff=0.4)
    words = _("模板里有认不得的占位:{name}").format(name=shown)
    if nearest:
        words += _(",是不是“{nearest}”?").format(nearest=nearest[0])
    else:
        words += _("。")
    return words + _("可用:{known}。").format(known=_("、").join(known))


def inline_words(edition: Edition, writing: Writing) -> dict[str, str]:
    """What stands for a placeholder within a line."""
    report = edition.report
    words = {
        _("标题"): writing.title,
        _("期间"): period_words(report.period),
        _("署名"): writing.signed,
        _("日期"): writing.dated,
        _("范围"): str(report.names),
        _("封存摘要"): report.sealed.sha256 if report.sealed else "",
    }
    for name in FLOW:
        value = getattr(report.flow, name)
        words[_flow_name(name)] = f"{value / 100:,.2f}" if name in SUMMED else str(value)
    for kind, word in _KINDS.items():
        comparison = report.comparison(kind)
        changes = {each.key: each for each in comparison.figures} if comparison else {}
        for name in ("received", "closed", "succeeded", *SUMMED):
            change = changes.get(name)
            words[_flow_name(name) + word] = "—" if change is None else _tight(change_words(change))
    rates = {each.key: each for each in (*outcome_rates(edition), *report.indicators)}
    for key in (*REPORTED, "performance_rate", "confirmation_rate"):
        words[definition_of(key).name] = _rate(rates.get(key))
    words[_("成功率")] = _rate(report.indicator("success_rate"))
    return words


def _tight(words: str) -> str:
    return words.replace(" %", "%")


def _flow_name(name: str) -> str:
    return _("旧存") if name == "opening" else COUNT_NAMES[name]


def _rate(rate: Indicator | None) -> str:
    """46.5%（213/458，V1 成功÷结案）, the counts alone below 10 cases, a dash of nothing known."""
    if rate is None or rate.value is None:
        return "—"
    fraction, share = f"{rate.numerator}/{rate.denominator}", rate.told.share
    notes = (fraction if share is not None else "", rate.definition.label, remark_words(rate))
    shown = fraction if share is None else percentage(share)
    return f"{shown}（{'，'.join(filter(None, notes))}）"


def block_fillings(edition: Edition, writing: Writing) -> dict[str, Filling]:
    """What stands for a placeholder that has a paragraph to itself."""
    fillings: dict[str, Filling] = {
        _("正文"): lambda place: place.put(writing.body, keep_last=True),
        _("附件说明"): lambda place: _attached(place, writing),
        _("附件"): lambda place: _attachments(place, writing),
        _("收结情况"): _sentences(flow_sentences(edition)),
        _("调解结果"): _sentences(outcome_sentences(edition)),
        _("案由分布"): _sentences(about_causes(edition)),
        _("来源与法院"): _sentences([*about_sources(edition), *about_limits(edition)]),
        _("道路交通"): _sentences(about_traffic(edition)),
        _("履行与确认"): _sentences(about_performance(edition)),
        _("说明事项"): lambda place: place.put(map(Paragraph, remarks(edition)), keep_last=True),
    }
    for name, (chart, caption) in _PICTURES.items():
        fillings[name] = _picture(Picture(chart, caption))
    fillings |= dict.fromkeys(map(_table_name, _captions()), _no_cases)
    for table in _tables(edition):
        fillings[_table_name(table.caption.partition("（")[0])] = _table(official_table(table))
    return fillings


def _captions() -> Iterable[str]:
    """The tables that a month without cases does not have, but that may be asked for."""
    yield from (_("按{name}").format(name=name) for name in UNITS.values())
    yield from (_("三分表按{name}").format(name=NAMES[each]) for each in BROKEN_DOWN)


def _tables(edition: Edition) -> Iterable[Table]:
    yield from (change_table(edition), rate_table(edition))
    yield from group_tables(edition)
    yield from three_way_tables(edition)
    yield from (definition_table(edition), check_table(edition))


def _table_name(caption: str) -> str:
    return _("表:{caption}").format(caption=caption)


def _sentences(written: list[str]) -> Filling:
    def put(place: Inserting) -> None:
        for each in written:
            place.line(each, BODY)

    return put


def _picture(picture: Picture) -> Filling:
    return lambda place: place.put([picture])


def _table(table: Table) -> Filling:
    return lambda place: place.put([table])


def _no_cases(place: Inserting) -> None:
    place.line(_("（本期没有案件）"), CAPTION)


def _attached(place: Inserting, writing: Writing) -> None:
    for number, each in enumerate(writing.attachments, start=1):
        words = f"{number}. {each.title}"
        line = place.line((_("附件：") if number == 1 else "") + words, ATTACHED)
        if number == 1:
            hang(line, 3)


def _attachments(place: Inserting, writing: Writing) -> None:
    for number, each in enumerate(writing.attachments, start=1):
        place.attach(number, each)
