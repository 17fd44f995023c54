from datetime import UTC, date, datetime

import pytest

from mediation.cases.terms import Channel, EndReason, Outcome, Performance

DAY = date(2026, 3, 2)
BASE = {
    "案号": "（2026）内0603诉前调1号",
    "申请人": "张三",
    "被申请人": "李四",
    "收案日期": DAY,
}


@pytest.fixture
def one(book, read):
    """Reads one row with the usual cells, some of them replaced."""

    def one(**cells):
        row = BASE | cells
        return read(book([list(row), list(row.values())]))

    return one


@pytest.mark.parametrize(
    "written",
    [
        date(2024, 9, 5),
        datetime(2024, 9, 5, 14, 30, tzinfo=UTC).replace(tzinfo=None),
        45540,
        45540.5,
        "45540",
        "４５５４０",
        20240905,
        "20240905",
        "2024-09-05",
        "2024/9/5",
        "2024.9.5",
        "2024年9月5日",
        "二〇二四年九月五日",
    ],
)
def test_a_date_is_read_in_every_listed_form(one, written):
    assert one(收案日期=written).cases[0].referred_on == date(2024, 9, 5)


@pytest.mark.parametrize(
    "written",
    ["2026年2月30日", "去年秋天", "24-09-05", "2024-09", 3, True, 99999, date(1985, 1, 1)],
)
def test_a_date_that_is_none_is_refused(one, written):
    result = one(收案日期=written)
    assert [found.heading for found in result.rejections] == ["委派日期"]


@pytest.mark.parametrize(
    ("written", "fen"),
    [
        (200000, 20_000_000),
        (41272.14, 4_127_214),
        (0, 0),
        ("20万元", 20_000_000),
        ("２０，０００", 2_000_000),
        ("人民币贰拾万元整", 20_000_000),
        ("/", None),
        ("无", None),
        ("", None),
        ("-", None),
    ],
)
def test_an_amount_is_whole_fen_and_empty_is_unknown(one, written, fen):
    assert one(标的额=written).cases[0].claimed == fen


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("约20万", "约20万"),
        (-5000.0, "-5000"),
        (0.125, "0.125"),
        (10**15, "1000000000000000"),
        (True, "TRUE"),
    ],
)
def test_an_amount_that_is_none_is_refused_as_the_sheet_shows_it(one, written, shown):
    assert one(**{"标的额(元)": written}).refused == [(2, "标的额(元)", shown)]


def test_a_refused_value_is_told_under_the_canonical_heading(one):
    assert one(结案日期="2026年2月30日", 结案方式="成功").refused == [
        (2, "终结日期", "2026年2月30日")
    ]


@pytest.mark.parametrize(
    ("word", "outcome", "reason"),
    [
        ("调成", Outcome.SUCCEEDED, None),
        ("达成调解协议", Outcome.SUCCEEDED, EndReason.AGREED),
        ("和解", Outcome.SUCCEEDED, EndReason.SETTLED),
        ("部分达成", Outcome.PARTLY, None),
        ("终止", Outcome.FAILED, None),
        ("分歧较大", Outcome.FAILED, EndReason.DISAGREEMENT),
        ("一方拒绝", Outcome.FAILED, EndReason.UNWILLING),
        ("联系不上", Outcome.FAILED, EndReason.UNREACHABLE),
        ("期满未成", Outcome.FAILED, EndReason.EXPIRED),
        (" 拒 签 ", Outcome.FAILED, EndReason.UNSIGNED),
        ("申请人撤回", Outcome.WITHDRAWN, None),
        ("不适宜调解", Outcome.RETURNED, None),
    ],
)
def test_an_outcome_word_gives_its_class_and_the_reason_it_carries(one, word, outcome, reason):
    case = one(结案日期=DAY, 结果=word).cases[0]
    assert (case.outcome, case.reason) == (outcome, reason)


