"""When two names are one, what a tie is, and what a decision needs: by value and by property."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mediation.cases.case import Agent, Case, Party
from mediation.cases.terms import Side
from mediation.clock.calendar import official_calendar
from mediation.conflicts.assignments import (
    Assignment,
    Suggestion,
    Way,
    in_order,
    matching_place,
    matching_speciality,
)
from mediation.conflicts.disclosures import Decision
from mediation.conflicts.hits import Hit, HitKind, Meeting, Person, Sureness, find_hits, sureness
from mediation.conflicts.interests import Interest, InterestKind
from mediation.conflicts.names import core, cores, name_keys, other_spellings, same_name
from mediation.identity import new_id
from mediation.registry.mediators import Mediator

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
PLAIN = st.text(HAN, min_size=2, max_size=12).filter(
    lambda text: core(text) == text and not any(word in text for word in ("曾用", "原名", "名"))
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("张三", " 张　三 "),
        ("阿布都·热合曼", "阿布都•热合曼"),
        ("阿布都·热合曼", "阿布都．热合曼"),
        ("阿布都·热合曼", "阿布都热合曼"),
        ("ＡＢＣ商贸有限公司", "abc商贸有限责任公司"),
        ("蓝原(内蒙古)商贸有限公司", "蓝原（内蒙古）商贸公司"),
        ("蓝原商贸", "蓝原商贸股份有限公司"),
        ("平安财险股份有限公司", "平安财险股份有限公司鄂尔多斯分公司"),
        ("老王餐馆(个体工商户)", "老王餐馆"),
        ("张三(曾用名:张四)", "张四"),
        ("张三,原名张四、张五", "张五"),
    ],
)
def test_ways_of_writing_one_name(one: str, other: str) -> None:
    assert same_name(one, other)
    assert same_name(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("张三", "张三丰"),
        ("张*", "张三"),
        ("张*", "张*"),
        ("张×", "张×"),
        ("蓝原商贸有限公司", "蓝原集团有限公司"),
        ("王公司", "王"),
        ("", ""),
        ("·", "·"),
        ("李", "李"),
    ],
)
def test_names_that_are_not_one(one: str, other: str) -> None:
    assert not same_name(one, other)


@given(PLAIN, PLAIN)
def test_two_different_plain_names_never_match(one: str, other: str) -> None:
    assume(one != other)
    assert not same_name(one, other)


@given(st.text(max_size=40), st.text(max_size=40))
def test_sameness_is_symmetric_whatever_is_written(one: str, other: str) -> None:
    assert same_name(one, other) == same_name(other, one)


@given(PLAIN, st.lists(st.sampled_from(" 　·•．-"), max_size=6), st.data())
def test_signs_between_the_letters_do_not_matter(
    name: str, signs: list[str], data: st.DataObject
) -> None:
    written = name
    for sign in signs:
        at = data.draw(st.integers(0, len(written)))
        written = written[:at] + sign + written[at:]
    assert same_name(name, written)


@given(PLAIN, st.sampled_from(["有限公司", "有限责任公司", "股份有限公司", "公司"]))
def test_a_company_is_one_with_and_without_its_ending(name: str, ending: str) -> None:
    assert same_name(name, name + ending)


@given(st.text(max_size=60))
def test_keys_are_the_keys_of_themselves(text: str) -> None:
    for key in name_keys(text):
        assert core(core(key)) == core(core(core(key)))
        assert key in name_keys(key)


@given(st.text(max_size=60))
def test_a_name_is_found_by_itself_or_by_a_spelling_told_beside_it(text: str) -> None:
    from mediation.cases.plain import fold

    assert set(name_keys(text)) <= {fold(text), *other_spellings(text)}


def test_other_numbers_make_others_and_the_same_ones_make_it_sure() -> None:
    person = Person("张伟", "申请人", number="A1", phone="139")
    assert sureness(person, "a1", "") is Sureness.NUMBER
    assert sureness(person, "B2", "139") is None
    assert sureness(person, "", "139") is Sureness.PHONE
    assert sureness(person, "", "138") is Sureness.NAME
    assert sureness(person, "", "") is Sureness.NAME


def mediator(name: str = "乌兰图雅", **values: object) -> Mediator:
    return Mediator(id=new_id(), name=name, **values)  # type: ignore[arg-type]


def case(*parties: Party) -> Case:
    return Case(id=new_id(), referred_on=date(2026, 11, 2), parties=parties)


def found(of: Case, who: Mediator, *ties: Interest, met: tuple[Meeting, ...] = ()) -> list[Hit]:
    return find_hits(of, [who], ties, met)


def test_every_kind_of_tie_with_its_role_and_source() -> None:
    who = mediator()
    given_case = case(
        Party(side=Side.APPLICANT, name="蓝原物业公司", representative="李梅"),
        Party(side=Side.RESPONDENT, name="赵六", agents=(Agent(name="乌兰图雅"),)),
    )
    ties = [
        Interest(id=new_id(), mediator=who.id, kind=kind, name=name, role=role)
        for kind, name, role in (
            (InterestKind.EMPLOYER, "蓝原物业有限公司", ""),
            (InterestKind.COMPANY, "蓝原物业有限责任公司", "股东"),
            (InterestKind.RELATIVE, "李梅", "姐妹"),
            (InterestKind.SECTOR, "物业", ""),
            (InterestKind.PLACE, "康巴什区", ""),
        )
    ]
    met = Meeting(
        case=new_id(),
        number="旧-1",
        referred_on=date(2025, 1, 2),
        is_open=False,
        mediators=(who.id,),
        people=(Person("赵 六", "被申请人"),),
    )
    hits = found(given_case, who, *ties, met=(met,))
    assert [(hit.kind, hit.name, hit.role) for hit in hits] == [
        (HitKind.SELF, "乌兰图雅", "赵六 的代理人"),
        (HitKind.RELATIVE, "李梅", "蓝原物业公司 的代表人"),
        (HitKind.EMPLOYER, "蓝原物业公司", "申请人"),
        (HitKind.COMPANY, "蓝原物业公司", "申请人"),
        (HitKind.EARLIER, "赵六", "被申请人"),
        (HitKind.SECTOR, "蓝原物业公司", "申请人"),
    ]
    assert hits[4].cases == (("旧-1", "被申请人,已结案"),)
    assert all("法释〔2016〕14号" in hit.source for hit in hits)
    assert [hit.asks_decision for hit in hits] == [True, True, True, True, False, False]
    assert len({hit.key for hit in hits}) == len(hits)


def test_ties_of_somebody_else_are_none_of_ours() -> None:
    tie = Interest(
        id=new_id(), mediator=new_id(), kind=InterestKind.RELATIVE, name="赵六", role="父"
    )
    assert found(case(Party(side=Side.RESPONDENT, name="赵六")), mediator(), tie) == []


def test_many_earlier_cases_are_counted_and_the_newest_named() -> None:
    who = mediator()
    met = tuple(
        Meeting(
            case=new_id(),
            number=f"旧-{at}",
            referred_on=date(2025, 1, at),
            is_open=at == 9,
            mediators=(who.id,),
            people=(Person("平安财险股份有限公司东胜支公司", "被申请人"),),
        )
        for at in range(1, 10)
    )
    (hit,) = found(case(Party(side=Side.RESPONDENT, name="平安财险公司")), who, met=met)
    assert (hit.count, len(hit.cases), hit.cases[0]) == (9, 5, ("旧-9", "被申请人,在办"))


@pytest.mark.parametrize(
    ("words", "cause", "matched"),
    [
        ("道路交通、劳动争议", "侵权责任纠纷/机动车交通事故责任纠纷", "道路交通"),
        ("婚姻家庭", "婚姻家庭纠纷/离婚纠纷", "婚姻家庭"),
        ("合同纠纷", "合同、准合同纠纷/合同纠纷/民间借贷纠纷", "合同纠纷"),
        ("劳动合同纠纷", "合同、准合同纠纷/合同纠纷/民间借贷纠纷", ""),
        ("蒙汉双语", "离婚纠纷", ""),
        ("", "离婚纠纷", ""),
        ("婚", "离婚纠纷", ""),
    ],
)
def test_a_speciality_matches_by_a_telling_pair(words: str, cause: str, matched: str) -> None:
    assert matching_speciality([words], cause) == matched


def test_a_place_matches_by_the_court_or_by_its_name() -> None:
    assert matching_place(("内0603",), (), "内0603", "康巴什区法院") == "康巴什区法院"
    assert matching_place((), ("伊金霍洛旗",), "内0627", "伊金霍洛旗法院") == "伊金霍洛旗"
    assert matching_place((), ("旗",), "内0627", "伊金霍洛旗法院") == ""
    assert matching_place(("内0602",), ("东胜区",), "内0627", "伊金霍洛旗法院") == ""
    assert matching_place((), (), None, "") == ""


def test_the_order_is_the_one_told_step_by_step() -> None:
    plain = {"hits": (), "speciality": "", "place": "", "load": 3, "in_term": True}
    wanted = [
        {"speciality": "借贷", "load": 9},
        {"place": "康巴什区", "load": 8},
        {"load": 1},
        {"last": None},
        {"last": date(2026, 1, 1)},
        {"last": date(2026, 2, 1)},
        {"in_term": False, "speciality": "借贷"},
        {"declined": True, "speciality": "借贷"},
    ]
    made = [
        Suggestion(mediator=mediator(str(at)), **({"last": None} | plain | values))  # type: ignore[arg-type]
        for at, values in enumerate(wanted)
    ]
    assert [one.mediator.name for one in in_order(made[::-1])] == [str(at) for at in range(8)]


def test_a_tie_that_is_none_after_all_leaves_free_and_one_that_stays_does_not() -> None:
    who = mediator()
    tie = Interest(id=new_id(), mediator=who.id, kind=InterestKind.RELATIVE, name="赵六", role="父")
    hit = found(case(Party(side=Side.RESPONDENT, name="赵六")), who, tie)[0]
    plain = {"mediator": who, "speciality": "", "place": "", "load": 0, "last": None}
    for decision, is_free in (
        (None, False),
        (Decision.CONTINUE, False),
        (Decision.UNRELATED, True),
    ):
        decided = {} if decision is None else {hit.key: decision}
        one = Suggestion(hits=(hit,), decided=decided, in_term=True, **plain)  # type: ignore[arg-type]
        assert one.is_free is is_free


def test_three_working_days_to_answer_over_a_weekend_and_a_holiday() -> None:
    calendar = official_calendar()
    for on, due in (
        (date(2026, 11, 20), date(2026, 11, 25)),
        (date(2026, 9, 30), date(2026, 10, 10)),
    ):
        asked = Assignment(
            id=new_id(), case=new_id(), mediator=new_id(), host=True, way=Way.COURT, on=on
        )
        assert asked.answer_limit(calendar).due == due


def test_keys_are_the_same_for_the_same_tie_only() -> None:
    assert cores("张三") == frozenset({"张三"})
    who = mediator()
    tie = Interest(id=new_id(), mediator=who.id, kind=InterestKind.RELATIVE, name="赵六", role="父")
    again = Interest(
        id=new_id(), mediator=who.id, kind=InterestKind.RELATIVE, name="赵六", role="兄"
    )
    one = found(case(Party(side=Side.RESPONDENT, name="赵六")), who, tie)[0]
    same = found(case(Party(side=Side.APPLICANT, name="赵六")), who, tie)[0]
    other = found(case(Party(side=Side.RESPONDENT, name="赵六")), who, again)[0]
    assert one.key == same.key
    assert one.key != other.key
