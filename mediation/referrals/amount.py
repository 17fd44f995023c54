"""The amount in dispute: only an exact one that the text states as such."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mediation.cases.money import parse_amount
from mediation.errors import Unreadable
from mediation.referrals.page import AMOUNT, Page

_HAN = "零〇一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾佰仟貳參陸"
_MONEY = re.compile(
    r"(?P<currency>(?:人民币|RMB|CNY|¥)[: ]*)*"
    r"(?:(?P<figure>(?<![0-9.A-Za-z])(?<![0-9,.，] )[0-9][0-9,]*(?:\.[0-9]+)?)(?P<unit> ?(?:万亿|千万|百万|亿|万|千|百|[wW](?![A-Za-z])))?"
    rf"|(?P<han>[{_HAN}][{_HAN}万亿萬億]*))"
    rf"(?P<yuan> ?元)?(?P<coins>[{_HAN}0-9]角)?(?P<cents>零?[{_HAN}0-9]分)?(?P<whole>整|正)?(?P<after>人民币)?"
)
_VAGUE_BEFORE = re.compile(
    r"(?:约|大概|大约|大致|将近|接近|近|差不多|不到|不足|超过|不超过|至少|最多|上限|估计|暂计|暂定|预计|可能|几|数|上|十几|±)(?:为|是|有|计)?(?:人民币|¥)?[: ]*\Z"
)
_VAGUE_AFTER = re.compile(
    r" ?(?:人民币)?(?:元|块)?(?:钱)?(?:左右|上下|多|余|以上|以下|以内|来|几|不到|出头|±|[-~～至到] ?[0-9]|块?的?样子|，[0-9]{3}(?![0-9])| ?\((?:大?约|左右|估|预估|暂定|暂计)\))"
)
_RANGE_BEFORE = re.compile(r"[0-9万元][-~～至到] ?\Z")
_NO_MONEY = re.compile(
    r" ?(?:[年月日天号人名个件次户口套亩平吨斤米公页份起条楼层%％‰岁折股]|分之|比例)"
)
_DECISIVE_BEFORE = re.compile(
    r"(?:以[^，。;\n]{0,12}|(?:准确|具体|确切|实际|最终)(?:金额|数额|数|标的额?)?(?:为|是|:)? ?)\Z"
)
_DECISIVE_AFTER = re.compile(r"(?:[^，。;\n0-9]{0,6})为准")
_CLAIM_BEFORE = re.compile(
    r"(?:标的(?:金?额|数额|总额)?|标的款|(?:争议|涉案|案涉|诉请|诉求|请求|诉讼请求|起诉|诉讼|主张|索赔|纠纷)(?:的)?(?:总?金额|数额|总额|标的额?)|(?<![一-龥])(?:总?金额))"
    r"(?P<unit>\((?:单位:?)?(?:人民币)?(?P<size>万?元)\))?"
    r"(?:共计|合计|总计|共|计)?(?:为|是|有)?[: ]*(?:共计|合计|总计)?(?:人民币)?[: ]*\Z"
)
_STATED_BEFORE = re.compile(
    r"(?:起诉状|诉状|诉求|诉请|诉讼请求)(?:上|中|里)?(?:写|载明|记载|主张|列明)(?:的|了|是|为|:)*(?:金额|标的额?)?(?:是|为|:)*(?:人民币)?\Z"
)
_DEMAND_BEFORE = re.compile(
    r"(?:要求|请求|诉请|诉求|主张|索要|索赔)[^。;\n]{0,30}?(?:支付|偿还|归还|返还|给付|赔偿|清偿|退还|还|付|索赔)?[^，。;\n0-9]{0,16}\Z"
)
_OWED_BEFORE = re.compile(r"(?:拖欠|尚欠|下欠|欠)[^，。;\n0-9]{0,12}\Z")
_CLAUSE = re.compile(r"[，。;\n\x01\x02 ]\Z")
_CLAUSE_ENDS = re.compile(r" ?(?:[，。;\n]|\Z)")
_LOOKS_BACK = 48


@dataclass(frozen=True, slots=True)
class _Sum:
    fen: int
    start: int
    end: int
    has_unit: bool


def read_amount(page: Page) -> int | None:
    """The amount in fen; a vague one (约20万) is none unless an exact one is stated beside it."""
    sums = list(_exact(page))
    for ways in (_decisive, _labelled, _demanded):
        hits = [each for each in sums if ways(page, each)]
        if hits:
            return _only(page, hits, sums)
    if _vague(page):
        return None
    if len({each.fen for each in sums if each.has_unit}) == 1:
        hits = [each for each in sums if each.has_unit and _owed_or_alone(page, each)]
        return _only(page, hits, sums)
    return None


def _only(page: Page, hits: list[_Sum], sums: list[_Sum]) -> int | None:
    if not hits or len({each.fen for each in hits}) != 1:
        return None
    fen = hits[0].fen
    beside = [each for each in sums if any(_in_brackets(page, hit, each) for hit in hits)]
    if any(each.fen != fen for each in beside):
        return None
    for each in (*hits, *beside):
        page.note("amount", each.start, each.end)
        page.blot(each.start, each.end, AMOUNT)
        label = _CLAIM_BEFORE.search(page.plain[max(each.start - _LOOKS_BACK, 0) : each.start])
        if label:
            page.note_label(each.start - len(label[0]), each.start)
    return fen


def _in_brackets(page: Page, first: _Sum, other: _Sum) -> bool:
    """Whether the other is the same sum again in words or figures: 贰拾万元整(¥200,000.00)."""
    between = page.plain[first.end : other.start]
    return (
        other.start > first.end and re.fullmatch(r" ?\((?:大写|小写|即)?[: ]*", between) is not None
    )


def _exact(page: Page) -> Iterator[_Sum]:
    for match in _MONEY.finditer(page.open):
        start, end = match.span()
        before = page.open[max(start - _LOOKS_BACK, 0) : start]
        if _is_vague(page.open, before, end) or _NO_MONEY.match(page.open, end):
            continue
        label = _CLAIM_BEFORE.search(before)
        by_label = 10_000 if label and label["size"] == "万元" else 1
        unit = bool(match["yuan"] or match["currency"] or match["unit"]) or (
            match["han"] is not None and match["han"][-1] in "万亿萬億" and len(match["han"]) > 1
        )
        named = label is not None and label["unit"] is not None
        if not unit and not named and not _long_enough(match):
            continue
        try:
            fen = parse_amount(re.sub(r" ?[wW]", "万", match[0].replace(" ", "")), unit=by_label)
        except Unreadable:
            continue
        if fen is not None:
            yield _Sum(fen, start, end, unit)


def _long_enough(match: re.Match[str]) -> bool:
    """Whether a bare figure can be yuan: 标的 20 may be meant in 万."""
    figure = match["figure"]
    return figure is not None and (len(figure) > 3 or "," in figure)


def _is_vague(text: str, before: str, end: int) -> bool:
    return bool(
        _VAGUE_BEFORE.search(before)
        or _VAGUE_AFTER.match(text, end)
        or _RANGE_BEFORE.search(before)
    )


def _vague(page: Page) -> bool:
    """Whether the text gives an amount that is not exact."""
    return any(
        _is_vague(
            page.open, page.open[max(match.start() - _LOOKS_BACK, 0) : match.start()], match.end()
        )
        for match in _MONEY.finditer(page.open)
        if match["unit"] or match["yuan"] or match["currency"]
    )


def _before(page: Page, each: _Sum) -> str:
    return page.open[max(each.start - _LOOKS_BACK, 0) : each.start]


def _decisive(page: Page, each: _Sum) -> bool:
    before = _before(page, each)
    found = _DECISIVE_BEFORE.search(before)
    if found is None:
        return _STATED_BEFORE.search(before) is not None
    return not found[0].startswith("以") or bool(_DECISIVE_AFTER.match(page.open, each.end))


def _labelled(page: Page, each: _Sum) -> bool:
    return _CLAIM_BEFORE.search(_before(page, each)) is not None


def _demanded(page: Page, each: _Sum) -> bool:
    return each.has_unit and _DEMAND_BEFORE.search(_before(page, each)) is not None


def _owed_or_alone(page: Page, each: _Sum) -> bool:
    before = _before(page, each)
    alone = not before or _CLAUSE.search(before)
    return bool(_OWED_BEFORE.search(before)) or bool(
        alone and _CLAUSE_ENDS.match(page.open, each.end)
    )
