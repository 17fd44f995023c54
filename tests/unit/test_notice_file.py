"""A file of holidays: three forms, and refusals that name the place."""

from datetime import date

import pytest

from mediation.clock.calendar import SpecialDay
from mediation.clock.notice_file import read_notice
from mediation.errors import FileRefused

DAYS = [SpecialDay(date(2027, 1, 1), True, "元旦"), SpecialDay(date(2027, 1, 3), False, "元旦")]


def written(tmp_path, name, text, encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "2027-01-03,班,元旦\n2027年1月1日,休,元旦\n"),
        ("a.csv", "\ufeff日期,类别,名称\r\n2027/1/1,放假,元旦\r\n\r\n2027/1/3,补班,元旦\r\n"),
        ("a.json", '[{"date": "2027-01-01", "kind": "off", "name": "元旦"},'
                   ' {"date": "2027-01-03", "kind": "work", "name": "元旦"}]'),
        ("a.json", '{"year": 2027, "days": [{"name": "元旦", "date": "2027-01-01",'
                   ' "isOffDay": true}, {"name": "元旦", "date": "2027-01-03",'
                   ' "isOffDay": false}]}'),
    ],
)  # fmt: skip
def test_a_notice_is_read_in_every_form(tmp_path, name, text):
    assert read_notice(written(tmp_path, name, text)) == DAYS


def test_a_file_of_an_old_office_program_is_read(tmp_path):
    path = written(tmp_path, "a.csv", "2027-01-01,休,元旦\n2027-01-03,班,元旦\n", "gb18030")
    assert read_notice(path) == DAYS


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.csv", "2027-01-01,休,元旦\n2027-02-30,休,春节\n", ("a.csv 第 2 行", "2027-02-30")),
        ("a.csv", "2027-01-01,半休,元旦\n", ("第 1 行", "“半休”")),
        ("a.csv", "\n\n,休,元旦\n", ("第 3 行", "没有写日期")),
        ("a.csv", "2027-01-01,休,元旦\n2027-01-01,班,元旦\n", ("第 2 行", "写了两次")),
        ("a.csv", "", ("里没有一天",)),
        ("a.json", "[\n{]", ("a.json 第 2 行", "不是 JSON")),
        ("a.json", '{"days": 3}', ("a.json",)),
        ("a.json", '[{"date": "2027-01-01"}]', ("第 1 行", "类别")),
        ("a.json", "[" * 100_000, ("不是 JSON",)),
    ],
)
def test_a_refusal_names_file_line_and_value(tmp_path, name, text, said):
    with pytest.raises(FileRefused) as refused:
        read_notice(written(tmp_path, name, text))
    assert all(words in refused.value.message for words in said)


def test_what_is_no_text_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xff\xfe\x00\xd8\x80\xff")
    with pytest.raises(FileRefused):
        read_notice(path)
