from datetime import date

import pytest

from mediation.errors import FileRefused
from mediation.ledger.headings import TableKind, heading_of

DAY = date(2026, 3, 2)
NUMBER = "（2026）内0603诉前调1号"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("案号", "法院案号"),
        ("立案案号", "法院案号"),
        ("立案案号(转)", "转立案案号"),
        ("立案案号（转）", "转立案案号"),
        ("确认案号", "司法确认案号"),
        ("民初案号", "转立案案号"),
        ("转立案日期", "转立案日期"),
        ("* 调解员", "调解员"),
        ("委 派\n日 期", "委派日期"),
        ("委派时间", "委派日期"),
        ("【申请人】", "申请人"),
        ("被申请人（必填）", "被申请人"),
        ("乙方", "被申请人"),
        ("说明", "备注"),
    ],
)
def test_a_heading_is_known_by_its_synonyms_whatever_dresses_it(written, meant):
    assert heading_of(written, TableKind.CASES) == (meant, 1)


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("标的额", 1),
        ("标的额（元）", 1),
        ("涉案金额(万元)", 10_000),
        ("诉讼标的（单位：万元）", 10_000),
        ("标的额/万元", 10_000),
    ],
)
def test_the_unit_of_an_amount_is_read_from_its_heading(written, unit):
    assert heading_of(written, TableKind.CASES) == ("标的额(元)", unit)


@pytest.mark.parametrize(
    "written", ["申请人(电话)", "标的额(美元)", "案号(万元)", "序号", "联系电话"]
)
def test_a_heading_that_means_something_else_is_unknown(written):
    assert heading_of(written, TableKind.CASES) is None


def test_headings_are_found_below_titles_in_any_order(book, read):
    path = book(
        [
            ["2026年调解台账"],
            [],
            ["标的额(万元)", "收案日期", "原告", "被告", "案号"],
            [1.5, DAY, "张三", "李四", NUMBER],
        ]
    )
    result = read(path)
    assert result.left_out == {"title": 1, "blank": 1}
    (case,) = result.cases
    assert (case.row, case.claimed, case.referred_on) == (4, 1_500_000, DAY)
    assert (case.applicants, case.respondents) == (("张三",), ("李四",))


def test_a_sheet_that_does_not_begin_in_the_first_cell_keeps_its_row_numbers(book, read):
    rows = [["案号", "申请人", "被申请人", "收案日期"], [NUMBER, "张三", "李四", "坏"]]
    path = book([[], [], *([None, None, *row] for row in rows)])
    assert read(path).refused == [(4, "委派日期", "坏")]


def test_unknown_headings_are_named_and_their_cells_kept(book, read):
    path = book(
        [
            ["案号", "申请人", "联系电话", "被申请人", "联系电话", "收案日期", ""],
            [NUMBER, "张三", 13800000000, "李四", "0477-1", DAY, "无题"],
        ]
    )
    result = read(path)
    assert result.cases[0].extra == {
        "联系电话": "13800000000",
        "联系电话(2)": "0477-1",
        "第7列": "无题",
    }
    assert result.ledger.unknown_headings == ["联系电话", "联系电话(2)", "第7列"]


def test_two_columns_of_one_heading_are_asked_about(text, read):
    with pytest.raises(FileRefused, match="第 2 列和第 3 列都是“申请人”"):
        read(text("案号,申请人,申请人,标的额,收案日期\n1,张三,李四,1,2026-01-01\n"))


def test_the_same_heading_in_two_synonyms_is_asked_about_too(text, read):
    with pytest.raises(FileRefused, match="申请人"):
        read(text("案号,申请人,原告,标的额,收案日期\n1,张三,李四,1,2026-01-01\n"))


def test_a_file_without_headings_is_refused_naming_those_looked_for(text, read):
    with pytest.raises(FileRefused, match=r"没有台账的表头.*调解编号、法院案号"):
        read(text(f"{NUMBER},张三,李四,20000,2026-01-01\n"))


def test_a_ledger_without_a_referral_date_column_is_refused(text, read):
    with pytest.raises(FileRefused, match="委派日期"):
        read(text(f"案号,申请人,被申请人,标的额\n{NUMBER},张三,李四,1\n"))


def test_sheets_are_found_by_their_headings_and_hidden_ones_never_read(book, read):
    good = [["案号", "申请人", "被申请人", "收案日期"], [NUMBER, "张三", "李四", DAY]]
    other = [["月份", "说明"], ["一月", "无"]]

    def hide(workbook):
        workbook.get_worksheet_by_name("旧").hide()

    result = read(book(other, good, good, names=["说明", "甲", "旧"], dress=hide))
    assert len(result.cases) == 1
    assert not result.rejections
    assert any("“旧”没有读取" in note for note in result.ledger.notes)
    assert any("“说明”表里没有台账的表头" in note for note in result.ledger.notes)


def test_hidden_rows_and_columns_are_read_and_said_so(book, read):
    def hide(workbook):
        sheet = workbook.worksheets()[0]
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column(1, 1, None, None, {"hidden": True})

    path = book(
        [["案号", "申请人", "被申请人", "收案日期"], [NUMBER, "张三", "李四", DAY]], dress=hide
    )
    result = read(path)
    assert result.cases[0].applicants == ("张三",)
    assert any("1 个隐藏行、1 处隐藏列" in note for note in result.ledger.notes)


def test_a_table_without_rows_is_no_error_but_said_so(text, read):
    result = read(text("案号,申请人,被申请人,标的额,收案日期\n"))
    assert not result.cases
    assert not result.rejections
    assert result.ledger.notes == ["文件只有表头,没有数据行。"]


@pytest.mark.parametrize(
    ("line", "heading", "fen"),
    [
        ("单位:万元", "标的额", 20_000_000),
        ("调解台账 （金额单位：人民币万元）", "标的额", 20_000_000),
        ("单位:元", "标的额", 2_000),
        ("单位:万元", "标的额(元)", 2_000),
        ("填报单位:某政协", "标的额", 2_000),
    ],
)
def test_a_unit_over_the_headings_holds_where_a_heading_names_none(book, read, line, heading, fen):
    path = book(
        [[line], [heading, "收案日期", "原告", "被告", "案号"], [20, DAY, "甲", "乙", NUMBER]]
    )
    assert [case.claimed for case in read(path).cases] == [fen]
