from datetime import date

import pytest

DAY = date(2026, 3, 2)
HEAD = ["案号", "申请人", "被申请人", "标的额", "收案日期", "备注"]


def number(serial: int) -> str:
    return f"（2026）内0603诉前调{serial}号"


def row(serial: int) -> list[object]:
    return [number(serial), "张三", "李四", 1, DAY, ""]


@pytest.mark.parametrize("word", ["合计", "合  计", "总计：", "小计", "本页小计", "共计2件"])
def test_a_total_row_is_left_out(book, read, word):
    result = read(book([HEAD, row(1), row(2), [word, "", "", 2]]))
    assert len(result.cases) == 2
    assert result.left_out == {"total": 1}


@pytest.mark.parametrize(
    "cells",
    [
        ["制表人：王五"],
        ["制表人：王五", "", "审核人：赵六", "", "日期：2026年3月2日", "单位：某院"],
        ["", "填报日期:2026-03-02"],
        ["注:本表不含撤回案件"],
        ["单位盖章"],
    ],
)
def test_a_signature_or_note_row_is_left_out(book, read, cells):
    result = read(book([HEAD, row(1), cells]))
    assert (len(result.cases), result.rejections) == (1, [])
    assert result.left_out == {"title": 1}


def test_blank_rows_and_rows_with_only_a_running_number_are_left_out(book, read):
    rows = [["序号", *HEAD], [1, *row(1)], [], ["", "  ", ""], [2], [3]]
    result = read(book(rows))
    assert (len(result.cases), result.rejections) == (1, [])
    assert result.left_out == {"blank": 4}


def test_headings_repeated_on_each_printed_page_are_left_out(book, read):
    result = read(book([HEAD, row(1), HEAD, row(2)]))
    assert [case.row for case in result.cases] == [2, 4]
    assert result.left_out == {"title": 1}


def test_a_row_that_might_be_a_case_is_refused_and_never_left_out(book, read):
    result = read(book([HEAD, [number(1), "张三"], ["", "赵六"], row(2)]))
    assert result.refused == [(2, "委派日期", ""), (3, "调解编号", "")]
    assert not result.left_out


def test_a_sum_is_left_out_whatever_it_shows_under_the_day(book, read):
    result = read(book([HEAD, row(1), row(2), ["合计", "", "", 2, 12], ["小计", "", "", 2, DAY]]))
    assert (len(result.cases), result.rejections) == (2, [])
    assert result.left_out == {"total": 2}


def test_a_signature_with_its_date_under_the_day_is_no_case(book, read):
    result = read(book([HEAD, row(1), ["制表人：王五", "", "", "", DAY]]))
    assert (len(result.cases), result.rejections) == (1, [])
    assert result.left_out == {"title": 1}


@pytest.mark.parametrize("words", ["（盖章）", "（以下空白）", "(续表)"])
def test_a_line_for_the_seal_or_the_next_page_is_no_case(text, read, words):
    lines = [",".join(HEAD), f"{number(1)},张三,李四,1,2026-03-02,", words]
    result = read(text("\n".join(lines)))
    assert (len(result.cases), result.rejections) == (1, [])
    assert result.left_out == {"title": 1}


def test_headings_over_two_rows_are_left_out_again_further_down(book, read):
    upper = ["案号", "当事人", "", "标的额", "时间", ""]
    lower = ["", "申请人", "被申请人", "", "收案日期", "结案日期"]

    def merge(workbook):
        sheet = workbook.worksheets()[0]
        for first, last, words in ((1, 2, "当事人"), (4, 5, "时间")):
            sheet.merge_range(0, first, 0, last, words)
        for column in (0, 3):
            sheet.merge_range(0, column, 1, column, upper[column])

    one = [*row(1)[:5], ""]
    result = read(book([upper, lower, one, upper, lower, [*row(2)[:5], ""]], dress=merge))
    assert ([case.row for case in result.cases], result.rejections) == ([3, 6], [])
    assert result.left_out == {"title": 2}
