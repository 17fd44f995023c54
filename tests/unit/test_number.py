"""Case numbers in their many spellings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.cases.number import parse_case_number
from mediation.errors import Unreadable

KEY = "（2026）内0622民初7号"


@pytest.mark.parametrize(
    "text",
    [
        "（2026）内0622民初7号",
        "(2026)内0622民初7号",
        "【2026】内0622民初7号",
        "[2026]内0622民初7号",
        "〔2026〕内0622民初7号",
        "（２０２６）内０６２２民初７号",
        " （2026）内0622民初7号 ",
        "（2026）内0622 民初 7 号",
        "　（2026）　内0622民初7号",
        "（2026）内0622民初\u200b7号",
        "（2026]内0622民初7号",
    ],
)
def test_every_spelling_of_one_number_has_one_key(text):
    number = parse_case_number(text)
    assert number.key == KEY
    assert (number.year, number.court, number.kind, number.serial) == (2026, "内0622", "民初", 7)
    assert number.suffix == "" and number.warnings == ()


def test_the_typed_form_is_kept():
    assert parse_case_number(" 【2026】内0622民初7号 ").raw == "【2026】内0622民初7号"


@pytest.mark.parametrize(
    ("text", "court", "kind", "serial"),
    [
        ("（2024）京0105民诉前调1号", "京0105", "民诉前调", 1),
        ("（2024）最高法民终1号", "最高法", "民终", 1),
        ("（2024）最高法知民终101号", "最高法", "知民终", 101),
        ("（2024）沪0115诉前调书1号", "沪0115", "诉前调书", 1),
        ("（2024）内06诉前调确12号", "内06", "诉前调确", 12),
        ("（2024）内民终12号", "内", "民终", 12),
        ("（2023）内0602诉前调1号", "内0602", "诉前调", 1),
        ("（2024）内0603引调88号", "内0603", "引调", 88),
    ],
)
def test_a_number_is_taken_apart_by_value(text, court, kind, serial):
    number = parse_case_number(text)
    assert (number.court, number.kind, number.serial, number.warnings) == (court, kind, serial, ())


@pytest.mark.parametrize("part", ["之一", "之1"])
def test_a_part_number_belongs_to_the_key(part):
    number = parse_case_number("(2026)内0622民初7号" + part)
    assert (number.key, number.suffix) == (KEY + "之一", "之一")
    assert parse_case_number("(2026)内0622民初7号之12").suffix == "之十二"
    assert parse_case_number("(2026)内0622民初7号之二十").suffix == "之二十"


@pytest.mark.parametrize(
    ("text", "warning", "key"),
    [
        ("（2026）内0622民初7", "缺“号”", KEY),
        ("（2026）内0622民初07号", "多了 0", KEY),
        ("（2026）内0699民初7号", "内0699", "（2026）内0699民初7号"),
        ("（2026）蒙0622民初7号", "蒙0622", "（2026）蒙0622民初7号"),
        ("（2026）内062民初7号", "内062", "（2026）内062民初7号"),
        ("（2012）鄂中民一终字第12号", "旧式", "（2012）鄂中民一终字第12号"),
    ],
)
def test_what_looks_odd_is_a_warning_and_not_a_block(text, warning, key):
    number = parse_case_number(text)
    assert number.key == key
    assert any(warning in said for said in number.warnings)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2024京0105民诉前调1号", "没有年份括号"),
        ("（2024京0105民诉前调1号", "括号不完整"),
        ("2024）京0105民诉前调1号", "括号不完整"),
        ("（2024）京0105民诉前调号", "没有编号"),
        ("（3024）京0105民初1号", "年份"),
        ("（1024）京0105民初1号", "年份"),
        ("（2024）京0105民诉前调1号、2号", "几个"),
        ("（2024）京0105民诉前调1号、（2024）京0105民诉前调2号", "几个"),
        ("（2024）京0105民诉前调1-3号", "几个"),
        ("（2024）京0105民诉前调99999999999号", "太长"),
        ("=（2024）京0105民诉前调1号", "多了符号"),
        ("（2024）京0105民初0号", "编号是 0"),
        ("（2024）京0105民初1号之0", "是 0"),
        ("（2024）京0105一二三四五六1号", "看不懂"),
        ("（٢٠٢٤）京0105民初1号", "括号"),
        ("号" * 500, "太长"),
    ],
)
def test_what_is_not_exactly_one_number_is_refused_with_the_reason(text, reason):
    with pytest.raises(Unreadable, match=reason):
        parse_case_number(text)


@pytest.mark.parametrize("text", ["", "  ", "　", "无", "/", "—"])
def test_an_empty_number_is_none(text):
    assert parse_case_number(text) is None


def test_a_year_after_the_last_possible_one_is_refused():
    assert parse_case_number(KEY, last_year=2026).key == KEY
    with pytest.raises(Unreadable, match="年份"):
        parse_case_number(KEY, last_year=2025)


@given(
    st.integers(1990, 2100),
    st.sampled_from(["内", "内06", "内0603", "最高法", "京0105"]),
    st.sampled_from(["民初", "民特", "诉前调", "民诉前调", "诉前调确"]),
    st.integers(1, 99_999_999),
    st.sampled_from(["（）", "()", "【】", "〔〕", "[]"]),
    st.sampled_from(["", "之一", "之十二"]),
)
def test_a_key_read_again_is_itself_in_every_bracket(year, court, kind, serial, brackets, suffix):
    text = f"{brackets[0]}{year}{brackets[1]}{court}{kind}{serial}号{suffix}"
    number = parse_case_number(text)
    assert (number.year, number.court, number.kind) == (year, court, kind)
    assert (number.serial, number.suffix) == (serial, suffix)
    assert parse_case_number(number.key).key == number.key
    assert number.warnings == ()


@given(st.text(max_size=70))
def test_any_text_is_read_or_refused_but_never_breaks(text):
    try:
        number = parse_case_number(text)
    except Unreadable:
        return
    assert number is None or parse_case_number(number.key).key == number.key
