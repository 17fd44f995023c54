"""A rate as cells of a sheet: live formulas over its counts, silent where there are too few."""

from __future__ import annotations

from mediation.figures.indicators import Indicator
from mediation.figures.intervals import COUNTS_ONLY_BELOW, FEW_BELOW
from mediation.figures.telling import telling
from mediation.i18n import _
from mediation.reports.sheets import Cell, Formula, Style
from mediation.reports.wording import beside_words, remark_words, usual_rate

RATE_STYLES: tuple[Style, ...] = ("share", "share", "share", "text")


def rate_headings(name: str = "") -> list[Cell]:
    """The headings over :func:`rate_cells`; of the success rate unless another name is given."""
    return [
        name or usual_rate(),
        _("区间下限"),
        _("区间上限"),
        _("说明"),
    ]


def rate_cells(rate: Indicator, part: str, whole: str) -> list[Cell]:
    """The share, both ends of its interval, and a remark, over the cells ``part`` and ``whole``.

    Below 10 cases nothing but the remark is shown, below 30 no interval.
    """
    if rate.value is None:
        words = _("未知:{reason}").format(reason=rate.reason) if rate.reason else ""
        return [None, None, None, _("、").join(filter(None, (words, beside_words(rate))))]
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
    return [*cells, remark_words(rate)]


def share_cell(part: int, whole: int, part_cell: str, whole_cell: str) -> Cell:
    """A bare share over two cells; empty below ten, ``None`` of nothing."""
    if not whole:
        return None
    share = telling(part, whole).share
    return Formula(
        f'=IF({whole_cell}<{COUNTS_ONLY_BELOW},"",{part_cell}/{whole_cell})',
        "" if share is None else float(share),
    )


def _wilson(part: str, whole: str, sign: str, blank_when: str) -> str:
    """Wilson's bound as a formula over two cells, z = 1.96, kept within 0 and 1."""
    middle = f"2*{part}+1.96^2"
    reach = f"1.96*SQRT(1.96^2+4*{part}*(1-{part}/{whole}))"
    bound = f"({middle}{sign}{reach})/(2*({whole}+1.96^2))"
    kept = f"MAX(0,{bound})" if sign == "-" else f"MIN(1,{bound})"
    return f'=IF({blank_when},"",{kept})'
