"""``mediation read-referral``."""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.cli.calling import Call
from tests.referral_texts import LETTERS, MESSAGES

KEYS = {
    "case_number", "court", "channel", "procedure", "cause", "amount", "applicants", "respondents",
    "third_parties", "referred_on", "signed_on", "left_over",
}  # fmt: skip


def _file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "函.txt"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_letter_is_told_as_data_in_any_encoding(
    call: Call, tmp_path: Path, encoding: str
) -> None:
    answer = call("read-referral", _file(tmp_path, LETTERS[0].text, encoding), "--json")
    assert (answer.code, answer.err) == (0, "")
    read = answer.value
    assert set(read) == KEYS
    assert read["case_number"] == "（2026）内0602诉前调412号"
    assert (read["court"], read["channel"], read["amount"]) == ("内0602", "委派", "200000.00")
    assert read["applicants"][1] == {
        "name": "李秀兰",
        "phone": "0477-3966123",
        "id_number": None,
    }
    assert (read["referred_on"], read["signed_on"]) == ("2026-10-09", "2026-10-12")


def test_what_is_not_found_is_null_or_empty(call: Call, tmp_path: Path) -> None:
    read = call("read-referral", _file(tmp_path, "收到,谢谢!\x1b[2J"), "--json").value
    assert read["left_over"] == "收到,谢谢![2J"
    assert all(not read[key] for key in KEYS - {"left_over"})
    assert read["amount"] is None
    assert read["applicants"] == []


def test_a_dash_means_standard_input(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = SimpleNamespace(buffer=io.BytesIO(MESSAGES[0].text.encode()))
    monkeypatch.setattr("sys.stdin", typed)
    assert call("read-referral", "-", "--json").value["cause"] == "租赁合同纠纷"


def test_for_people_the_finds_stand_on_stdout_and_the_rest_on_stderr(
    call: Call, tmp_path: Path
) -> None:
    answer = call("read-referral", _file(tmp_path, MESSAGES[0].text))
    assert "承办法院: 达拉特旗人民法院" in answer.out
    assert "申请人: 孟和 13800000001" in answer.out
    assert "约20万" in answer.err


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\x00\xfe\x81" * 20, "编码"),
        (b"PK\x03\x04rest", "Word"),
        (b"%PDF-1.7", "PDF"),
        ("甲" * 200_001, "太长"),
        (b"a" * 900_000, "太大"),
    ],
)
def test_what_is_no_such_text_is_refused(
    call: Call, tmp_path: Path, content: bytes | str, told: str
) -> None:
    path = tmp_path / "函.txt"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    answer = call("read-referral", path, "--json")
    assert answer.code == 1
    assert told in answer.value["error"]


def test_a_file_that_is_not_there_is_not_found(call: Call, tmp_path: Path) -> None:
    assert call("read-referral", tmp_path / "无.txt").code == 3
    assert call("read-referral", tmp_path).code == 1
