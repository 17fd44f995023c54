"""From a key to the painted list on a terminal: the same gestures on a long ledger and a short one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

from db.store import open_store
from mediation.i18n import _
from mediation.listing import CaseQuery, CaseRow
from mediation.office.office import Office
from tests.benchmarks.measure import Ratio, percentile
from tests.benchmarks.terminal import Terminal, opened, python
from tui.conditions import only_value
from tui.screens.case_shelf import reordered
from tui.widgets.case_columns import SORT_OF_COLUMN, number_text

MOST, MOST_MEMORY = 2.0, 1.5
_OPEN = """
import sys
from datetime import date
from pathlib import Path
from mediation.bootstrap import glimpse, open_office
from tui.app import MediationApp
from tui.screens import cases
path, keys = Path(sys.argv[1]), sys.argv[3:]
every = cases.case_columns
if keys:
    cases.case_columns = lambda *a, **k: [one for one in every(*a, **k) if one.key in keys]
MediationApp(lambda: open_office(path), today=lambda: date(2026, 11, 20), first=sys.argv[2],
             glimpse=lambda: glimpse(path)).run()
"""
_LEFT, _RIGHT, _HOME, _END, _PAGE = b"\x1b[D", b"\x1b[C", b"\x1b[H", b"\x1b[F", b"\x1b[6~"
_ESCAPE = b"\x1b"
_DESK, _NONE = "本月至今", "没有符合条件的案件"
_COLUMNS = ("number", "parties", "cause", "claimed", "state")
_SORTED = (0, 2, 3, 4)
_OTHERS = (("number", "mediator", "agreed"), ("number", "court", "channel"))
"""Columns that stand in a wider window only, as many at a time as surely fit."""
_IN_SIGHT, _PAGED, _TOGETHER, _PAGES = 30, 35, 80, 8
_REST, _NUMBER = 0.3, 17


def run(large: Path, small: Path, rounds: int) -> Iterator[Ratio]:
    """Each gesture's 95th percentile, the desk's first paint, and the most memory that was used."""
    times: dict[str, tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    memory: tuple[list[float], list[float]] = ([], [])
    for _round in range(rounds):
        for side, path in enumerate((large, small)):
            with opened(python("-c", _OPEN, str(path), "home")) as terminal:
                times["the desk, from the start of the process"][side].append(terminal.until(_DESK))
            with opened(python("-c", _OPEN, str(path), "cases")) as terminal:
                hand = _Hand(terminal, _asked(path))
                for name, spent in hand.everything():
                    times[name][side].append(spent)
                memory[side].append(terminal.peak_memory())
            for keys in _OTHERS:
                with opened(python("-c", _OPEN, str(path), "cases", *keys)) as terminal:
                    for name, spent in _Hand(terminal, _asked(path)).further_orders(keys):
                        times[name][side].append(spent)
    for name, both in times.items():
        ours, theirs = (percentile(95, found) * 1000 for found in both)
        what = f"gestures: {name}, p95 of {len(both[0])} / the same on 1,000 cases"
        yield Ratio(what, ours, theirs, MOST)
    ours, theirs = (percentile(95, found) for found in memory)
    name = "gestures: peak memory after all of it / on 1,000 cases"
    yield Ratio(name, ours, theirs, MOST_MEMORY, unit="MiB")


class _Asked:
    """What the list must show, asked of the office beforehand."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self.top = cache(self._top)
        self.keys = cache(office.cases.keys)

    def _top(self, query: CaseQuery) -> list[CaseRow]:
        return self._office.cases.first_rows(query, _TOGETHER)

    def around(self, query: CaseQuery, place: int, number: int) -> list[CaseRow]:
        """So many rows from a place on; a negative place counts from the end."""
        keys = self.keys(query)
        first = place % max(len(keys), 1)
        return self._office.cases.rows(keys[first : first + number])

    def words(self) -> list[str]:
        """What is typed: one to three characters of a name, its initials, digits of a number."""
        rows = self.around(CaseQuery(), len(self.keys(CaseQuery())) // 2, _TOGETHER)
        name = next(row.applicants for row in rows if len(row.applicants) == 3)
        number = next(row.number for row in rows)
        return [name, _initials(name), number[-6:-1]]


def _initials(name: str) -> str:
    from mediation.registry.initials import spellings

    return spellings(name)[0]


@cache
def _asked(path: Path) -> _Asked:
    office = Office(
        open_store(path, read_only=True), who="benchmark", today=lambda: date(2026, 11, 20)
    )
    return _Asked(office)


class _Hand:
    """Presses keys in the list and tells how long it took until what it must show was painted."""

    def __init__(self, terminal: Terminal, asked: _Asked) -> None:
        self._terminal, self._asked = terminal, asked
        self._query = CaseQuery()
        first, whole = asked.top(self._query)[0], len(asked.keys(self._query))
        terminal.until(number_text(first), _("全部 {count} 件").format(count=f"{whole:,}"))
        terminal.settle(quiet=2.5)

    def everything(self) -> Iterator[tuple[str, float]]:
        """Every gesture a few times, each from a list at rest."""
        yield from self._pages()
        yield from self._filters()
        yield from self._words()
        yield from self._orders()
        yield "1, the desk", self._terminal.answer(b"1", [_DESK])

    def _pages(self) -> Iterator[tuple[str, float]]:
        for page in range(1, _PAGES + 1):
            rows = self._asked.around(self._query, page * _PAGED, _IN_SIGHT)
            yield "a page down", self._press(_PAGE, rows)
        for _time in range(3):
            rows = self._asked.around(self._query, -_IN_SIGHT, _IN_SIGHT)
            yield "to the end", self._press(_END, rows)
            yield "to the top", self._press(_HOME, self._asked.top(self._query)[:_IN_SIGHT])

    def _filters(self) -> Iterator[tuple[str, float]]:
        row = self._asked.top(self._query)[0]
        for at, column in enumerate(_COLUMNS):
            self._go_to(at)
            yield "f, only this value", self._to(only_value(self._query, column, row), b"f")
            yield "F, all again", self._to(CaseQuery(), b"F")

    def _words(self) -> Iterator[tuple[str, float]]:
        for word in self._asked.words():
            self._terminal.press(b"/")
            self._terminal.settle(_REST)
            for end in range(1, len(word) + 1):
                found = replace(self._query, text=word[:end])
                yield "search as you type", self._to(found, word[end - 1].encode())
            self._terminal.press(_ESCAPE)
            self._terminal.settle(_REST)
            yield "F, all again", self._to(CaseQuery(), b"F")

    def _orders(self) -> Iterator[tuple[str, float]]:
        """By a column, turned, by the next column among the equal, that turned as well."""
        self._go_to(0)
        for at, after in pairwise((*_SORTED, _SORTED[0])):
            self._go_to(at)
            for _time in range(2):
                query = reordered(self._query, SORT_OF_COLUMN[_COLUMNS[at]], add=False)
                yield "o, another order", self._to(query, b"o")
            self._go_to(after)
            for _time in range(2):
                query = reordered(self._query, SORT_OF_COLUMN[_COLUMNS[after]], add=True)
                yield "O, a second order", self._to(query, b"O")

    def further_orders(self, columns: Sequence[str]) -> Iterator[tuple[str, float]]:
        """By each of the columns but the first, both ways."""
        for at, column in enumerate(columns[1:], start=1):
            self._go_to(at)
            for _time in range(2):
                query = reordered(self._query, SORT_OF_COLUMN[column], add=False)
                yield "o, by mediator, agreed amount, court, source", self._to(query, b"o")

    def _go_to(self, column: int) -> None:
        """The cell cursor to a column, from wherever it is."""
        for _column in _COLUMNS:
            self._terminal.send(_LEFT)
        for _column in range(column):
            self._terminal.send(_RIGHT)
        self._terminal.settle(_REST)

    def _to(self, query: CaseQuery, keys: bytes) -> float:
        before, self._query = self._asked.top(self._query)[:_IN_SIGHT], query
        rows = self._asked.top(query)[:_IN_SIGHT]
        return self._press(keys, [row for row in rows if row not in before] or rows)

    def _press(self, keys: bytes, rows: Sequence[CaseRow]) -> float:
        # A long number is cut at the end of its column.
        words = [number_text(row)[:_NUMBER] for row in rows] or [_NONE]
        spent = self._terminal.answer(keys, words)
        self._terminal.settle(quiet=_REST)
        return spent
