"""``mediation import`` as scripts and clerks meet it."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from mediation.errors import StoreUnusable
from tests.cli.calling import BAD, GOOD, HEADINGS, OPEN, Call

Ledger = Callable[..., Path]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_good_rows_go_in_and_the_five_counts_come_back(
    call: Call, db: Path, ledger: Ledger
) -> None:
    answer = call(
        "import", ledger("某调解室台账", GOOD, OPEN, ",,,", headings="").as_posix(), "--db", db
    )
    assert answer.code == 1, "without headings this is no ledger"
    answer = call("import", ledger(GOOD, OPEN, ",,,"), "--db", db, "--json")
    assert answer.code == 0
    found = answer.value
    assert (found["new"], found["updated"], found["unchanged"]) == (2, 0, 0)
    assert (found["rejected"], found["rejections"]) == (0, [])
    assert found["left_out"] == sum(found["left_out_by"].values())
    assert found["new_mediators"] == ["高文彬"]
    assert found["written"] is True
    assert found["refused_file"] is None
    assert "totals" not in found


def test_the_same_file_twice_changes_nothing(call: Call, db: Path, ledger: Ledger) -> None:
    file = ledger(GOOD, OPEN)
    call("import", file, "--db", db)
    found = call("import", file, "--db", db, "--json").value
    assert (found["new"], found["updated"], found["unchanged"]) == (0, 0, 2)


def test_a_changed_row_updates_its_case_and_leaves_history(
    call: Call, db: Path, ledger: Ledger
) -> None:
    call("import", ledger(GOOD, OPEN), "--db", db)
    found = call("import", ledger(GOOD, OPEN.replace("86500", "96500")), "--db", db, "--json").value
    assert (found["new"], found["updated"], found["unchanged"]) == (0, 1, 1)
    case = call("show", "A-2", "--db", db, "--json").value
    assert case["claimed"] == "96500.00"
    assert any(change["field"] == "claimed" for change in case["history"])


def test_one_refused_row_keeps_everything_out(call: Call, db: Path, ledger: Ledger) -> None:
    before = _digest(db)
    answer = call("import", ledger(GOOD, BAD), "--db", db, "--json")
    assert answer.code == 1
    found = answer.value
    assert found["rejected"] == len(found["rejections"]) == 1
    refused = found["rejections"][0]
    assert (refused["file"], refused["row"], refused["heading"]) == ("台账.csv", 3, "标的额(元)")
    assert refused["value"] == "约20万"
    assert refused["reason"]
    assert found["written"] is False
    assert _digest(db) == before


def test_good_rows_alone_go_in_when_asked(call: Call, db: Path, ledger: Ledger) -> None:
    answer = call("import", ledger(GOOD, BAD), "--db", db, "--good-rows", "--json")
    assert (answer.code, answer.value["new"], answer.value["rejected"]) == (0, 1, 1)
    assert call("list", "--db", db, "--json").value["count"] == 1


def test_a_dry_run_writes_neither_the_store_nor_a_workbook(
    call: Call, db: Path, ledger: Ledger, tmp_path: Path
) -> None:
    before = _digest(db)
    answer = call("import", ledger(GOOD, BAD), "--db", db, "--dry-run")
    assert answer.code == 1
    assert "没有改动" in answer.out
    assert _digest(db) == before
    assert not list(tmp_path.glob("*.xlsx"))


def test_the_refused_rows_are_saved_beside_the_ledger_with_their_reason(
    call: Call, db: Path, ledger: Ledger, tmp_path: Path
) -> None:
    answer = call("import", ledger(GOOD, BAD), "--db", db)
    saved = tmp_path / "台账.退回.xlsx"
    assert str(saved) in answer.out
    cells = list(openpyxl.load_workbook(saved).active.iter_rows(values_only=True))
    assert any("约20万" in map(str, row) for row in cells)
    assert "A-3" in map(str, cells[-1])


def test_a_workbook_of_refused_rows_that_somebody_corrects_is_not_written_over(
    call: Call, db: Path, ledger: Ledger, tmp_path: Path
) -> None:
    (tmp_path / "台账.退回.xlsx").write_text("being corrected", encoding="utf-8")
    answer = call("import", ledger(BAD), "--db", db, "--json")
    assert answer.value["refused_file"] == str(tmp_path / "台账.退回-2.xlsx")
    assert (tmp_path / "台账.退回.xlsx").read_text(encoding="utf-8") == "being corrected"


def test_the_same_refusal_twice_names_the_workbook_that_is_there(
    call: Call, db: Path, ledger: Ledger, tmp_path: Path
) -> None:
    file = ledger(GOOD, BAD)
    first = call("import", file, "--db", db, "--json").value["refused_file"]
    assert call("import", file, "--db", db, "--json").value["refused_file"] == first
    assert [path.name for path in tmp_path.glob("*.xlsx")] == ["台账.退回.xlsx"]
    other = ledger(BAD.replace("约20万", "约30万"))
    assert call("import", other, "--db", db, "--json").value["refused_file"].endswith("退回-2.xlsx")
    again = call("import", other, "--db", db, "--json").value["refused_file"]
    assert again.endswith("退回-2.xlsx")


def test_where_the_ledger_lies_on_a_read_only_medium_the_refused_rows_go_beside_the_database(
    call: Call, tmp_path: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "data"
    db = home / "work.db"
    assert call("init", "--db", db).code == 0
    make = tempfile.mkdtemp

    def refuses(*, dir: Path, **more: Any) -> Any:  # noqa: A002 -- root may write everywhere
        if Path(dir) == tmp_path:
            raise PermissionError(13, "Permission denied", str(dir))
        return make(dir=dir, **more)

    monkeypatch.setattr(tempfile, "mkdtemp", refuses)
    answer = call("import", ledger(BAD), "--db", db, "--json")
    assert answer.code == 1
    assert answer.value["refused_file"] == str(home / "台账.退回.xlsx")
    assert (home / "台账.退回.xlsx").exists()
    assert "数据库旁边" in answer.err


@pytest.mark.parametrize("trouble", [StoreUnusable("占用"), KeyboardInterrupt()])
def test_rows_that_are_in_are_told_so_whatever_happens_to_what_is_counted_after(
    call: Call, db: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch, trouble: BaseException
) -> None:
    from db.store import SqliteStore
    from mediation.office.conflicts import Conflicts

    def fails(self: SqliteStore) -> None:
        raise trouble

    def no_room(self: Conflicts) -> list[int]:
        raise StoreUnusable("磁盘已满,没有保存。")

    with monkeypatch.context() as patch:
        patch.setattr(SqliteStore, "refresh_rollup", fails)
        patch.setattr(Conflicts, "unlooked", no_room)
        answer = call("import", ledger(GOOD, OPEN), "--db", db, "--json")
    assert (answer.code, answer.value["new"], answer.value["written"]) == (0, 2, True)
    flow = call("report", "2026-10", "--db", db, "--format", "json").value["flow"]
    assert (flow["received"], flow["succeeded"]) == (2, 1)


def test_the_refused_rows_never_go_over_the_ledger(call: Call, db: Path, ledger: Ledger) -> None:
    file = ledger(BAD, name="a.xlsx")
    before = _digest(file)
    assert call("import", file, "--db", db, "--refused", file).code == 2
    assert _digest(file) == before


def test_corrected_refused_rows_can_be_imported_again(
    call: Call, db: Path, ledger: Ledger, tmp_path: Path
) -> None:
    call("import", ledger(BAD), "--db", db)
    saved = tmp_path / "台账.退回.xlsx"
    book = openpyxl.load_workbook(saved)
    for row in book.active.iter_rows():
        for cell in row:
            if cell.value == "约20万":
                cell.value = "20万"
    book.save(saved)
    answer = call("import", saved, "--db", db, "--json")
    assert (answer.code, answer.value["new"]) == (0, 1)


def test_unknown_headings_are_named_and_their_cells_kept(
    call: Call, db: Path, ledger: Ledger
) -> None:
    file = ledger(GOOD + ",三楼", headings=HEADINGS + ",调解室位置")
    assert call("import", file, "--db", db, "--json").value["unknown_headings"] == ["调解室位置"]
    assert call("show", "A-1", "--db", db, "--json").value["extra"] == {"调解室位置": "三楼"}


def test_a_ledger_of_headings_alone_has_no_rows(call: Call, db: Path, ledger: Ledger) -> None:
    answer = call("import", ledger(), "--db", db)
    assert answer.code == 0
    assert "没有数据行" in answer.out


def test_a_file_that_is_no_ledger_is_refused_in_json_too(
    call: Call, db: Path, tmp_path: Path
) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"not a workbook")
    answer = call("import", tmp_path / "x.xlsx", "--db", db, "--json")
    assert answer.code == 1
    assert list(answer.value) == ["error"]
    assert answer.err


def test_court_totals_are_counted_apart(call: Call, db: Path, ledger: Ledger) -> None:
    file = ledger(
        "康巴什区法院,2026-10,全部,200,100,90,60,20,120,",
        headings="法院,月份,类别,一审新收,调解收案,调解结案,调解成功,转立案,平台办理,纠纷总数",
    )
    found = call("import", file, "--db", db, "--json").value
    assert found["totals"] == {"new": 1, "updated": 0, "unchanged": 0}
    assert found["new"] == 0


def test_control_bytes_of_a_ledger_do_not_reach_the_terminal(
    call: Call, db: Path, ledger: Ledger
) -> None:
    row = BAD.replace("约20万", "约\x1b]0;x\x0720万\x9b31m").replace("A-3", "A\u202e-3")
    for more in ((), ("--json",)):
        answer = call("import", ledger(row), "--db", db, "--dry-run", *more)
        assert answer.code == 1
        assert not set(answer.out + answer.err) & set("\x1b\x07\x9b\u202e")
