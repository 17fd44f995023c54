"""A session logged in one line: ``14:30 电话 @甲 @乙 谈了还款 #事实 … #妥协 … #私 … #下步 …``."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Protocol

from mediation.cases.case import Case
from mediation.cases.plain import clean_line
from mediation.cases.terms import Means, Side
from mediation.errors import Unreadable

Calls = Mapping[str, tuple[str, ...]]
"""What people may be called by after ``@``, folded, and whom that means."""

_SIDE_SIGNS = {Side.APPLICANT: "甲", Side.RESPONDENT: "乙", Side.THIRD: "丙"}
_ZONE_SIGNS = {
    "无争议事实": "facts",
    "无争议": "facts",
    "事实": "facts",
    "妥协": "compromises",
    "让步": "compromises",
    "私记": "private",
    "私": "private",
    "下一步": "next_step",
    "下步": "next_step",
}
_MARK = re.compile(f"[#＃]({'|'.join(sorted(_ZONE_SIGNS, key=len, reverse=True))})[:：]?")
_MENTION = re.compile(r"[@＠]([^\s@＠#＃,，。;；、:：]+)")
_DAY = re.compile(
    r"(?:今天|昨天|前天|今日|昨日|前日|[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?"
    r"|[0-9]{1,2}(?:[-/][0-9]{1,2}|月[0-9]{1,2}[日号]))(?![0-9:：])"
)
_DAY_AHEAD = re.compile(r"今天|明天|后天|" + _DAY.pattern)
_WEEKDAY = re.compile(r"(下)?(?:周|星期|礼拜)([一二三四五六日天])")
_IN_DAYS = re.compile(r"([0-9]{1,3})\s*[天日]后")
_TIME = re.compile(r"(?<![0-9:：])([01]?[0-9]|2[0-3])[:：]([0-5][0-9])(?![0-9])")
_MEANS = {
    "现场": Means.ON_SITE,
    "当面": Means.ON_SITE,
    "视频": Means.VIDEO,
    "线上": Means.VIDEO,
    "电话": Means.PHONE,
    "书面": Means.WRITTEN,
    "微信": Means.WRITTEN,
}
_MEANS_WORD = re.compile(f"({'|'.join(_MEANS)})(?=$|[\\s,，。;；@＠#＃])")
_MEANS_VERB = re.compile(f"({'|'.join(_MEANS)})(?=联系|沟通|调解|约谈|会议|协商)")
_BETWEEN = " \t\u3000,，;；、。"


class ReadDay(Protocol):
    """Reads a day as people type it; ``ahead`` when it lies before us rather than behind."""

    def __call__(self, text: str, *, ahead: bool) -> date | None:
        """The day, ``None`` when there is none in the text; may raise Unreadable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """What a line says; ``None`` and empty for what it does not say.

    ``strange`` are names after ``@`` that nobody in the case bears, ``unclear`` those that could mean
    several people. ``step_on`` and ``step_at`` are the day and the time that the next step names.
    """

    day: date | None = None
    at: time | None = None
    means: Means | None = None
    present: tuple[str, ...] = ()
    summary: str = ""
    facts: tuple[str, ...] = ()
    compromises: tuple[str, ...] = ()
    private: tuple[str, ...] = ()
    next_step: str = ""
    step_on: date | None = None
    step_at: time | None = None
    strange: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()


def read_line(text: str, calls: Calls, today: date, read_day: ReadDay) -> LogLine:
    """Read a line; nothing of it is lost. ``read_day`` reads a day such as 昨天 or 11-20."""
    head, *parts = _MARK.split(clean_line(text))
    names = _Names(calls)
    line, rest = _opening(head.strip(_BETWEEN), names, read_day)
    line = replace(line, summary=names.spoken(rest))
    found: defaultdict[str, list[str]] = defaultdict(list)
    for sign, words in zip(parts[::2], parts[1::2], strict=True):
        said = names.spoken(words.strip(_BETWEEN))
        if said:
            found[_ZONE_SIGNS[sign]].append(said)
    step = ";".join(found["next_step"])
    return replace(
        line,
        facts=tuple(found["facts"]),
        compromises=tuple(found["compromises"]),
        private=tuple(found["private"]),
        next_step=step,
        step_on=_step_day(step, today, read_day),
        step_at=_step_time(step),
        present=tuple(dict.fromkeys(names.present)),
        strange=tuple(dict.fromkeys(names.strange)),
        unclear=tuple(dict.fromkeys(names.unclear)),
    )


