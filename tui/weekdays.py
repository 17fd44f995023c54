"""The days of the week in the language of the run, from Monday on."""

from __future__ import annotations

from datetime import date

from mediation.i18n import _

_LONG = _("星期一 星期二 星期三 星期四 星期五 星期六 星期日").split()
_SHORT = _("一 二 三 四 五 六 日").split()


def spelled(day: date) -> str:
    """The day with its weekday: 2026-11-13 星期五."""
    return f"{day} {_LONG[day.weekday()]}"


def short_weekday(day: date) -> str:
    """The weekday in two cells."""
    return _SHORT[day.weekday()]
