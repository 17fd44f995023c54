"""Ledgers, bundles, key files, notices, tariffs, letters: files and texts as others hand them in."""

from __future__ import annotations

import io
import random
import tempfile
import zipfile
from datetime import date
from functools import cache
from pathlib import Path

import xlsxwriter
from hypothesis import strategies as st

from mediation.cases.plain import clean_note
from mediation.clock.notice_file import read_notice
from mediation.errors import FileRefused
from mediation.exchange.canonical import canonical, read_object
from mediation.exchange.envelope import Header, open_file, read_header
from mediation.exchange.keys import card, is_locked, new_keys, read_card, unlocked
from mediation.exchange.packing import pack, unpack
from mediation.ledger.headings import CASE_HEADINGS
from mediation.ledger.reading import open_ledger, read_pasted
from mediation.ledger.rows import LedgerCase, LedgerTotals, LeftOut, Rejection
from mediation.ledger.tariff_file import read_tariff
from mediation.referrals.reading import read_referral
from tests.exchange.machines import Machine, World
from tests.fuzzing.trying import tried_on
from tests.fuzzing.values import mixed, refused
from tests.referral_texts import LETTERS
from tests.threats.hostile import CONTROL

HEADINGS = tuple(CASE_HEADINGS)
GOOD = {
    "法院案号": "（2026）内0603民初{row}号",
    "承办法院": "康巴什区法院",
    "来源": "委托",
    "案由": "买卖合同纠纷",
    "申请人": "王小丽",
    "被申请人": "赵大海",
    "标的额(元)": "200000",
    "委派日期": "2026-03-02",
}
NASTY = (
    *("=1+1", "\x1b[31m", "约20万", "2026-02-30", "NaN", "1e400", "9" * 40, "合计", "", "无", "￾"),
    *(
        "成功",
        "已调解成功",
        "1_000",
        "１２",
        "２０２６年３月",
        "45540",
        "TRUE",
        "a\nb",
        '"',
        "甲\t乙",
    ),
    *(
        "（2026）内0603民初1号",
        "内0603",
        "张三(代)",
        "\ud800",
        "'=1",
        "#REF!",
        "-1",
        "0",
        "1899-12-30",
    ),
)
CELLS = st.one_of(
    st.sampled_from(NASTY),
    st.text(max_size=12),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(date(1900, 3, 1), date(2150, 1, 1)),
)
ROWS = st.lists(
    st.one_of(
        st.just({}), st.dictionaries(st.sampled_from(HEADINGS), CELLS, min_size=1, max_size=4)
    ),
    min_size=1,
    max_size=5,
)
"""Rows of a ledger that are good but for the cells named."""


def _rows(changes: list[dict[str, object]]) -> list[list[object]]:
    return [
        [change.get(head, GOOD.get(head, "").format(row=number)) for head in HEADINGS]
        for number, change in enumerate(changes, 2)
    ]


def _csv(rows: list[list[object]]) -> bytes:
    import csv

    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(HEADINGS)
    table.writerows(rows)
    return out.getvalue().encode("utf-8", "ignore")


def _workbook(rows: list[list[object]]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, HEADINGS)
        for number, cells in enumerate(rows, 1):
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(number, column, cell.encode("utf-8", "ignore").decode())
                elif isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, day)
                else:
                    sheet.write(number, column, cell)
    return buffer.getvalue()


