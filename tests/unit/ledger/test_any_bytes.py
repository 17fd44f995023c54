"""Whatever the bytes, reading ends in rows or in a message for the user, and in nothing else."""

import io
import tempfile
import zipfile
from functools import cache
from pathlib import Path

import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from mediation.errors import MediationError
from mediation.ledger.headings import CASE_HEADINGS
from mediation.ledger.reading import open_ledger

HEADINGS = list(CASE_HEADINGS)


def reads_or_refuses(name: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            for _row in open_ledger(path):
                pass
        except MediationError as refusal:
            assert refusal.message


@cache
def good_workbook() -> bytes:
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = workbook.add_worksheet()
    for row in range(4):
        for column, heading in enumerate(HEADINGS):
            sheet.write(row, column, heading if row == 0 else row * column)
    sheet.merge_range("A2:A3", "1")
    workbook.close()
    return buffer.getvalue()


@given(st.binary(max_size=400), st.sampled_from([".csv", ".xlsx", ".xls", ".xlsm", ".txt"]))
def test_any_bytes_under_any_name(content, suffix):
    reads_or_refuses(f"台账{suffix}", content)


@given(
    st.lists(st.lists(st.text(max_size=12), max_size=25), max_size=6),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    st.sampled_from(",;\t"),
)
def test_any_rows_under_good_headings(rows, encoding, separator):
    lines = [HEADINGS, *rows]
    content = "\n".join(separator.join(line) for line in lines)
    reads_or_refuses("台账.csv", content.encode(encoding, "ignore"))


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(10**20), 10**20),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=15),
    st.dates(),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=len(HEADINGS)), max_size=5))
def test_any_cells_under_good_headings(rows):
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = workbook.add_worksheet()
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, HEADINGS)
    for number, cells in enumerate(rows, 1):
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell)
            elif hasattr(cell, "year"):
                if cell.year >= 1900:
                    sheet.write_datetime(number, column, cell, day)
            elif cell is not None:
                sheet.write(number, column, cell)
    workbook.close()
    reads_or_refuses("台账.xlsx", buffer.getvalue())


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_workbook_with_any_byte_changed_or_any_end_cut(data):
    content = bytearray(good_workbook())
    at = data.draw(st.integers(0, len(content) - 1))
    if data.draw(st.booleans()):
        content[at] ^= data.draw(st.integers(1, 255))
        reads_or_refuses("台账.xlsx", bytes(content))
    else:
        reads_or_refuses("台账.xlsx", bytes(content[:at]))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_workbook_with_any_part_damaged_under_a_good_checksum(data):
    with zipfile.ZipFile(io.BytesIO(good_workbook())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    content = bytearray(parts[name])
    for _time in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(content) - 1))
        piece = data.draw(
            st.sampled_from([b"", b"9", b"<", b">", b'"', b"&#0;", b"-", b"\xff", b"A1048576"])
        )
        content[at : at + data.draw(st.integers(0, 4))] = piece
    parts[name] = bytes(content)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, whole in parts.items():
            archive.writestr(part, whole)
    reads_or_refuses("台账.xlsx", buffer.getvalue())
