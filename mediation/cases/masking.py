"""脱敏: what may be shown of a person. One rule each for names, numbers and telephones.

Names by 法释〔2016〕19号 art. 9 as public judgments follow it: surname and 某, of a name with a dot
the first character and 某, of a foreign name its first letter. Never a sign of how long it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from mediation.cases.case import Case, Session
from mediation.cases.party import Agent, Party
from mediation.referrals.names import is_organisation

_BETWEEN = re.compile("[、,,;;/\n]+")
_ASIDE = re.compile("[((【〔\\[][^))】〕\\]]*[))】〕\\]]?")
_DOTTED = re.compile("[·•・‧∙⋅●.]")
_LATIN = re.compile("[A-Za-z]")
_DOUBLE = [
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "长孙",
    "宇文",
    "司徒",
    "令狐",
    "夏侯",
    "端木",
    "百里",
    "呼延",
    "南宫",
    "轩辕",
    "独孤",
    "拓跋",
    "公羊",
    "澹台",
    "濮阳",
    "太史",
    "申屠",
    "闻人",
    "钟离",
    "鲜于",
    "司空",
    "闾丘",
    "万俟",
    "赫连",
    "单于",
    "淳于",
    "太叔",
    "宗政",
    "仲孙",
]
_NARROW = {
    **{ord("０") + digit: ord("0") + digit for digit in range(10)},
    **str.maketrans("＋－（）Ｘｘ", "+-()Xx"),
}
_WIDE = re.compile("[０-９＋－（）Ｘｘ]")
_PHONE = re.compile(
    r"(?<![0-9])(?<![0-9]\.)(?:(?:\+|00)?86[- ]?)?1[3-9](?:[0-9]{9}|[0-9][- ][0-9]{4}[- ]?[0-9]{4}|[0-9]{5}[- ][0-9]{4})(?!\.?[0-9])"
    r"|(?<![0-9])\(?0[0-9]{2,3}\)?[- ]?[1-9][0-9]{6,7}(?![0-9])"
    r"|\+[1-9][0-9]{0,3}[- ]?[0-9](?:[- ]?[0-9]){5,12}(?![0-9])"
)
_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9]{17}[0-9Xx]|[0-9]{15}|[0-9]{6}[- ]?[12][0-9]{7}[- ]?[0-9]{3}[0-9Xx]"
    r"|(?:[DGHMPS][0-9]|E[0-9A-Z])[0-9]{7}(?:[0-9]{2})?)(?![0-9A-Za-z])"
)
"""Residents' numbers, also with blanks between their parts, and passports and permits."""

_TO_THE_COUNTY = re.compile(r".{0,20}?(?:[区县旗]|[州盟市](?!.{0,12}[区县旗]))")
_SOME = "某"
_HIDDEN = "*"
_LEAST_HIDDEN = 4
"""So many signs nobody guesses: of what has fewer to hide nothing is shown."""


def masked_name(name: str) -> str:
    """A name of a person without what tells who it is; an organisation's stays as it is."""
    bare = _ASIDE.sub("", name).strip()
    if not bare or is_organisation(bare):
        return bare
    if _LATIN.match(bare):
        return bare[0].upper()
    if _DOTTED.search(bare):
        return bare[0] + _SOME
    double = next((surname for surname in _DOUBLE if bare.startswith(surname)), "")
    return (double if len(bare) > len(double) > 0 else bare[0]) + _SOME


def masked_names(names: str) -> str:
    """Several names in one text, each masked."""
    return "、".join(masked_name(name) for name in _BETWEEN.split(names) if name.strip())


def masked_number(number: str) -> str:
    """The first three and last four characters of a paper's number, never the birthday between."""
    bare = "".join(number.split())
    return _ends(bare, 3, 4) if len(bare) > 11 else _ends(bare, 1, 1)


def masked_phone(phone: str) -> str:
    """The first three and the last four digits of a telephone number."""
    return _ends("".join(phone.split()), 3, 4)


def masked_address(address: str) -> str:
    """An address as far as its county or banner; nothing of one that names none."""
    if not address:
        return ""
    found = _TO_THE_COUNTY.match(address)
    return (found[0] if found else "") + _HIDDEN * 3


def masked_box(address: str) -> str:
    """The ends of where messages reach somebody: a mailbox, a number, a name in a chat."""
    return _ends(address, 2, 2)


def masked_text(text: str) -> str:
    """A text with the telephones, identity numbers and addresses in it masked: a line of history."""
    if not text:
        return text
    for pattern, rule in (*_UNMISTAKABLE, *_LABELLED):
        text = _blotted(pattern, rule, text)
    return text


def masked_case(case: Case) -> Case:
    """A case whose parties and free texts tell no telephone, number or address that could be used."""
    return replace(
        case,
        parties=tuple(map(masked_party, case.parties)),
        remark=masked_text(case.remark),
        reason_note=masked_text(case.reason_note),
        extra={name: masked_text(text) for name, text in case.extra.items()},
    )


def masked_session(session: Session) -> Session:
    """A session in whose words no telephone, number or address that could be used stands."""
    return replace(
        session,
        place=masked_text(session.place),
        present=masked_text(session.present),
        summary=masked_text(session.summary),
        reason=masked_text(session.reason),
    )


def masked_party(party: Party) -> Party:
    """A party and its agents without telephones, numbers and addresses that could be used."""
    return replace(
        party,
        phone=masked_phone(party.phone),
        id_number=masked_number(party.id_number),
        number_note=masked_text(party.number_note),
        address=masked_address(party.address),
        service_address=masked_address(party.service_address),
        electronic_address=masked_box(party.electronic_address),
        agents=tuple(masked_agent(agent) for agent in party.agents),
    )


def masked_agent(agent: Agent) -> Agent:
    """An agent without a telephone or papers that could be used."""
    return replace(agent, phone=masked_phone(agent.phone), papers=masked_text(agent.papers))


def _blotted(pattern: re.Pattern[str], rule: Callable[[str], str], text: str) -> str:
    """The text with what fits the pattern, in letters of either width, by the rule."""
    pieces, at = [], 0
    narrow = text.translate(_NARROW) if _WIDE.search(text) else text
    for found in pattern.finditer(narrow):
        pieces += [text[at : found.start()], rule(found[0])]
        at = found.end()
    return "".join((*pieces, text[at:]))


def _ends(text: str, first: int, last: int) -> str:
    hidden = len(text) - first - last
    if hidden < _LEAST_HIDDEN:
        return _HIDDEN * len(text)
    return text[:first] + _HIDDEN * hidden + text[len(text) - last :]


_UNMISTAKABLE = ((_NUMBER, masked_number), (_PHONE, masked_phone))
_LABELLED = (
    (re.compile(r"(?<=电话 )[0-9][0-9 -]{4,}[0-9]"), masked_phone),
    (re.compile(r"(?<=证件 )(?=[A-Za-z]*[0-9])[0-9A-Za-z-]{5,}"), masked_number),
    (re.compile(r"(?<=电子送达地址 )[^;)]+"), masked_box),
    (re.compile(r"(?<!电子送达地址 )(?<=地址 )[^;)]+"), masked_address),
)
"""What history names: there a number is known by its name, whatever it looks like."""
