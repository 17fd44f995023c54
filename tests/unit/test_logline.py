"""A session logged in one line says who, when, how, and which zone each part belongs to."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.cases.case import Agent, Case, Party
from mediation.cases.logline import calls_of, read_line
from mediation.cases.terms import Means, Side
from mediation.identity import new_id
from tui.forms.days import read_day
from tui.forms.initials import initials

TODAY = date(2026, 11, 21)
CASE = Case(
    id=new_id(),
    referred_on=date(2026, 11, 2),
    parties=(
        Party(side=Side.APPLICANT, name="张秀英"),
        Party(side=Side.RESPONDENT, name="某商贸公司", representative="刘洋"),
        Party(side=Side.RESPONDENT, name="李强", agents=(Agent(name="赵律师"),)),
    ),
)


def read(text, case=CASE):
    return read_line(
        text,
        calls_of(case, ("乌兰图雅",), initials),
        TODAY,
        lambda word, *, ahead: read_day(word, TODAY, ahead=ahead),
    )


def test_a_whole_line_is_taken_apart():
    line = read(
        "昨天 14:30 电话 @甲 @乙1 谈了还款时间 #事实 借款本金8万元 #妥协 @乙1 愿付6万"
        " #私 刘总想尽快了结 #下步 周五前回话"
    )
    assert (line.day, line.at, line.means) == (date(2026, 11, 20), time(14, 30), Means.PHONE)
    assert line.present == ("张秀英", "某商贸公司")
    assert line.summary == "谈了还款时间"
    assert line.facts == ("借款本金8万元",)
    assert line.compromises == ("某商贸公司 愿付6万",)
    assert line.private == ("刘总想尽快了结",)
    assert (line.next_step, line.step_on) == ("周五前回话", date(2026, 11, 27))
    assert (line.strange, line.unclear) == ((), ())


@pytest.mark.parametrize(
    ("called", "present"),
    [
        ("@甲", ("张秀英",)),
        ("@甲方", ("张秀英",)),
        ("@乙", ("某商贸公司", "李强")),
        ("@乙2", ("李强",)),
        ("@张秀英", ("张秀英",)),
        ("@zxy", ("张秀英",)),
        ("@ZXY", ("张秀英",)),
        ("@商贸", ("某商贸公司",)),
        ("@赵律师", ("赵律师",)),
        ("@刘洋", ("刘洋",)),
        ("@wlty", ("乌兰图雅",)),
        ("@甲@李强", ("张秀英", "李强")),
        ("＠甲,＠乙2", ("张秀英", "李强")),
        ("@司机老王", ("司机老王",)),
    ],
)
def test_people_are_named_as_one_calls_them(called, present):
    assert read(f"{called} 谈话").present == present
    assert read(f"{called} 谈话").summary == "谈话"


def test_a_name_written_together_with_the_words_after_it_is_still_a_name():
    line = read("@甲谈了两次,@李强没有来")
    assert line.present == ("张秀英", "李强")
    assert line.summary == "谈了两次,李强没有来"


def test_somebody_not_in_the_case_is_kept_and_said():
    line = read("@村主任 来了")
    assert (line.present, line.strange) == (("村主任",), ("村主任",))


def test_initials_of_two_people_are_not_guessed():
    twins = Case(
        id=new_id(),
        referred_on=TODAY,
        parties=(
            Party(side=Side.APPLICANT, name="张秀英"),
            Party(side=Side.APPLICANT, name="赵晓燕"),
        ),
    )
    line = read("@zxy 来了", twins)
    assert (line.present, line.unclear) == ((), ("zxy",))


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("视频 @甲", Means.VIDEO),
        ("@甲 线上 谈", Means.VIDEO),
        ("电话联系被告", Means.PHONE),
        ("电话费的事谈不拢", None),
        ("谈了电话 的事", None),
    ],
)
def test_the_means_is_a_word_at_the_head(text, means):
    assert read(text).means is means


def test_a_time_inside_the_words_is_not_the_time_of_the_session():
    line = read("@甲 约好 15:00 再谈")
    assert line.at is None
    assert line.summary == "约好 15:00 再谈"


@pytest.mark.parametrize("text", ["", "   ", "#事实", "@", "#私 ", "##", "14:30"])
def test_a_line_with_nothing_in_it_says_nothing(text):
    line = read(text)
    assert (line.facts, line.private, line.present) == ((), (), ())


@pytest.mark.parametrize(
    ("step", "day"),
    [
        ("周五前回话", date(2026, 11, 27)),
        ("周六再来", date(2026, 11, 21)),
        ("下周一上午打电话", date(2026, 11, 23)),
        ("11-25 催被告", date(2026, 11, 25)),
        ("明天送达", date(2026, 11, 22)),
        ("等 3 天后再问", date(2026, 11, 24)),
        ("2026-12-01 签协议", date(2026, 12, 1)),
        ("等被告电话", None),
        ("2-30 再说", None),
    ],
)
def test_the_next_step_names_its_day(step, day):
    line = read(f"@甲 谈话 #下步 {step}")
    assert (line.next_step, line.step_on) == (step, day)


def test_two_facts_stay_two():
    assert read("#事实 一 #事实:二").facts == ("一", "二")


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=60))
def test_no_line_is_too_odd_to_read(text):
    read(text)


@given(st.lists(st.sampled_from(["@甲", "谈话", "#私", "#事实", "#妥协", "秘密", "14:30", "电话"])))
def test_private_words_never_reach_another_zone(words):
    line = read(" ".join(words).replace("#私", "#私 只我知道"))
    others = (line.summary, line.next_step, *line.facts, *line.compromises)
    assert not any("只我知道" in said for said in others)


@pytest.mark.parametrize(
    ("step", "at"),
    [
        ("周五 14:30 现场", time(14, 30)),
        ("后天9:05电话", time(9, 5)),
        ("周五前回话", None),
        ("11-27 交 12:345 的单子", None),
    ],
)
def test_a_next_step_says_at_what_time(step, at):
    line = read(f"谈了还款 #下步 {step}")
    assert (line.next_step, line.step_at) == (step, at)