def test_the_reason_is_kept_as_written_and_read_where_it_is_one_of_the_eight(one):
    known = one(结案日期=DAY, 结果="不成功", 失败原因="联系不上").cases[0]
    assert (known.reason, known.reason_note) == (EndReason.UNREACHABLE, "联系不上")
    free = one(结案日期=DAY, 结果="不成功", 失败原因="被申请人在外地").cases[0]
    assert (free.reason, free.reason_note) == (None, "被申请人在外地")
    both = one(结案日期=DAY, 结果="拒签", 失败原因="联系不上").cases[0]
    assert both.reason is EndReason.UNSIGNED


def test_names_are_parted_but_not_inside_brackets(one):
    case = one(
        申请人="张三、李四；王五\n张三",
        被申请人="某公司（甲、乙）、赵六",
        调解员="乌兰图雅、严娜",
    ).cases[0]
    assert case.applicants == ("张三", "李四", "王五")
    assert case.respondents == ("某公司（甲、乙）", "赵六")
    assert case.mediators == ("乌兰图雅", "严娜")


@pytest.mark.parametrize("written", [3, True, DAY, "3", "TRUE", "张三、13800000000"])
def test_what_is_no_name_is_refused(one, written):
    assert [found.heading for found in one(申请人=written).rejections] == ["申请人"]


def test_a_case_number_that_is_a_number_is_refused(one):
    assert one(案号=202401).refused == [(2, "法院案号", "202401")]


def test_the_studios_own_number_may_be_a_whole_number(one):
    assert one(编号=12).cases[0].number == "12"
    assert one(编号="2026-0001 ").cases[0].number == "2026-0001"


def test_digits_that_the_spreadsheet_lost_are_refused_wherever_they_stand(one):
    result = one(身份证号=110105194912310000)
    assert result.refused == [(2, "身份证号", "110105194912310000")]
    assert "超过 15 位" in result.rejections[0].reason


@pytest.mark.parametrize(
    ("written", "meant"),
    [("是", True), ("√", True), ("Y", True), (1, True), ("否", False), ("N", False), ("", None)],
)
def test_the_platform_flag_is_read_and_blank_is_unknown(one, written, meant):
    assert one(是否平台办理=written).cases[0].on_platform is meant


def test_fixed_words_are_read_and_others_refused_with_the_words_to_choose_from(one):
    case = one(移送方式="公安交管移送", 履行情况="部分履行").cases[0]
    assert (case.channel, case.performance) == (Channel.POLICE, Performance.PARTLY)
    refused = one(来源="信访").rejections[0]
    assert (refused.heading, refused.value) == ("来源", "信访")
    assert "委派、委托、邀请" in refused.reason


def test_a_cause_is_mapped_and_an_unknown_one_refused_with_the_nearest(one):
    case = one(纠纷类型="民间借贷纠纷").cases[0]
    assert case.cause
    assert case.cause_name == "民间借贷纠纷"
    assert one(案由="说不清的纠纷").refused == [(2, "案由", "说不清的纠纷")]


def test_the_leftmost_fault_is_told_even_when_it_is_the_cause(book, read):
    rows = [["案由", "案号", "申请人", "收案日期"], ["乱", BASE["案号"], "张三", "坏"]]
    assert read(book(rows)).refused == [(2, "案由", "乱")]


def test_a_court_is_read_or_taken_from_the_case_number(one):
    assert one(承办法院="达旗法院").cases[0].court == "内0621"
    assert one(承办法院="").cases[0].court == "内0603"
    assert one(案号="", 编号="1").cases[0].court is None
    assert [found.heading for found in one(法院="某某法院").rejections] == ["承办法院"]


def test_a_transfer_number_is_kept_and_a_word_in_its_place_refused(one):
    case = one(**{"立案案号(转)": "（2026）内0603民初5号", "转立案日期": DAY}).cases[0]
    assert (case.transfer_number, case.transferred_on) == ("（2026）内0603民初5号", DAY)
    assert one(民初案号="未转").refused == [(2, "转立案案号", "未转")]
    assert one(民初案号="/").cases[0].transfer_number == ""


