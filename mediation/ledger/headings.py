"""The headings of a ledger: which words name which column, and the row in which they stand."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from mediation.errors import FileRefused
from mediation.i18n import _
from mediation.ledger.sheets import Cell, Merge

LOOKED_AT = 50
NEEDED = 4
_LONGEST = 60
REFUSED_BECAUSE = "退回原因"


class TableKind(StrEnum):
    """Which of the two tables of a workbook a sheet holds."""

    CASES = "cases"
    TOTALS = "totals"


# canonical heading: (field of LedgerCase, other headings seen)
CASE_HEADINGS: dict[str, tuple[str, tuple[str, ...]]] = {
    "调解编号": ("number", ("编号", "登记编号", "调解案号")),
    "法院案号": ("court_number", ("案号", "诉前调案号", "立案案号")),
    "承办法院": ("court", ("法院", "委派法院", "委托法院")),
    "来源": ("channel", ("案件来源", "移送方式")),
    "案由": ("cause", ("纠纷类型", "案件类型")),
    "申请人": ("applicants", ("原告", "甲方")),
    "被申请人": ("respondents", ("被告", "乙方")),
    "标的额(元)": ("claimed", ("标的额", "涉案金额", "诉讼标的", "诉讼标的额", "标的金额")),
    "调解员": ("mediators", ("主调解员", "承办委员", "特邀调解员")),
    "委派日期": ("referred_on", ("移送日期", "委托日期", "收案日期")),
    "签收日期": ("signed_on", ("调解员签收日", "调解员签收日期", "接收日期")),
    "终结日期": ("closed_on", ("结案日期", "调解完成日期")),
    "结果": ("outcome", ("调解结果", "结案方式")),
    "不成功原因": ("reason", ("终止原因", "失败原因")),
    "协议金额(元)": ("agreed", ("协议金额", "调解金额", "协议标的")),
    "到位金额(元)": ("performed", ("到位金额", "已履行金额")),
    "履行状态": ("performance", ("履行情况",)),
    "司法确认案号": ("confirmation_number", ("确认案号",)),
    "转立案案号": ("transfer_number", ("民初案号", "立案案号(转)")),
    "转立案日期": ("transferred_on", ()),
    "平台办理": ("on_platform", ("是否平台办理",)),
    "备注": ("remark", ("说明",)),
}
TOTALS_HEADINGS: dict[str, tuple[str, tuple[str, ...]]] = {
    "法院": ("court", ()),
    "月份": ("month", ()),
    "类别": ("category", ()),
    "一审新收": ("filings", ()),
    "调解收案": ("mediated", ()),
    "调解结案": ("closed", ()),
    "调解成功": ("succeeded", ()),
    "转立案": ("transferred", ()),
    "平台办理": ("platform", ()),
    "纠纷总数": ("disputes", ()),
}
AMOUNTS = frozenset({"标的额(元)", "协议金额(元)", "到位金额(元)"})

_UNITS = {"元": 1, "人民币": 1, "人民币元": 1, "万元": 10_000, "万": 10_000, "人民币万元": 10_000}
_HINT = re.compile(
    r"必填|选填|可空|可不填|件|是/否|√.*|y/n|全称|简称|代字|姓名|名称|多人.*|.*格式.*|[如例].*"
    r"|年.*日|yyyy.*",
)
_NOISE = re.compile(r"[\s*★※●:_]+|^\d{1,2}[.、]")
_UNIT_LINE = re.compile(r"单位\s*[:为]\s*(?:人民币)?(万元|元)")
_BRACKETED = re.compile(r"\(([^()]*)\)")


def _names(table: dict[str, tuple[str, tuple[str, ...]]]) -> dict[str, str]:
    names = {}
    for canonical, (_field, others) in table.items():
        for name in (canonical, *others):
            names[name] = canonical
    return names


_NAMES = {
    TableKind.CASES: _names(CASE_HEADINGS),
    TableKind.TOTALS: _names(TOTALS_HEADINGS),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table. ``field`` is empty for an unknown heading; ``unit`` is in yuan.

    ``shown`` is the heading under which the cells can be read again unchanged.
    """

    index: int
    heading: str
    field: str = ""
    unit: int = 1
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Where a table stands in its sheet: ``top`` and ``height`` count rows of the sheet's head.

    ``width`` is the columns up to the last heading; ``nameless`` are those among them, and beyond
    them in the heading row, that carry none.
    """

    kind: TableKind
    top: int
    height: int
    columns: tuple[Column, ...]
    width: int
    nameless: frozenset[str] = frozenset()

    @property
    def known(self) -> int:
        """How many headings are known."""
        return sum(1 for column in self.columns if column.field)

    def column(self, field: str) -> Column | None:
        """The column that holds a field, if the sheet has it."""
        return next((column for column in self.columns if column.field == field), None)


def _bare(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    for opening, closing in ("【】", "[]", "〔〕", "「」"):
        folded = folded.replace(opening, "(").replace(closing, ")")
    folded = _NOISE.sub("", folded)
    whole = re.fullmatch(r"\(([^()]+)\)", folded)
    return whole[1] if whole else folded


def heading_of(text: str, kind: TableKind) -> tuple[str, int] | None:
    """The canonical heading that a cell names and its unit in yuan, or ``None`` when unknown."""
    return _heading_of(text, kind) if len(text) <= _LONGEST else None


@lru_cache(maxsize=4096)
def _heading_of(text: str, kind: TableKind) -> tuple[str, int] | None:
    names = _NAMES[kind]
    bare = _bare(text)
    found = _with_unit(bare, names)
    if found is None and bare.endswith("时间"):
        found = _with_unit(bare[:-2] + "日期", names)
    return found


def _with_unit(bare: str, names: dict[str, str]) -> tuple[str, int] | None:
    if bare in names:
        return names[bare], 1
    unit = 1
    base = bare
    for inside in _BRACKETED.findall(bare):
        word = inside.removeprefix("单位")
        if word in _UNITS:
            unit = _UNITS[word]
        elif not _HINT.fullmatch(inside):
            return None
    base = _BRACKETED.sub("", bare)
    if base.endswith(("/万元", "万元")) and base not in names:
        base, unit = base.removesuffix("万元").removesuffix("/"), 10_000
    canonical = names.get(base)
    if canonical is None or (unit != 1 and canonical not in AMOUNTS):
        return None
    return canonical, unit


def known_in(cells: Sequence[Cell], kind: TableKind) -> int:
    """How many cells of a row are known headings of a table."""
    return sum(
        1 for cell in cells if isinstance(cell, str) and cell and heading_of(cell, kind) is not None
    )


def find_table(head: Sequence[Sequence[Cell]], merges: Sequence[Merge], first: int) -> Table | None:
    """The table whose headings stand in the first rows of a sheet, or ``None``.

    ``first`` is the sheet's row number of ``head[0]``. Headings may take two rows under merged
    cells. Raises :class:`FileRefused` when two columns carry the same heading.
    """
    for top in range(min(len(head), LOOKED_AT)):
        best: Table | None = None
        for kind in TableKind:
            height = _height(head, merges, first, top, kind)
            rows = head[top : top + height]
            groups = _groups(rows[0], merges, first + top) if height > 1 else {}
            labels = _labels(rows, groups, kind)
            table = _table(kind, top, height, labels, _unit_above(head[:top]))
            if table.columns and table.known >= NEEDED and (not best or table.known > best.known):
                best = table
        if best is not None:
            _refuse_twins(best)
            return best
    return None


def _height(
    head: Sequence[Sequence[Cell]], merges: Sequence[Merge], first: int, top: int, kind: TableKind
) -> int:
    row = first + top
    depth = max(
        (m.bottom - row + 1 for m in merges if m.top == row and m.bottom > row),
        default=1,
    )
    if depth > 1 and known_in(head[top], kind):
        return min(depth, 3, len(head) - top)
    if top + 1 < len(head) and _continues(head[top], head[top + 1], kind):
        return 2
    return 1


def _continues(upper: Sequence[Cell], lower: Sequence[Cell], kind: TableKind) -> bool:
    """Whether a row only refines the headings above it (当事人 over 申请人 and 被申请人)."""
    if not known_in(lower, kind) or not known_in(upper, kind):
        return False
    for index, cell in enumerate(lower):
        if cell == "":
            continue
        above = upper[index] if index < len(upper) else ""
        if not isinstance(cell, str) or not isinstance(above, str):
            return False
        if above and heading_of(above, kind) is not None:
            return False
    return True


def _labels(
    rows: Sequence[Sequence[Cell]], groups: Mapping[int, str], kind: TableKind
) -> list[str]:
    labels = []
    for index in range(max(len(row) for row in rows)):
        cells = [row[index] for row in rows if index < len(row)]
        parts = [text for cell in cells if isinstance(cell, str) and (text := cell.strip())]
        group = groups.get(index, "")
        if group and (not parts or parts[0] != group):
            parts.insert(0, group)
        labels.append(_joined(parts, kind))
    return labels


def _groups(row: Sequence[Cell], merges: Sequence[Merge], number: int) -> dict[int, str]:
    groups = {}
    for merge in merges:
        if merge.top == number and merge.right > merge.left and merge.left < len(row):
            text = row[merge.left]
            if isinstance(text, str) and text:
                groups.update(dict.fromkeys(range(merge.left, merge.right + 1), text.strip()))
    return groups


def _joined(parts: list[str], kind: TableKind) -> str:
    if len(parts) < 2:
        return parts[0] if parts else ""
    for candidate in (parts[-1], "".join(parts)):
        if heading_of(candidate, kind) is not None:
            return candidate
    return "".join(parts)


def _unit_above(titles: Sequence[Sequence[Cell]]) -> int:
    """The unit in yuan that a line over the headings gives for all amounts (单位:万元)."""
    unit = 1
    for cell in (cell for row in titles for cell in row if isinstance(cell, str)):
        for word in _UNIT_LINE.findall(unicodedata.normalize("NFKC", cell[:_LONGEST])):
            unit = _UNITS[word]
    return unit


def _table(kind: TableKind, top: int, height: int, labels: Sequence[str], unit_above: int) -> Table:
    fields = CASE_HEADINGS if kind is TableKind.CASES else TOTALS_HEADINGS
    columns = []
    nameless = set()
    unknown: Counter[str] = Counter()
    width = max((index + 1 for index, label in enumerate(labels) if label), default=0)
    for index, label in enumerate(labels):
        if _bare(label[:_LONGEST]) == REFUSED_BECAUSE:
            continue
        found = heading_of(label, kind) if label else None
        if found is None:
            name = label or _("第{number}列").format(number=index + 1)
            unknown[name] += 1
            if unknown[name] > 1:
                name = f"{name}({unknown[name]})"
            if not label:
                nameless.add(name)
            columns.append(Column(index, name, shown=name))
            continue
        canonical, unit = found
        if canonical in AMOUNTS and "元" not in label:
            unit = unit_above
        shown = canonical if unit == 1 else canonical.replace("(元)", "(万元)")
        columns.append(Column(index, canonical, fields[canonical][0], unit, shown))
    return Table(kind, top, height, tuple(columns), width, frozenset(nameless))


def _refuse_twins(table: Table) -> None:
    seen: dict[str, int] = {}
    for column in table.columns:
        if column.field and column.heading in seen:
            raise FileRefused(
                _(
                    "第 {first} 列和第 {second} 列都是“{heading}”:请给其中一列改名(如“被申请人”),再导入。"
                ).format(
                    first=seen[column.heading] + 1,
                    second=column.index + 1,
                    heading=column.heading,
                )
            )
        seen[column.heading] = column.index