def _read(name: str, content: bytes) -> list[object] | None:
    """Everything that a file gives, ``None`` when it is refused as a whole."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        found: list[object] = []
        if refused(lambda: found.extend(open_ledger(path))):
            return None
        return found


@tried_on(ROWS, st.booleans(), share=0.4)
def each_row_is_a_case_a_refusal_with_its_place_or_left_out(
    changes: list[dict[str, object]], as_workbook: bool
) -> None:
    rows = _rows(changes)
    name, content = ("a.xlsx", _workbook(rows)) if as_workbook else ("a.csv", _csv(rows))
    found = _read(name, content)
    if found is None:
        return
    places = [each.row for each in found]  # type: ignore[attr-defined]
    for each in found:
        assert isinstance(each, LedgerCase | LedgerTotals | Rejection | LeftOut)
        if isinstance(each, Rejection):
            assert each.file == name
            assert each.reason
            assert each.heading == "" or each.heading in HEADINGS
            assert not CONTROL.search(each.value)
    lines = any("\n" in str(cell) or "\r" in str(cell) for row in rows for cell in row)
    if not lines:
        assert places == sorted(set(places))
    untouched = [number for number, change in enumerate(changes, 2) if not change]
    numbers = {"法院案号", "调解编号"}
    if not any(numbers & change.keys() for change in changes) and (as_workbook or not lines):
        read = {each.row for each in found if isinstance(each, LedgerCase)}
        assert set(untouched) <= read


@tried_on(st.binary(max_size=400), st.sampled_from([".csv", ".xlsx", ".xls", ".xlsm", ".txt"]))
def any_bytes_are_a_ledger_or_refused(content: bytes, suffix: str) -> None:
    _read(f"台账{suffix}", content)


@cache
def _good_workbook() -> bytes:
    return _workbook(_rows([{}, {}, {}]))


@tried_on(st.randoms(use_true_random=False), st.integers(1, 6), share=0.4)
def a_workbook_damaged_under_good_checksums_is_read_or_refused(
    chance: random.Random, times: int
) -> None:
    with zipfile.ZipFile(io.BytesIO(_good_workbook())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _time in range(times):
        name = chance.choice(sorted(parts))
        content = bytearray(parts[name])
        at = chance.randrange(len(content) + 1)
        piece = chance.choice(
            [
                b"",
                b"9" * 30,
                b"<",
                b">",
                b'"',
                b"&#0;",
                b"&x;",
                b"-",
                b"\xff\xfe",
                b"A1048576",
                b"<!DOCTYPE a>",
                b"<v>",
                b't="s"',
                b"ZZZ9999999",
                b"1e999",
                bytes(content[at : at + 200]),
            ]
        )
        content[at : at + chance.randrange(40)] = piece
        parts[name] = bytes(content)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, whole in parts.items():
            archive.writestr(part, whole)
    _read("台账.xlsx", buffer.getvalue())


@tried_on(st.randoms(use_true_random=False), st.integers(1, 3), share=0.4)
def a_workbook_with_bytes_changed_is_read_or_refused(chance: random.Random, times: int) -> None:
    content = bytearray(_good_workbook())
    for _time in range(times):
        at = chance.randrange(len(content))
        content[at : at + chance.randrange(3)] = chance.randbytes(chance.randrange(3))
    _read(
        "台账.xlsx", bytes(content[: chance.choice((len(content), chance.randrange(len(content))))])
    )


@tried_on(st.lists(st.lists(st.text(max_size=8), max_size=20), max_size=6))
def any_pasted_rows_are_read_or_refused(rows: list[list[str]]) -> None:
    text = "\n".join("\t".join(row) for row in rows)
    refused(lambda: list(read_pasted(text.encode("utf-8", "ignore").decode())))


@tried_on(st.lists(st.lists(CELLS, max_size=6), max_size=5), st.booleans(), share=0.4)
def any_tariff_is_taken_or_refused(rows: list[list[object]], is_bytes: bool) -> None:
    heads = "难易等级,结果,金额(元),有效期起,依据,档次"
    lines = [heads, *(",".join(map(str, row)) for row in rows)]
    content = "\n".join(lines).encode("utf-8", "ignore")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "标准.csv"
        path.write_bytes(content[: len(content) // 2] if is_bytes else content)
        refused(read_tariff, path)


@tried_on(
    st.one_of(
        st.binary(max_size=200),
        st.text('{}[]",: 0123456789-dateofkindnamework2027-01-01休班元旦', max_size=120).map(
            str.encode
        ),
    ),
    st.sampled_from([".csv", ".json"]),
)
def any_notice_of_holidays_is_days_or_refused(content: bytes, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"2027{suffix}"
        path.write_bytes(content)
        if not refused(read_notice, path):
            days = [each.day for each in read_notice(path)]
            assert len(days) == len(set(days))


# --- bundles ------------------------------------------------------------------------------------

JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
LINES = st.lists(st.dictionaries(st.text(max_size=6), JSON, max_size=4), max_size=4)


@tried_on(LINES)
def lines_of_a_bundle_come_back(lines: list[dict[str, object]]) -> None:
    try:
        packed = pack(lines)
    except UnicodeEncodeError:
        return
    try:
        assert list(unpack(packed)) == lines
    except FileRefused:
        assert any(_depth(line) > 8 for line in lines)
    else:
        for line in lines:
            assert read_object(canonical(line).encode()) == line


def _depth(value: object) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(_depth, inner), default=0) if isinstance(value, dict | list) else 0


@tried_on(
    st.one_of(
        st.binary(max_size=200),
        st.text('{}[]",:0123456789.-eE\\u nulltrue', max_size=80).map(str.encode),
        st.sampled_from([b"[" * 5_000, b'{"a":' * 3_000, b'{"a":' + b"9" * 5_000 + b"}"]),
    )
)
def any_bytes_are_lines_an_object_a_card_or_refused(content: bytes) -> None:
    for read in (lambda: list(unpack(content)), lambda: read_object(content)):
        refused(read)
    for read in (lambda: read_card(content), lambda: is_locked(content), lambda: unlocked(content)):
        refused(read)
    refused(read_header, content)


@cache
def _sealed() -> tuple[bytes, Machine, Machine]:
    folder = Path(tempfile.mkdtemp(prefix="mediation-fuzzing-"))
    world = World(folder, passing=True)
    pc = world.pcs["高文彬"]
    world.centre.add("A-1", world.people["高文彬"].id)
    return world.centre.make(pc).read_bytes(), world.centre, pc


@tried_on(st.randoms(use_true_random=False), st.integers(1, 4))
def no_changed_file_of_the_exchange_is_opened(chance: random.Random, times: int) -> None:
    whole, sender, receiver = _sealed()
    changed = bytearray(whole)
    for _time in range(times):
        at = chance.randrange(len(changed) + 1)
        changed[at : at + chance.randrange(4)] = chance.choice(
            [chance.randbytes(chance.randrange(5)), b'"', b"{", b"\n", b"0" * 64, b"null", b"-1"]
        )
    content = bytes(changed)
    if content == whole:
        return
    found: list[Header] = []
    if refused(lambda: found.append(read_header(content))):
        return
    assert refused(open_file, content, found[0], receiver.keys, sender.keys.public)


@tried_on(mixed("张李王·委员联络办abc", 12))
def a_card_comes_back_as_it_was_given(name: str) -> None:
    try:
        text = card(name, new_keys().public).encode()
    except UnicodeEncodeError:
        return
    assert read_card(text)[0] == name


# --- letters ------------------------------------------------------------------------------------

PIECES = sorted({line for letter in LETTERS for line in letter.text.splitlines() if line.strip()})
LETTER = st.one_of(
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=10)), max_size=12).map("\n".join),
    st.lists(
        st.sampled_from(
            [
                "原告",
                "被告",
                "申请人",
                "：",
                "张三",
                "，",
                "电话",
                "13900001111",
                " ",
                "\n",
                "标的",
                "万元",
                "20",
                "（2026）内0603民初1号",
                "诉",
                "与",
                "、",
                "一案",
                "2026年3月",
                "日",
                "委派",
                "法院",
                "(",
                ")",
                "9" * 30,
            ]
        ),
        max_size=60,
    ).map("".join),
)


@tried_on(LETTER, share=0.7)
def a_letter_says_nothing_that_does_not_stand_in_it(text: str) -> None:
    if refused(clean_note, text):
        return
    told = read_referral(text)
    assert told.text == clean_note(text)
    assert read_referral(told.text) == told
    for place in told.found:
        assert 0 <= place.start < place.end <= len(told.text)
    for party in (*told.applicants, *told.respondents, *told.third_parties):
        assert party.name
        assert all(letter in told.text for letter in party.name if letter.isalpha())
    for day in (told.referred_on, told.signed_on):
        assert day is None or 1990 <= day.year <= 2100
    assert told.amount is None or told.amount > 0


@tried_on(
    st.sampled_from(
        ["原告", "（", "9", "，", "电话：1", "诉", "一、", "张三 ", "0477-", "\n", "20万", "年3月"]
    )
)
def a_letter_of_one_piece_over_and_over_is_read_in_time(piece: str) -> None:
    read_referral(piece * (20_000 // len(piece)))
