"""Endings, what they ask for next, and the check before the parties leave, by value."""

from __future__ import annotations

from datetime import date

import pytest

from mediation.cases.afterwards import duties_after
from mediation.cases.agreement import Agreement, Clause, ClauseKind, How
from mediation.cases.case import Agent, Case, Party
from mediation.cases.endings import END_RULES, EndGround, contradiction, usual_outcome
from mediation.cases.exit_check import Item, Mark, Surroundings, exit_check
from mediation.cases.schedule import instalments
from mediation.cases.terms import Channel, EndReason, Outcome, Power, Side
from mediation.errors import RuleViolation
from mediation.identity import new_id

TODAY = date(2026, 11, 21)


def a_case(**fields: object) -> Case:
    parties = (
        Party(side=Side.APPLICANT, name="张秀英", service_address="康巴什区一号"),
        Party(side=Side.RESPONDENT, name="李强", service_address="东胜区二号"),
    )
    values = {
        "id": new_id(),
        "channel": Channel.DELEGATED,
        "court": "150603",
        "parties": parties,
        "referred_on": date(2026, 11, 1),
        "signed_on": date(2026, 11, 2),
    }
    return Case(**{**values, **fields})  # type: ignore[arg-type]


def closed(outcome: Outcome, **fields: object) -> Case:
    return a_case(closed_on=TODAY, outcome=outcome, **fields)


def paying(**fields: object) -> Clause:
    values = {
        "id": new_id(),
        "kind": ClauseKind.PAY,
        "payer": "李强",
        "payee": "张秀英",
        "what": "货款",
        "fen": 12_300,
        "words": "壹佰贰拾叁元整",
        "how": How.CASH,
        "instalments": instalments(12_300, date(2026, 12, 1), times=1),
    }
    return Clause(**{**values, **fields})  # type: ignore[arg-type]


def checked(case: Case, *clauses: Clause, cause: str = "合同", **fields: object) -> list[Item]:
    values = {"signed_on": TODAY, "all_signed": True, "confirming": True, **fields}
    agreement = Agreement(case=case.id, clauses=clauses, **values)  # type: ignore[arg-type]
    return list(exit_check(case, agreement, Surroundings(TODAY, cause, "某调解委员会")))


def marks(items: list[Item]) -> dict[str, Mark]:
    return {item.key: item.mark for item in items}


def keys(case: Case, **fields: object) -> list[str]:
    agreement = Agreement(case=case.id, **fields)  # type: ignore[arg-type]
    return [duty.key for duty in duties_after(case, agreement)]


def test_every_reason_has_its_ground_and_place() -> None:
    assert set(END_RULES) == set(EndReason)
    assert [END_RULES[reason].item for reason in EndReason] == list(range(1, 9))
    assert {rule.ground for rule in END_RULES.values()} == set(EndGround)


def test_a_reason_suggests_an_outcome() -> None:
    assert usual_outcome(EndReason.AGREED) is Outcome.SUCCEEDED
    assert usual_outcome(EndReason.DISAGREEMENT) is Outcome.FAILED
    assert usual_outcome(EndReason.OTHER) is None


def test_an_agreement_is_no_failure_and_a_refusal_no_success() -> None:
    assert contradiction(EndReason.AGREED, Outcome.PARTLY) == ""
    assert "矛盾" in contradiction(EndReason.AGREED, Outcome.FAILED)
    with pytest.raises(RuleViolation, match="矛盾") as refused:
        a_case().close(TODAY, Outcome.SUCCEEDED, reason=EndReason.UNSIGNED)
    assert refused.value.field == "reason"


def test_a_delegated_success_is_served_filed_and_may_be_confirmed() -> None:
    case = closed(Outcome.SUCCEEDED)
    assert keys(case) == ["serve", "file", "confirm", "report"]
    assert keys(case, confirming=False) == ["serve", "file", "report"]


def test_an_entrusted_success_goes_to_the_court_and_is_never_confirmed() -> None:
    case = closed(Outcome.SUCCEEDED, channel=Channel.ENTRUSTED)
    assert keys(case) == ["hand_over", "at_once", "report"]


