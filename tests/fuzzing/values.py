"""Case numbers, amounts, dates, periods, names and lines: single values as people write them."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from mediation.cases.capital import capital_words
from mediation.cases.idnumber import check_credit_code, check_id_number, check_phone
from mediation.cases.logline import read_line
from mediation.cases.masking import masked_names, masked_text
from mediation.cases.money import (
    MAX_FEN,
    amount_from_number,
    decimal_yuan,
    format_yuan,
    parse_amount,
)
from mediation.cases.number import parse_case_number
from mediation.cases.plain import clean_line, clean_note, fold
from mediation.clock.dates import date_from_serial, parse_date
from mediation.errors import MediationError
from mediation.figures.period import Period
from mediation.registry.causes import cause_named, search_causes
from mediation.registry.courts import court_named, search_courts
from tests.fuzzing.trying import tried_on

ANY = st.text(max_size=40)
FIGURES = "0123456789０１９.,，．-－+万亿千百元角分圆整￥¥ 约至~（）()eE壹贰叁拾佰仟零两十一二三半"
DAYS = "0123456789０１９年月日号-/.:T Zz+上下午时分二〇零一三四五六七八九十廿初"
NUMBERS = "（）()〔〕[]【】0123456789０１内蒙民初诉前调执字第号之一二三至、, 京最高法"
LINES = "@甲乙丙张三#＃事实妥协私下步周一三明天后 0123456789:：-/月日,，;；、电话现场视频a\u200b"


def mixed(alphabet: str, size: int) -> st.SearchStrategy[str]:
    """Texts of these letters, now and then with any other."""
    return st.one_of(
        st.text(alphabet, max_size=size),
        st.lists(st.one_of(st.text(alphabet, max_size=6), st.text(max_size=2)), max_size=6).map(
            "".join
        ),
        ANY,
    )


def refused(read: object, *given: object) -> bool:
    """Whether reading ends in a sentence for the user; any other exception passes through."""
    try:
        read(*given)  # type: ignore[operator]
    except MediationError as refusal:
        assert refusal.message
        assert "\x1b" not in refusal.message
        return True
    return False


@tried_on(mixed(NUMBERS, 30))
def a_case_number_is_one_number_or_refused(text: str) -> None:
    if refused(parse_case_number, text):
        return
    read = parse_case_number(text)
    if read is not None:
        again = parse_case_number(read.key)
        assert again is not None
        assert again.key == read.key
        assert (again.year, again.court, again.kind, again.serial, again.suffix) == (
            read.year,
            read.court,
            read.kind,
            read.serial,
            read.suffix,
        )


@tried_on(
    st.tuples(
        st.integers(1990, 2100),
        st.sampled_from(["内0603", "内06", "内", "京0105", "最高法"]),
        st.text("民初诉前调执终再", min_size=1, max_size=4),
        st.integers(1, 99_999_999),
        st.sampled_from(["", "之一", "之十二"]),
    ),
    st.sampled_from(["（）", "()", "[]", "〔〕", "【】"]),
)
def a_case_number_is_the_same_in_every_bracket_and_width(
    parts: tuple[int, str, str, int, str], brackets: str
) -> None:
    year, court, kind, serial, suffix = parts
    key = f"（{year}）{court}{kind}{serial}号{suffix}"
    written = key.replace("（", brackets[0]).replace("）", brackets[1])
    wide = written.translate({ord(str(digit)): 0xFF10 + digit for digit in range(10)})
    for text in (written, wide, f" {written} "):
        read = parse_case_number(text)
        assert read is not None
        assert read.key == key


@tried_on(mixed(FIGURES, 24), st.sampled_from([1, 10_000]))
def an_amount_is_whole_fen_within_bounds_or_refused(text: str, unit: int) -> None:
    if refused(lambda: parse_amount(text, unit=unit)):
        return
    fen = parse_amount(text, unit=unit)
    assert fen is None or (type(fen) is int and 0 <= fen <= MAX_FEN)
    if fen is not None:
        assert parse_amount(format_yuan(fen)) == fen


@tried_on(st.integers(0, MAX_FEN))
def an_amount_comes_back_from_every_spelling(fen: int) -> None:
    for text in (format_yuan(fen), decimal_yuan(fen), f"¥{format_yuan(fen)}", capital_words(fen)):
        assert parse_amount(text) == fen
    assert parse_amount(decimal_yuan(fen // 1_000_000 * 1_000_000)[:-3]) == (
        fen // 1_000_000 * 1_000_000
    )


@tried_on(st.one_of(st.floats(), st.integers(-(10**25), 10**25), st.booleans()))
def a_number_of_a_cell_is_an_exact_amount_or_refused(value: float) -> None:
    if not refused(amount_from_number, value):
        assert 0 <= amount_from_number(value) <= MAX_FEN
    if not refused(date_from_serial, value):
        assert 1990 <= date_from_serial(value).year <= 2100


@tried_on(mixed(DAYS, 24))
def a_date_is_one_day_within_bounds_or_refused(text: str) -> None:
    if refused(parse_date, text):
        return
    day = parse_date(text)
    assert day is None or 1990 <= day.year <= 2100
    if day is not None:
        assert parse_date(day.isoformat()) == day


@tried_on(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def a_date_comes_back_from_every_spelling(day: date) -> None:
    for text in (
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        f"{day.year}.{day.month:02}.{day.day:02}",
        f"{day.isoformat()} 23:59:59",
    ):
        assert parse_date(text) == day
    assert date_from_serial((day - date(1899, 12, 30)).days) == day


@tried_on(mixed("0123456789-.QHqh上下半年季度月至", 20))
def a_period_is_days_in_order_or_refused(text: str) -> None:
    if not refused(Period.parse, text):
        period = Period.parse(text)
        assert period.start <= period.end


@tried_on(st.text(max_size=80))
def cleaning_and_folding_are_done_once_for_all(text: str) -> None:
    for clean in (clean_line, clean_note):
        if not refused(clean, text):
            kept = clean(text)
            assert clean(kept) == kept
            assert not any(ord(letter) < 32 and letter not in "\n\t" for letter in kept)
            assert fold(fold(kept)) == fold(kept)


@tried_on(mixed("0123456789Xx１-+ 13910010519491231002X()（）", 24))
def a_number_of_a_person_is_checked_and_never_an_error(text: str) -> None:
    if refused(clean_line, text):
        return
    for check in (check_id_number, check_credit_code, check_phone):
        found = check(text)
        assert check(found.value).value == found.value


@tried_on(mixed("张三、李四,;（）()·0123456789Xx 地址东胜区", 60))
def masking_leaves_no_number_that_could_be_used(text: str) -> None:
    masked_names(text)
    once = masked_text(f"{text} 13900001111 11010519491231002X")
    assert "13900001111" not in once
    assert "11010519491231002X" not in once


def _day(text: str, *, ahead: bool) -> date | None:
    return parse_date(text)


@tried_on(mixed(LINES, 60))
def nothing_of_a_line_of_a_talk_is_lost(text: str) -> None:
    calls = {"甲": ("张三",), "乙": ("李四", "王五"), "张三": ("张三",), "a": ("张三",)}
    if refused(clean_line, text):
        return
    line = read_line(text, calls, date(2026, 11, 21), _day)
    told = " ".join(
        (
            line.summary,
            *line.facts,
            *line.compromises,
            *line.private,
            line.next_step,
            *line.present,
            *line.strange,
            *line.unclear,
        )
    )
    plain = clean_line(text)
    for letter in set(plain):
        if letter.isalpha() and letter not in LINES + "aＡA当面线上书微信":
            assert letter in told, letter


@tried_on(mixed("民间借贷纠纷买卖合同康巴什区法院内06mjjddsq", 12))
def a_cause_and_a_court_are_found_or_refused_with_what_there_is(text: str) -> None:
    for cause in search_causes(text):
        assert cause_named(cause.name, None).name
    refused(cause_named, text, None)
    refused(court_named, text)
    search_courts(text)
