"""Periods as reports name them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.figures.period import Period, PeriodError


@pytest.mark.parametrize(
    ("text", "start", "end", "months"),
    [
        ("2026-10", date(2026, 10, 1), date(2026, 10, 31), 1),
        ("2026-2", date(2026, 2, 1), date(2026, 2, 28), 1),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), 1),
        ("2026", date(2026, 1, 1), date(2026, 12, 31), 12),
        ("2026-Q3", date(2026, 7, 1), date(2026, 9, 30), 3),
        ("2026-q4", date(2026, 10, 1), date(2026, 12, 31), 3),
        ("2026-H1", date(2026, 1, 1), date(2026, 6, 30), 6),
        ("2026-h2", date(2026, 7, 1), date(2026, 12, 31), 6),
        ("2026-01..2026-06", date(2026, 1, 1), date(2026, 6, 30), 6),
        ("2023..2024", date(2023, 1, 1), date(2024, 12, 31), 24),
        ("2025-Q4..2026-02", date(2025, 10, 1), date(2026, 2, 28), 5),
        (" 2026-10 ", date(2026, 10, 1), date(2026, 10, 31), 1),
    ],
)
def test_every_form_of_a_period_is_read(text: str, start: date, end: date, months: int) -> None:
    period = Period.parse(text)
    assert (period.start, period.end, len(period)) == (start, end, months)
    assert next(iter(period.months())) == start
    assert len(list(period.months())) == months


@pytest.mark.parametrize(
    "text",
    [
        "",
        "..",
        "2026-13",
        "2026-00",
        "2026-Q5",
        "2026-H3",
        "2026-",
        "26-10",
        "2026-10-01",
        "2026-01..",
        "..2026-01",
        "2026..2025",
        "2026-02..2026-01",
        "1989",
        "2101",
        "\uff12\uff10\uff12\uff16",
        "2026-²",
        "二〇二六",
        "2026-01..2026-02..2026-03",
        "2026-10\x1b[31m",
    ],
)
def test_what_is_no_period_is_a_usage_error_that_names_the_forms(text: str) -> None:
    with pytest.raises(PeriodError) as refusal:
        Period.parse(text)
    assert refusal.value.exit_code == 2
    assert "\x1b" not in refusal.value.message


def test_the_refusal_shows_what_may_be_written() -> None:
    with pytest.raises(PeriodError, match="2026-Q3"):
        Period.parse("十月")


periods = st.builds(
    lambda year, month, length: (
        Period.parse(f"{year}-{month:02d}").shifted(0)
        if length == 1
        else Period(
            date(year, month, 1), Period.month(date(year, month, 1)).shifted(length - 1).end
        )
    ),
    st.integers(1990, 2090),
    st.integers(1, 12),
    st.integers(1, 30),
)


@given(periods)
def test_a_period_is_written_as_it_is_read(period: Period) -> None:
    assert Period.parse(str(period)) == period


@given(periods, st.integers(-60, 60))
def test_a_shifted_period_keeps_its_length_and_comes_back(period: Period, months: int) -> None:
    moved = period.shifted(months)
    assert len(moved) == len(period)
    assert moved.shifted(-months) == period


@given(periods)
def test_the_next_period_begins_the_day_after(period: Period) -> None:
    following = period.shifted(len(period))
    assert (following.start - period.end).days == 1
