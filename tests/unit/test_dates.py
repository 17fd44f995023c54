"""Dates as ledgers write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.clock.dates import date_from_serial, parse_date
from mediation.errors import Unreadable

DAY = date(2024, 9, 5)


@pytest.mark.parametrize(
    "text",
    [
        "2024-09-05",
        "2024-9-5",
        "2024/9/5",
        "2024.9.5",
        "20240905",
        "2024年9月5日",
        "2024年09月05日",
        "2024 年 9 月 5 日",
        "二〇二四年九月五日",
        "二○二四年九月五日",
        "二Ｏ二四年九月五日",
        "２０２４－０９－０５",
        " 2024-09-05　",
        "Sep 5, 2024",
        "September 5 2024",
        "2024-09-05 14:30",
        "2024-09-05 00:00:00",
        "2024-09-04T17:00:00Z",
        "2024-09-05T01:00:00+08:00",
    ],
)
def test_every_usual_form_of_a_day_is_read(text):
    assert parse_date(text) == DAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("二〇二六年十二月三十一日", date(2026, 12, 31)),
        ("二〇二六年十月二十日", date(2026, 10, 20)),
        ("二〇二六年十一月十日", date(2026, 11, 10)),
        ("二〇二六年一月十一日", date(2026, 1, 11)),
        ("2024-02-29", date(2024, 2, 29)),
        ("1991-05-04 02:30", date(1991, 5, 4)),
        ("2099-01-01", date(2099, 1, 1)),
    ],
)
def test_a_date_is_read_by_value(text, day):
    assert parse_date(text) == day


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2023-02-29", "没有这一天"),
        ("2026年2月30日", "没有这一天"),
        ("0000-00-00", "没有这一天"),
        ("2024-13-01", "没有这一天"),
        ("二〇二四年九月四十日", "没有这一天"),
        ("二〇二四年九月二二日", "没有这一天"),
        ("9999-12-31", "1990"),
        ("1989-12-31", "1990"),
        ("二〇二四年九月", "没有写到日"),
        ("2024", "没有写到日"),
        ("2024-09", "没有写到日"),
        ("202409", "没有写到日"),
        ("113/9/1", "四位"),
        ("24-9-1", "四位"),
        ("1/9/2024", "分不清哪个是日"),
        ("45536", "分不清是不是日期"),
        ("60", "分不清是不是日期"),
        ("2024-09-01 24:00", "钟点"),
        ("昨天", "确切"),
        ("去年底", "确切"),
        ("去年秋天", "确切"),
        ("农历八月初五", "农历"),
        ("2024-09-01至2024-09-10", "一段时间"),
        ("9月1日", "年份"),
        ("2024-09/01", "看不懂"),
        ("٢٠٢٤-٠٩-٠٥", "看不懂"),
        ("9" * 5000, "太长"),
    ],
)
def test_what_is_not_one_day_is_refused_with_the_reason(text, reason):
    with pytest.raises(Unreadable, match=reason):
        parse_date(text)


@pytest.mark.parametrize("text", ["", " ", "/", "无", "—"])
def test_an_empty_date_is_none(text):
    assert parse_date(text) is None


def test_a_serial_of_the_1900_system_is_a_day():
    assert date_from_serial(45536) == date(2024, 9, 1)
    assert date_from_serial(45536.99999) == date(2024, 9, 1)
    assert date_from_serial(32874) == date(1990, 1, 1)
    assert date_from_serial(73415) == date(2100, 12, 31)


@pytest.mark.parametrize("number", [60, 0, -1, 32873, 73416, 20240905, True, float("nan")])
def test_a_number_that_is_no_serial_of_these_years_is_refused(number):
    with pytest.raises(Unreadable):
        date_from_serial(number)


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_every_day_is_read_back_in_every_form(day):
    assert parse_date(f"{day}") == day
    assert parse_date(f"{day:%Y%m%d}") == day
    assert parse_date(f"{day.year}/{day.month}/{day.day}") == day
    assert parse_date(f"{day.year}年{day.month}月{day.day}日") == day
    assert date_from_serial((day - date(1899, 12, 30)) // timedelta(days=1)) == day


@given(st.text(max_size=50))
def test_any_text_is_read_or_refused_but_never_breaks(text):
    try:
        day = parse_date(text)
    except Unreadable:
        return
    assert day is None or 1990 <= day.year <= 2100