@pytest.mark.parametrize(
    ("cells", "heading"),
    [
        ({"结案日期": DAY, "结果": ""}, "结果"),
        ({"结案日期": "", "结果": "成功"}, "终结日期"),
        ({"结案日期": date(2026, 3, 1), "结果": "成功"}, "终结日期"),
        ({"收案日期": "", "标的额": 1}, "委派日期"),
        ({"案号": ""}, "调解编号"),
    ],
)
def test_a_row_that_does_not_hold_together_is_refused(one, cells, heading):
    assert [found.heading for found in one(**cells).rejections] == [heading]


def test_the_same_number_twice_in_one_file_is_refused_naming_the_first(book, read):
    rows = [
        [BASE["案号"], "张三", "李四", DAY],
        ["(2026)内0603诉前调1号", "张三", "李四", DAY],
        ["【2026】内0603诉前调１号", "张三", "李四", DAY],
    ]
    result = read(book([["案号", "申请人", "被申请人", "收案日期"], *rows]))
    assert len(result.cases) == 1
    assert [(found.row, found.heading) for found in result.rejections] == [
        (3, "法院案号"),
        (4, "法院案号"),
    ]
    assert all("与第 2 行重复" in found.reason for found in result.rejections)


def test_the_same_own_number_twice_is_refused_in_any_width(book, read):
    head = ["编号", "申请人", "被申请人", "收案日期"]
    rows = [[number, "张三", "李四", DAY] for number in ("2026-甲1", "２０２６-甲1", "2026-甲2")]
    assert read(book([head, *rows])).refused == [(3, "调解编号", "２０２６-甲1")]


def test_a_refused_row_claims_no_number(book, read):
    head = ["案号", "申请人", "被申请人", "收案日期"]
    rows = [[BASE["案号"], "张三", "李四", "坏"], [BASE["案号"], "张三", "李四", DAY]]
    result = read(book([head, *rows]))
    assert [case.row for case in result.cases] == [3]


def test_twins_on_two_sheets_are_told_with_the_sheet(book, read):
    sheet = [["案号", "申请人", "被申请人", "收案日期"], list(BASE.values())]
    result = read(book(sheet, sheet, names=["一月", "二月"]))
    assert "“一月”表第 2 行" in result.rejections[0].reason
    assert result.rejections[0].sheet == "二月"


def test_bare_serials_follow_the_calendar_of_the_workbook(book, read):
    rows = [["案号", "申请人", "被申请人", "收案日期"], [BASE["案号"], "张三", "李四", 44078]]
    path = book(rows, options={"date_1904": True})
    assert read(path).cases[0].referred_on == date(2024, 9, 5)


@pytest.mark.parametrize("space", ["\u3000", "\u00a0", " "])
def test_spaces_inside_a_fixed_word_or_a_spread_name_mean_nothing(one, space):
    words = {"结果": "调解成功", "来源": "委托", "案由": "离婚纠纷", "履行状态": "已履行"}
    spaced = {heading: word[0] + space + word[1:] for heading, word in words.items()}
    result = one(**spaced, 结案日期=DAY, 调解员=f"王{space}五、赵六", 申请人=f"张{space}三")
    assert result.rejections == []
    case = result.cases[0]
    assert case.outcome is Outcome.SUCCEEDED
    assert case.channel is Channel.ENTRUSTED
    assert case.performance is Performance.PERFORMED
    assert (case.mediators, case.applicants) == (("王五", "赵六"), ("张三",))


def test_half_width_commas_part_chinese_names_but_not_foreign_ones(one):
    case = one(申请人="张三, 李四", 被申请人="Ordos Energy Co., Ltd.").cases[0]
    assert case.applicants == ("张三", "李四")
    assert case.respondents == ("Ordos Energy Co., Ltd.",)


def test_names_of_two_people_beside_each_other_are_not_run_together(one):
    assert one(申请人="张三 李四").cases[0].applicants == ("张三 李四",)
