"""The trend of thirteen months: a step each, a dot for few cases, a bar at the break of 2025."""

from __future__ import annotations

from mediation.figures.period import Period
from mediation.figures.trend import TrendMonth, has_break, sparkline, trend_months
from mediation.reports.wording import trend_words


def trend(last: str, *counted: tuple[int, int]) -> list[TrendMonth]:
    """The months up to ``last``, the last of them with these succeeded and closed cases."""
    months = list(trend_months(Period.parse(last)))
    padded = [(0, 0)] * (len(months) - len(counted)) + list(counted)
    return [
        TrendMonth(month, closed, succeeded)
        for month, (succeeded, closed) in zip(months, padded, strict=True)
    ]


def test_a_year_ends_in_the_thirteen_months_up_to_its_december() -> None:
    months = [str(month) for month in trend_months(Period.parse("2025"))]
    assert (months[0], months[-1], len(months)) == ("2024-12", "2025-12", 13)


def test_months_cut_off_on_the_25th_stay_cut_off_so() -> None:
    months = list(trend_months(Period.parse("2026-02-26..2026-03-25")))
    assert str(months[0]) == "2025-02-26..2025-03-25"
    assert all(month.start.day == 26 for month in months)


def test_the_line_rises_with_the_rate_and_tells_nothing_below_ten_cases() -> None:
    drawn = sparkline(trend("2026-10", (0, 10), (5, 10), (10, 10), (9, 9)))
    assert drawn == "·" * 9 + "▁▅█·"


def test_the_break_of_2025_stands_between_december_and_january() -> None:
    months = trend("2025-03", (10, 20), (10, 20), (10, 20), (10, 20))
    assert has_break(months)
    assert sparkline(months) == "·" * 9 + "▅|▅▅▅"
    assert "| 2025-01 口径调整,前后不可比" in trend_words(months)


def test_there_is_no_break_within_months_of_one_way_of_counting() -> None:
    months = trend("2026-01", (10, 20))
    assert months[0].month == Period.parse("2025-01")
    assert not has_break(months)
    assert "|" not in trend_words(months)


def test_the_first_and_last_month_stand_in_numbers() -> None:
    words = trend_words(trend("2026-10", (3, 9), (15, 30)))
    assert words.startswith("成功率V1 13 个月:2025年10月 无结案 ")
    assert words.endswith(" 2026年10月 50.0 % (15/30)")
