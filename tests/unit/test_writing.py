"""A report is written in the form its file is named for, complete or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from mediation.errors import MediationError
from mediation.reports.edition import Edition
from mediation.reports.whole_file import whole_file
from mediation.reports.writing import FORMS, write_report
from tests.made_reports import edition_over, many_cases, october_totals

STARTS = {
    ".xlsx": b"PK",
    ".docx": b"PK",
    ".pdf": b"%PDF-",
    ".md": "# 2026年10月".encode(),
    ".json": b"{",
    ".csv": b"\xef\xbb\xbfsection",
    ".txt": "特邀".encode(),
}


def busy() -> Edition:
    entered = [october_totals("traffic", filings=180, mediated=128, closed=100, succeeded=90)]
    return edition_over(many_cases(), entered)


@pytest.mark.parametrize("ending", [*FORMS, ".XLSX"])
def test_a_report_is_written_in_the_form_its_name_ends_with(tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"月报{ending}"
    write_report(busy(), target)
    assert target.read_bytes().startswith(STARTS[ending.lower()])
    assert [path.name for path in tmp_path.iterdir()] == [target.name]
    if os.name == "posix":
        assert stat.S_IMODE(target.stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["月报.doc", "月报", ".xlsx.bak"])
def test_an_unknown_ending_is_a_usage_error_that_names_the_known_ones(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(MediationError, match=r"\.xlsx、\.docx、\.pdf、\.md、\.csv") as refusal:
        write_report(busy(), tmp_path / name)
    assert refusal.value.exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_template_goes_with_a_word_document_alone(tmp_path: Path) -> None:
    with pytest.raises(MediationError, match="模板只用于"):
        write_report(busy(), tmp_path / "月报.pdf", template=tmp_path / "模板.docx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", FORMS)
def test_a_folder_that_is_not_there_is_refused_in_words(tmp_path: Path, ending: str) -> None:
    with pytest.raises(MediationError, match="写不了") as refusal:
        write_report(busy(), tmp_path / "没有" / f"月报{ending}")
    assert refusal.value.exit_code == 1


def test_a_folder_of_that_name_is_not_replaced(tmp_path: Path) -> None:
    target = tmp_path / "月报.txt"
    target.mkdir()
    with pytest.raises(MediationError, match="写不了"):
        write_report(busy(), target)
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_a_file_that_cannot_be_finished_leaves_the_old_one_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "月报.txt"
    target.write_text("旧", encoding="utf-8")
    with pytest.raises(ZeroDivisionError), whole_file(target) as draft:
        draft.write_text("半", encoding="utf-8")
        raise ZeroDivisionError
    assert target.read_text(encoding="utf-8") == "旧"
    assert list(tmp_path.iterdir()) == [target]


def test_what_a_killed_program_left_beside_a_file_is_swept_at_the_next(tmp_path: Path) -> None:
    left, working = tmp_path / ".mediation-old", tmp_path / ".mediation-new"
    for folder in (left, working):
        folder.mkdir()
        (folder / "月报.xlsx").write_bytes(b"half")
    os.utime(left, (0, 0))
    with whole_file(tmp_path / "月报.txt") as draft:
        draft.write_text("新", encoding="utf-8")
    assert {path.name for path in tmp_path.iterdir()} == {"月报.txt", ".mediation-new"}


def test_what_the_system_refuses_a_library_is_told_as_a_refusal(tmp_path: Path) -> None:
    target = tmp_path / "月报.xlsx"
    with pytest.raises(MediationError, match="写不了"), whole_file(target):
        try:
            raise OSError(28, "No space left on device")
        except OSError:
            raise RuntimeError("in its own words")  # noqa: B904 -- as XlsxWriter does
    with pytest.raises(RuntimeError), whole_file(target):
        raise RuntimeError("a bug of ours")
    assert list(tmp_path.iterdir()) == []
