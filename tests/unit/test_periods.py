"""The clocks beside the limit: confirmation and the workdays of online mediation."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.cases.terms import Channel
from mediation.clock.calendar import SpecialDay, official_calendar
from mediation.clock.periods import PERIODS, Clock, period_of

CALENDAR = official_calendar()
DAYS = st.dates(date(2022, 1, 1), date(2026, 10, 31))


def _due(clock, start, channel=Channel.DELEGATED):
    return period_of(clock, start, channel, CALENDAR).due


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (date(2026, 10, 20), date(2026, 11, 19)),
        (date(2026, 9, 2), date(2026, 10, 8)),
        (date(2025, 12, 2), date(2026, 1, 4)),
        (date(2026, 10, 22), date(2026, 11, 23)),
    ],
)
def test_confirmation_is_asked_for_within_thirty_days_of_the_agreement(start, due):
    assert _due(Clock.CONFIRMATION, start) == due


def test_an_entrusted_case_has_no_confirmation():
    assert period_of(Clock.CONFIRMATION, date(2026, 11, 2), Channel.ENTRUSTED, CALENDAR) is None


@pytest.mark.parametrize(
    ("clock", "start", "due"),
    [
        (Clock.CHOICE, date(2026, 11, 20), date(2026, 11, 24)),
        (Clock.APPOINTMENT, date(2026, 11, 20), date(2026, 11, 25)),
        (Clock.ACCEPTANCE, date(2026, 9, 30), date(2026, 10, 10)),
        (Clock.CONTACT, date(2026, 2, 13), date(2026, 2, 25)),
    ],
)
def test_online_clocks_count_workdays_alone_and_made_up_ones_too(clock, start, due):
    assert _due(clock, start) == due


def test_the_days_that_do_not_count_are_named():
    limit = period_of(Clock.ACCEPTANCE, date(2026, 11, 19), None, CALENDAR)
    assert limit.steps == (
        "2026-11-19 收到委派委托,次日起算",
        "调解员确认接受 3 个工作日,末日 2026-11-24",
        "其间 2 天不是工作日,不计:11-21 周末、11-22 周末",
    )
    assert limit.valid_from == date(2022, 1, 1)
    assert "第十二条" in limit.source


def test_no_online_clock_ran_before_its_rules():
    assert period_of(Clock.CONTACT, date(2021, 12, 31), None, CALENDAR) is None


def test_every_rule_has_a_source_and_a_day_since_when():
    assert all(rule.source and rule.valid_from and rule.days > 0 for rule in PERIODS)
    assert {rule.clock for rule in PERIODS} == set(Clock)


def test_a_year_that_nobody_knows_is_said():
    limit = period_of(Clock.CONFIRMATION, date(2026, 12, 10), Channel.DELEGATED, CALENDAR)
    assert not limit.calendar_known
    assert "未核历法" in limit.steps[-1]


def test_an_entered_year_is_known_and_its_days_count():
    notice = [
        SpecialDay(date(2027, 1, 1), True, "元旦"),
        SpecialDay(date(2027, 1, 11), True, "某节"),
        SpecialDay(date(2027, 1, 9), False, "某节"),
    ]
    calendar = CALENDAR.with_days(notice)
    limit = period_of(Clock.CONFIRMATION, date(2026, 12, 12), Channel.DELEGATED, calendar)
    assert (limit.due, limit.calendar_known) == (date(2027, 1, 12), True)
    moved = period_of(Clock.CONFIRMATION, date(2026, 12, 10), Channel.DELEGATED, calendar)
    assert moved.due == date(2027, 1, 9)


@given(DAYS, st.sampled_from(list(Clock)))
def test_a_last_day_is_a_workday_and_after_its_start(start, clock):
    due = _due(clock, start)
    assert CALENDAR.is_workday(due)
    assert due > start


@given(DAYS, st.sampled_from([rule for rule in PERIODS if rule.workdays]))
def test_exactly_so_many_workdays_lie_between(start, rule):
    due = _due(rule.clock, start)
    days = [start + timedelta(days=ahead) for ahead in range(1, (due - start).days + 1)]
    assert sum(map(CALENDAR.is_workday, days)) == rule.days


@given(DAYS)
def test_what_moves_to_a_day_was_counted_to_the_last_workday_before_it_or_earlier(day):
    last = CALENDAR.workday_until(day)
    assert CALENDAR.workday_from(last) <= day
    assert CALENDAR.workday_from(last + timedelta(days=1)) > day
