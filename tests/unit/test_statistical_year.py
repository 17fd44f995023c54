"""Years and months as an office cuts them."""

from __future__ import annotations

from datetime import date

import pytest

from mediation.figures.period import Period, PeriodError
from mediation.figures.statistical_year import StatisticalYear
from mediation.reports.wording import period_words


@pytest.mark.parametrize(
    ("start_month", "cutoff", "text", "meant"),
    [
        (1, 0, "2026", "2026"),
        (1, 0, "2026-Q3", "2026-07..2026-09"),
        (12, 0, "2026", "2025-12..2026-11"),
        (12, 0, "2026-Q1", "2025-12..2026-02"),
        (12, 0, "2026-H2", "2026-06..2026-11"),
        (12, 0, "2026-10", "2026-10"),
        (12, 0, "2025..2026", "2024-12..2026-11"),
        (4, 0, "2026", "2026-04..2027-03"),
        (1, 25, "2026-10", "2026-09-26..2026-10-25"),
        (1, 25, "2026", "2025-12-26..2026-12-25"),
        (1, 25, "2026-01..2026-03", "2025-12-26..2026-03-25"),
        (12, 25, "2026", "2025-11-26..2026-11-25"),
        (1, 25, "2026-09-01..2026-09-30", "2026-09"),
    ],
)
def test_a_period_means_what_the_office_means(
    start_month: int, cutoff: int, text: str, meant: str
) -> None:
    assert str(StatisticalYear(start_month, cutoff).period(text)) == meant


@pytest.mark.parametrize(
    ("day", "meant"),
    [(25, "2026-09-26..2026-10-25"), (26, "2026-10-26..2026-11-25")],
)
def test_a_day_lies_in_a_month_of_the_office(day: int, meant: str) -> None:
    assert str(StatisticalYear(1, 25).month_of(date(2026, 10, day))) == meant
    assert str(StatisticalYear().month_of(date(2026, 10, day))) == "2026-10"


def test_a_cut_off_month_is_one_month_long_and_moves_by_months() -> None:
    month = Period.parse("2026-02-26..2026-03-25")
    assert (len(month), month.is_whole_months) == (1, False)
    assert str(month.shifted(-1)) == "2026-01-26..2026-02-25"
    assert str(month.shifted(-12)) == "2025-02-26..2025-03-25"
    assert [day.isoformat() for day in month.months()] == ["2026-03-01"]
    assert Period.parse(str(month)) == month
    assert period_words(month) == "2026年2月26日至2026年3月25日"


def test_a_quarter_of_cut_off_months_has_the_totals_of_three_months() -> None:
    quarter = Period.parse("2025-12-26..2026-03-25")
    assert [f"{day:%Y-%m}" for day in quarter.months()] == ["2026-01", "2026-02", "2026-03"]


@pytest.mark.parametrize(
    "text",
    [
        "2026-10-05..2026-10-20",
        "2026-10-25..2026-09-26",
        "2026-01-31..2026-02-27",
        "2026-13-01..2026-13-31",
        "2026-09-26..2026-10",
        "1980-01-01..1980-01-31",
    ],
)
def test_days_that_are_no_months_are_refused(text: str) -> None:
    with pytest.raises(PeriodError):
        Period.parse(text)
