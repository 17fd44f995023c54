"""Every guard is shown a workbook that is good but for the one thing it guards against."""

import zipfile
from datetime import date

import pytest

from mediation.errors import FileRefused
from mediation.ledger.limits import Limits
from mediation.ledger.workbook_guard import check_workbook

HEAD = ["案号", "申请人", "被申请人", "标的额", "收案日期"]
ROW = ["（2026）内0603诉前调1号", "张三", "李四", 20000, date(2026, 3, 2)]
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def good(book):
    return book([HEAD, ROW])


def changed(path, part, change):
    """The workbook with one part rewritten, checksums and all."""
    parts = {}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            parts[name] = archive.read(name)
    parts[part] = change(parts.get(part, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_the_untouched_workbook_is_read(good, read):
    assert len(read(good).cases) == 1


def test_a_truncated_workbook_is_damaged(good, read):
    good.write_bytes(good.read_bytes()[:-200])
    with pytest.raises(FileRefused, match="已损坏"):
        read(good)


def test_a_flipped_bit_is_damaged(good, read):
    content = bytearray(good.read_bytes())
    with zipfile.ZipFile(good) as archive:
        info = archive.getinfo(SHEET)
    content[info.header_offset + 30 + len(SHEET) + info.compress_size // 2] ^= 4
    good.write_bytes(content)
    with pytest.raises(FileRefused, match="已损坏"):
        read(good)


def test_a_part_longer_than_it_says_is_damaged(good):
    content = bytearray(good.read_bytes())
    with zipfile.ZipFile(good) as archive:
        info = archive.getinfo(SHEET)
        whole = archive.read(SHEET)
    shorter = whole[:-10]
    entry = content.rindex(b"PK\x01\x02", 0, content.rindex(SHEET.encode()))
    content[entry + 16 : entry + 20] = zipfile.crc32(shorter).to_bytes(4, "little")
    content[entry + 24 : entry + 28] = len(shorter).to_bytes(4, "little")
    assert info.file_size == len(whole)
    with pytest.raises(FileRefused, match="已损坏"):
        check_workbook(bytes(content), Limits())


@pytest.mark.parametrize("declaration", [b"<!DOCTYPE x [", b'<!ENTITY a "b">'])
@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_entities_are_refused_in_every_part(good, read, part, declaration):
    with pytest.raises(FileRefused, match="DOCTYPE"):
        read(changed(good, part, lambda xml: xml[:60] + declaration + xml[60:]))


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_parts_in_an_encoding_that_could_hide_entities_are_refused(good, read, codec):
    with pytest.raises(FileRefused, match="编码"):
        read(changed(good, SHEET, lambda xml: xml.decode().encode(codec)))


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="XFD1048576"><v>1</v></c>',
        b"<c r='A1048576'><v>1</v></c>",
        b'<c\tr = "IW3"><v>1</v></c>',
        b'<c r="a0001048576"><v>1</v></c>',
        b'<c r="AAAAAA9"><v>1</v></c>',
        b'<c s="0" r="XFD3"><v>1</v></c>',
    ],
)
def test_a_far_cell_is_refused_before_the_workbook_is_opened(good, cell):
    def add(xml):
        return xml.replace(b"</sheetData>", b'<row r="3">' + cell + b"</row></sheetData>")

    with pytest.raises(FileRefused, match="超出范围"):
        check_workbook(changed(good, SHEET, add).read_bytes(), Limits())


@pytest.mark.parametrize(
    "cells", [b'<c r="CV90000"><v>1</v></c>', b'<c r="CV3"><v>1</v></c><c r="A90000"><v>1</v></c>']
)
def test_a_wide_and_long_sheet_is_refused_for_its_area(good, cells):
    def add(xml):
        return xml.replace(b"</sheetData>", b'<row r="3">' + cells + b"</row></sheetData>")

    with pytest.raises(FileRefused, match="90000 行 × 100 列"):
        check_workbook(changed(good, SHEET, add).read_bytes(), Limits())


def test_a_wide_and_short_sheet_is_read(book, read):
    head = [*HEAD, *(f"列{number}" for number in range(100))]
    assert len(read(book([head, ROW])).cases) == 1


@pytest.mark.parametrize("cell", [b"<c><v>1</v></c>", b'<c t="n"><v>1</v></c>', b"<x:c><v/></x:c>"])
def test_cells_without_a_place_are_refused(good, cell):
    def add(xml):
        return xml.replace(b"</sheetData>", b'<row r="3">' + cell + b"</row></sheetData>")

    with pytest.raises(FileRefused, match="位置"):
        check_workbook(changed(good, SHEET, add).read_bytes(), Limits())


def test_a_workbook_that_unpacks_out_of_proportion_is_refused(good):
    path = changed(good, "xl/blank.xml", lambda _xml: b" " * 20_000_000)
    with pytest.raises(FileRefused, match="展开后有 19 MB"):
        check_workbook(path.read_bytes(), Limits())
    with pytest.raises(FileRefused, match="展开"):
        check_workbook(path.read_bytes(), Limits(ratio=10**6, unpacked_bytes=10_000_000))


def test_a_long_text_that_many_cells_share_is_refused_for_what_it_becomes(book):
    note = "长" * 30_000
    rows = [[*ROW, note] for _time in range(300)]
    path = book([[*HEAD, "备注"], *rows])
    content = path.read_bytes()
    check_workbook(content, Limits(text_bytes=301 * 90_100))
    with pytest.raises(FileRefused, match="重复引用"):
        check_workbook(content, Limits(text_bytes=299 * 90_000))


def test_a_long_text_that_one_cell_holds_is_read(book):
    rows = [[*ROW, "短"] for _time in range(300)]
    path = book([[*HEAD, "备注"], *rows, [*ROW, "长" * 30_000]])
    check_workbook(path.read_bytes(), Limits(text_bytes=300_000))


def test_merged_cells_without_measure_are_refused_and_far_ones_kept_in_bounds(good, read):
    def merging(*ranges):
        cells = b"".join(b'<mergeCell ref="%s"/>' % one for one in ranges)
        whole = b"</sheetData><mergeCells>" + cells + b"</mergeCells>"
        return lambda xml: xml.replace(b"</sheetData>", whole)

    assert len(read(changed(good, SHEET, merging(b"G3:XFD3"))).cases) == 1
    with pytest.raises(FileRefused, match="合并单元格过多"):
        read(changed(good, SHEET, merging(*[b"G5:G1048576"] * 3)))


def test_too_many_parts_are_refused(good):
    with pytest.raises(FileRefused, match="部件"):
        check_workbook(good.read_bytes(), Limits(members=5))


def test_a_part_that_stands_twice_is_refused(good):
    with zipfile.ZipFile(good, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEET, b"<worksheet/>")
    with pytest.raises(FileRefused, match="已损坏"):
        check_workbook(good.read_bytes(), Limits())


def test_too_large_a_file_is_refused_unread(good, read):
    with pytest.raises(FileRefused, match="超过 0 MB"):
        read(good, file_bytes=10)


def test_too_many_rows_are_refused(book, read):
    rows = [[f"（2026）内0603诉前调{serial}号", *ROW[1:]] for serial in range(1, 30)]
    path = book([HEAD, *rows, *([[]] * 150_000), ROW])
    assert len(read(path).cases) == 29
    with pytest.raises(FileRefused, match="最多 150000 行"):
        read(path, rows=150_000)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("旧.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), "旧版 .xls"),
        ("旧.xls", b"\x09\x08\x10\x00" + bytes(60), "旧版 .xls"),
        (
            "密.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "密码",
        ),
        ("网.xls", b"\xef\xbb\xbf\r\n<HTML><table></table>", "HTML"),
        ("空.xlsx", b"", "空的"),
        ("乱.xlsx", b"hello", "不是工作簿"),
        ("压.xlsx", b"PK\x05\x06" + bytes(18), "不是工作簿"),
        ("断.xlsx", b"PK\x03\x04" + bytes(100), "已损坏"),
        ("冒充.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), "旧版 .xls"),
    ],
)
def test_other_formats_are_told_by_their_bytes(text, read, name, content, told):
    with pytest.raises(FileRefused, match=told):
        read(text(content, name=name))


def test_a_workbook_named_csv_is_read_as_what_it_is(good, read):
    assert len(read(good.rename(good.with_suffix(".csv"))).cases) == 1


def test_macros_are_carried_in_the_file_and_never_read(good, read):
    path = changed(good, "xl/vbaProject.bin", lambda _none: b"\xd0\xcf\x11\xe0 macro")
    assert len(read(path.rename(path.with_suffix(".xlsm"))).cases) == 1


def test_a_formula_without_a_stored_result_and_an_error_cell_are_said_so(book, read):
    def dress(workbook):
        sheet = workbook.worksheets()[0]
        sheet.write_formula("D2", "=1/0", None, "#DIV/0!")
        sheet.write_formula("F2", "=D2", None, "")

    result = read(book([HEAD, ROW], dress=dress))
    assert result.cases[0].claimed is None
    assert any("1 个单元格是公式错误" in note for note in result.ledger.notes)


def test_noise_after_a_good_workbook_does_no_harm(good, read):
    good.write_bytes(good.read_bytes() + bytes(10_000))
    assert len(read(good).cases) == 1
