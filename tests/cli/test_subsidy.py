"""``mediation subsidy``: from a tariff to a frozen list and back by reversals alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from mediation.bootstrap import open_office
from tests.cli.calling import Answer, Call
from tests.office_suite import converted, forgetful, needs_office

HEADINGS = (
    "调解编号,法院案号,承办法院,来源,案由,申请人,被申请人,标的额(元),调解员,"
    "委派日期,签收日期,终结日期,结果,协议金额(元),难易等级"
)
TARIFF = (
    "难易等级,结果,金额(元),有效期起,依据\n"
    "普通,成功,200.50,2026-01-01,某办〔2026〕1号\n"
    "疑难,成功,400,2026-01-01,某办〔2026〕1号\n"
)


def row(number: int, mediator: str = "高文彬", grade: str = "普通", day: int = 20) -> str:
    return (
        f"A-{number},（2026）内0603民初{number}号,康巴什区法院,委托,民间借贷纠纷,王{number},赵{number},"
        f"20万,{mediator},2026-10-08,2026-10-09,2026-10-{day},成功,150000,{grade}"
    )


@pytest.fixture
def office(
    db: Path, call: Call, ledger: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Three cases of one who holds no office, one of an official, one without a class."""
    monkeypatch.setenv("MEDIATION_DB", str(db))
    rows = (row(11), row(12, grade="疑难"), row(13), row(14, "史建平"), row(15, grade=""))
    assert call("import", ledger(*rows, headings=HEADINGS)).code == 0
    holds_office(db, 高文彬=False, 史建平=True)
    return db


def holds_office(db: Path, **people: bool) -> None:
    office = open_office(db)
    for name, holds in people.items():
        office.roster.save(replace(office.roster.named(name), holds_office=holds))
    office.close()


@pytest.fixture
def ready(office: Path, call: Call, tmp_path: Path) -> Path:
    """The same with a tariff."""
    path = tmp_path / "标准.csv"
    path.write_text(TARIFF, encoding="utf-8")
    assert call("subsidy", "tariff", path).code == 0
    return office


def test_without_a_tariff_there_is_no_amount_and_the_program_says_so(
    office: Path, call: Call
) -> None:
    answer = call("subsidy", "list", "2026-10")
    assert (answer.code, answer.out) == (3, "")
    assert "全国没有统一金额" in answer.err


def test_each_case_of_the_preview_says_what_it_is_paid_or_why_not(ready: Path, call: Call) -> None:
    value = call("subsidy", "list", "2026-10", "--json").value
    told = {
        each["number"]: (each["amount"], [reason["key"] for reason in each["reasons"]])
        for each in value["cases"]
    }
    assert told == {
        "A-11": ("200.50", []),
        "A-12": ("400.00", []),
        "A-13": ("200.50", []),
        "A-14": ("0.00", ["public_office"]),
        "A-15": ("0.00", ["grade_unknown"]),
    }
    assert (value["number"], value["total"], value["sha256"]) == (None, "801.00", None)
    assert value["mediators"] == [{"name": "高文彬", "cases": 3, "amount": "801.00"}]


def test_a_class_entered_by_hand_makes_a_case_payable_and_stays_in_its_history(
    ready: Path, call: Call
) -> None:
    assert call("subsidy", "class", "(2026)内0603民初15号", "普通").code == 0
    value = call("subsidy", "list", "2026-10", "--json").value
    assert value["total"] == "1001.50"
    history = call("show", "A-15", "--json").value["history"]
    assert ("grade", "", "普通") in {(each["field"], each["old"], each["new"]) for each in history}
    assert "难易等级" in call("show", "A-15").out


