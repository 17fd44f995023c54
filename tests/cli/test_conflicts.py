"""``mediation conflicts``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from mediation.bootstrap import open_office
from mediation.conflicts.interests import Interest, InterestKind
from mediation.identity import new_id
from tests.cli.calling import GOOD, OPEN, Call


@pytest.fixture
def tied(call: Call, db: Path, ledger: Callable[..., Path]) -> Path:
    """高文彬 is a shareholder of a party whose name could be a terminal's command."""
    call("import", ledger(GOOD, OPEN), "--db", db)
    office = open_office(db, today=lambda: date(2026, 11, 20))
    office.conflicts.put_interest(
        Interest(
            id=new_id(),
            mediator=office.roster.named("高文彬").id,
            kind=InterestKind.COMPANY,
            name="蓝原商贸有限公司",
            role="股东\x1b[2J[/b]",
        )
    )
    office.close()
    return db


def test_what_was_found_is_told_with_role_and_source(call: Call, tied: Path) -> None:
    answer = call("conflicts", "A-2", "--db", tied)
    assert answer.code == 0
    assert "高文彬与蓝原商贸公司(申请人);任职或持股" in answer.out
    assert "同名,请核对;法释〔2016〕14号第十五条第(二)项" in answer.out
    assert "查了谁:蓝原商贸公司(申请人)、李强(被申请人)" in answer.out
    assert "\x1b" not in answer.out


def test_as_data_each_hit_has_its_kind_and_how_sure(call: Call, tied: Path) -> None:
    found = call("conflicts", "A-2", "--db", tied, "--json").value
    assert found["mediators"] == ["高文彬"]
    assert found["undecided"] == 1
    (hit,) = found["hits"]
    assert (hit["kind"], hit["name"], hit["role"]) == ("company", "蓝原商贸公司", "申请人")
    assert (hit["sureness"], hit["decision"]) == ("name", None)


def test_nothing_found_is_said_and_is_no_failure(call: Call, tied: Path) -> None:
    answer = call("conflicts", "A-1", "--db", tied)
    assert (answer.code, "查到什么:没有查到。" in answer.out) == (0, True)
    assert call("conflicts", "A-1", "--db", tied, "--json").value["hits"] == []


def test_a_mediator_who_might_be_chosen_is_searched_instead(call: Call, tied: Path) -> None:
    office = open_office(tied, today=lambda: date(2026, 11, 20))
    person = office.roster.named("高文彬")
    from dataclasses import replace

    office.roster.add(replace(person, id=new_id(), name="李强"))
    office.close()
    found = call("conflicts", "A-2", "--db", tied, "--mediator", "李强", "--json").value
    assert [(hit["kind"], hit["name"]) for hit in found["hits"]] == [("self", "李强")]
    assert call("conflicts", "A-2", "--db", tied, "--mediator", "无此人").code == 3
    assert call("conflicts", "A-9", "--db", tied).code == 3


def test_the_record_is_kept_as_a_page_for_the_file(call: Call, tied: Path, tmp_path: Path) -> None:
    for name in ("记录.docx", "记录.txt"):
        assert call("conflicts", "A-2", "--db", tied, "-o", tmp_path / name).code == 0
    text = "\n".join(each.text for each in Document(str(tmp_path / "记录.docx")).paragraphs)
    assert "高文彬与蓝原商贸公司(申请人)" in text
    assert "\x1b" not in text
    assert "高文彬与蓝原商贸公司" in (tmp_path / "记录.txt").read_text(encoding="utf-8")
    assert call("conflicts", "A-2", "--db", tied, "-o", tmp_path / "记录.pdf").code == 1
