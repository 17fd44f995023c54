"""A rate as cells of a sheet: live formulas over its counts, silent where there are too few."""

from __future__ import annotations

from mediation.figures.definitions import definition_of
from mediation.figures.indicators import Indicator
from mediation.figures.intervals import COUNTS_ONLY_BELOW, FEW_BELOW
from mediation.i18n import _
from mediation.reports.sheets import Cell, Formula, Style
from mediation.reports.wording import few_words

RATE_STYLES: tuple[Style, ...] = ("share", "share", "share", "text")


def rate_headings() -> list[Cell]:
    """The headings over :func:`rate_cells`."""
    version = definition_of("success_rate").version
    rate = _("成功率{version}").format(version=version)
    return [rate, _("区间下限"), _("区间上限"), _("说明")]


def rate_cells(rate: Indicator, part: str, whole: str) -> list[Cell]:
    """The share, both ends of its interval, and a remark, over the cells ``part`` and ``whole``.

    Below 10 cases nothing but the remark is shown, below 30 no interval.
    """
    if rate.value is None:
        words = _("未知:{reason}").format(reason=rate.reason) if rate.reason else ""
        return [None, None, None, words]
    too_few, few = f"{whole}<{COUNTS_ONLY_BELOW}", f"{whole}<{FEW_BELOW}"
    told = rate.told
    share: float | str = "" if told.share is None else float(told.share)
    cells: list[Cell] = [Formula(f'=IF({too_few},"",{part}/{whole})', share)]
    if rate.interval is None:
        cells += [None, None]
    else:
        low, high = told.interval or ("", "")
        cells += [
            Formula(_wilson(part, whole, "-", few), low),
            Formula(_wilson(part, whole, "+", few), high),
        ]
    return [*cells, few_words(rate)]


def _wilson(part: str, whole: str, sign: str, blank_when: str) -> str:
    """Wilson's bound as a formula over two cells, z = 1.96, kept within 0 and 1."""
    middle = f"2*{part}+1.96^2"
    reach = f"1.96*SQRT(1.96^2+4*{part}*(1-{part}/{whole}))"
    bound = f"({middle}{sign}{reach})/(2*({whole}+1.96^2))"
    kept = f"MAX(0,{bound})" if sign == "-" else f"MIN(1,{bound})"
    return f'=IF({blank_when},"",{kept})'
