"""Amounts read into whole fen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.cases.money import (
    MAX_FEN,
    amount_from_number,
    decimal_yuan,
    format_wan,
    format_yuan,
    parse_amount,
)
from mediation.cases.numerals import number
from mediation.errors import Unreadable

_READ = {
    "200000": 20_000_000,
    "200,000.00": 20_000_000,
    "２０００００": 20_000_000,
    "20万": 20_000_000,
    "20 万元": 20_000_000,
    "20.5万元": 20_500_000,
    "1.2亿": 12_000_000_000,
    "1亿2000万元": 12_000_000_000,
    "3万5千元": 3_500_000,
    "5千元": 500_000,
    "300万元整": 300_000_000,
    "¥200,000": 20_000_000,
    "￥1,000.00": 100_000,
    "RMB 1000": 100_000,
    "人民币贰拾万元整": 20_000_000,
    "二十万元": 20_000_000,
    "拾万元": 10_000_000,
    "叁仟零伍元": 300_500,
    "壹佰贰拾叁元肆角伍分": 12_345,
    "壹佰元零伍分": 10_005,
    "伍角": 50,
    "12元5角": 1250,
    "一亿零五百万元": 10_500_000_000,
    "两万三千元": 2_300_000,
    "1000元": 100_000,
    "0": 0,
    "0.1": 10,
    ".5": 50,
    "00012": 1200,
    "１２．５": 1250,
    "2.123456万": 2_123_456,
    "9999999999999.99": MAX_FEN,
}
_REFUSED = {
    "1,234.567": "两位",
    "0.001": "两位",
    "12.000": "两位",
    "2.1234567万": "两位",
    "-100": "负",
    "¥-5": "负",
    "(100)": "负数",
    "1e5": "看不懂",
    "1e308": "看不懂",
    "nan": "看不懂",
    "-inf": "负",
    "1_000": "看不懂",
    "²": "看不懂",
    "0x10": "看不懂",
    "٣٤": "看不懂",
    "USD 1000": "人民币",
    "1 000": "空格",
    "1,23,456": "逗号",
    "12,34": "逗号",
    "约5万": "确切",
    "20万左右": "确切",
    "5-6万": "范围",
    "20万至30万": "范围",
    "=1+1": "公式",
    "100;200": "几个",
    "3万5": "看不懂",
    "1亿20000万元": "看不懂",
    "3万50000元": "看不懂",
    "1.5亿3万元": "看不懂",
    "五百三千元": "看不懂",
    "三百二百元": "看不懂",
    "三千五": "看不懂",
    "一万五": "看不懂",
    "一二三元": "看不懂",
    "9999999999999.999": "两位",
    "10000000000000": "上限",
    "99999999999999999999": "上限",
    "9007199254740993": "上限",
    "1" * 5000: "太长",
}


@pytest.mark.parametrize(("text", "fen"), _READ.items())
def test_an_amount_in_any_usual_form_is_read_to_the_fen(text, fen):
    assert parse_amount(text) == fen


@pytest.mark.parametrize(("text", "reason"), _REFUSED.items(), ids=lambda text: text[:20])
def test_what_is_not_one_exact_amount_is_refused_with_the_reason(text, reason):
    with pytest.raises(Unreadable, match=reason):
        parse_amount(text)


@pytest.mark.parametrize("text", ["", "  ", "　", "无", "/", "／", "-", "—"])
def test_an_empty_amount_is_unknown_and_not_zero(text):
    assert parse_amount(text) is None


def test_the_unit_of_the_heading_counts_unless_the_cell_names_its_own():
    assert parse_amount("20.5", unit=10_000) == 20_500_000
    assert parse_amount("20", unit=10_000) == 20_000_000
    assert parse_amount("20万", unit=10_000) == 20_000_000
    assert parse_amount("200元", unit=10_000) == 20_000
    assert parse_amount("二十", unit=10_000) == 20_000_000
    assert parse_amount("0.123456", unit=10_000) == 123_456


@pytest.mark.parametrize(
    ("value", "unit", "fen"),
    [
        (20000, 1, 2_000_000),
        (71775.04, 1, 7_177_504),
        (42393265.68, 1, 4_239_326_568),
        (20.1, 10_000, 20_100_000),
        (0.1 + 0.2, 1, 30),
        (9999999999999.99, 1, MAX_FEN),
        (0, 1, 0),
        (-0.0, 1, 0),
    ],
)
def test_a_number_cell_is_read_exactly(value, unit, fen):
    assert amount_from_number(value, unit=unit) == fen


@pytest.mark.parametrize(
    "value", [True, float("nan"), float("inf"), -1, -0.01, 0.001, 1e13, 10**40]
)
def test_a_number_cell_that_is_no_amount_is_refused(value):
    with pytest.raises(Unreadable):
        amount_from_number(value)


@given(st.integers(0, MAX_FEN))
def test_every_amount_is_read_back_from_what_is_shown(fen):
    assert parse_amount(format_yuan(fen)) == fen
    assert parse_amount(decimal_yuan(fen)) == fen
    assert parse_amount("¥" + format_yuan(fen) + "元") == fen


@given(st.integers(0, MAX_FEN))
def test_every_amount_is_read_back_from_a_number_cell(fen):
    assert amount_from_number(float(decimal_yuan(fen))) == fen


def _spelled(value: int, digits: str, units: tuple[str, str, str]) -> str:
    text, zero = "", False
    for size, unit in zip((1000, 100, 10, 1), (*reversed(units), ""), strict=True):
        count = value // size % 10
        if count:
            text += ("零" if zero and text else "") + digits[count] + unit
            zero = False
        else:
            zero = True
    return text


@given(st.integers(1, 9999), st.integers(0, 9999))
def test_chinese_numerals_mean_what_they_spell(upper, lower):
    for digits, units in (
        ("零壹贰叁肆伍陆柒捌玖", ("拾", "佰", "仟")),
        ("零一二三四五六七八九", ("十", "百", "千")),
    ):
        text = _spelled(upper, digits, units) + "万"
        if lower:
            text += ("零" if lower < 1000 else "") + _spelled(lower, digits, units)
        assert number(text) == upper * 10_000 + lower


def test_amounts_are_shown_in_yuan_and_in_ten_thousands():
    assert format_yuan(8_650_000) == "86,500.00"
    assert decimal_yuan(8_650_000) == "86500.00"
    assert format_yuan(-5) == "-0.05"
    assert format_wan(86_400_000) == "86.4"
    assert format_wan(86_450_000) == "86.5"
    assert format_wan(-1) == "0.0"


@given(st.text(max_size=70))
def test_any_text_is_read_or_refused_but_never_breaks(text):
    try:
        fen = parse_amount(text)
    except Unreadable:
        return
    assert fen is None or 0 <= fen <= MAX_FEN