def test_a_frozen_list_stays_as_it_was_when_cases_and_tariff_change(
    ready: Path, call: Call, tmp_path: Path
) -> None:
    frozen = call("subsidy", "freeze", "2026-10", "--json").value
    assert (frozen["number"], frozen["total"], len(frozen["sha256"])) == (1, "801.00", 64)
    (tmp_path / "新标准.csv").write_text(TARIFF.replace("200.50", "999"), encoding="utf-8")
    assert call("subsidy", "tariff", tmp_path / "新标准.csv").code == 0
    call("subsidy", "class", "A-11", "疑难")
    assert call("subsidy", "list", "--number", "1", "--json").value == frozen
    assert call("subsidy", "tariff", "--number", "1", "--json").value["versions"] == [2, 1]


def test_what_was_frozen_is_paid_once_and_later_cases_make_a_list_of_their_own(
    ready: Path, call: Call
) -> None:
    call("subsidy", "freeze", "2026-10")
    again = call("subsidy", "freeze", "2026-10")
    assert again.code == 1
    assert "没有冻结" in again.err
    call("subsidy", "class", "A-15", "普通")
    more = call("subsidy", "freeze", "2026-10", "--json").value
    paid = [each["number"] for each in more["cases"] if each["eligible"]]
    assert (more["number"], paid) == (2, ["A-15"])


def test_a_reversal_takes_one_line_back_and_lets_it_be_paid_anew(ready: Path, call: Call) -> None:
    before = call("subsidy", "freeze", "2026-10", "--json").value
    assert call("subsidy", "reverse", "1", "A-13", "--reason", "等级登记有误").code == 0
    after = call("subsidy", "list", "--number", "1", "--json").value
    assert (after["total"], after["reversed"], after["net"]) == ("801.00", "200.50", "600.50")
    assert {**after, "reversed": "0.00", "net": "801.00", "reversals": []} == before
    call("subsidy", "class", "A-13", "疑难")
    assert call("subsidy", "freeze", "2026-10", "--json").value["total"] == "400.00"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("reverse", "1", "A-14", "--reason", "x"), 3, "没有发放"),
        (("reverse", "9", "A-13", "--reason", "x"), 3, "没有第 9 号名单"),
        (("reverse", "1", "A-13", "--reason", " "), 1, "原因"),
        (("reverse", "1", "A-13"), 2, "--reason"),
        (("class", "A-99", "普通"), 3, "A-99"),
        (("class", "A-11", "很难"), 1, "简易、普通、疑难、重大"),
        (("class", "A-11"), 2, "难易等级"),
        (("list", "2026-13"), 2, "期间"),
        (("list", "2026-10", "--tariff", "5"), 3, "第 5 版"),
        (("freeze", "2026-10", "-o", "名单.pdf"), 2, ".xlsx"),
        (("freeze", "2026-11"), 1, "没有可以发放"),
        (("tariff", "没有.csv"), 3, "没有.csv"),
    ],
)
def test_what_cannot_be_done_is_refused_with_its_reason(
    ready: Path, call: Call, arguments: tuple[str, ...], code: int, words: str
) -> None:
    call("subsidy", "freeze", "2026-10")
    answer = call("subsidy", *arguments)
    assert (answer.code, words in answer.err) == (code, True), answer


def test_a_line_is_taken_back_once(ready: Path, call: Call) -> None:
    call("subsidy", "freeze", "2026-10")
    assert call("subsidy", "reverse", "1", "A-13", "--reason", "误").code == 0
    assert call("subsidy", "reverse", "1", "A-13", "--reason", "误").code == 1


@pytest.mark.parametrize("table", ["tariffs", "tariff_rates", "pay_lists", "pay_reversals"])
@pytest.mark.parametrize("change", ["UPDATE {} SET rowid = rowid", "DELETE FROM {}"])
def test_not_even_another_program_changes_an_entry_about_money(
    ready: Path, call: Call, table: str, change: str
) -> None:
    call("subsidy", "freeze", "2026-10")
    call("subsidy", "reverse", "1", "A-13", "--reason", "误")
    column = "amount = 1" if table == "tariff_rates" else "seq = seq"
    connection = sqlite3.connect(ready)
    with pytest.raises(sqlite3.IntegrityError, match="kept for good"):
        connection.execute(change.replace("rowid = rowid", column).format(table))
    connection.close()


