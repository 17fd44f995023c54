"""``mediation member`` and ``mediation duty``; and that no file about people tells a private thing."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from mediation.bootstrap import open_office
from mediation.cases.case import Agent, Case, Party, Session
from mediation.cases.terms import EndReason, Outcome, Side
from mediation.identity import new_id
from mediation.registry.mediators import Mediator
from tests.cli.calling import Call

CANARY = ("金丝雀", "13812345678", "150602199003078515", "康宁街77号", "雀代理")
"""Name, phone, number, address and agent of a party who must not leave in any file about members."""
SECRETS = ("欠条在金库", "不愿让家人知道", "私下说的话", "名册备注", "13900001111", "到场的人甲")
"""Notes of case, outcome, session and roster, the member's own phone, who was present."""


@pytest.fixture
def office(db: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A member with three cases, full of what must stay in the house."""
    monkeypatch.setenv("MEDIATION_DB", str(db))
    work = open_office(db)
    member = Mediator(
        id=new_id(), name="高文彬", sector="经济界", holds_office=False,
        phone=SECRETS[4], remark=SECRETS[3],
    )  # fmt: skip
    work.roster.add(member)
    work.roster.add(replace(member, id=new_id(), name="乌兰图雅", sector="教育界"))
    name, phone, number, address, agent = CANARY
    for place, outcome in enumerate((Outcome.SUCCEEDED, Outcome.FAILED, None), start=1):
        party = Party(
            side=Side.APPLICANT, name=name, phone=phone, id_number=number, address=address,
            agents=(Agent(name=agent),),
        )  # fmt: skip
        case = Case(
            id=new_id(), number=f"N{place}", cause="9012", cause_name="民间借贷纠纷",
            mediator=member.id, referred_on=date(2026, 3, place), signed_on=date(2026, 3, 5),
            parties=(party, Party(side=Side.RESPONDENT, name=f"乙{place}")), claimed=10_000_00,
            remark=SECRETS[0], extra={"难易等级": "普通", "联系电话": phone},
        )  # fmt: skip
        with work.store.writing("甲") as writing:
            writing.add_case(case)
            writing.add_session(
                Session(
                    id=new_id(),
                    case=case.id,
                    held_on=date(2026, 3, 8),
                    summary=SECRETS[2],
                    present=SECRETS[5],
                )
            )
            if outcome is not None:
                closed = case.close(
                    date(2026, 3, 10 + place), outcome, reason=EndReason.OTHER,
                    reason_note=SECRETS[1], agreed=9_000_00 if place == 1 else None,
                )  # fmt: skip
                writing.save_case(closed, action="close")
    work.close()
    return db


def test_the_page_counts_a_members_year_and_nobody_elses(office: Path, call: Call) -> None:
    value = call("member", "高文彬", "2026", "--json").value
    assert value["cases"] == {
        "opening": 0, "received": 3, "closed": 2, "succeeded": 1, "partly": 0, "failed": 1,
        "withdrawn": 0, "returned": 0, "transferred": 0, "pending": 1,
    }  # fmt: skip
    assert value["amounts"] == {"claimed": "30000.00", "agreed": "9000.00", "performed": "0.00"}
    assert value["days"] == {"median": 6.5, "p90": 6.9, "cases": 2}
    assert value["sessions"] == {"on_site": 3}
    assert value["causes"][0]["received"] == 3
    assert call("member", "乌兰图雅", "2026", "--json").value["cases"]["received"] == 0
    assert call("member", "高文彬", "2025", "--json").value["cases"]["received"] == 0


def test_trainings_and_duties_stand_on_the_page_once_they_are_entered(
    office: Path, call: Call
) -> None:
    assert "培训:未登记" in call("member", "高文彬", "2026").out
    assert call("duty", "add", "高文彬", "2026-03-12", "培训", "--title", "业务培训").code == 0
    assert call("duty", "add", "高文彬", "2026-09-30", "社情民意信息", "--count", "2").code == 0
    assert call("duty", "add", "高文彬", "2025-09-30", "提案").code == 0
    value = call("member", "高文彬", "2026", "--json").value
    assert value["trainings"] == [{"on": "2026-03-12", "title": "业务培训"}]
    assert value["duties"] == {"opinion": 2}
    kept = call("duty", "list", "高文彬", "2026", "--json").value
    assert [each["kind"] for each in kept] == ["training", "opinion"]
    assert call("duty", "drop", str(kept[1]["number"])).code == 0
    assert call("member", "高文彬", "2026", "--json").value["duties"] == {}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("member", "没有这人", "2026"), 3),
        (("member", "高文彬", "去年"), 2),
        (("member", "高文彬", "2026", "-o", "档.pdf"), 2),
        (("duty", "add", "高文彬", "2026-02-30", "培训"), 2),
        (("duty", "add", "高文彬", "2026-02-20", "聚餐"), 1),
        (("duty", "add", "高文彬", "2026-02-20", "会议", "--count", "0"), 1),
        (("duty", "drop", "99"), 3),
        (("duty",), 2),
    ],
)
def test_what_cannot_be_read_is_refused(
    office: Path, call: Call, arguments: tuple[str, ...], code: int
) -> None:
    assert call(*arguments).code == code


def text_of(path: Path) -> str:
    """Everything a file says, its hidden parts included."""
    if path.suffix == ".json":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as parts:
        return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


def test_no_file_about_people_tells_a_private_thing(
    office: Path, call: Call, tmp_path: Path
) -> None:
    tariff = tmp_path / "标准.csv"
    tariff.write_text(
        "难易等级,结果,金额(元),有效期起,依据\n普通,成功,200,2026-01-01,文\n", encoding="utf-8"
    )
    assert call("subsidy", "tariff", tariff).code == 0
    files = []
    for ending in ("docx", "xlsx", "json"):
        files.append(tmp_path / f"档案.{ending}")
        assert call("member", "高文彬", "2026", "-o", files[-1]).code == 0
    assert call("subsidy", "freeze", "2026-03", "-o", tmp_path / "冻结.xlsx").code == 0
    assert call("subsidy", "reverse", "1", "N1", "--reason", "误").code == 0
    for arguments in (("--number", "1"), ("2026-03",)):
        for ending in ("xlsx", "json"):
            files.append(tmp_path / f"名单{arguments[-1]}.{ending}")
            assert call("subsidy", "list", *arguments, "-o", files[-1]).code == 0
    printed = [call("member", "高文彬", "2026"), call("member", "高文彬", "2026", "--json")]
    printed += [call("subsidy", "list", "2026-03"), call("subsidy", "list", "--number", "1")]
    told = {file.name: text_of(file) for file in [*files, tmp_path / "冻结.xlsx"]}
    told |= {f"stdout {place}": answer.out for place, answer in enumerate(printed)}
    for name, text in told.items():
        assert "高文彬" in text or json.dumps("高文彬")[1:-1] in text, name
        for secret in (*CANARY, *SECRETS, "乙1"):
            assert secret not in text, (name, secret)
            assert json.dumps(secret)[1:-1] not in text, (name, secret)


def test_the_page_compares_with_nobody(office: Path, call: Call, tmp_path: Path) -> None:
    page = tmp_path / "档案.docx"
    call("member", "高文彬", "2026", "-o", page)
    text = text_of(page)
    assert "乌兰图雅" not in text
    for word in ("名次", "平均", "第1名", "优秀", "得分"):
        assert word not in text


def test_the_document_fits_on_one_page_of_a4(office: Path, call: Call, tmp_path: Path) -> None:
    from docx import Document

    page = tmp_path / "档案.docx"
    call("member", "高文彬", "2026", "-o", page)
    section = Document(str(page)).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert page.stat().st_mode & 0o077 == 0
