"""Courts by code, full name and short name."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.errors import NotFound, Unreadable
from mediation.registry.courts import (
    _courts,
    court_by_code,
    court_named,
    courts_of_ordos,
    is_court_code,
    search_courts,
    short_name,
)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("内0603", "内0603"),
        (" 内０６０３　", "内0603"),
        ("鄂尔多斯市康巴什区人民法院", "内0603"),
        ("康巴什区人民法院", "内0603"),
        ("康巴什区法院", "内0603"),
        ("康巴什法院", "内0603"),
        ("康巴什", "内0603"),
        ("鄂尔多斯市康巴什区法院", "内0603"),
        ("内蒙古鄂尔多斯康巴什法院", "内0603"),
        ("内蒙古自治区鄂尔多斯市康巴什区人民法院", "内0603"),
        ("鄂尔多斯中院", "内06"),
        ("鄂尔多斯市中院", "内06"),
        ("鄂尔多斯市中级人民法院", "内06"),
        ("内蒙古自治区鄂尔多斯市中级人民法院", "内06"),
        ("东胜法院", "内0602"),
        ("东胜区法院", "内0602"),
        ("达旗", "内0621"),
        ("达旗法院", "内0621"),
        ("达旗人民法院", "内0621"),
        ("鄂尔多斯市达旗法院", "内0621"),
        ("达拉特旗法院", "内0621"),
        ("准旗法院", "内0622"),
        ("准格尔旗人民法院", "内0622"),
        ("伊旗法院", "内0627"),
        ("伊金霍洛旗法院", "内0627"),
        ("鄂托克旗法院", "内0624"),
        ("鄂托克前旗法院", "内0623"),
        ("杭锦旗法院", "内0625"),
        ("乌审旗", "内0626"),
        ("内蒙古高院", "内"),
        ("内蒙古自治区高级人民法院", "内"),
        ("最高人民法院", "最高法"),
        ("北京一中院", "京01"),
        ("北京市第一中级人民法院", "京01"),
        ("北京市朝阳区法院", "京0105"),
        ("鄂尔多斯康巴什新区人民法院", "内0691"),
        ("内0691", "内0691"),
        ("呼和浩特铁路运输法院", "内7104"),
    ],
)
def test_a_court_is_found_by_every_name_that_is_its_own(typed, code):
    if code == "内7104":
        code = next(c.code for c in _courts().values() if c.name == typed)
    assert court_named(typed).code == code


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("朝阳区法院", "可能是.*北京市朝阳区人民法院.*长春市朝阳区人民法院"),
        ("鼓楼法院", r"可能是 \d+ 个法院|可能是:"),
        ("一中院", "可能是"),
        ("康巴什新区法院", "没有找到.*康巴什"),
        ("鄂尔多斯康巴什新区法院", "没有找到.*康巴什区"),
        ("康巴什法庭", "没有找到.*康巴什"),
        ("鄂尔多斯法院", "没有找到.*鄂尔多斯市中级人民法院"),
        ("火星法院", "没有找到"),
        ("法院", "没有找到"),
        ("区", "没有找到"),
        ("", "没有找到"),
        ("内0699", "没有找到"),
        ("达" * 500, "没有找到"),
    ],
)
def test_a_name_that_is_unknown_or_could_be_several_is_refused_with_candidates(typed, reason):
    with pytest.raises(Unreadable, match=reason):
        court_named(typed)


def test_every_court_is_found_by_its_code_and_by_its_full_name():
    assert len(_courts()) == 3585
    for court in _courts().values():
        assert court_named(court.code) == court
        assert court_named(court.name) == court


def test_a_present_court_is_found_by_its_short_name_or_refused_as_one_of_several():
    for court in [court for court in _courts().values() if court.code.startswith("内")]:
        if court.historical:
            continue
        try:
            assert court_named(short_name(court.code)) == court
        except Unreadable as refused:
            assert "可能是" in refused.message, court


def test_a_short_name_is_never_a_guess_between_courts():
    assert court_named("康巴什法院").name == "鄂尔多斯市康巴什区人民法院"
    with pytest.raises(Unreadable) as refused:
        court_named("新城区法院")
    assert "呼和浩特市新城区人民法院" in refused.value.message
    assert "西安市新城区人民法院" in refused.value.message


def test_the_courts_of_ordos_are_the_intermediate_one_and_nine_basic_ones():
    assert [court.code for court in courts_of_ordos()] == [
        "内06", "内0602", "内0603", "内0621", "内0622",
        "内0623", "内0624", "内0625", "内0626", "内0627",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("内0603", "康巴什区法院"),
        ("内0622", "准格尔旗法院"),
        ("内06", "鄂尔多斯中院"),
        ("内", "内蒙古高院"),
        ("最高法", "最高法院"),
        ("京01", "北京一中院"),
        ("新", "新疆高院"),
        ("京73", "北京知识产权法院"),
        ("不知道", "不知道"),
    ],
)
def test_a_short_name_is_what_people_say(code, name):
    assert short_name(code) == name


def test_a_code_is_known_or_not_found():
    assert is_court_code("内0603")
    assert not is_court_code("内0699")
    with pytest.raises(NotFound):
        court_by_code("内0699")


def test_a_search_shows_the_courts_of_ordos_first_and_no_historical_one():
    assert search_courts("康巴什")[0].code == "内0603"
    assert all(court.code != "内0691" for court in search_courts("康巴什"))
    assert search_courts("准旗")[0].code == "内0622"
    assert search_courts("")[0].code == "内06"
    assert len(search_courts("法院", 5)) == 5


@given(st.text(max_size=20))
def test_any_text_is_a_court_or_refused(text):
    with contextlib.suppress(Unreadable):
        assert court_named(text).name


@pytest.mark.parametrize("text", ["最高人民法院", "最高法院", "最高院", "最高法"])
def test_the_supreme_court_is_found_by_what_people_call_it(text):
    assert court_named(text).code == "最高法"
