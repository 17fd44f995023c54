"""Reading referral letters and messages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.cases.money import decimal_yuan, parse_amount
from mediation.cases.plain import clean_note, fold
from mediation.errors import FileRefused
from mediation.referrals.names import is_name, is_organisation, joined
from mediation.referrals.particulars import Acting, Particulars, particulars_of
from mediation.referrals.reading import LONGEST, read_referral
from mediation.referrals.referral import Referral, ReferredParty
from tests.referral_texts import LETTERS, MESSAGES, SHAPES, TYPESET, Case

ALL = (*LETTERS, *TYPESET, *MESSAGES, *SHAPES)
PIECES = st.sampled_from(
    (
        *(piece for case in ALL for piece in case.text.replace("\n", "，\n").split("，")),
        *"，。：、\n（）() 诉与和因等0123456789万元年月日号原告被告",
        "\x1b[31m",
        "\u202e",
        "𠮷",
        "ᠪᠠᠲᠤ",
    )
)


def _told(party: ReferredParty) -> str:
    values = [party.name, party.phone or "", party.id_number or ""]
    return "/".join(values).rstrip("/")


@pytest.mark.parametrize("case", ALL, ids=[case.title for case in ALL])
def test_what_a_text_says_is_read_and_nothing_else(case: Case) -> None:
    read = read_referral(case.text)
    assert read.case_number == case.number
    assert read.court == case.court
    assert (read.channel and read.channel.label) == case.channel
    assert (read.procedure and read.procedure.label) == case.procedure
    assert read.cause == case.cause
    assert (None if read.amount is None else decimal_yuan(read.amount)) == case.amount
    assert tuple(map(_told, read.applicants)) == case.applicants
    assert tuple(map(_told, read.respondents)) == case.respondents
    assert tuple(map(_told, read.third_parties)) == case.third
    assert (read.referred_on and read.referred_on.isoformat()) == case.referred_on
    assert (read.signed_on and read.signed_on.isoformat()) == case.signed_on
    for piece in case.unused:
        assert piece in read.left_over


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("标的20万元左右以起诉状200000元为准", "200000.00"),
        ("标的20万元左右", None),
        ("标的约20万", None),
        ("标的20万元（约）", None),
        ("标的20多万", None),
        ("标的15-20万元", None),
        ("标的十几万", None),
        ("标的额：贰拾万元整", "200000.00"),
        ("标的额为人民币86,500.00元", "86500.00"),
        ("标的：86500", "86500.00"),
        ("标的 20", None),
        ("标的额86，500元", "86500.00"),
        ("标的额贰拾万元整（¥210,000.00）", None),
        ("诉讼标的额为20万元，诉讼费2150元", "200000.00"),
        ("借款20万元，已还5万元", None),
        ("诉讼请求：判令被告偿还借款本金3万元", "30000.00"),
        ("标的额0元", "0.00"),
        ("拖欠工程款1.5亿元", "150000000.00"),
    ],
)
def test_an_amount_is_exact_or_none(said: str, amount: str | None) -> None:
    read = read_referral(f"张三诉李四合同纠纷，{said}。")
    assert (None if read.amount is None else decimal_yuan(read.amount)) == amount


@pytest.mark.parametrize(
    ("said", "referred", "signed"),
    [
        ("委托日期：2026年11月12日", "2026-11-12", None),
        ("委派日期 2026-11-12", "2026-11-12", None),
        ("移送日期：2026.11.12", "2026-11-12", None),
        ("移送时间：11月12日", "2026-11-12", None),
        ("委托日期：11-12", "2026-11-12", None),
        ("今天11.18发您", None, None),
        ("11月18日开庭", None, None),
        ("立案日期：2026年11月2日", None, None),
        ("签收日期：2026年11月13日", None, "2026-11-13"),
        ("收到日期：11月13日", None, "2026-11-13"),
        ("委托日期：2026年11月12日 签收日期：2026年11月13日", "2026-11-12", "2026-11-13"),
        ("委托日期：2026年2月30日", None, None),
        ("委托日期：    年  月  日", None, None),
        ("原告于2026年3月1日收到货物", None, None),
        ("请自签收之日起7日内完成", None, None),
    ],
)
def test_a_date_counts_only_where_the_text_labels_it(
    said: str, referred: str | None, signed: str | None
) -> None:
    read = read_referral(f"（2026）内0602民初5号，{said}。")
    assert (read.referred_on and read.referred_on.isoformat()) == referred
    assert (read.signed_on and read.signed_on.isoformat()) == signed


def test_a_labelled_day_without_any_year_in_the_text_stays_unread() -> None:
    assert read_referral("委托日期：11月12日").referred_on is None


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("(2026)内0602民初 3051 号", "（2026）内0602民初3051号"),
        ("〔2026〕内0602民初3051号", "（2026）内0602民初3051号"),
        ("[2026]内 0602 民 初 3051号", "（2026）内0602民初3051号"),
        ("（2026)内0602诉前调7号", "（2026）内0602诉前调7号"),
        ("（2026）内0602民初3051", "（2026）内0602民初3051号"),
        ("(2026)内0602民诉前调595号", "（2026）内0602民诉前调595号"),
        ("函号（2026）内0602委调函3号，案号（2026）内0602民初4号", "（2026）内0602民初4号"),
        ("（2026）内0602民初4号，关联案件（2025）内0602民初9号", "（2026）内0602民初4号"),
        ("（2026）某9999民初4号", None),
        ("2026年11月12日", None),
    ],
)
def test_the_case_number_is_found_in_any_spelling(written: str, key: str | None) -> None:
    assert read_referral(f"老师好，{written}，请查收").case_number == key


def test_the_court_of_the_number_counts_more_than_courts_named_beside_it() -> None:
    assert read_referral("东胜区法院移送过来的，（2026）内0603民初5号").court == "内0603"
    assert read_referral("东胜区法院转康巴什法院的案子").court is None


@pytest.mark.parametrize(
    "name",
    [
        "巴特尔", "那日苏", "阿拉坦·其其格", "乌云其木格", "孟和", "其其格", "王芳", "欧阳娜娜", "张某", "李×", "曾小方",
        "方圆", "于应有", "都日娜", "𠮷田", "张三丰", "鄂尔多斯市某商贸有限公司", "达拉特旗农村信用合作联社", "某某砖厂",
    ],
)  # fmt: skip
def test_names_of_people_and_organisations_are_names(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize(
    "words",
    ["支付货款", "多次催要", "下落不明", "我们", "双方当事人", "张", "的案子", "你们公司的案子"],
)
def test_other_words_are_no_names(words: str) -> None:
    assert not is_name(words)


def test_a_joint_may_be_a_letter_of_a_name() -> None:
    assert joined("张三和李四") == ["张三", "李四"]
    assert joined("天和商贸有限公司") == ["天和商贸有限公司"]
    assert joined("张三和鄂尔多斯市天和商贸有限公司") == ["张三", "鄂尔多斯市天和商贸有限公司"]
    assert is_organisation("鄂尔多斯市天和商贸有限公司")
    assert not is_organisation("孟和")


def test_what_stands_behind_one_name_is_of_that_party() -> None:
    told = particulars_of(
        read_referral(
            "原告：张三，住东胜区伊煤路8号，电话13800000001\n委托诉讼代理人：孙立，律师，电话15048888888\n"
            "被告：天和物业服务有限公司，住所地：东胜区铁西。法定代表人：赵永强，电话13847712345"
        )
    )
    assert told["applicants.0"] == Particulars(
        address="东胜区伊煤路8号", agents=(Acting("孙立", "15048888888"),)
    )
    assert told["respondents.0"] == Particulars(address="东胜区铁西", representative="赵永强")


@pytest.mark.parametrize(
    "text",
    [
        "原告：张三、李四，住东胜区伊煤路8号\n被告：王五",
        "原告张三与被告李四，均住东胜区，纠纷",
    ],
)
def test_what_may_be_of_two_people_is_of_nobody(text: str) -> None:
    assert particulars_of(read_referral(text)) == {}


def test_every_place_found_holds_its_value() -> None:
    read = read_referral(LETTERS[0].text)
    places = {place.field: read.text[place.start : place.end] for place in read.found}
    assert places["case_number"] == "（2026）内0602诉前调 412 号"
    assert places["applicants.0.phone"] == "139 4777 1234"
    assert places["applicants.1.name"] == "李秀兰"
    assert places["amount"] in ("人民币贰拾万元整", "¥200,000.00")
    assert places["signed_on"] == "2026年10月12日"


def test_control_characters_are_cleaned_away() -> None:
    read = read_referral("原告：张\x1b三\u202e\x00，电话13800000001\r\n被告：李四")
    assert [_told(party) for party in read.applicants] == ["张三/13800000001"]
    assert "\x1b" not in read.text + read.left_over


def test_a_text_beyond_all_measure_is_refused() -> None:
    assert read_referral("甲" * LONGEST).left_over
    with pytest.raises(FileRefused, match="太长"):
        read_referral("甲" * (LONGEST + 1))


def _check(read: Referral) -> None:
    """Every value stands in the text at every place noted for it."""
    said: dict[str, list[str]] = {}
    for place in read.found:
        assert 0 <= place.start < place.end <= len(read.text)
        said.setdefault(place.field, []).append(read.text[place.start : place.end])
    if read.case_number:
        digits = [letter for letter in read.case_number if letter.isdigit()]
        for text in said["case_number"]:
            assert [letter for letter in fold(text) if letter.isdigit()] == digits
    if read.cause:
        assert all(
            read.cause.removesuffix("纠纷") in text.replace("，", "、") for text in said["cause"]
        )
    if read.amount is not None:
        assert "amount" in said
        if (
            all(set(text) <= set("0123456789,.") for text in said["amount"])
            and "万" not in read.text
        ):
            assert {parse_amount(text) for text in said["amount"]} == {read.amount}
    for side in ("applicants", "respondents", "third_parties"):
        for number, party in enumerate(getattr(read, side)):
            assert {"".join(name.split()) for name in said[f"{side}.{number}.name"]} == {party.name}
            if party.phone:
                (text,) = said[f"{side}.{number}.phone"]
                assert party.phone.replace("-", "") in "".join(filter(str.isdigit, fold(text)))
            if party.id_number:
                (text,) = said[f"{side}.{number}.id_number"]
                assert party.id_number == fold(text).replace(" ", "").upper()
    for day, field in ((read.referred_on, "referred_on"), (read.signed_on, "signed_on")):
        assert (day is not None) == (field in said)
    for line in read.left_over.split("\n"):
        for piece in line.split("…"):
            assert piece in read.text


@given(st.lists(PIECES, max_size=14).map("".join))
def test_no_mixture_of_referrals_breaks_the_reading_and_every_value_stands_in_the_text(
    text: str,
) -> None:
    _check(read_referral(text))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_no_text_at_all_breaks_the_reading(text: str) -> None:
    read = read_referral(text)
    assert read.text == clean_note(text)
    _check(read)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("张三诉李四草场承包合同纠纷一案", None),
        ("案由:草场承包合同纠纷", None),
        ("张三与李四合同纠纷一案", "合同纠纷"),
        ("原告张三与被告李四农业承包合同纠纷", "农业承包合同纠纷"),
    ],
)
def test_a_narrower_cause_that_the_table_lacks_is_not_read_as_a_general_one(text, cause):
    assert read_referral(text).cause == cause
