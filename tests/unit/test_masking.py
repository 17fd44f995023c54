"""Who somebody is does not show in what is masked."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.cases.masking import (
    masked_address,
    masked_name,
    masked_names,
    masked_number,
    masked_party,
    masked_phone,
    masked_text,
)
from mediation.cases.party import Agent, Party
from mediation.cases.terms import Side

TELEPHONES = (
    *(
        "13847712345",
        "No.13847712345",
        "138 4771 2345",
        "138-4771-2345",
        "138-47712345",
        "1384771-2345",
    ),
    *(
        "+8613847712345",
        "+86 138-4771-2345",
        "8613847712345",
        "008613847712345",
        "＋８６１３８４７７１２３４５",
    ),
    *(
        "0477-8391234",
        "0477 8391234",
        "(0477)8391234",
        "（0477）8391234",
        "04778391234",
        "010-12345678",
    ),
    *("+852 9173 9173", "+85291739173", "+976 9911-2345", "１３８４７７１２３４５"),
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


@pytest.mark.parametrize("typed", TELEPHONES)
def test_a_telephone_in_any_text_is_masked_however_it_was_typed(typed: str) -> None:
    told = masked_text(f"备注:打{typed}找他,标的 86,500.00 元")
    assert "*" in told
    assert masked_text(told) == told
    digits = "".join(filter(str.isdigit, typed))
    shown = "".join(filter(str.isdigit, told)).removesuffix("8650000")
    assert len(digits) - len(shown) >= 4
    assert told.endswith("找他,标的 86,500.00 元")


@pytest.mark.parametrize(
    "typed",
    [
        "110105 19491231 002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105-19491231-002x",
        "E17391739",
        "EA7391739",
        "H1739173900",
    ],
)
def test_an_identity_number_in_any_text_is_masked_however_it_was_typed(typed: str) -> None:
    told = masked_text(f"号码说明 原件如此 {typed};")
    assert typed not in told
    assert "*****" in told
    assert "19491231" not in unicodedata.normalize("NFKC", told)


def test_where_little_would_be_hidden_nothing_is_shown() -> None:
    assert masked_phone("8391234") == "*******"
    assert masked_phone("83912345") == "********"
    assert masked_text("张三(电话 83912345;证件 无;电子送达地址 a@b.cn;证件 WZ1234567)") == (
        "张三(电话 ********;证件 无;电子送达地址 ******;证件 W*******7)"
    )


def test_telephones_keep_their_ends() -> None:
    assert masked_phone("138 0477 1234") == "138****1234"
    assert masked_phone("0477-8391234") == "047*****1234"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("内蒙古鄂尔多斯市康巴什区康宁街77号", "内蒙古鄂尔多斯市康巴什区***"),
        ("康巴什区康宁街77号", "康巴什区***"),
        ("鄂托克旗乌兰镇", "鄂托克旗***"),
        ("包头市青年路1号", "包头市***"),
        ("康宁街77号", "***"),
        ("", ""),
    ],
)
def test_an_address_is_told_as_far_as_its_county(address: str, shown: str) -> None:
    assert masked_address(address) == shown


def test_a_line_of_history_is_masked_within() -> None:
    line = "阿丽娜(电话 13847712345;证件 11010519491231002X;地址 康巴什区康宁街77号;送达地址 某处)"
    assert masked_text(line) == (
        "阿丽娜(电话 138****2345;证件 110***********002X;地址 康巴什区***;送达地址 ***)"
    )


def test_amounts_days_and_case_numbers_are_left_as_they_are() -> None:
    for line in (
        "标的额 1,234,567.89 2026-11-21 (2026)内0603民初1288号",
        "电话 2 次都没接,改电话 〔已删除〕,约 2026-11-21 14:30,合同 HT20260101,12345678901.00 元、13845678901.00 元",
    ):
        assert masked_text(line) == line


def test_nothing_of_a_party_that_could_be_used_is_left() -> None:
    party = Party(
        side=Side.APPLICANT,
        name="阿丽娜",
        phone="13847712345",
        id_number="11010519491231002X",
        number_note="原件如此,问 138 4771 2346",
        address="康巴什区康宁街77号",
        service_address="东胜区吉劳庆路5号",
        electronic_address="alina@example.com",
        agents=(Agent(name="王五", phone="0477-8591234", papers="身份证11010519491231002X"),),
    )
    told = repr(masked_party(party))
    for part in (
        "13847712345",
        "19491231",
        "138 4771 2346",
        "康宁街",
        "吉劳庆",
        "alina",
        "8591234",
    ):
        assert part not in told
