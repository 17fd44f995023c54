"""Ties between mediators and the people of a case: searched, noted, declared, decided; and assignment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from mediation.bootstrap import open_office
from mediation.cases.case import Agent, Case, Party
from mediation.cases.terms import Channel, Outcome, PartyKind, Side
from mediation.conflicts.assignments import Answer, Way
from mediation.conflicts.disclosures import Consent, ConsentHow, Decider, Decision, Disclosure
from mediation.conflicts.hits import Hit, HitKind, Sureness
from mediation.conflicts.interests import Interest, InterestKind
from mediation.conflicts.wording import told
from mediation.errors import NotFound, RuleViolation
from mediation.identity import new_id
from mediation.listing import CaseQuery
from mediation.office.assigning import Choice
from mediation.office.changing import Wish
from mediation.office.office import Office
from mediation.registry.mediators import Mediator

TODAY = date(2026, 11, 20)


@pytest.fixture
def office(path: Path) -> Office:
    return open_office(path, who="甲", today=lambda: TODAY)


@pytest.fixture
def wulan(office: Office) -> Mediator:
    return office.roster.add(Mediator(id=new_id(), name="乌兰图雅", phone="13900000001"))


def kept(office: Office, number: str, *parties: Party, **values: object) -> Case:
    given: dict[str, object] = {
        "id": new_id(),
        "number": number,
        "channel": Channel.ENTRUSTED,
        "referred_on": date(2026, 11, 2),
        "parties": parties,
    } | values
    return office.cases.register(Case(**given))  # type: ignore[arg-type]


def applicant(name: str, **values: object) -> Party:
    return Party(side=Side.APPLICANT, name=name, **values)  # type: ignore[arg-type]


def respondent(name: str, **values: object) -> Party:
    return Party(side=Side.RESPONDENT, name=name, **values)  # type: ignore[arg-type]


def tie(office: Office, mediator: Mediator, kind: InterestKind, name: str, role: str = "") -> None:
    office.conflicts.put_interest(
        Interest(id=new_id(), mediator=mediator.id, kind=kind, name=name, role=role)
    )


def hits(office: Office, case: Case) -> list[Hit]:
    return list(office.conflicts.open(case.id).found.hits)


def decided(hit: Hit, case: Case, decision: Decision, **values: object) -> Disclosure:
    given: dict[str, object] = {
        "id": new_id(),
        "case": case.id,
        "mediator": hit.mediator,
        "kind": hit.kind,
        "subject": hit.key,
        "words": "与被申请人有亲属关系",
        "disclosed_on": TODAY,
        "decision": decision,
        "decider": Decider.COURT,
        "decided_on": TODAY,
    } | values
    return Disclosure(**given)  # type: ignore[arg-type]


def test_a_relative_is_found_whatever_the_spaces_and_widths(
    office: Office, wulan: Mediator
) -> None:
    tie(office, wulan, InterestKind.RELATIVE, "阿布都·热合曼", "配偶")
    for at, name in enumerate(("阿布都热合曼", "阿布都 ・ 热合曼", "阿布都．热合曼")):
        case = kept(office, f"{at}", applicant("王丽"), respondent(name), mediator=wulan.id)
        (hit, *earlier) = hits(office, case)
        assert (hit.kind, hit.name, hit.role) == (HitKind.RELATIVE, name, "被申请人")
        assert hit.sureness is Sureness.NAME
        assert "同名,请核对" in told(hit)
        assert "法释〔2016〕14号第十五条" in told(hit)
        # Both the names spelt otherwise are met again in the earlier cases.
        assert [each.count for each in earlier] == [at, at][: 2 if at else 0]


def test_an_employer_and_a_company_are_found_without_their_endings(
    office: Office, wulan: Mediator
) -> None:
    tie(office, wulan, InterestKind.COMPANY, "鄂尔多斯市蓝原商贸有限责任公司", "股东")
    tie(office, wulan, InterestKind.EMPLOYER, "东胜区第一中学")
    parties = (applicant("鄂尔多斯市蓝原商贸公司"), respondent("东胜区第一中学"))
    case = kept(office, "1", *parties, mediator=wulan.id)
    assert [hit.kind for hit in hits(office, case)] == [HitKind.EMPLOYER, HitKind.COMPANY]


def test_representatives_and_agents_are_searched_too(office: Office, wulan: Mediator) -> None:
    tie(office, wulan, InterestKind.RELATIVE, "李梅", "姐姐")
    company = respondent("某商贸公司", kind=PartyKind.ORGANISATION, representative="李梅")
    case = kept(office, "1", applicant("王丽", agents=(Agent(name="乌兰图雅"),)), company)
    assert hits(office, case) == []
    office.cases.correct(case.id, case.version, {"mediator": wulan.id}, why="选定")
    found = hits(office, case)
    assert [(hit.kind, hit.role) for hit in found] == [
        (HitKind.SELF, "王丽 的代理人"),
        (HitKind.RELATIVE, "某商贸公司 的代表人"),
    ]


def test_an_earlier_case_with_the_same_party_or_agent_is_named_with_the_role(
    office: Office, wulan: Mediator
) -> None:
    helper = office.roster.add(Mediator(id=new_id(), name="助手"))
    old = applicant("张三(曾用名:张四)", agents=(Agent(name="钱律师"),))
    kept(office, "旧-1", old, mediator=wulan.id)
    kept(office, "旧-2", respondent("张 四"), mediator=None, assistants=(wulan.id,))
    kept(office, "旧-3", respondent("张四"), mediator=helper.id)
    new = respondent("赵六", agents=(Agent(name="钱律师"),))
    case = kept(office, "新", applicant("张四"), new, mediator=wulan.id)
    found = {hit.name: hit for hit in hits(office, case)}
    assert set(found) == {"张四", "钱律师"}
    assert {each[0] for each in found["张四"].cases} == {"旧-1", "旧-2"}
    assert found["钱律师"].cases == (("旧-1", "张三(曾用名:张四) 的代理人,在办"),)
    assert not any(hit.asks_decision for hit in found.values())


def test_different_numbers_make_two_people_and_equal_ones_one(
    office: Office, wulan: Mediator
) -> None:
    one, other = "11010519491231002X", "440524188001010014"
    kept(office, "旧-1", applicant("张伟", id_number=one), mediator=wulan.id)
    kept(office, "旧-2", applicant("张伟", id_number=other), mediator=wulan.id)
    case = kept(office, "新", respondent("张伟", id_number=one), mediator=wulan.id)
    (hit,) = hits(office, case)
    assert (hit.count, hit.sureness) == (1, Sureness.NUMBER)
    assert hit.cases[0][0] == "旧-1"


def test_who_acted_in_the_suit_of_the_case_is_barred(office: Office, wulan: Mediator) -> None:
    tie(office, wulan, InterestKind.SUIT, "(2026)内0603民初 88号", "人民陪审员")
    number = "（2026）内0603民初88号"
    case = kept(
        office,
        "1",
        applicant("王丽"),
        mediator=wulan.id,
        court_number=number,
        court_number_key=number,
    )
    (hit,) = hits(office, case)
    assert (hit.kind, hit.source) == (HitKind.SUIT, "法释〔2016〕14号第十六条")
    with pytest.raises(RuleViolation, match="依法不能由他调解"):
        office.cases.sign_for(case.id, case.version, TODAY)
    with pytest.raises(RuleViolation, match="也不能继续"):
        office.conflicts.declare(decided(hit, case, Decision.CONTINUE))


def test_a_role_in_the_suit_after_an_own_mediation_is_said_to_be_barred(
    office: Office, wulan: Mediator
) -> None:
    case = kept(office, "1", applicant("王丽"), mediator=wulan.id, signed_on=date(2026, 11, 3))
    number = "（2026）内0603民初99号"
    office.cases.close(
        case.id, case.version, TODAY, Outcome.FAILED, transfer_number=number, transferred_on=TODAY
    )
    suit = Interest(
        id=new_id(),
        mediator=wulan.id,
        kind=InterestKind.SUIT,
        name="(2026)内0603 民初 99号",
        role="证人",
    )
    suit = office.conflicts.put_interest(suit)
    assert suit.name == number
    assert "他调解过这件案件(1)" in office.conflicts.barred(suit)
    other = office.roster.add(Mediator(id=new_id(), name="巴特尔"))
    assert office.conflicts.barred(replace(suit, mediator=other.id)) == ""
    assert hits(office, case)[0].kind is HitKind.SUIT
    with pytest.raises(RuleViolation) as refused:
        office.conflicts.put_interest(replace(suit, name="不是案号"))
    assert refused.value.field == "name"


def test_a_search_is_noted_with_its_day_even_when_nothing_was_found(
    office: Office, wulan: Mediator
) -> None:
    case = kept(office, "1", applicant("王丽"), mediator=wulan.id)
    (note,) = office.conflicts.open(case.id).notes
    assert note.lines == ()
    assert note.mediators == ("乌兰图雅",)
    assert note.people == ("王丽(申请人)",)
    assert note.looked[-1] == "名册当时所记:一条也没有"
    assert note.at is not None
    line = office.cases.open(case.id).history[0]
    assert (line.action, line.new) == ("search_ties", "没有查到(1 人与 乌兰图雅)")
    office.conflicts.note(case.id)
    assert len(office.conflicts.open(case.id).notes) == 2


def test_a_party_added_is_searched_at_once_and_only_news_are_noted(
    office: Office, wulan: Mediator
) -> None:
    tie(office, wulan, InterestKind.RELATIVE, "李梅", "姐姐")
    case = kept(office, "1", applicant("王丽"), mediator=wulan.id)
    case = office.folders.put_party(case.id, case.version, None, respondent("李梅"))
    notes = office.conflicts.open(case.id).notes
    assert [len(note.lines) for note in notes] == [1, 0]
    assert notes[0].why == "当事人或代理人有变"
    old = case.parties[0]
    case = office.folders.put_party(case.id, case.version, old, replace(old, phone="13900000002"))
    office.cases.correct(case.id, case.version, {"remark": "x"}, why="补记")
    assert len(office.conflicts.open(case.id).notes) == 2


def test_going_on_takes_both_consents_and_who_decided(office: Office, wulan: Mediator) -> None:
    tie(office, wulan, InterestKind.RELATIVE, "李梅", "姐姐")
    case = kept(office, "1", applicant("王丽"), respondent("李梅"), mediator=wulan.id)
    (hit,) = hits(office, case)
    yes = Consent("王丽", TODAY, ConsentHow.WRITTEN)
    for values, field in (
        ({}, "applicants_who"),
        ({"applicants": yes}, "respondents_who"),
        ({"applicants": yes, "respondents": yes, "decider": None}, "decider"),
        ({"applicants": yes, "respondents": yes, "decided_on": None}, "decided_on"),
        ({"applicants": yes, "respondents": yes, "words": " "}, "words"),
    ):
        with pytest.raises(RuleViolation) as refused:
            office.conflicts.declare(decided(hit, case, Decision.CONTINUE, **values))
        assert refused.value.field == field
    assert "待核对 1 项" in office.conflicts.warning(case.id)
    office.conflicts.declare(
        decided(hit, case, Decision.CONTINUE, applicants=yes, respondents=replace(yes, who="李梅"))
    )
    assert office.conflicts.warning(case.id) == ""
    line = office.cases.open(case.id).history[0]
    assert line.action == "decide_tie"
    assert "被申请人方同意 李梅 2026-11-20 书面同意书" in line.new
    assert "双方同意,继续调解 法院 2026-11-20" in line.new


def test_who_is_to_be_replaced_cannot_sign_or_agree_until_replaced(
    office: Office, wulan: Mediator
) -> None:
    tie(office, wulan, InterestKind.RELATIVE, "李梅", "姐姐")
    case = kept(office, "1", applicant("王丽"), respondent("李梅"), mediator=wulan.id)
    office.conflicts.declare(decided(hits(office, case)[0], case, Decision.REPLACE))
    with pytest.raises(RuleViolation, match="已决定更换"):
        office.cases.sign_for(case.id, case.version, TODAY)
    signed = {"signed_on": TODAY}
    case = office.cases.correct(case.id, case.version, signed, why="补登签收")
    with pytest.raises(RuleViolation, match="已决定更换"):
        office.cases.close(case.id, case.version, TODAY, Outcome.SUCCEEDED)
    other = office.roster.add(Mediator(id=new_id(), name="巴特尔"))
    choice = Choice(lead=other.id, way=Way.COURT, on=TODAY)
    with pytest.raises(RuleViolation) as refused:
        office.assigning.assign(case.id, case.version, choice)
    assert refused.value.field == "why"
    case = office.assigning.assign(case.id, case.version, replace(choice, why="回避"))
    lines = office.cases.open(case.id).history
    assert [line.action for line in lines[:2]] == ["search_ties", "replace_mediator"]
    assert lines[1].why == "法院指定。回避"
    office.cases.close(case.id, case.version, TODAY, Outcome.SUCCEEDED)


def test_a_name_alone_never_blocks(office: Office, wulan: Mediator) -> None:
    case = kept(office, "1", applicant("乌兰图雅"), mediator=wulan.id)
    assert office.cases.sign_for(case.id, case.version, TODAY).signed_on == TODAY


def test_the_mediator_as_party_with_the_own_phone_blocks_until_checked(
    office: Office, wulan: Mediator
) -> None:
    case = kept(office, "1", applicant("乌兰图雅", phone="13900000001"), mediator=wulan.id)
    with pytest.raises(RuleViolation, match="依法不能"):
        office.cases.sign_for(case.id, case.version, TODAY)
    checked = decided(hits(office, case)[0], case, Decision.UNRELATED, why="同用单位电话")
    office.conflicts.declare(checked)
    assert office.cases.sign_for(case.id, case.version, TODAY).signed_on == TODAY


def test_a_decline_with_its_reason_returns_the_case_to_assignment(
    office: Office, wulan: Mediator
) -> None:
    case = kept(office, "1", applicant("王丽"))
    helper = office.roster.add(Mediator(id=new_id(), name="助手"))
    choice = Choice(lead=wulan.id, assistants=(helper.id,), way=Way.AGREED, on=TODAY)
    case = office.assigning.assign(case.id, case.version, choice)
    file = office.assigning.open(case.id)
    assert file.due == date(2026, 11, 25)
    assert {(each.mediator, each.host) for each in file.assignments} == {
        (wulan.id, True),
        (helper.id, False),
    }
    with pytest.raises(RuleViolation) as refused:
        office.assigning.answer(case.id, case.version, Answer.DECLINED, TODAY)
    assert refused.value.field == "reason"
    case = office.assigning.answer(
        case.id, case.version, Answer.DECLINED, TODAY, reason="出差一个月"
    )
    assert (case.mediator, case.assistants) == (None, ())
    line = office.cases.open(case.id).history[0]
    assert (line.action, line.why) == ("decline", "出差一个月")
    assert office.assigning.open(case.id).suggestions[-1].mediator == wulan
    with pytest.raises(NotFound):
        office.assigning.answer(case.id, case.version, Answer.ACCEPTED, TODAY)


def test_an_acceptance_is_kept_and_its_limit_is_over(office: Office, wulan: Mediator) -> None:
    case = kept(office, "1", applicant("王丽"))
    choice = Choice(lead=wulan.id, way=Way.ORGANISATION, on=TODAY)
    case = office.assigning.assign(case.id, case.version, choice)
    office.assigning.answer(case.id, case.version, Answer.ACCEPTED, TODAY)
    file = office.assigning.open(case.id)
    assert (file.due, file.standing and file.standing.answer) == (None, Answer.ACCEPTED)
    assert office.cases.open(case.id).history[0].action == "accept"


def test_the_host_is_not_an_assistant_as_well(office: Office, wulan: Mediator) -> None:
    case = kept(office, "1", applicant("王丽"))
    choice = Choice(lead=wulan.id, assistants=(wulan.id,), way=Way.COURT, on=TODAY)
    with pytest.raises(RuleViolation) as refused:
        office.assigning.assign(case.id, case.version, choice)
    assert refused.value.field == "assistants"


def test_suggestions_stand_in_the_order_that_is_told(office: Office) -> None:
    people = {
        "有亲": Mediator(id=new_id(), name="有亲", specialities="民间借贷", courts=("内0603",)),
        "闲人": Mediator(id=new_id(), name="闲人"),
        "忙人": Mediator(id=new_id(), name="忙人", specialities="民间借贷", courts=("内0603",)),
        "专家": Mediator(id=new_id(), name="专家", specialities="道路交通、借贷"),
        "期满": Mediator(id=new_id(), name="期满", term_to=date(2026, 1, 1)),
    }
    for person in people.values():
        office.roster.add(person)
    tie(office, people["有亲"], InterestKind.RELATIVE, "李梅", "姐姐")
    tie(office, people["专家"], InterestKind.PLACE, "康巴什区")
    kept(office, "旧", applicant("钱七"), mediator=people["忙人"].id)
    case = kept(
        office,
        "新",
        applicant("王丽"),
        respondent("李梅"),
        court="内0603",
        cause_name="民间借贷纠纷",
    )
    found = office.assigning.open(case.id).suggestions
    assert [one.mediator.name for one in found] == ["专家", "忙人", "闲人", "有亲", "期满"]
    assert (found[0].speciality, found[0].place) == ("借贷", "康巴什区")
    assert (found[1].load, found[1].last) == (1, date(2026, 11, 2))
    assert [hit.kind for hit in found[3].hits] == [HitKind.RELATIVE]


def test_undo_takes_back_an_assignment_with_all_its_rows(office: Office, wulan: Mediator) -> None:
    case = kept(office, "1", applicant("王丽"))
    choice = Choice(lead=wulan.id, way=Way.COURT, on=TODAY)
    office.assigning.assign(case.id, case.version, choice)
    office.undoing.undo()
    file = office.conflicts.open(case.id)
    assert (file.case.mediator, file.assignments, file.notes) == (None, (), ())
    office.undoing.redo()
    file = office.conflicts.open(case.id)
    assert (file.case.mediator, len(file.assignments), len(file.notes)) == (wulan.id, 1, 1)


def test_undo_takes_back_a_decision(office: Office, wulan: Mediator) -> None:
    case = kept(office, "1", applicant("乌兰图雅"), mediator=wulan.id)
    office.conflicts.declare(decided(hits(office, case)[0], case, Decision.UNRELATED, why="同名"))
    assert office.conflicts.open(case.id).undecided == []
    office.undoing.undo()
    assert office.conflicts.open(case.id).disclosures == ()


def test_a_tie_is_refused_without_what_it_needs(office: Office, wulan: Mediator) -> None:
    for kind, name, field in (
        (InterestKind.RELATIVE, "李梅", "role"),
        (InterestKind.SUIT, "(2026)内0603民初88号", "role"),
        (InterestKind.EMPLOYER, "  ", "name"),
    ):
        with pytest.raises(RuleViolation) as refused:
            tie(office, wulan, kind, name)
        assert refused.value.field == field
    tie(office, wulan, InterestKind.EMPLOYER, "东胜一中")
    (kept_tie,) = office.conflicts.interests(wulan.id)
    office.conflicts.put_interest(replace(kept_tie, end=TODAY), before=kept_tie)
    (ended,) = office.conflicts.interests(wulan.id)
    assert ended.span() == ".. 至 2026-11-20"
    office.conflicts.drop_interest(ended)
    with pytest.raises(NotFound):
        office.conflicts.drop_interest(ended)


def test_a_mediator_given_to_many_cases_is_searched_in_each(
    office: Office, wulan: Mediator
) -> None:
    tie(office, wulan, InterestKind.RELATIVE, "李梅", "姐姐")
    cases = [kept(office, f"{at}", applicant("王丽" if at else "李梅")) for at in range(3)]
    with office.store.reading() as reading:
        keys = reading.list_keys(CaseQuery())
    wish = Wish("mediator", wulan.id, wulan.name)
    lines = office.changing.preview(keys, wish)
    assert office.changing.change(lines, wish) == []
    found = [office.conflicts.open(case.id).notes[0] for case in cases]
    assert [bool(note.asks) for note in found] == [True, False, False]
    assert office.cases.open(cases[0].id).ties == "待决定 1 项"


def test_the_bin_keeps_what_was_declared(office: Office, wulan: Mediator) -> None:
    case = kept(office, "1", applicant("乌兰图雅"), mediator=wulan.id)
    office.conflicts.declare(decided(hits(office, case)[0], case, Decision.UNRELATED, why="同名"))
    office.bin.put([(case.id, case.version)], why="误登")
    office.bin.restore(case.id)
    assert len(office.conflicts.open(case.id).disclosures) == 1
