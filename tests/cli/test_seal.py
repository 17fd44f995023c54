"""``mediation seal``, ``unseal`` and ``verify``."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.calling import GOOD, OPEN, Call

LATER = GOOD.replace("成功,150000", "部分成功,140000")


@pytest.fixture
def filled(db: Path, ledger: Callable[..., Path], call: Call) -> Path:
    """A database with two cases of October 2026."""
    assert call("import", "--db", db, ledger(GOOD, OPEN)).code == 0
    return db


@pytest.fixture
def sealed(filled: Path, call: Call) -> Path:
    """The same, October sealed."""
    assert call("seal", "--db", filled, "2026-10").code == 0
    return filled


@pytest.fixture
def corrected(sealed: Path, ledger: Callable[..., Path], call: Call) -> Path:
    """The same, with a ledger brought in later that tells another outcome."""
    assert call("import", "--db", sealed, ledger(LATER)).code == 0
    return sealed


def test_a_report_tells_whether_it_is_sealed(filled: Path, call: Call) -> None:
    before = call("report", "--db", filled, "2026-10", "--format", "json").value
    assert before["sealed"] is None
    assert before["corrections"] == []
    digest = call("seal", "--db", filled, "2026-10").out.strip()
    after = call("report", "--db", filled, "2026-10", "--format", "json").value
    assert after["sealed"]["sha256"] == digest
    assert re.fullmatch(r"[0-9a-f]{64}", digest)
    assert {**after, "sealed": None} == before


def test_an_import_after_sealing_shows_as_corrections_alone(
    sealed: Path, ledger: Callable[..., Path], call: Call
) -> None:
    forms = ("json", "text", "csv")
    before = [call("report", "--db", sealed, "2026-10", "--format", form).out for form in forms]
    assert call("import", "--db", sealed, ledger(LATER)).code == 0
    after = [call("report", "--db", sealed, "2026-10", "--format", form).out for form in forms]
    found = json.loads(after[0])
    assert {"figure": "succeeded", "sealed": 1, "now": 0, "cases": ["A-1"]} in found["corrections"]
    assert {
        "figure": "agreed",
        "sealed": "150000.00",
        "now": "140000.00",
        "cases": ["A-1"],
    } in found["corrections"]
    assert {**found, "corrections": []} == json.loads(before[0])
    block = re.compile(r"更正:.*?\n\n", re.DOTALL)
    assert block.search(after[1])
    assert block.sub("", after[1]) == before[1]
    kept = [line for line in after[2].splitlines() if not line.startswith("correction")]
    assert kept == before[2].splitlines()


@pytest.mark.parametrize("form", ["json", "csv", "txt", "xlsx"])
def test_a_report_file_is_proven_and_a_changed_one_is_not(
    corrected: Path, tmp_path: Path, call: Call, form: str
) -> None:
    file = tmp_path / f"十月.{form}"
    assert call("report", "--db", corrected, "2026-10", "-o", file).code == 0
    answer = call("verify", "--db", corrected, file)
    assert (answer.code, answer.out[:3]) == (0, "相符:")
    changed = _with_another_amount(file)
    answer = call("verify", "--db", corrected, changed)
    assert answer.code == 1
    assert "150000" in answer.out.replace(",", "")
    found = call("verify", "--db", corrected, changed, "--json").value
    assert found["differences"]


def _with_another_amount(file: Path) -> Path:
    """The file with another agreed amount everywhere."""
    changed = file.with_name("改过." + file.name)
    if file.suffix != ".xlsx":
        text = file.read_text(encoding="utf-8-sig")
        assert "150000.00" in text or "150,000.00" in text
        text = text.replace("150000.00", "160000.00").replace("150,000.00", "160,000.00")
        changed.write_text(text, encoding="utf-8", newline="")
        return changed
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(b"<v>150000</v>", b"<v>160000</v>"))
    return changed


@pytest.mark.parametrize("form", ["docx", "md"])
def test_a_written_report_is_proven_by_its_sentences_and_rows(
    corrected: Path, tmp_path: Path, call: Call, form: str
) -> None:
    file = tmp_path / f"通报.{form}"
    assert call("report", "--db", corrected, "2026-10", "-o", file).code == 0
    answer = call("verify", "--db", corrected, file)
    assert (answer.code, answer.out[:3]) == (0, "相符:")
    changed = file.with_name("改过." + file.name)
    if form == "md":
        text = file.read_text(encoding="utf-8")
        changed.write_text(text.replace("2件", "3件"), encoding="utf-8")
    else:
        with zipfile.ZipFile(file) as old, zipfile.ZipFile(changed, "w") as new:
            for name in old.namelist():
                new.writestr(name, old.read(name).replace("2件".encode(), "3件".encode()))
    answer = call("verify", "--db", corrected, changed)
    assert (answer.code, "3件" in answer.out) == (1, True)


@pytest.mark.parametrize("form", ["json", "csv", "txt", "xlsx"])
def test_a_report_by_another_definition_is_proven_too(
    corrected: Path, tmp_path: Path, call: Call, form: str
) -> None:
    file = tmp_path / f"v3.{form}"
    chosen = ("--definition", "success_rate=V3")
    assert call("report", "--db", corrected, "2026-10", *chosen, "-o", file).code == 0
    answer = call("verify", "--db", corrected, file)
    assert (answer.code, answer.out[:3]) == (0, "相符:")


def test_a_file_without_a_seal_and_a_seal_from_elsewhere_are_told(
    filled: Path, tmp_path: Path, call: Call
) -> None:
    file = tmp_path / "a.json"
    call("report", "--db", filled, "2026-10", "-o", file)
    answer = call("verify", "--db", filled, file)
    assert (answer.code, "没有封存标记" in answer.err) == (1, True)
    report = json.loads(file.read_text(encoding="utf-8"))
    report["sealed"] = {"sha256": "0" * 64, "at": "2026-11-01T00:00:00+00:00"}
    file.write_text(json.dumps(report), encoding="utf-8")
    answer = call("verify", "--db", filled, file)
    assert (answer.code, "不在这个数据库里" in answer.err) == (1, True)
    (tmp_path / "x.json").write_text("[]", encoding="utf-8")
    assert call("verify", "--db", filled, tmp_path / "x.json").code == 1
    assert call("verify", "--db", filled, tmp_path / "none.json").code == 3


def test_lifting_a_seal_stays_in_the_list_and_fails_the_proof(
    corrected: Path, tmp_path: Path, call: Call
) -> None:
    file = tmp_path / "a.json"
    call("report", "--db", corrected, "2026-10", "-o", file)
    assert call("unseal", "--db", corrected, "2026-10").code == 2
    assert call("unseal", "--db", corrected, "2026-10", "--reason", "结果有误").code == 0
    assert call("report", "--db", corrected, "2026-10", "--format", "json").value["sealed"] is None
    answer = call("verify", "--db", corrected, file)
    assert (answer.code, "结果有误" in answer.out) == (1, True)
    assert call("seal", "--db", corrected, "2026-10").code == 0
    newest, oldest = call("seal", "--db", corrected, "--json").value
    assert newest["unsealed_at"] is None
    assert oldest["unsealed_reason"] == "结果有误"
    assert "结果有误" in call("seal", "--db", corrected).out


def test_sealing_says_why_it_refuses(sealed: Path, call: Call) -> None:
    again = call("seal", "--db", sealed, "2026-10")
    assert (again.code, "已经封存" in again.err) == (1, True)
    going_on = call("seal", "--db", sealed, "2099")
    assert (going_on.code, "还没有结束" in going_on.err) == (1, True)
    assert call("unseal", "--db", sealed, "2026-09", "--reason", "无").code == 3
    assert call("seal", "--db", sealed, "2026-10", "--court", "东胜区法院").code == 0


def test_failed_checks_are_sealed_with_a_reason_alone(
    filled: Path, tmp_path: Path, call: Call
) -> None:
    totals = tmp_path / "法院.csv"
    totals.write_text(
        "法院,月份,类别,调解结案,调解成功\n康巴什区法院,2026-10,全部,5,9\n", encoding="utf-8"
    )
    if call("import", "--db", filled, totals).code:
        pytest.skip("the sheet of court totals has other headings")
    refused = call("seal", "--db", filled, "2026-10")
    assert (refused.code, "不通过" in refused.err) == (1, True)
    assert call("seal", "--db", filled, "2026-10", "--anyway", "院方确认原数").code == 0
    assert "院方确认原数" in call("seal", "--db", filled).out
