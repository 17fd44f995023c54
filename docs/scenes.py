"""What each picture of docs/pictures shows: the keys that lead to it, at a size, by day or by night."""

from __future__ import annotations

from dataclasses import dataclass

LARGE, SMALL = (120, 40), (80, 24)
OPEN_CASE = "内0621民初734号"
WITH_A_PROMISE = "内0621民初709号"
LETTER = """康巴什区人民法院委托调解函
（2026）内0603民初766号
原告王秀英诉被告恒泽商贸有限公司买卖合同纠纷一案,现委托你调解室调解(普通程序)。
原告:王秀英,电话13900001234。被告:恒泽商贸有限公司,电话13900005678。
诉讼请求:支付货款86500元。请携带送货单原件到场。
2026年11月20日"""
ROWS = """法院案号\t案由\t申请人\t被申请人\t标的额\t委派日期
(2026)内0603民初801号\t民间借贷纠纷\t王秀英\t赵磊\t3.5万\t2026-11-18
(2026)内0603民初802号\t买卖合同纠纷\t李强\t恒泽商贸有限公司\t86500\t2026-11-19
(2026)内0603民初803号\t没有这个案由\t周宏伟\t唐明远\t一万\t2026-13-40
"""
THEIRS = """案号\t案由\t申请人\t被申请人\t标的额\t委派日期
(2026)内0621民初734号\t买卖合同纠纷\t吕佳怡\t北河农牧业有限公司\t130000\t2026-11-14
(2026)内0603民初801号\t民间借贷纠纷\t王秀英\t赵磊\t35000\t2026-11-18
"""


@dataclass(frozen=True)
class Typed:
    """Letters typed one by one."""

    text: str


@dataclass(frozen=True)
class Pasted:
    """A text pasted whole."""

    text: str


Step = str | Typed | Pasted


@dataclass(frozen=True)
class Picture:
    """One picture: the steps that lead to it, at a size in columns and lines.

    ``empty`` begins without a database.
    """

    name: str
    steps: tuple[Step, ...]
    size: tuple[int, int] = SMALL
    day: bool = False
    empty: bool = False


FRONT = (
    Picture("home-120x40", ("1",), LARGE),
    Picture("home-80x24", ("1",)),
    Picture("cases-120x40", ("2",), LARGE),
    Picture("cases-80x24", ("2",)),
    Picture("report-120x40", ("3", "left_square_bracket"), LARGE),
    Picture("report-80x24", ("3", "left_square_bracket")),
    Picture("case-120x40", ("2", *["down"] * 19, "enter"), LARGE),
    Picture("register-80x24", ("n", "enter")),
    Picture("totals-120x40", ("5",), LARGE),
)


def _manual(name: str, *steps: Step, empty: bool = False) -> Picture:
    return Picture(f"manual/{name}", steps, day=True, empty=empty)


def _found(number: str) -> tuple[Step, ...]:
    return ("2", "slash", Typed(number), "enter", "enter")


_IN_CASE = _found(OPEN_CASE)
_NEW = ("2", "n", "delete", "escape", "n")
_TIED = (
    *("4", "slash", Typed("田慧琴"), "enter", "i", "n", "2", "tab"),
    *(Typed("北河农牧业有限公司"), "tab", Typed("股东"), "ctrl+s"),
)
_PROMISED = (
    *("a", "a", "tab", "tab", "tab", Typed("货款"), "tab", Typed("60000"), "tab"),
    *("tab", "1", "tab", Typed("吕佳怡 农业银行 尾号1234"), "tab", "2", "tab"),
    *(Typed("12-15"), "tab", Typed("12"), "tab"),
)

MANUAL = (
    _manual("home", "1"),
    _manual("form-help", "2", "n", "delete", "f1"),
    _manual("door", empty=True),
    _manual("roster", "4"),
    _manual("interests", *_TIED),
    _manual("register", "2", "n", "delete", "tab", Typed("(2026)内0603民初766号"), "tab", "tab",
            "tab", "1", "tab", Typed("mjjd")),
    _manual("pasted", "2", "n", "delete", Pasted(LETTER)),
    _manual("why", *_IN_CASE, "i"),
    _manual("extend", *_IN_CASE, "y", Typed("10"), "tab", "tab", "1"),
    _manual("case", *_IN_CASE),
    _manual("log", *_IN_CASE, "l", Typed(
        "昨天 14:30 电话 @甲 @乙 同意分期,差在首期多少 #事实 尚欠货款125400元 "
        "#妥协 愿减5000 #私 甲方急用钱 #下步 周五 问乙首期"
    )),
    _manual("session", *_IN_CASE, "s"),
    _manual("sessions", *_IN_CASE, "S", "a", Typed("3天后"), "tab", Typed("1430"), "ctrl+s"),
    _manual("statement", *_IN_CASE, "w", "1", "tab", "tab",
            Typed("双方对送货单和尚欠货款125400元无异议。")),
    _manual("people", *_IN_CASE, "d"),
    _manual("conflict", *_TIED, *_IN_CASE, "q"),
    _manual("assign", *_TIED, *_IN_CASE, "f"),
    _manual("clause", *_IN_CASE, *_PROMISED),
    _manual("agreement", *_found(WITH_A_PROMISE), "a"),
    _manual("exit", *_IN_CASE, *_PROMISED, "ctrl+s", "x"),
    _manual("close", *_IN_CASE, "c", "tab", "1", "tab", "1", "tab", "tab"),
    _manual("payment", *_found(WITH_A_PROMISE), "p"),
    _manual("transcript", *_IN_CASE, "o", "space", "down", "space", "down"),
    _manual("find", "2", "slash", Typed("czh")),
    _manual("filter", "2", "right", "right", "f", "right", "o"),
    _manual("views", "2", "V"),
    _manual("change-many", "2", "space", "down", "space", "E", "enter"),
    _manual("paste-rows", "2", Pasted(ROWS)),
    _manual("bin", *_found(OPEN_CASE), "delete", Typed("重复登记"), "enter", "2", "D"),
    _manual("reconcile", "2", "R", Pasted(THEIRS)),
    _manual("month", "3", "left_square_bracket"),
    _manual("totals", "5"),
    _manual("funnel", "3", "p", *["backspace"] * 3, "enter", "g"),
    _manual("definitions", "3", "left_square_bracket", "d"),
    _manual("seal", "3", "left_square_bracket", "b"),
    _manual("export", "3", "left_square_bracket", "x"),
    _manual("member", "4", "m"),
    _manual("pay", "4", "p"),
    _manual("settings", "comma"),
    _manual("cover", "2", "n", "delete", "tab", Typed("(2026)内0603民初766号"), "alt+l"),
    _manual("exchange", "2", "B"),
)  # fmt: skip
