"""Use cases of the days that yearly notices name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mediation.clock.calendar import SpecialDay
from mediation.errors import NotFound
from mediation.i18n import _
from mediation.store import Store


class Holidays:
    """The days of notices that the package's own table does not have yet, kept with the data."""

    def __init__(self, store: Store, *, who: str, changed: Callable[[], None]) -> None:
        self._store = store
        self._who = who
        self._changed = changed

    def all(self) -> list[SpecialDay]:
        """What was entered, by day."""
        with self._store.reading() as reading:
            return reading.clock.special_days()

    def add(self, path: Path) -> tuple[int, int]:
        """Enter a file; answers how many days it has and how many were news.

        Raises FileRefused naming file, line and value; nothing is kept then.
        """
        from mediation.clock.notice_file import read_notice

        days = read_notice(path)
        with self._store.writing(self._who) as writing:
            news = writing.clock.put_special_days(days, path.name)
        self._changed()
        return len(days), news

    def drop(self, year: int) -> int:
        """Forget the entered days of a year; raises NotFound when there are none."""
        with self._store.writing(self._who) as writing:
            count = writing.clock.drop_special_days(year)
            if not count:
                raise NotFound(_("没有另外录入 {year} 年的放假安排。").format(year=year))
        self._changed()
        return count