def test_the_dossier_and_the_cap_are_settings(ready: Path, call: Call) -> None:
    assert call("settings", "set", "subsidy.dossier", "案由，司法确认案号").code == 0
    value = call("subsidy", "list", "2026-10", "--json").value
    assert {reason["key"] for each in value["cases"] for reason in each["reasons"]} >= {"dossier"}
    assert value["total"] == "0.00"
    assert call("settings", "set", "subsidy.dossier", "无").code == 0
    assert call("settings", "set", "subsidy.cap", "500元").code == 0
    assert call("subsidy", "list", "2026-10", "--json").value["total"] == "500.00"
    assert call("settings", "set", "subsidy.cap", "很多").code == 1


@needs_office
def test_the_workbook_to_sign_balances_when_it_is_calculated_anew(
    ready: Path, call: Call, tmp_path: Path
) -> None:
    call("subsidy", "freeze", "2026-10")
    call("subsidy", "reverse", "1", "A-12", "--reason", "=1+1")
    target = tmp_path / "名单.xlsx"
    assert call("subsidy", "list", "--number", "1", "-o", target).code == 0
    again = converted(forgetful(target, tmp_path / "bare.xlsx"), "xlsx", tmp_path / "again")
    for path in (target, again):
        book = openpyxl.load_workbook(path, data_only=True)
        signed = {line[1]: line[3] for line in book["领取表"].values if line[1]}
        assert "领取签名" in {cell for line in book["领取表"].values for cell in line}
        assert signed["高文彬"] == signed["合计"] == pytest.approx(801.00)
        assert signed["与明细之差"] == 0
        assert signed["已冲正"] == pytest.approx(400.00)
        assert signed["冲正后净额"] == pytest.approx(401.00)
        everything = [str(cell) for sheet in book for line in sheet.values for cell in line]
        assert not [cell for cell in everything if cell.startswith("#")]
    book = openpyxl.load_workbook(target)
    assert [cell for line in book["冲正"].values for cell in line].count("=1+1") == 1
    assert book["冲正"]["E3"].data_type == "s"


def test_a_preview_is_marked_as_one_and_saves_nothing(
    ready: Path, call: Call, tmp_path: Path
) -> None:
    target = tmp_path / "预览.xlsx"
    assert call("subsidy", "list", "2026-10", "-o", target).code == 0
    words = [str(cell) for line in openpyxl.load_workbook(target)["领取表"].values for cell in line]
    assert any("不能作为发放依据" in each for each in words)
    assert call("subsidy", "list", "--json").value == []


def test_a_kept_list_that_was_forged_is_refused(ready: Path, call: Call, tmp_path: Path) -> None:
    call("subsidy", "freeze", "2026-10")
    connection = sqlite3.connect(ready)
    (guard,) = connection.execute(
        "SELECT sql FROM sqlite_master WHERE name = 'pay_lists_no_update'"
    ).fetchone()
    connection.execute("DROP TRIGGER pay_lists_no_update")
    connection.execute("UPDATE pay_lists SET total = 1")
    connection.execute(guard)
    connection.commit()
    connection.close()
    answer: Answer = call("subsidy", "list", "--number", "1")
    assert answer.code == 1
    assert "不符" in answer.err


def shares(value: Any) -> list[str]:
    return [each["name"] for each in value["mediators"]]


def test_people_stand_by_name_and_nobody_is_ranked(
    ready: Path, call: Call, ledger: Callable[..., Path]
) -> None:
    more = (row(21, "陈静"), row(22, "安娜"), row(23, "安娜"))
    assert call("import", ledger(*more, headings=HEADINGS, name="又.csv")).code == 0
    holds_office(ready, 陈静=False, 安娜=False)
    value = call("subsidy", "list", "2026-10", "--json").value
    assert shares(value) == sorted(shares(value))
    assert "名次" not in str(value)
