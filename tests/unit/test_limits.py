"""Working days and the limits of mediation."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.cases.terms import Channel, Procedure
from mediation.clock.calendar import calendar_source, official_calendar
from mediation.clock.limits import (
    RULES,
    Pause,
    check_extension,
    counted_to,
    limit_of,
    rule_for,
    why_no_limit,
)
from mediation.errors import RuleViolation

DELEGATED, ENTRUSTED = Channel.DELEGATED, Channel.ENTRUSTED
ORDINARY, SUMMARY = Procedure.ORDINARY, Procedure.SUMMARY
DAYS = st.dates(date(2016, 7, 1), date(2026, 9, 30))


def _due(channel, procedure, signed, **more):
    return limit_of(channel, procedure, signed, signed, **more).due


@pytest.mark.parametrize(
    ("signed", "channel", "procedure", "due"),
    [
        (date(2026, 9, 10), ENTRUSTED, ORDINARY, date(2026, 9, 28)),
        (date(2026, 1, 20), DELEGATED, None, date(2026, 2, 24)),
        (date(2026, 1, 29), DELEGATED, None, date(2026, 2, 28)),
        (date(2025, 12, 2), DELEGATED, None, date(2026, 1, 4)),
        (date(2026, 11, 20), ENTRUSTED, ORDINARY, date(2026, 12, 7)),
        (date(2026, 11, 20), ENTRUSTED, SUMMARY, date(2026, 11, 27)),
    ],
)
def test_the_last_day_counts_from_the_day_after_signing_and_never_falls_on_a_day_off(
    signed, channel, procedure, due
):
    limit = limit_of(channel, procedure, signed, signed)
    assert (limit.due, limit.calendar_known) == (due, True)


def test_a_limit_says_by_which_rule_and_steps_it_was_found():
    limit = limit_of(ENTRUSTED, ORDINARY, date(2026, 9, 10), date(2026, 9, 8))
    assert limit.rule == "委托调解(普通程序)"
    assert "第二十七条" in limit.source
    assert limit.steps == (
        "2026-09-10 签收,次日起算",
        "委托调解(普通程序) 15 日,末日 2026-09-25",
        "2026-09-25 是中秋节,顺延到 2026-09-28",
    )


@pytest.mark.parametrize("channel", [c for c in Channel if c not in (DELEGATED, ENTRUSTED)])
def test_no_limit_is_invented_where_the_law_knows_none(channel):
    assert limit_of(channel, ORDINARY, date(2026, 9, 10), date(2026, 9, 10)) is None
    assert "没有法定" in why_no_limit(channel, None, date(2026, 9, 10), date(2026, 9, 10))


def test_a_limit_waits_for_the_signature_and_for_the_procedure():
    day = date(2026, 9, 10)
    assert limit_of(DELEGATED, None, None, day) is None
    assert "尚未签收" in why_no_limit(DELEGATED, None, None, day)
    assert limit_of(ENTRUSTED, None, day, day) is None
    assert "未登记程序" in why_no_limit(ENTRUSTED, None, day, day)
    assert limit_of(None, None, day, day) is None
    assert why_no_limit(DELEGATED, None, day, day) is None


def test_an_extension_of_an_entrusted_mediation_is_at_most_thirty_days_since_2025():
    signed = date(2026, 11, 2)
    limit = limit_of(ENTRUSTED, SUMMARY, signed, signed, extend_days=30)
    assert limit.due == date(2026, 12, 9)
    with pytest.raises(RuleViolation, match="最多延长 30 日"):
        limit_of(ENTRUSTED, SUMMARY, signed, signed, extend_days=31)
    before = date(2024, 12, 31)
    assert limit_of(ENTRUSTED, SUMMARY, before, before, extend_days=60) is not None
    assert limit_of(DELEGATED, None, signed, signed, extend_days=60) is not None
    with pytest.raises(RuleViolation, match="负"):
        limit_of(DELEGATED, None, signed, signed, extend_days=-1)


def test_an_extension_needs_both_consents_in_time():
    due = date(2026, 9, 28)

    def check(days=10, channel=ENTRUSTED, both_agreed=True, agreed_on=due):
        check_extension(
            channel, ORDINARY, date(2026, 9, 8), days,
            both_agreed=both_agreed, agreed_on=agreed_on, due=due,
        )  # fmt: skip

    check()
    with pytest.raises(RuleViolation, match="都同意"):
        check(both_agreed=False)
    with pytest.raises(RuleViolation, match="届满"):
        check(agreed_on=due + timedelta(days=1))
    with pytest.raises(RuleViolation, match="最多"):
        check(days=31)
    with pytest.raises(RuleViolation, match="天数"):
        check(days=0)
    with pytest.raises(RuleViolation, match="不用延长"):
        check(channel=Channel.DIRECT)


def test_a_pause_before_filing_moves_the_last_day_by_its_days():
    signed = date(2026, 3, 2)
    assert _due(DELEGATED, None, signed) == date(2026, 4, 1)
    pause = Pause(date(2026, 3, 10), date(2026, 3, 14))
    assert _due(DELEGATED, None, signed, pauses=(pause,)) == date(2026, 4, 7)
    overlapping = (pause, Pause(date(2026, 3, 12), date(2026, 3, 14)))
    assert _due(DELEGATED, None, signed, pauses=overlapping) == date(2026, 4, 7)
    late = Pause(date(2026, 4, 8), date(2026, 4, 20))
    assert _due(DELEGATED, None, signed, pauses=(late,)) == date(2026, 4, 1)
    with pytest.raises(RuleViolation, match="暂停"):
        _due(DELEGATED, None, signed, pauses=(Pause(date(2026, 3, 14), date(2026, 3, 10)),))


def test_an_appraisal_after_filing_does_not_move_the_last_day_and_the_steps_say_so():
    signed = date(2026, 11, 20)
    pause = Pause(date(2026, 11, 23), date(2026, 11, 30))
    limit = limit_of(ENTRUSTED, SUMMARY, signed, signed, pauses=(pause,))
    assert limit.due == date(2026, 11, 27)
    assert any("未计入暂停" in step for step in limit.steps)


def test_a_year_without_a_notice_is_said_and_not_guessed():
    limit = limit_of(DELEGATED, None, date(2026, 12, 10), date(2026, 12, 10))
    assert (limit.due, limit.calendar_known) == (date(2027, 1, 11), False)
    assert "尚未收录" in limit.steps[-1]
    late = limit_of(ENTRUSTED, SUMMARY, date(2026, 12, 23), date(2026, 12, 23))
    assert (late.due, late.calendar_known) == (date(2026, 12, 30), False)


def test_holidays_and_made_up_workdays_go_by_the_notices():
    calendar = official_calendar()
    assert calendar.years == frozenset(range(2016, 2027))
    for day in ("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"):
        assert calendar.is_workday(date.fromisoformat(day))
    for day in ("2026-01-01", "2026-02-23", "2026-10-07", "2025-10-08", "2026-11-21"):
        assert not calendar.is_workday(date.fromisoformat(day))
    assert calendar.name(date(2026, 2, 28)) == "调休上班"
    assert calendar.name(date(2026, 11, 21)) == "周末"
    assert calendar.name(date(2026, 11, 23)) == ""
    assert calendar.workdays_after(date(2026, 9, 30), 3) == date(2026, 10, 10)
    assert calendar_source().valid_from == date(2016, 1, 1)


def test_every_rule_names_its_source_and_rules_of_one_kind_do_not_overlap():
    assert all("法释〔2016〕14号" in rule.source for rule in RULES)
    for year in range(2017, 2030):
        day = date(year, 1, 1)
        for procedure in Procedure:
            hits = [
                rule
                for rule in RULES
                if rule.channel is ENTRUSTED
                and rule.procedure is procedure
                and rule.valid_from <= day <= (rule.valid_to or day)
            ]
            assert hits == [rule_for(ENTRUSTED, procedure, day)]


@given(DAYS, st.sampled_from([(DELEGATED, None), (ENTRUSTED, ORDINARY), (ENTRUSTED, SUMMARY)]))
def test_the_last_day_is_the_first_workday_from_the_counted_one(signed, kind):
    rule = rule_for(*kind, signed)
    due = _due(*kind, signed)
    counted = signed + timedelta(days=rule.days)
    calendar = official_calendar()
    assert calendar.is_workday(due)
    between = [counted + timedelta(days=n) for n in range((due - counted).days)]
    assert due >= counted and not any(calendar.is_workday(day) for day in between)
    assert len(between) <= 9


@given(DAYS, st.integers(0, 30), st.integers(0, 30))
def test_a_longer_extension_never_ends_sooner(signed, shorter, longer):
    shorter, longer = sorted((shorter, longer))
    first = _due(ENTRUSTED, ORDINARY, signed, extend_days=shorter)
    assert first <= _due(ENTRUSTED, ORDINARY, signed, extend_days=longer)


@given(DAYS, st.lists(st.tuples(st.integers(-5, 60), st.integers(0, 20)), max_size=4))
def test_pauses_never_shorten_and_count_each_day_once(signed, spans):
    pauses = [
        Pause(signed + timedelta(days=at), signed + timedelta(days=at + length))
        for at, length in spans
    ]
    paused = {
        pause.start + timedelta(days=n)
        for pause in pauses
        for n in range((pause.end - pause.start).days + 1)
    }
    plain = _due(DELEGATED, None, signed)
    due = _due(DELEGATED, None, signed, pauses=pauses)
    assert plain <= due
    counted = [
        day
        for n in range(1, (due - signed).days + 1)
        if (day := signed + timedelta(days=n)) not in paused
    ]
    assert 30 <= len(counted) <= 30 + 10
    assert _due(DELEGATED, None, signed, pauses=pauses[::-1]) == due


@given(DAYS, st.integers(1, 29), st.integers(1, 40))
def test_a_pause_of_n_days_shifts_the_counted_day_by_n_before_it_rolls(signed, at, length):
    start = signed + timedelta(days=at)
    pause = Pause(start, start + timedelta(days=length - 1))
    limit = limit_of(DELEGATED, None, signed, signed, pauses=(pause,))
    assert limit.counted_to == signed + timedelta(days=30 + length)
    assert limit.due == official_calendar().workday_from(limit.counted_to)


@given(DAYS, st.integers(1, 29))
def test_a_pause_without_an_end_keeps_the_limit_from_running_out(signed, at):
    pause = Pause(signed + timedelta(days=at))
    limit = limit_of(DELEGATED, None, signed, signed, pauses=(pause,))
    assert limit.stands_still
    assert any("恢复以前期限不走" in step for step in limit.steps)


@given(
    DAYS,
    st.sampled_from([(DELEGATED, None), (ENTRUSTED, ORDINARY), (ENTRUSTED, SUMMARY)]),
    st.integers(0, 30),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=3),
)
def test_what_is_kept_with_a_case_is_what_its_limit_was_counted_to(signed, kind, days, spans):
    pauses = [
        Pause(signed + timedelta(days=at), signed + timedelta(days=at + length))
        for at, length in spans
    ]
    given_all = {"extend_days": days, "pauses": pauses}
    limit = limit_of(*kind, signed, signed, **given_all)
    assert counted_to(*kind, signed, signed, **given_all) == limit.counted_to


def test_a_limit_says_since_when_its_rule_is_in_force():
    signed = date(2026, 11, 20)
    assert limit_of(ENTRUSTED, SUMMARY, signed, signed).valid_from == date(2025, 1, 1)
    assert limit_of(DELEGATED, None, signed, signed).valid_from == date(2016, 7, 1)
