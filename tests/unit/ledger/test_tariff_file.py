"""Tariffs as people send them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from mediation.cases.terms import Outcome
from mediation.errors import FileRefused
from mediation.ledger.tariff_file import read_tariff
from mediation.subsidy.grades import Grade

HEADS = "难易等级,结果,档次,金额(元),须先履行,有效期起,有效期止,依据"
EXAMPLE = Path(__file__).parents[3] / "docs" / "subsidy-tariff-example.csv"


def written(path: Path, *rows: str, heads: str = HEADS, encoding: str = "utf-8") -> Path:
    path.write_text("\n".join((heads, *rows)) + "\n", encoding=encoding)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_in_the_encodings_of_offices(tmp_path: Path, encoding: str) -> None:
    rows = ("普通,调解成功,镇级,200,是,2026-01-01,2026年12月31日,某办〔2026〕1号",)
    (rate,) = read_tariff(written(tmp_path / "标准.csv", *rows, encoding=encoding))
    assert (rate.grade, rate.outcome, rate.tier) == (Grade.ORDINARY, Outcome.SUCCEEDED, "镇级")
    assert (rate.amount, rate.performed_first) == (20_000, True)
    assert (rate.valid_from, rate.valid_to) == (date(2026, 1, 1), date(2026, 12, 31))


def test_a_workbook_may_have_a_title_above_its_headings(tmp_path: Path) -> None:
    path = tmp_path / "标准.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "某区特邀调解补贴标准")
        sheet.write_row(1, 0, ["等级", "调解结果", "补贴标准(万元)", "起", "文号"])
        sheet.write_row(2, 0, ["重大", "成功", 0.08, "2026-03-01", "某办〔2026〕1号"])
    (rate,) = read_tariff(path)
    assert (rate.grade, rate.amount, rate.valid_to) == (Grade.MAJOR, 80_000, None)


def test_the_example_of_the_docs_can_be_entered_and_says_that_it_is_invented() -> None:
    rates = read_tariff(EXAMPLE)
    assert {rate.grade for rate in rates} == set(Grade)
    assert all("金额是编的" in rate.source for rate in rates)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("很难,成功,,200,,2026-01-01,,文", "第 2 行:难易等级“很难”"),
        ("普通,成功,,约200,,2026-01-01,,文", "第 2 行"),
        ("普通,成功,,,,2026-01-01,,文", "没有填“金额”"),
        ("普通,成功,,-5,,2026-01-01,,文", "第 2 行"),
        ("普通,成功,,200,,,,文", "没有填“有效期起”"),
        ("普通,成功,,200,,2026-01-01,,", "没有填“依据”"),
        ("普通,也许,,200,,2026-01-01,,文", "第 2 行"),
        ("普通,成功,,200,,2026-01-01,2025-01-01,文", "早于起"),
        ("普通,成功,,200,,2026-01-01,,文\n普通,成功,,300,,2026-02-01,,文", "重叠"),
        ("", "没有一行"),
    ],
)
def test_a_tariff_with_one_bad_row_is_refused_as_a_whole(
    tmp_path: Path, row: str, reason: str
) -> None:
    with pytest.raises(FileRefused) as refused:
        read_tariff(written(tmp_path / "标准.csv", row))
    assert reason in refused.value.message


def test_a_table_without_its_headings_names_those_it_needs(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="难易等级、结果、金额、有效期起、依据"):
        read_tariff(written(tmp_path / "标准.csv", "普通,200", heads="等级,金额"))


@pytest.mark.parametrize("name", ["标准.docx", "标准.xlsx", "标准.csv"])
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"\x00\x01PK nothing")
    with pytest.raises(FileRefused):
        read_tariff(path)
