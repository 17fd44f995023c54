"""``mediation causes`` and ``mediation courts``."""

from __future__ import annotations

import pytest

from tests.cli.calling import Call


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("mjjd", "民间借贷纠纷"),
        ("民间借贷", "民间借贷纠纷"),
        ("买卖", "买卖合同纠纷"),
        ("交通事故", "机动车交通事故责任纠纷"),
        ("lh", "离婚纠纷"),
        ("MJJD", "民间借贷纠纷"),
    ],
)
def test_the_best_cause_stands_first(call: Call, typed: str, first: str) -> None:
    answer = call("causes", typed, "--json")
    best = answer.value[0]
    assert (answer.code, best["name"]) == (0, first)
    assert set(best) == {"code", "name", "path"}
    assert best["path"].endswith("/" + first)
    assert call("causes", best["code"], "--json").value[0] == best


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("康巴什", "内0603"),
        ("康巴什法院", "内0603"),
        ("kbs", "内0603"),
        ("kbsfy", "内0603"),
        ("kbsqfy", "内0603"),
        ("eedszy", "内06"),
        ("dsq", "内0602"),
        ("伊旗法院", "内0627"),
        ("yq", "内0627"),
        ("内06", "内06"),
        ("内0622", "内0622"),
        ("内蒙古高院", "内"),
    ],
)
def test_the_best_court_stands_first(call: Call, typed: str, code: str) -> None:
    assert call("courts", typed, "--json").value[0]["code"] == code


def test_the_path_of_a_court_names_the_courts_above_it(call: Call) -> None:
    assert call("courts", "内0603", "--json").value[0]["path"] == (
        "最高人民法院/内蒙古自治区高级人民法院/内蒙古自治区鄂尔多斯市中级人民法院/鄂尔多斯市康巴什区人民法院"
    )


def test_a_name_that_several_courts_share_lists_them_all(call: Call) -> None:
    found = call("courts", "朝阳法院", "--json").value
    assert {"京0105", "吉0104"} <= {court["code"] for court in found}


@pytest.mark.parametrize("command", ["causes", "courts"])
def test_nothing_found_is_an_empty_list_and_the_code_of_not_found(call: Call, command: str) -> None:
    answer = call(command, "没有这个\x1b[31m", "--json")
    assert (answer.code, answer.value) == (3, [])
    assert answer.err == "没有找到“没有这个[31m”。\n"
    assert call(command, "没有这个").out == ""


def test_without_json_the_finds_are_a_table(call: Call) -> None:
    answer = call("causes", "mjjd", "--limit", "1")
    assert "民间借贷纠纷" in answer.out
    assert answer.out.count("\n") == 1
    assert call("courts", "kbs", "--limit", "0").code == 2
