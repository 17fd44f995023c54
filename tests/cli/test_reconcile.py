"""The court's list laid beside our cases: nothing is imported, every difference has its action."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.calling import GOOD, HEADINGS, OPEN, Call


def table(path: Path, *rows: str) -> Path:
    path.write_text("\n".join([HEADINGS, *rows]), "utf-8")
    return path


@pytest.fixture
def with_two(db: Path, call: Call, tmp_path: Path) -> Path:
    assert call("import", "--db", db, table(tmp_path / "ours.csv", GOOD, OPEN)).code == 0
    return db


def test_two_equal_lists_are_alike(with_two: Path, call: Call, tmp_path: Path) -> None:
    file = table(tmp_path / "court.csv", GOOD, OPEN)
    found = call("reconcile", file, "--db", with_two, "--json").value
    assert found["alike"] == 2
    assert not any(found[key] for key in ("differing", "only_ours", "only_theirs"))


def test_a_difference_is_told_field_by_field(with_two: Path, call: Call, tmp_path: Path) -> None:
    theirs = GOOD.replace("20万", "21万").replace(",150000", ",")
    file = table(tmp_path / "court.csv", theirs, OPEN.replace("2026-10-13", "2026-10-14"))
    found = call("reconcile", file, "--db", with_two, "--json").value
    first, second = found["differing"]
    assert [(one["heading"], one["ours"], one["theirs"]) for one in first["fields"]] == [
        ("标的额(元)", "200,000.00", "210,000.00")
    ]
    assert [one["field"] for one in second["fields"]] == ["signed_on"]
    assert first["matched_by"] == "court_number"


def test_what_only_one_side_has_is_told_with_what_to_do(
    with_two: Path, call: Call, tmp_path: Path
) -> None:
    other = OPEN.replace("A-2", "A-9").replace("12号", "99号").replace("李强", "别人")
    found = call("reconcile", table(tmp_path / "court.csv", GOOD, other), "--db", with_two)
    assert "只有法院有 1 件" in found.out
    assert "只有我方有 1 件" in found.out
    assert "请法院补登" in found.out


def test_a_mistaken_number_is_matched_by_parties_and_amount(
    with_two: Path, call: Call, tmp_path: Path
) -> None:
    mistaken = OPEN.replace("A-2", "A-9").replace("12号", "21号")
    found = call(
        "reconcile", table(tmp_path / "c.csv", GOOD, mistaken), "--db", with_two, "--json"
    ).value
    (pair,) = found["differing"]
    assert pair["matched_by"] == "parties"
    assert [one["field"] for one in pair["fields"]] == ["number", "court_number_key"]
    assert found["only_ours"] == found["only_theirs"] == []


def test_two_disputes_of_the_same_parties_and_amount_are_not_paired_by_guess(
    with_two: Path, call: Call, tmp_path: Path
) -> None:
    rows = [OPEN.replace("A-2", f"B-{at}").replace("12号", f"2{at}号") for at in (1, 2)]
    found = call(
        "reconcile", table(tmp_path / "c.csv", GOOD, *rows), "--db", with_two, "--json"
    ).value
    assert (found["alike"], len(found["only_theirs"]), len(found["only_ours"])) == (1, 2, 1)
    for each in found["only_theirs"]:
        assert "（2026）内0602民初12号" in each["action"]
        assert "不要再登记一次" in each["action"]


def test_the_same_parties_with_another_amount_are_told_before_they_are_registered_twice(
    with_two: Path, call: Call, tmp_path: Path
) -> None:
    other = OPEN.replace("A-2", "").replace("12号", "21号").replace("86500", "8650000")
    file = table(tmp_path / "c.csv", GOOD, other)
    (each,) = call("reconcile", file, "--db", with_two, "--json").value["only_theirs"]
    assert "不要再登记一次" in each["action"]


def test_only_the_months_of_the_list_are_compared_and_none_between(
    with_two: Path, call: Call, tmp_path: Path
) -> None:
    early = GOOD.replace("A-1", "Z-1").replace("11号", "91号").replace("2026-10-0", "2020-01-0")
    late = GOOD.replace("A-1", "Z-2").replace("11号", "92号").replace("2026-10-0", "2062-01-0")
    file = table(tmp_path / "c.csv", early, late)
    assert call("reconcile", file, "--db", with_two, "--json").value["only_ours"] == []
    assert "2020-01、2062-01" in call("reconcile", file, "--db", with_two).out


def test_a_row_read_in_part_is_compared_by_what_was_read(
    with_two: Path, call: Call, tmp_path: Path
) -> None:
    unreadable = GOOD.replace("20万", "约20万")
    nameless = OPEN.replace("A-2,（2026）内0602民初12号", ",")
    found = call(
        "reconcile", table(tmp_path / "c.csv", unreadable, nameless), "--db", with_two, "--json"
    ).value
    assert found["alike"] == 2
    assert found["only_ours"] == found["only_theirs"] == found["differing"] == []
    assert [each["heading"] for each in found["rejections"]] == ["标的额(元)", "调解编号"]


def test_a_case_of_another_month_is_found_by_its_number(
    with_two: Path, call: Call, tmp_path: Path
) -> None:
    moved = GOOD.replace("2026-10-08,2026-10-09", "2026-09-08,2026-09-09")
    found = call(
        "reconcile", table(tmp_path / "court.csv", moved), "--db", with_two, "--json"
    ).value
    assert [one["field"] for one in found["differing"][0]["fields"]] == ["referred_on", "signed_on"]
    assert found["only_theirs"] == found["only_ours"] == []


def test_nothing_is_imported_and_the_workbook_holds_text_alone(
    with_two: Path, call: Call, tmp_path: Path
) -> None:
    before = with_two.read_bytes()
    theirs = GOOD.replace("王小丽", "=1+1")
    out = tmp_path / "对账.xlsx"
    assert (
        call("reconcile", table(tmp_path / "c.csv", theirs), "--db", with_two, "-o", out).code == 0
    )
    assert with_two.read_bytes() == before
    cells = [cell for sheet in load_workbook(out) for row in sheet.rows for cell in row]
    assert "=1+1" in [cell.value for cell in cells]
    assert all(cell.data_type != "f" for cell in cells)


def test_rows_that_cannot_be_read_are_told(with_two: Path, call: Call, tmp_path: Path) -> None:
    bad = OPEN.replace("86500", "约八万")
    found = call("reconcile", table(tmp_path / "c.csv", GOOD, bad), "--db", with_two)
    assert "有 1 行没有全部读懂" in found.out
