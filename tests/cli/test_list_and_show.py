"""``mediation list`` and ``mediation show``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from mediation.bootstrap import open_office
from mediation.cases.case import Case, Party
from mediation.cases.terms import Side
from mediation.clock.books import NextStep
from mediation.identity import new_id
from tests.cli.calling import GOOD, OPEN, Call


def test_the_list_answers_to_its_conditions(
    call: Call, db: Path, ledger: Callable[..., Path]
) -> None:
    call("import", ledger(GOOD, OPEN), "--db", db)

    def numbers(*more: str) -> list[str]:
        found = call("list", "--db", db, "--json", *more).value
        return [case["number"] for case in found["cases"]]

    assert numbers() == ["A-2", "A-1"]
    assert numbers("--limit", "1") == ["A-2"]
    assert numbers("--state", "已结案") == ["A-1"]
    assert numbers("--state", "in_mediation") == ["A-2"]
    assert numbers("--text", "李强") == ["A-2"]
    assert numbers("--court", "康巴什法院", "--cause", "民间借贷纠纷") == ["A-1"]
    assert numbers("--text", "没有这个人") == []


def test_the_table_stands_on_stdout_and_the_count_on_stderr(
    call: Call, db: Path, ledger: Callable[..., Path]
) -> None:
    call("import", ledger(GOOD, OPEN), "--db", db)
    answer = call("list", "--db", db)
    assert answer.out.count("\n") == 3
    assert "200,000.00" in answer.out
    assert "共 2 件" in answer.err


def test_a_case_is_shown_by_its_own_number_and_by_any_form_of_the_courts(
    call: Call, db: Path, ledger: Callable[..., Path]
) -> None:
    call("import", ledger(GOOD, OPEN), "--db", db)
    for number in ("A-1", "（2026）内0603民初11号", "(2026)内0603民初11号"):
        answer = call("show", number, "--db", db)
        assert answer.code == 0
        assert "王小丽" in answer.out
        assert "修改记录" in answer.out
    case = call("show", "A-1", "--db", db, "--json").value
    assert (case["claimed"], case["agreed"]) == ("200000.00", "150000.00")
    assert (case["mediator_name"], case["outcome"]) == ("高文彬", "succeeded")
    assert [party["name"] for party in case["parties"]] == ["王小丽", "赵大海"]


def test_a_state_that_is_none_is_refused(call: Call, db: Path) -> None:
    answer = call("list", "--state", "睡觉", "--db", db)
    assert answer.code == 1
    assert "待签收" in answer.err


def test_a_view_is_listed_by_its_name_and_an_unknown_one_names_those_there_are(
    call: Call, db: Path, ledger: Callable[..., Path]
) -> None:
    call("import", ledger(GOOD, OPEN), "--db", db)
    found = call("list", "--db", db, "--json", "--view", "未结").value
    assert [case["number"] for case in found["cases"]] == ["A-2"]
    refused = call("list", "--db", db, "--view", "没有的")
    assert refused.code == 3
    assert "本月结案" in refused.err


def test_particulars_are_masked_unless_asked_for_and_asking_is_noted(db: Path, call: Call) -> None:
    office = open_office(db, today=lambda: date(2026, 11, 2))
    party = Party(side=Side.APPLICANT, name="阿丽娜", phone="13847712345")
    said = "改打 138-4771-2346,证件 E17391739"
    case = office.cases.register(
        Case(
            id=new_id(), number="P-1", parties=(party,), referred_on=date(2026, 11, 2),
            remark=said, extra={"联系": said},
        )
    )  # fmt: skip
    office.folders.put_party(
        case.id, case.version, party, replace(party, phone="138 4771 2347", number_note=said)
    )
    office.clocks.plan(case.id, NextStep(on=date(2026, 11, 3), words=said))
    office.close()
    for form in ((), ("--json",)):
        told = call("show", "P-1", "--db", db, *form).out
        assert "138****2347" in told
        assert not re.search("138.?4771|E17391739", told)
    assert "138-4771" not in call("due", "--on", "2026-11-03", "--db", db).out
    assert call("audit", "list", "--db", db, "--object", "P-1", "--json").value[0]["action"] == (
        "plan"
    )
    assert "13847712345" in call("show", "P-1", "--unmasked", "--db", db).out
    newest = call("audit", "list", "--db", db, "--object", "P-1", "--json").value[0]
    assert (newest["action"], newest["detail"]) == ("look", "show")
