"""脱敏: what may be shown of a person. One rule each for names, numbers and telephones.

Names by 法释〔2016〕19号 art. 9 as public judgments follow it: surname and 某, of a name with a dot
the first character and 某, of a foreign name its first letter. Never a sign of how long it was.
"""

from __future__ import annotations

import re
from dataclasses import replace

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
_PHONE = re.compile(r"(?<![0-9])(?:1[0-9]{10}|0[0-9]{2,3}-?[0-9]{7,8})(?![0-9])")
_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?:[0-9]{17}[0-9Xx]|[0-9]{15})(?![0-9A-Za-z])")
_PLACE = re.compile(r"((?:送达|电子送达)?地址 )([^;)]+)")
_TO_THE_COUNTY = re.compile(r".{0,20}?(?:[区县旗]|[州盟市](?!.{0,12}[区县旗]))")
_SOME = "某"
_HIDDEN = "*"


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


def masked_text(text: str) -> str:
    """A text with the telephones, identity numbers and addresses in it masked: a line of history."""
    text = _NUMBER.sub(lambda found: masked_number(found[0]), text)
    text = _PHONE.sub(lambda found: masked_phone(found[0]), text)
    return _PLACE.sub(lambda found: found[1] + masked_address(found[2]), text)


def masked_party(party: Party) -> Party:
    """A party and its agents without telephones, numbers and addresses that could be used."""
    return replace(
        party,
        phone=masked_phone(party.phone),
        id_number=masked_number(party.id_number),
        address=masked_address(party.address),
        service_address=masked_address(party.service_address),
        electronic_address=_ends(party.electronic_address, 2, 2),
        agents=tuple(masked_agent(agent) for agent in party.agents),
    )


def masked_agent(agent: Agent) -> Agent:
    """An agent without a telephone or papers that could be used."""
    return replace(agent, phone=masked_phone(agent.phone), papers=masked_text(agent.papers))


def _ends(text: str, first: int, last: int) -> str:
    hidden = len(text) - first - last
    if hidden <= 0:
        return _HIDDEN * len(text)
    return text[:first] + _HIDDEN * hidden + text[len(text) - last :]
