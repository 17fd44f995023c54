import zipfile
from datetime import date

import pytest
from openpyxl import load_workbook

from mediation.cases.terms import EndReason, Outcome
from mediation.errors import FileRefused
from mediation.ledger.refusals import refuse_case
from mediation.ledger.refused import write_refused
from mediation.ledger.rows import LedgerCase, Rejection

DAY = date(2026, 3, 2)
HEAD = ["编号", "原告", "被申请人", "涉案金额(万元)", "收案日期", "联系电话"]


def refusal(headings, cells, *, heading="备注", value="", reason="坏", row=2):
    return Rejection(
        file="a.csv",
        row=row,
        heading=heading,
        value=value,
        reason=reason,
        cells=cells,
        headings=headings,
    )


def rows_of(path, sheet=None):
    workbook = load_workbook(path)
    return [list(row) for row in workbook[sheet or workbook.sheetnames[0]].values]


def test_refused_rows_come_out_in_canonical_headings_with_the_reason_last(book, read, tmp_path):
    result = read(book([HEAD, ["1", "张三", "李四", 2, "坏", 13800000000]]))
    path = tmp_path / "退回.xlsx"
    write_refused(path, result.rejections)
    assert rows_of(path) == [
        ["调解编号", "申请人", "被申请人", "标的额(万元)", "委派日期", "联系电话", "退回原因"],
        ["1", "张三", "李四", "2", "坏", "13800000000", result.rejections[0].reason],
    ]


def test_corrected_rows_can_be_imported_again(book, read, tmp_path):
    result = read(
        book(
            [
                HEAD,
                ["1", "张三", "李四", 2, "坏", ""],
                ["2", 3, "李四", 1.5, DAY, "=1+1"],
                ["3", True, "李四", 1.5, 45540, ""],
            ]
        )
    )
    path = tmp_path / "退回.xlsx"
    write_refused(path, result.rejections)
    again = read(path)
    assert [one.heading for one in again.rejections] == ["委派日期", "申请人", "申请人"]
    workbook = load_workbook(path)
    sheet = workbook.active
    sheet["E2"], sheet["B3"], sheet["B4"] = "2026-03-02", "王五", "赵六"
    workbook.save(path)
    corrected = read(path)
    assert corrected.rejections == []
    assert [case.claimed for case in corrected.cases] == [2_000_000, 1_500_000, 1_500_000]
    assert corrected.cases[1].extra == {"联系电话": "=1+1"}
    assert corrected.cases[2].referred_on == date(2024, 9, 5)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "＝", "http://x.cn/"])
def test_no_text_becomes_a_formula_or_a_link(tmp_path, start):
    value = f"{start}cmd|' /C calc'!A0"
    path = tmp_path / "退回.xlsx"
    one = refusal(("备注", "案号"), (value, "1"))
    write_refused(path, [one])
    sheet = load_workbook(path).active
    assert sheet["A2"].value == value.strip()
    assert {cell.data_type for row in sheet.rows for cell in row} == {"s"}
    assert sheet["A2"].quotePrefix
    assert all(cell.hyperlink is None for row in sheet.rows for cell in row)


def test_control_characters_do_not_reach_the_workbook(tmp_path):
    path = tmp_path / "退回.xlsx"
    one = refusal(("备\x07注",), ("张\x00三\x1b[2J\ud800",), reason="坏\x1b")
    write_refused(path, [one])
    with zipfile.ZipFile(path) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    assert not any(byte in content for byte in b"\x00\x1b\x07")


def test_a_text_too_long_for_a_cell_is_never_cut_but_pointed_to(tmp_path):
    path = tmp_path / "退回.xlsx"
    long = "长" * 40_000
    one = refusal(("案号", "备注"), ("1", long), value=long, reason="太长", row=7)
    write_refused(path, [one])
    assert rows_of(path) == [
        ["文件", "工作表", "行号", "栏目", "内容", "退回原因"],
        ["a.csv", None, "7", "备注", "(共 40000 字,见原文件)", "太长"],
    ]


def test_rows_of_different_layouts_stand_on_sheets_of_their_own(tmp_path):
    path = tmp_path / "退回.xlsx"
    one = refusal(("案号",), ("1",))
    two = refusal(("月份",), ("2024",))
    write_refused(path, [one, two, one])
    workbook = load_workbook(path)
    assert [sheet.max_row for sheet in workbook] == [3, 2]


def test_a_case_that_the_store_refused_can_be_written_out_too(tmp_path, read):
    case = LedgerCase(
        row=5,
        number="1",
        court="内0603",
        cause_name="民间借贷纠纷",
        applicants=("张三", "李四"),
        claimed=123_456,
        referred_on=DAY,
        closed_on=DAY,
        outcome=Outcome.FAILED,
        reason=EndReason.UNREACHABLE,
        on_platform=False,
        extra={"序号": "9"},
    )
    refused = refuse_case(case, file="a.xlsx", heading="调解编号", value="1", reason="坏")
    path = tmp_path / "退回.xlsx"
    write_refused(path, [refused])
    (again,) = read(path).cases
    assert again.claimed == 123_456
    assert (again.applicants, again.reason, again.on_platform) == (
        case.applicants,
        case.reason,
        False,
    )
    assert again.extra == {"序号": "9"}


def test_a_folder_that_cannot_be_written_is_told_and_leaves_nothing(tmp_path):
    with pytest.raises(FileRefused, match="写不到"):
        write_refused(tmp_path / "没有" / "退回.xlsx", [])
    blocked = tmp_path / "退回.xlsx"
    blocked.mkdir()
    with pytest.raises(FileRefused, match="写不到"):
        write_refused(blocked, [])
    assert list(tmp_path.iterdir()) == [blocked]


def test_a_refused_row_names_its_further_faults_so_that_it_is_mended_once(book, read):
    head = ["案号", "申请人", "被申请人", "标的额", "收案日期", "案由", "结案日期", "结果"]
    row = ["（2026）内0603诉前调1号", True, 3.0, "约20万", DAY, "说不清的纠纷", DAY, ""]
    result = read(book([head, row]))
    assert result.refused == [(2, "申请人", "TRUE")]
    reason = result.rejections[0].reason
    assert reason.startswith("“TRUE”这里应填姓名")
    first, others = reason.split("另外:")
    for words in ("被申请人“3”", "标的额(元):金额“约20万”", "案由:案由“说不清的纠纷”", "没有结果"):
        assert words in others
        assert words not in first


def test_a_row_with_one_fault_names_no_other(book, read):
    head = ["案号", "申请人", "被申请人", "标的额", "收案日期"]
    result = read(book([head, ["（2026）内0603诉前调1号", "张三", "李四", "约20万", DAY]]))
    assert "另外" not in result.rejections[0].reason


def test_the_day_that_cannot_be_read_hides_what_depends_on_it(book, read):
    head = ["案号", "申请人", "被申请人", "收案日期", "结案日期", "结果"]
    row = ["（2026）内0603诉前调1号", "张三", "李四", "2026-02-30", DAY, ""]
    reason = read(book([head, row])).rejections[0].reason
    assert "没有这一天" in reason
    assert "另外" not in reason


def test_a_refused_row_of_court_totals_names_its_further_faults(book, read):
    head = ["法院", "月份", "类别", "一审新收", "调解收案"]
    result = read(book([head, ["火星法院", "2026-13", "", 1, "很多"]]))
    assert result.refused == [(2, "法院", "火星法院")]
    others = result.rejections[0].reason.split("另外:")[1]
    assert "2026-13" in others
    assert "调解收案“很多”" in others
    assert "“类别”是空的" in others
