"""The rows of a long list, a page at a time: read as they come into sight, the last ones seen kept."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

PAGE = 64
PAGES_KEPT = 48


class Keyed(Protocol):
    """A row with a key that stays the same while it lives."""

    @property
    def key(self) -> int:
        """The store's own number of the row."""


Row = TypeVar("Row", bound=Keyed)
Fetch = Callable[[list[int], Callable[[Sequence[Row]], None]], None]


class Pages(Generic[Row]):
    """The keys of all rows in one array, and those of the rows that were read.

    ``fetch(keys, take)`` reads rows somewhere else and hands them to ``take``; ``arrived`` is told
    the pages that are there since.
    """

    def __init__(self, fetch: Fetch[Row], arrived: Callable[[Sequence[int]], None]) -> None:
        self.keys: array[int] = array("q")
        self._fetch = fetch
        self._arrived = arrived
        self._pages: OrderedDict[int, dict[int, Row]] = OrderedDict()
        self._first: dict[int, Row] = {}
        self._asked: set[int] = set()

    def begin(self, rows: Sequence[Row]) -> bool:
        """The top of a list before its keys are known; ``False`` when it is the list there is."""
        keys = array("q", (row.key for row in rows))
        is_new = keys != self.keys
        if is_new:
            self.take_keys(keys)
        self._first = {row.key: row for row in rows}
        return is_new

    def take_keys(self, keys: array[int]) -> None:
        """The keys of the whole list; its top stays."""
        self._pages.clear()
        self._asked.clear()
        self.keys = keys

    def forget(self) -> None:
        """Every row is to be read again; the list itself stays as it is."""
        self._pages.clear()
        self._first.clear()
        self._asked.clear()

    def row_at(self, index: int) -> Row | None:
        """The row in this place, once it has been read."""
        if not 0 <= index < len(self.keys):
            return None
        key = self.keys[index]
        page = self._pages.get(index // PAGE)
        if page is not None:
            return page.get(key)
        return self._first.get(key)

    def ask(self, top: int, lines: int) -> None:
        """Ask for the pages in sight and their neighbours, if any in sight is missing."""
        last = max(len(self.keys) - 1, 0) // PAGE
        sight = range(top // PAGE, min((top + lines) // PAGE, last) + 1)
        around = range(max(sight.start - 1, 0), min(sight.stop + 1, last + 1))
        for page in around:
            if page in self._pages:
                self._pages.move_to_end(page)
        missing = [page for page in around if page not in self._pages]
        if not self.keys or self._asked.issuperset(missing):
            return
        self._asked = set(missing)
        keys = self.keys
        wanted = [key for page in missing for key in keys[page * PAGE : (page + 1) * PAGE]]

        def take(rows: Sequence[Row]) -> None:
            if keys is self.keys:
                self._take(missing, rows)

        self._fetch(wanted, take)

    def _take(self, pages: Sequence[int], rows: Sequence[Row]) -> None:
        by_key = {row.key: row for row in rows}
        for page in pages:
            keys = self.keys[page * PAGE : (page + 1) * PAGE]
            self._pages[page] = {key: by_key[key] for key in keys if key in by_key}
            self._asked.discard(page)
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        self._arrived(pages)
