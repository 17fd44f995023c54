from datetime import date

import pytest

from mediation.registry.causes import cause_named

HEAD = [
    "法院",
    "月份",
    "类别",
    "一审新收",
    "调解收案",
    "调解结案",
    "调解成功",
    "转立案",
    "平台办理",
    "纠纷总数",
]


def test_totals_are_found_beside_the_ledger_and_blank_is_unknown(book, read):
    ledger = [
        ["案号", "申请人", "被申请人", "收案日期"],
        ["（2026）内0603诉前调1号", "张三", "李四", date(2026, 3, 2)],
    ]
    totals = [
        HEAD,
        ["鄂尔多斯市中级人民法院", "2024-09", "道路交通", 181, "253", "", None, 0],
        ["内0603", "2024年9月", "全部", 5],
        ["内0603", date(2024, 10, 31), "民间借贷纠纷", 5],
    ]
    result = read(book(totals, ledger))
    assert len(result.cases) == 1
    assert result.ledger.has_totals
    first, second, third = result.totals
    assert (first.court, first.month, first.category) == ("内06", date(2024, 9, 1), "traffic")
    assert (first.filings, first.mediated, first.closed, first.transferred) == (181, 253, None, 0)
    assert (second.month, second.category) == (date(2024, 9, 1), "all")
    cause = cause_named("民间借贷纠纷", date(2024, 10, 1)).code
    assert (third.month, third.category) == (date(2024, 10, 1), cause)


@pytest.mark.parametrize(
    ("cells", "heading"),
    [
        (["内0603", "2024-13", "全部", 1], "月份"),
        (["内0603", "", "全部", 1], "月份"),
        (["没有的法院", "2024-09", "全部", 1], "法院"),
        (["内0603", "2024-09", "乱写", 1], "类别"),
        (["内0603", "2024-09", 5, 1], "类别"),
        (["内0603", "2024-09", "全部", -1], "一审新收"),
        (["内0603", "2024-09", "全部", 1.5], "一审新收"),
        (["内0603", "2024-09", "全部", "很多"], "一审新收"),
        (["内0603", "2024-09", "全部", True], "一审新收"),
    ],
)
def test_totals_that_cannot_be_are_refused(book, read, cells, heading):
    result = read(book([HEAD, cells]))
    assert [one.heading for one in result.rejections] == [heading]
    assert result.totals == []


def test_one_court_month_and_category_may_stand_once(book, read):
    line = ["内0603", "2024-09", "全部", 1]
    result = read(book([HEAD, line, line]))
    assert len(result.totals) == 1
    assert "与第 2 行重复" in result.rejections[0].reason


def test_totals_lacking_the_month_are_refused(book, read):
    from mediation.errors import FileRefused

    with pytest.raises(FileRefused, match="月份"):
        read(book([["法院", "类别", "一审新收", "调解收案"], ["内0603", "全部", 1, 1]]))
