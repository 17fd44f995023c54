"""The three-way table in words, for scripts, and as lines of a tidy table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from mediation.figures.checks import COUNT_NAMES, DIMENSION_NAMES
from mediation.figures.three_way import (
    ENDING_NAMES,
    HALF_NAMES,
    HALVES,
    HELD,
    NOT_HELD,
    ThreeWay,
    ThreeWayRow,
    ending_words,
)
from mediation.i18n import _
from mediation.reports.columns import fold_lines, printable, table
from mediation.reports.names import unrecorded

_WIDE: Final = 110


def three_way_json(found: ThreeWay) -> dict[str, Any]:
    """Plain values: the total, the rows by source and cause, and how many have no session on record."""
    return {
        "total": _plain(found.total),
        "by": {
            dimension.value: [
                {"key": row.key, "name": row.name or unrecorded(), **_plain(row)} for row in rows
            ]
            for dimension, rows in found.by.items()
        },
        "without_session_record": found.without_record,
    }


def three_way_words(found: ThreeWay) -> str:
    """How far the sessions on record reach, in one sentence."""
    closed, without = found.total.closed, found.without_record
    if closed and without == closed:
        words = _("本期 {closed} 件结案都没有登记调解会,不能据此说没有开过。")
    else:
        words = _("本期结案 {closed} 件,{without} 件没有登记调解会;未登记不等于没有开。")
    return words.format(closed=closed, without=without)


def three_way_text(found: ThreeWay, width: int) -> Iterator[str]:
    """The total in one line each, and a table by source and by cause."""
    yield _("三分表(开过调解会、未登记调解会、未结)")
    yield "  " + total_words(found)
    for half, endings in HALVES.items():
        parts = "  ".join(f"{ENDING_NAMES[each]} {found.total.endings[each]}" for each in endings)
        words = f"  {HALF_NAMES[half]} {found.total.half(half)}:{parts}"
        yield from fold_lines(words, width, indent="    ")
    yield from fold_lines("  " + three_way_words(found), width, indent="  ")
    for dimension, rows in found.by.items():
        if rows:
            yield ""
            headings, cells = _columns(rows, wide=width >= _WIDE)
            name = DIMENSION_NAMES[dimension]
            lines = [
                [printable(row.name) or unrecorded(), *each]
                for row, each in zip(rows, cells, strict=True)
            ]
            yield from table([name, *headings], lines, width=width)


def total_words(found: ThreeWay) -> str:
    """The whole on one line: opening + received = held + not held + pending."""
    total = found.total
    return _(
        "期初 {opening} + 收案 {received} = 开过调解会 {held} + 未登记调解会 {unheld} + 未结 {pending}"
        "  另计 转立案 {transferred}"
    ).format(
        opening=total.opening,
        received=total.received,
        held=total.half(HELD),
        unheld=total.half(NOT_HELD),
        pending=total.pending,
        transferred=total.transferred,
    )


def three_way_lines(
    found: ThreeWay,
) -> Iterator[tuple[str, str, str, str, str, int, str]]:
    """Section, key, name, measure, label, number and unit of every cell."""
    rows = [("three_way", found.total)]
    rows += [
        (f"three_way.{dimension}", row) for dimension, each in found.by.items() for row in each
    ]
    for section, row in rows:
        name = "" if row is found.total else row.name or unrecorded()
        for measure in ("opening", "received", "closed", "pending", "transferred"):
            number = getattr(row, measure)
            yield (section, row.key, name, measure, COUNT_NAMES[measure], number, _("件"))
        for endings in HALVES.values():
            for each in endings:
                yield (
                    section,
                    row.key,
                    name,
                    each.value,
                    ending_words(each),
                    row.endings[each],
                    _("件"),
                )


def _plain(row: ThreeWayRow) -> dict[str, Any]:
    return {
        "opening": row.opening,
        "received": row.received,
        **{
            half: {each.value.partition(".")[2]: row.endings[each] for each in endings}
            for half, endings in HALVES.items()
        },
        "pending": row.pending,
        "transferred": row.transferred,
    }


def _columns(rows: tuple[ThreeWayRow, ...], *, wide: bool) -> tuple[list[str], list[list[str]]]:
    """Headings and numbers: every ending where there is room, else the halves alone."""
    headings = [_("开过会"), _("未登记会")]
    if wide:
        marks = {HELD: _("会·{name}"), NOT_HELD: _("无·{name}")}
        headings = [
            marks[half].format(name=ENDING_NAMES[each])
            for half, endings in HALVES.items()
            for each in endings
        ]
    cells = []
    for row in rows:
        inner = row.endings.values() if wide else map(row.half, HALVES)
        numbers = (row.opening, row.received, *inner, row.pending, row.transferred)
        cells.append([str(number) for number in numbers])
    before = [COUNT_NAMES[name] for name in ("opening", "received")]
    after = [COUNT_NAMES[name] for name in ("pending", "transferred")]
    return [*before, *headings, *after], cells
