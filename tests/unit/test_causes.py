"""The two tables of causes."""

from datetime import date

import pytest

from mediation.errors import NotFound, Unreadable
from mediation.registry.causes import (
    _FREQUENT,
    _names,
    _table,
    cause_by_code,
    cause_named,
    search_causes,
)
from mediation.registry.sources import table_sources

BEFORE, SINCE = date(2025, 12, 31), date(2026, 1, 1)


def test_both_tables_are_whole():
    present, former = _table("causes_2025.tsv"), _table("causes_2020.tsv")
    assert [sum(e.cause.level == n for e in present) for n in (1, 2, 3, 4)] == [12, 59, 514, 470]
    assert [sum(e.cause.level == n for e in former) for n in (1, 2, 3, 4)] == [11, 54, 473, 389]


def test_every_cause_is_found_again_by_its_unified_code():
    for table in ("causes_2025.tsv", "causes_2020.tsv"):
        for entry in _table(table):
            found = cause_by_code(entry.cause.code)
            assert (found.name, found.in_force) == (entry.cause.name, entry.cause.in_force)


@pytest.mark.parametrize("day", [BEFORE, SINCE, None])
def test_every_name_of_either_table_is_accepted_on_any_day(day):
    for table in ("causes_2025.tsv", "causes_2020.tsv"):
        for entry in _table(table):
            assert cause_named(entry.cause.name, day).name == entry.cause.name


def test_a_cause_that_only_moved_has_one_code_before_and_after():
    before, after = cause_named("追索劳动报酬纠纷", BEFORE), cause_named("追索劳动报酬纠纷", SINCE)
    assert before == after
    assert (after.code, after.level, after.number, after.in_force) == ("205.05", 4, "（5）", True)
    assert after.path.startswith("劳动争议、人事争议、新就业形态用工纠纷/劳动争议/")


def test_a_cause_without_a_counterpart_keeps_its_former_code():
    cause = cause_named("网络侵权责任纠纷", SINCE)
    assert (cause.code, cause.in_force) == ("2020/369", False)
    assert cause.path == "侵权责任纠纷/侵权责任纠纷/网络侵权责任纠纷"


def test_a_name_on_two_levels_means_the_third_or_else_the_lower_one():
    assert cause_named("不当得利纠纷", SINCE).level == 3
    assert cause_named("人格权纠纷", SINCE).level == 2
    assert cause_named("海事海商纠纷", SINCE).level == 2


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        (" 民间借贷纠纷　", "民间借贷纠纷"),
        ("民间借贷", "民间借贷纠纷"),
        ("民间 借贷纠纷", "民间借贷纠纷"),
        ("著作权权属,侵权纠纷", "著作权权属、侵权纠纷"),
        ("著作权权属，侵权", "著作权权属、侵权纠纷"),
        ("离婚", "离婚纠纷"),
        ("劳动争议", "劳动争议"),
        ("合同纠纷", "合同纠纷"),
    ],
)
def test_small_slips_of_the_typist_are_forgiven(typed, name):
    assert cause_named(typed, SINCE).name == name


def test_an_unknown_cause_is_refused_with_the_nearest_names():
    with pytest.raises(Unreadable, match=r"相近的有:.*民间借贷纠纷"):
        cause_named("民间借款纠纷", SINCE)
    with pytest.raises(Unreadable, match="机动车交通事故责任纠纷"):
        cause_named("交通事故", SINCE)
    with pytest.raises(Unreadable, match="不在案由表里"):
        cause_named("说不清的纠纷", BEFORE)
    for text in ("", "纠", "x" * 5000):
        with pytest.raises(Unreadable):
            cause_named(text, SINCE)


def test_an_unknown_code_is_not_found():
    with pytest.raises(NotFound):
        cause_by_code("999")


@pytest.mark.parametrize("typed", ["民间借", "mjjd", "MJJD", "借贷", "104"])
def test_a_search_finds_by_part_of_the_name_initials_or_code(typed):
    wanted = cause_named("民间借贷纠纷", SINCE)
    if typed == "104":
        typed = wanted.code
    assert search_causes(typed)[0] == wanted


def test_the_frequent_causes_come_first():
    assert [cause.name for cause in search_causes("")[:3]] == list(_FREQUENT[:3])
    assert search_causes("jtsg")[0].name == "机动车交通事故责任纠纷"
    assert len(search_causes("纠纷", 7)) == 7
    assert search_causes("没有这样的") == []


def test_every_frequent_cause_is_in_force():
    assert all(_names(False)[name].in_force for name in _FREQUENT)


def test_every_table_says_its_source_and_since_when_it_holds():
    sources = {source.name: source for source in table_sources()}
    assert len(sources) == 4
    assert sources["民事案件案由(2026 年起)"].valid_from == SINCE
    assert all(len(source.source) > 10 for source in sources.values())
