"""How what is typed into a field is read."""

from datetime import date, time

import pytest

from mediation.clock.calendar import official_calendar
from mediation.errors import Unreadable
from mediation.identity import new_id
from mediation.registry.mediators import Mediator
from tui.forms.days import load_strip, read_clock, read_day
from tui.forms.field import Field, Kind
from tui.forms.initials import initials
from tui.forms.lookups import Causes, Courts, Roster
from tui.forms.party_fields import SAYINGS as PHONE_SAYINGS
from tui.forms.reading import FieldReader
from tui.text import cell_len

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("今天", date(2026, 11, 21)),
        ("昨天", date(2026, 11, 20)),
        ("11-13", date(2026, 11, 13)),
        ("11.13", date(2026, 11, 13)),
        ("11月13日", date(2026, 11, 13)),
        ("1113", date(2026, 11, 13)),
        ("１１１３", date(2026, 11, 13)),
        ("13", date(2026, 11, 13)),
        ("25", date(2026, 10, 25)),
        ("12-30", date(2025, 12, 30)),
        ("0229", date(2024, 2, 29)),
        ("2026-3-5", date(2026, 3, 5)),
        ("20260305", date(2026, 3, 5)),
        ("", None),
        ("  ", None),
    ],
)
def test_a_short_date_is_the_latest_day_it_can_mean(typed, meant):
    assert read_day(typed, TODAY) == meant


def test_a_day_ahead_is_the_nearest_one():
    assert read_day("12-30", TODAY, ahead=True) == date(2026, 12, 30)


@pytest.mark.parametrize(
    ("typed", "ahead", "behind"),
    [
        ("周三", date(2026, 11, 25), date(2026, 11, 18)),
        ("星期天", date(2026, 11, 22), date(2026, 11, 15)),
        ("周六", date(2026, 11, 21), date(2026, 11, 21)),
        ("下周一", date(2026, 11, 23), date(2026, 11, 23)),
        ("下下周五", date(2026, 12, 4), date(2026, 12, 4)),
        ("3天后", date(2026, 11, 24), date(2026, 11, 24)),
        ("5", date(2026, 12, 5), date(2026, 11, 5)),
        ("20", date(2026, 11, 20), date(2026, 11, 20)),
    ],
)
def test_weekdays_and_days_of_the_month_lie_ahead_where_a_plan_is_made(typed, ahead, behind):
    today = date(2026, 11, 21)
    assert read_day(typed, today, ahead=True) == ahead
    assert read_day(typed, today) == behind


def test_the_strip_says_where_no_notice_is_known():
    strip = load_strip({date(2026, 12, 21): 12}, date(2026, 12, 20), official_calendar())
    days, weekdays, marks, unknown = strip.splitlines()
    assert len({cell_len(line) for line in (days, weekdays, marks)}) == 1
    assert marks.startswith("已有  休 12  .")
    assert "未核历法:2027 年" in unknown


@pytest.mark.parametrize("typed", ["13-13", "0230", "31日", "abc", "2026-02-30", "²"])
def test_a_day_that_does_not_exist_is_refused_in_words(typed):
    with pytest.raises(Unreadable) as refused:
        read_day(typed, date(2026, 12, 1) if typed == "31日" else TODAY)
    assert refused.value.message


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("14:30", time(14, 30)), ("1430", time(14, 30)), ("9点", time(9)), ("9:05", time(9, 5))],
)
def test_a_time_of_day_is_read_in_the_usual_forms(typed, meant):
    assert read_clock(typed) == meant


@pytest.mark.parametrize("typed", ["25:00", "14:60", "下午", "14"])
def test_a_time_that_does_not_exist_is_refused(typed):
    with pytest.raises(Unreadable):
        read_clock(typed)


def test_initials_of_common_characters_are_by_pinyin():
    assert initials("民间借贷纠纷") == "mjjdjf"
    assert initials("康巴什区") == "kbsq"


def reader(**lookups):
    return FieldReader(TODAY, lookups)


def test_names_are_parted_by_every_comma_in_use():
    field = Field(name="names", label="申请人", kind=Kind.PEOPLE)
    assert reader().read(field, "张三、李四,王五;赵六,") == ("张三", "李四", "王五", "赵六")
    assert reader().tidy(field, "张三,李四") == "张三、李四"


def test_a_typed_amount_is_shown_back_in_yuan():
    field = Field(name="claimed", label="标的额", kind=Kind.AMOUNT)
    assert reader().read(field, "8.65万") == 8_650_000
    assert reader().tidy(field, "8.65万") == "86,500.00"
    assert "8.7 万元" in reader().echo(field, "86500")


def test_a_half_typed_date_says_what_it_means_so_far():
    field = Field(name="day", label="日期", kind=Kind.DATE)
    assert reader().echo(field, "1113") == "= 2026-11-13 星期五"
    assert reader().echo(field, "1") == "= 2026-11-01 星期日"
    assert reader().echo(field, "年") == ""


def test_what_is_hidden_is_neither_asked_for_nor_read():
    field = Field(
        name="agreed",
        label="协议金额",
        kind=Kind.AMOUNT,
        required=True,
        shown=lambda _values: False,
    )
    assert reader().read_all([field], {"agreed": "no amount"}) == ({}, {})


def test_an_empty_required_field_is_named():
    field = Field(name="day", label="委派日期", kind=Kind.DATE, required=True)
    read, wrong = reader().read_all([field], {"day": " "})
    assert read == {}
    assert wrong == {"day": "请填写委派日期。"}


def test_a_court_is_found_by_initials_with_ordos_first():
    assert Courts().find("kbs", 5)[0].key == "内0603"
    assert Courts().find("", 20)[0].key.startswith("内06")


def test_a_cause_is_found_by_part_initials_or_code():
    assert any(found.label == "民间借贷纠纷" for found in Causes().find("借贷", 10))
    assert any(found.label == "民间借贷纠纷" for found in Causes().find("mjjd", 10))


def test_namesakes_on_the_roster_are_told_apart():
    one = Mediator(id=new_id(), name="王芳", sector="经济")
    other = Mediator(id=new_id(), name="王芳", sector="教育")
    roster = Roster([one, other])
    assert roster.named("王芳(教育)").key == str(other.id)
    assert roster.label(str(one.id)) == "王芳(经济)"
    with pytest.raises(Unreadable):
        roster.named("王芳")


def test_a_name_that_is_not_on_the_roster_is_refused_with_what_to_do():
    with pytest.raises(Unreadable, match="名册"):
        Roster([]).named("无此人")


def test_what_is_no_telephone_is_said_beneath_it_and_stands_all_the_same():
    reader = FieldReader(TODAY, {}, PHONE_SAYINGS)
    field = Field(name="applicant_phones", label="", kind=Kind.PEOPLE)
    assert reader.echo(field, "20万") == "不像电话号码。"
    assert reader.echo(field, "13800000000、20万、-、8391234") == (
        "第 2 个:不像电话号码。  第 4 个:固定电话缺区号。"
    )
    assert reader.echo(field, "13800000000、-") == "共 2 人"
    assert reader.read(field, "20万") == ("20万",)