def test_a_failure_hands_over_facts_and_papers() -> None:
    assert keys(closed(Outcome.FAILED)) == ["facts", "papers", "record", "report"]
    entrusted = closed(Outcome.FAILED, channel=Channel.ENTRUSTED)
    assert keys(entrusted) == ["facts", "trial", "record", "report"]


def test_a_partial_success_asks_for_both() -> None:
    assert keys(closed(Outcome.PARTLY)) == [
        *("serve", "file", "confirm"),
        *("facts", "papers", "record", "report"),
    ]


def test_the_report_names_the_ground_that_the_reason_falls_under() -> None:
    case = closed(Outcome.FAILED, reason=EndReason.UNSIGNED)
    *_others, report = duties_after(case, Agreement(case=case.id))
    assert "一方撤回请求或者明确不接受" in report.words


def test_every_step_names_its_source() -> None:
    for channel in Channel:
        for outcome in Outcome:
            case = closed(outcome, channel=channel)
            for duty in duties_after(case, Agreement(case=case.id)):
                assert "条" in duty.source


def test_an_agreement_without_fault_passes_every_item() -> None:
    items = checked(a_case(), paying())
    assert {item.mark for item in items} == {Mark.GOOD}, [i for i in items if i.mark != Mark.GOOD]


@pytest.mark.parametrize(
    ("fields", "key", "why"),
    [
        ({"words": "壹佰贰拾肆元整"}, "words", "不一致"),
        ({"payer": ""}, "complete", "谁履行"),
        ({"how": None}, "complete", "怎么付"),
        ({"how": How.TRANSFER}, "complete", "账户"),
        ({"instalments": ()}, "complete", "什么时候"),
        ({"instalments": instalments(12_300, date(2026, 11, 3), times=1)}, "past", "2026-11-03"),
        ({"what": "不履行则请人民法院裁判"}, "into_court", "不能写"),
    ],
)
def test_a_clause_with_a_fault_is_told(fields: dict[str, object], key: str, why: str) -> None:
    found = [i for i in checked(a_case(), paying(**fields)) if i.mark is Mark.BAD]
    assert [(item.key, item.about) for item in found] == [(key, 0)]
    assert why in found[0].why


def test_the_sum_is_held_against_the_amount_of_the_closing() -> None:
    items = checked(closed(Outcome.SUCCEEDED, agreed=12_400), paying())
    assert marks(items)["sum"] is Mark.BAD


def test_an_agent_needs_special_power() -> None:
    def party(power: Power | None) -> Case:
        agent = Agent(name="王律师", power=power)
        one = Party(side=Side.APPLICANT, name="甲", address="一号", agents=(agent,))
        return a_case(parties=(one, Party(side=Side.RESPONDENT, name="乙", address="二号")))

    assert marks(checked(party(Power.SPECIAL), paying()))["power"] is Mark.GOOD
    assert marks(checked(party(Power.GENERAL), paying()))["power"] is Mark.BAD
    assert marks(checked(party(None), paying()))["power"] is Mark.UNKNOWN


def test_confirmation_of_an_entrusted_case_is_warned_of() -> None:
    case = a_case(channel=Channel.ENTRUSTED)
    assert marks(checked(case, paying()))["confirm"] is Mark.BAD
    assert marks(checked(case, paying(), confirming=False))["confirm"] is Mark.GOOD


def test_what_a_court_does_not_confirm_is_told_by_its_cause() -> None:
    path = "婚姻家庭、继承纠纷/婚姻家庭纠纷/离婚纠纷"
    assert marks(checked(a_case(), paying(), cause=path))["kind"] is Mark.BAD
    assert marks(checked(a_case(), paying(), cause=""))["kind"] is Mark.UNKNOWN


def test_each_side_needs_an_address() -> None:
    one = Party(side=Side.APPLICANT, name="甲", address="一号")
    case = a_case(parties=(one, Party(side=Side.RESPONDENT, name="乙")))
    found = [item for item in checked(case, paying()) if item.mark is Mark.BAD]
    assert [item.key for item in found] == ["address"]
    assert "乙 没有送达地址" in found[0].why
