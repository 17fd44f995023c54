"""A printed report is proven against its seal in every form; whatever is changed in it shows."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from db.store import open_store
from mediation.cases.terms import Outcome
from mediation.errors import FileRefused, MediationError
from mediation.figures.period import Period
from mediation.office.office import Office
from mediation.reports.writing import FORMS
from mediation.store import SealRow
from tests import tampering
from tests.made_reports import ROSTER, made_case

OCTOBER = Period.parse("2026-10")
NOW = datetime(2026, 11, 2, 1, 30, tzinfo=UTC)


@pytest.fixture
def office(path: Path) -> Iterator[Office]:
    """Two cases of October, one closed with 150,000 yuan agreed; October is sealed."""
    store = open_store(path)
    made = Office(store, who="甲", today=lambda: date(2026, 11, 2), now=lambda: NOW)
    with store.writing("甲") as writing:
        for mediator in ROSTER:
            writing.add_mediator(mediator)
        days = {"referred_on": date(2026, 10, 8), "signed_on": date(2026, 10, 9)}
        closed = made_case(1, court="内0603", mediator=ROSTER[0].id, **days)
        writing.add_case(
            replace(
                closed,
                number="A-1",
                closed_on=date(2026, 10, 20),
                outcome=Outcome.SUCCEEDED,
                claimed=20_000_000,
                agreed=15_000_000,
            )
        )
        writing.add_case(replace(made_case(2, court="内0602", **days), number="A-2"))
    made.seals.seal(OCTOBER)
    yield made
    made.close()


@pytest.fixture
def file(office: Office, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """The report of October in the form asked for."""
    path = tmp_path / f"十月{request.param}"
    office.figures.save(path, OCTOBER)
    return path


every_form = pytest.mark.parametrize("file", FORMS, indirect=True)


def corrected(office: Office) -> None:
    """A case is changed after the sealing, and one comes late."""
    with office.store.writing("乙") as writing:
        case = writing.case(office.cases.find("A-1"))
        changed = replace(case, outcome=Outcome.PARTLY, agreed=14_000_000)
        writing.save_case(changed.checked(), action="correct", why="核对")
        writing.add_case(replace(made_case(3, referred_on=date(2026, 10, 9)), number="晚报"))


@every_form
def test_a_report_as_it_was_printed_is_proven(office: Office, file: Path) -> None:
    assert office.seals.verify(file)[1] == []
    corrected(office)
    assert office.seals.verify(file)[1] == []


@every_form
def test_a_report_printed_with_corrections_is_proven(office: Office, file: Path) -> None:
    corrected(office)
    later = file.with_name("后来" + file.suffix)
    report = office.figures.save(later, OCTOBER)
    assert report.corrections
    assert later.read_bytes() != file.read_bytes()
    assert office.seals.verify(later)[1] == []


@every_form
def test_a_changed_digit_is_told(office: Office, file: Path) -> None:
    found = office.seals.verify(tampering.changed_digit(file))[1]
    assert found
    assert any("16" in line and "15" in line for line in found)


@every_form
def test_a_removed_row_is_told(office: Office, file: Path) -> None:
    found = office.seals.verify(tampering.without_a_row(file))[1]
    assert any("文件里没有" in line for line in found)


@every_form
def test_an_added_row_is_told(office: Office, file: Path) -> None:
    found = office.seals.verify(tampering.with_a_row(file))[1]
    assert any("文件里多出" in line or "重复" in line for line in found)


def printed_with_every_digit(office: Office, file: Path) -> SealRow:
    """The seal of a report printed anew: a PDF carries only the characters it shows, and another
    digest must be drawn with them."""
    (sealed,) = office.seals.all()
    for _again in range(100):
        if len(set(sealed.sha256)) == 16:
            break
        office.seals.unseal(OCTOBER, reason="再封一次")
        sealed = office.seals.seal(OCTOBER)
    assert len(set(sealed.sha256)) == 16
    office.figures.save(file, OCTOBER)
    return sealed


@every_form
def test_the_digest_of_another_seal_is_told(office: Office, file: Path) -> None:
    first = printed_with_every_digit(office, file)
    office.seals.unseal(OCTOBER, reason="重报")
    corrected(office)
    other = office.seals.seal(OCTOBER).sha256
    swapped = tampering.with_digest(file, first.sha256, other)
    row, found = office.seals.verify(swapped)
    assert row.sha256 == other
    assert len(found) > 3
    nowhere = tampering.with_digest(file, first.sha256, first.sha256[::-1])
    with pytest.raises(MediationError, match="不在这个数据库里"):
        office.seals.verify(nowhere)


@pytest.mark.parametrize("file", [".xlsx"], indirect=True)
def test_a_changed_formula_is_told_though_its_value_is_not(office: Office, file: Path) -> None:
    found = office.seals.verify(tampering.with_formula(file))[1]
    assert len(found) == 1
    assert "的公式" in found[0]


@pytest.mark.parametrize("file", [".pdf"], indirect=True)
def test_a_note_laid_over_a_page_is_told(office: Office, file: Path) -> None:
    (found,) = office.seals.verify(tampering.with_note(file))[1]
    assert "批注1处" in found


@pytest.mark.parametrize("file", [".xlsx"], indirect=True)
def test_a_workbook_saved_anew_by_another_program_is_proven_by_its_cells(
    office: Office, file: Path
) -> None:
    import openpyxl

    again = file.with_name("另存.xlsx")
    book = openpyxl.load_workbook(file)
    book.save(again)
    found = office.seals.verify(again)[1]
    # The program left no values beside the formulas: only these may be missing.
    assert not any("的公式" in line for line in found)
    book[book.sheetnames[-1]]["A2"] = "A-9"
    book.save(again)
    assert any("A-9" in line for line in office.seals.verify(again)[1])


def test_a_letter_over_a_template_is_proven_with_that_template(
    office: Office, tmp_path: Path
) -> None:
    from docx import Document

    template = tmp_path / "模板.docx"
    document = Document()
    for words in ("{{标题}}", "收案 {{收案}} 件", "{{封存摘要}}", "{{说明事项}}"):
        document.add_paragraph(words)
    document.save(str(template))
    file = tmp_path / "通报.docx"
    office.figures.save(file, OCTOBER, template=template)
    assert office.seals.verify(file, template)[1] == []
    assert office.seals.verify(file)[1]
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(tmp_path / "改.docx", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace("收案 2 件".encode(), "收案 3 件".encode()))
    (found,) = office.seals.verify(tmp_path / "改.docx", template)[1]
    assert "收案 3 件" in found


@pytest.mark.parametrize("name", ["假.pdf", "假.xlsx", "假.docx", "假.json", "假.txt"])
def test_what_is_no_report_is_refused(office: Office, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\x00\x01 no report")
    with pytest.raises(FileRefused):
        office.seals.verify(tmp_path / name)
