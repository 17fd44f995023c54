"""Who somebody is does not show in what is masked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.cases.masking import (
    masked_account,
    masked_name,
    masked_names,
    masked_number,
    masked_phone,
)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("李四", "李某"),
        ("王小丽", "王某"),
        ("欧阳", "欧某"),
        ("欧阳娜", "欧阳某"),
        ("诸葛孔明", "诸葛某"),
        ("阿依古丽·买买提", "阿某"),
        ("𠮷野家子", "𠮷某"),
        ("mary Smith", "M"),
        ("李四(曾用名王五)", "李某"),
        ("李四（微信名小李", "李某"),
        ("", ""),
        ("　", ""),
        ("蓝原商贸有限公司", "蓝原商贸有限公司"),
        ("康巴什区人民医院", "康巴什区人民医院"),
    ],
)
def test_a_name_keeps_the_surname_alone(name: str, shown: str) -> None:
    assert masked_name(name) == shown


def test_several_names_are_masked_each() -> None:
    assert masked_names("李四、王小丽;蓝原商贸有限公司") == "李某、王某、蓝原商贸有限公司"


@given(st.text(st.sampled_from("王李赵小丽明强军娜"), min_size=2, max_size=4))
def test_a_masked_name_does_not_tell_how_long_it_was(name: str) -> None:
    assert masked_name(name) == name[0] + "某"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("15060219900307123X", "150***********123X"),
        ("150602900307123", "150********7123"),
        ("E12345678", "E*******8"),
        ("", ""),
    ],
)
def test_of_a_number_the_birthday_never_shows(number: str, shown: str) -> None:
    assert masked_number(number) == shown
    assert "19900307" not in masked_number(number)


def test_telephones_and_accounts_keep_their_ends() -> None:
    assert masked_phone("138 0477 1234") == "138****1234"
    assert masked_phone("0477-8391234") == "047*****1234"
    assert masked_account("6222 0200 1111 2233") == "************2233"
    assert masked_account("1234") == "****"
