"""Identity numbers and telephones are checked, never blocked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.cases.idnumber import _CHECKS, _WEIGHTS, check_id_number, check_phone


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("11010519491231002X", "11010519491231002X"),
        ("11010519491231002x", "11010519491231002X"),
        ("110105 19491231 002X", "11010519491231002X"),
        ("１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"),
        ("E12345678", "E12345678"),
        ("91350100M000100Y43", "91350100M000100Y43"),
        ("", ""),
        ("无", ""),
    ],
)
def test_a_right_number_has_no_problem(typed, value):
    finding = check_id_number(typed)
    assert (finding.value, finding.problem) == (value, None)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("11010519491231002O", "字母"),
        ("110105194912310021", "校验码"),
        ("1101051949123100", "16 位"),
        ("110105491231002", "15 位"),
        ("1.10105194912310E+17", "文本"),
        ("000000000000000000", "地区"),
        ("111111111111111111", "出生日期"),
        ("810000199001011234", "校验码"),
        ("²1010519491231002X", "不像"),
        ("91350100M000100Y44", "校验码"),
        ("张三", "不像"),
    ],
)
def test_a_wrong_number_is_kept_and_its_problem_named(typed, problem):
    finding = check_id_number(typed)
    assert finding.value == typed
    assert problem in finding.problem


@given(st.integers(0, 9), st.integers(0, 16))
def test_one_wrong_digit_is_always_noticed(digit, place):
    number = "11010519491231002X"
    changed = number[:place] + str(digit) + number[place + 1 :]
    assert (check_id_number(changed).problem is None) == (changed == number)


@given(st.integers(0, 999))
def test_a_computed_check_digit_is_accepted(serial):
    body = f"15060319900307{serial:03d}"
    check = _CHECKS[sum(int(c) * w for c, w in zip(body, _WEIGHTS, strict=True)) % 11]
    assert check_id_number(body + check).problem is None


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("13800000000", "13800000000"),
        ("+86 138-0000-0000", "13800000000"),
        ("１３８００００００００", "13800000000"),
        ("010-12345678", "010-12345678"),
        ("0477-8581234", "0477-8581234"),
        ("(0477)8581234", "04778581234"),
        ("+852 1234 5678", "+85212345678"),
        ("12368", "12368"),
        ("", ""),
    ],
)
def test_a_right_telephone_has_no_problem(typed, value):
    assert (check_phone(typed).value, check_phone(typed).problem) == (value, None)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("12345678", "区号"),
        ("1380000000", "位数"),
        ("1.38E+10", "文本"),
        ("13800000000/13900000000", "几个"),
        ("=13800000000", "符号"),
        ("-13800000000", "符号"),
        ("打不通", "不像"),
    ],
)
def test_a_wrong_telephone_is_kept_and_its_problem_named(typed, problem):
    assert problem in check_phone(typed).problem
