import pytest

from mediation.errors import FileRefused, NotFound

HEAD = "案号,申请人,被申请人,标的额,收案日期"


def line(serial: int) -> str:
    return f"（2026）内0603诉前调{serial}号,张三,李四,20000,2026-03-02"


LEDGER = "\n".join([HEAD, line(1), line(2), line(3)]) + "\n"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"],
)
def test_every_usual_encoding_is_read(text, read, encoding):
    result = read(text(LEDGER, encoding=encoding))
    assert [case.applicants for case in result.cases] == [("张三",)] * 3
    assert [case.row for case in result.cases] == [2, 3, 4]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found(text, read, separator):
    assert len(read(text(LEDGER.replace(",", separator))).cases) == 3


def test_the_separator_line_of_a_spreadsheet_program_is_obeyed_and_is_no_row(text, read):
    result = read(text("sep=;\r\n" + LEDGER.replace(",", ";")))
    assert [case.row for case in result.cases] == [2, 3, 4]


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_every_line_end_is_read(text, read, end):
    assert len(read(text(LEDGER.replace("\n", end))).cases) == 3


def test_line_ends_may_be_mixed(text, read):
    content = f"{HEAD}\r\n{line(1)}\r{line(2)}\n{line(3)}"
    assert len(read(text(content)).cases) == 3


@pytest.mark.parametrize(
    "content",
    [bytes(range(256)) * 8, b"\xff\xfe\x00\xd8\x00", "案號,原告,被告,說明\n".encode("big5") * 40],
)
def test_what_is_no_text_is_refused_and_never_guessed(text, read, content):
    with pytest.raises(FileRefused, match=r"编码|表头"):
        read(text(content))


def test_control_characters_throughout_are_no_text_though_they_decode(text, read):
    with pytest.raises(FileRefused, match="编码"):
        read(text(bytes(range(1, 32)) * 20))


def test_full_width_commas_are_told_as_such(text, read):
    with pytest.raises(FileRefused, match="全角逗号"):
        read(text(LEDGER.replace(",", "，")))


def test_a_row_of_another_width_is_refused_with_both_counts(text, read):
    content = f"{HEAD}\n（2026）内0603诉前调1号,张三\n{line(2)}\n{line(3)},多,多\n{line(4)},,\n"
    result = read(text(content))
    assert [case.row for case in result.cases] == [3, 5]
    assert [one.row for one in result.rejections] == [2, 4]
    assert "有 2 列,表头有 5 列" in result.rejections[0].reason
    assert "有 7 列,表头有 5 列" in result.rejections[1].reason


def test_a_quote_left_open_is_refused_instead_of_swallowing_the_rest(text, read):
    with pytest.raises(FileRefused, match="第 3 行起的引号没有成对"):
        read(text(f'{HEAD}\n{line(1)}\n"{line(2)}\n{line(3)}\n'))


def test_a_cell_may_be_longer_than_the_csv_module_allows_by_itself(text, read):
    content = f"{HEAD},备注\n{line(1)},{'长' * 150_000}\n{line(2)},{'长' * 200_001}\n"
    result = read(text(content))
    assert len(result.cases[0].remark) == 150_000
    assert [one.row for one in result.rejections] == [3]
    assert "200001 字,超过 200000 字" in result.rejections[0].reason


def test_a_nul_is_reported_and_an_escape_cleaned_while_markup_stays(text, read):
    damaged = line(1).replace("张三", "张\0三")
    hostile = line(2).replace("张三", "[/red]").replace("李四", "\x1b[2J\x07李四")
    result = read(text("\n".join([HEAD, damaged, hostile])))
    assert result.refused == [(2, "申请人", "张三")]
    (case,) = result.cases
    assert case.applicants == ("[/red]",)
    assert case.respondents == ("[2J李四",)


def test_text_that_a_spreadsheet_program_forced_to_be_text_is_read(text, read):
    content = f'编号,{HEAD}\n="0012",{line(1)}\n'
    assert read(text(content)).cases[0].number == "0012"


def test_more_rows_than_allowed_are_refused(text, read):
    with pytest.raises(FileRefused, match="超过 3 行"):
        read(text(LEDGER), rows=3)


def test_a_missing_file_is_not_found(tmp_path, read):
    with pytest.raises(NotFound, match="没有找到文件"):
        read(tmp_path / "没有.csv")


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(text, read, content):
    with pytest.raises(FileRefused):
        read(text(content))


def test_other_kinds_of_files_and_folders_are_refused(text, tmp_path, read):
    with pytest.raises(FileRefused, match="只读"):
        read(text("x", name="台账.pdf"))
    with pytest.raises(FileRefused, match="不是文件"):
        read(tmp_path)


@pytest.mark.parametrize("heading", ["编号", "身份证号", "备注"])
def test_digits_lost_before_the_file_was_saved_as_text_are_refused(text, read, heading):
    result = read(text(f"{HEAD},{heading}\n{line(1)},1.10105E+17\n{line(2)},1E+5\n"))
    assert [one.row for one in result.rejections] == [2]
    assert "超过 15 位" in result.rejections[0].reason