def calls_of(case: Case, others: Iterable[str], initials: Callable[[str], str]) -> Calls:
    """What may stand after ``@``: 甲 乙 丙 for a side, 甲2 for its second, names, pinyin initials.

    ``others`` are further people, such as the mediators.
    """
    found: defaultdict[str, list[str]] = defaultdict(list)
    for side, sign in _SIDE_SIGNS.items():
        for place, name in enumerate(case.names(side), start=1):
            for call in (sign, f"{sign}方", f"{sign}{place}"):
                found[call].append(name)
    agents = [agent.name for party in case.parties for agent in party.agents]
    heads = [party.representative for party in case.parties if party.representative]
    for name in dict.fromkeys((*(p.name for p in case.parties), *agents, *heads, *others)):
        found[name.casefold()].append(name)
        if len(short := initials(name)) > 1:
            found[short].append(name)
    return {call: tuple(dict.fromkeys(names)) for call, names in found.items()}


def _opening(text: str, names: _Names, read_day: ReadDay) -> tuple[LogLine, str]:
    """Day, time, means and people at the head of a line, in any order, and the text after them."""
    line = LogLine()
    while True:
        text = text.lstrip(_BETWEEN)
        if line.at is None and (match := _TIME.match(text)):
            line = replace(line, at=time(int(match[1]), int(match[2])))
        elif line.day is None and (match := _DAY.match(text)) and (day := _day(match[0], read_day)):
            line = replace(line, day=day)
        elif line.means is None and (match := _MEANS_WORD.match(text)):
            line = replace(line, means=_MEANS[match[1]])
        elif match := _MENTION.match(text):
            text = names.met(match[1])[1] + text[match.end() :]
            continue
        else:
            break
        text = text[match.end() :]
    if line.means is None and (match := _MEANS_VERB.match(text)):
        line = replace(line, means=_MEANS[match[1]])
    return line, text


def _day(text: str, read_day: ReadDay, *, ahead: bool = False) -> date | None:
    try:
        return read_day(text, ahead=ahead)
    except Unreadable:
        return None


def _step_day(step: str, today: date, read_day: ReadDay) -> date | None:
    """The day named anywhere in a next step: 11-25, 明天, 周五, 下周一, 3天后."""
    if match := _WEEKDAY.search(step):
        weekday = "一二三四五六日".index(match[2].replace("天", "日"))
        if match[1]:
            return today + timedelta(days=7 - today.weekday() + weekday)
        return today + timedelta(days=(weekday - today.weekday()) % 7)
    if match := _IN_DAYS.search(step):
        return today + timedelta(days=int(match[1]))
    match = _DAY_AHEAD.search(step)
    return _day(match[0], read_day, ahead=True) if match else None


def _step_time(step: str) -> time | None:
    match = _TIME.search(step)
    return time(int(match[1]), int(match[2])) if match else None


class _Names:
    """Who was named so far."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._longest_first = sorted(calls, key=len, reverse=True)
        self.present: list[str] = []
        self.strange: list[str] = []
        self.unclear: list[str] = []

    def met(self, token: str) -> tuple[str, str]:
        """Note who a token after ``@`` means; answers the name to show and what of it was text."""
        folded = token.casefold()
        call = next((one for one in self._longest_first if _begins(folded, one)), None)
        if call is None:
            return self._by_part(token), ""
        people, is_side = self._calls[call], call[0] in _SIDE_SIGNS.values()
        rest = token[len(call) :]
        if len(people) > 1 and not is_side:
            self.unclear.append(token[: len(call)])
            return token[: len(call)], rest
        self.present += people
        return "、".join(people), rest

    def spoken(self, text: str) -> str:
        """A text with everybody after ``@`` by name."""

        def named(match: re.Match[str]) -> str:
            name, rest = self.met(match[1])
            return f"{name}{rest}"

        return _MENTION.sub(named, text).strip()

    def _by_part(self, token: str) -> str:
        whole = {name for people in self._calls.values() for name in people if token in name}
        if len(whole) == 1:
            (name,) = whole
            self.present.append(name)
            return name
        (self.unclear if whole else self.strange).append(token)
        if not whole:
            self.present.append(token)
        return token


def _begins(token: str, call: str) -> bool:
    """Whether a token is a call, or begins with one; letters must end where the call ends."""
    if not token.startswith(call):
        return False
    after = token[len(call) :]
    if call[0] in _SIDE_SIGNS.values() and after[:1].isdecimal():
        return False
    return not (call.isascii() and after[:1].isascii() and after[:1].isalnum())
