"""A report that does not add up says so in every form that leaves the house."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path
from shutil import which
from typing import Any

import openpyxl
import pytest
from docx import Document

from mediation.figures.checks import check_table
from mediation.figures.counts import Counts, Group, Scope
from mediation.figures.keys import Dimension
from mediation.reports.edition import Edition, gather
from mediation.reports.report import build_report, examined
from mediation.reports.writing import FORMS, write_report
from tests.made_reports import COURTS, MADE_AT, OCTOBER, ROSTER, many_cases
from tests.reference import ReferenceReading

TOLD = "26994"
WHOLE = 18_440
CAUSES = 14


class Kaifeng(ReferenceReading):
    """18,440 cases in all, and a table of 14 causes that gives 26,994: as a court printed it."""

    def flow(self, period: Any, scope: Any) -> Counts:
        return replace(super().flow(period, scope), received=WHOLE)

    def groups(self, dimension: Dimension, period: Any, scope: Any) -> list[Group]:
        if dimension is not Dimension.CAUSE:
            return super().groups(dimension, period, scope)
        each, rest = divmod(26_994, CAUSES)
        sizes = [each + (number < rest) for number in range(CAUSES)]
        return [
            Group(f"c{number}", f"案由{number}", Counts(received=size))
            for number, size in enumerate(sizes)
        ]


@pytest.fixture(scope="module")
def wrong() -> Edition:
    reading: Any = Kaifeng(many_cases(60), ROSTER, (), COURTS)
    report = build_report(reading, OCTOBER, Scope(), made_at=MADE_AT)
    return gather(examined(report, reading), reading)


def test_the_table_of_causes_that_gives_more_than_the_whole_fails(wrong: Edition) -> None:
    failed = {check.key: check.detail for check in wrong.report.failed_checks}
    assert any(TOLD in detail and str(WHOLE) in detail for detail in failed.values())
    assert not check_table(WHOLE, {"案由": 26_994}).passed


@pytest.mark.parametrize("form", FORMS)
def test_a_failed_check_is_printed_in_every_form(wrong: Edition, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"a{form}"
    write_report(wrong, path)
    words = written_words(path).replace("\n", "").replace(" ", "")
    assert TOLD in words
    assert str(WHOLE) in words
    assert "不通过" in words or form == ".json"


def written_words(path: Path) -> str:
    """All that a reader finds in a file."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path, data_only=True)
        return " ".join(str(cell) for sheet in book for row in sheet.values for cell in row)
    if path.suffix == ".docx":
        document: Any = Document(str(path))
        texts = [each.text for each in document.paragraphs]
        texts += [cell.text for table in document.tables for cell in table._cells]
        return "\n".join(texts)
    if path.suffix == ".pdf":
        if which("pdftotext") is None:
            pytest.skip("pdftotext is not installed")
        return subprocess.run(
            ["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, text=True
        ).stdout
    return path.read_text("utf-8-sig")
