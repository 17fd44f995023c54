from datetime import date

DAY = date(2026, 3, 2)
ONE, TWO = "（2026）内0603诉前调1号", "（2026）内0603诉前调2号"


def merging(*ranges):
    def dress(workbook):
        sheet = workbook.worksheets()[0]
        for cells, text in ranges:
            if isinstance(text, date):
                style = workbook.add_format({"num_format": "yyyy-mm-dd"})
                sheet.merge_range(cells, text, style)
            else:
                sheet.merge_range(cells, text)

    return dress


def test_headings_on_two_lines_and_a_case_on_two_rows_are_one_case(book, read):
    path = book(
        [
            [],
            ["", "申请人", "被申请人"],
            ["", "张三", "李四", 1],
            ["", "赵六", "李四"],
        ],
        dress=merging(
            ("A1:A2", "案号"),
            ("B1:C1", "当事人"),
            ("D1:D2", "标的额"),
            ("E1:E2", "收案日期"),
            ("A3:A4", ONE),
            ("E3:E4", DAY),
        ),
    )
    result = read(path)
    assert result.rejections == []
    (case,) = result.cases
    assert (case.row, case.applicants, case.respondents) == (3, ("张三", "赵六"), ("李四",))
    assert (case.claimed, case.referred_on) == (100, DAY)
    assert not result.left_out


def test_rows_of_one_case_that_disagree_are_refused(book, read):
    path = book(
        [
            ["案号", "申请人", "被申请人", "标的额", "收案日期"],
            ["", "张三", "李四", 1, DAY],
            ["", "赵六", "", 2],
        ],
        dress=merging(("A2:A3", ONE)),
    )
    assert read(path).refused == [(2, "标的额(元)", "1")]


def test_a_value_merged_over_several_cases_holds_for_each(book, read):
    path = book(
        [
            ["案号", "承办法院", "申请人", "标的额", "收案日期"],
            [ONE, "", "张三", "", DAY],
            [TWO, "", "李四", "", DAY],
        ],
        dress=merging(("B2:B3", "内0602")),
    )
    assert [case.court for case in read(path).cases] == ["内0602", "内0602"]


def test_an_amount_merged_over_several_cases_belongs_to_none_and_is_refused(book, read):
    path = book(
        [
            ["案号", "申请人", "被申请人", "标的额", "收案日期"],
            [ONE, "张三", "", "", DAY],
            [TWO, "李四", "", "", DAY],
        ],
        dress=merging(("D2:D3", 5)),
    )
    result = read(path)
    assert result.refused == [(2, "标的额(元)", "5"), (3, "标的额(元)", "5")]
    assert "取消合并" in result.rejections[0].reason


def test_an_amount_merged_within_one_case_is_its_own(book, read):
    path = book(
        [
            ["案号", "申请人", "被申请人", "标的额", "收案日期"],
            ["", "张三", "", "", DAY],
            ["", "李四", "", "", DAY],
        ],
        dress=merging(("A2:A3", ONE), ("D2:D3", 5)),
    )
    (case,) = read(path).cases
    assert (case.claimed, case.applicants) == (500, ("张三", "李四"))


def test_a_section_title_across_the_table_is_left_out(book, read):
    path = book(
        [["案号", "申请人", "被申请人", "收案日期"], [], [ONE, "张三", "李四", DAY]],
        dress=merging(("A2:D2", "一、民间借贷")),
    )
    result = read(path)
    assert (len(result.cases), result.left_out) == (1, {"title": 1})
