"""脱敏: what may be shown of a person. One rule each for names, numbers, telephones and accounts.

Names by 法释〔2016〕19号 art. 9 as public judgments follow it: surname and 某, of a name with a dot
the first character and 某, of a foreign name its first letter. Never a sign of how long it was.
"""

from __future__ import annotations

import re

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


def masked_account(account: str) -> str:
    """The last four digits of an account."""
    return _ends("".join(account.split()), 0, 4)


def _ends(text: str, first: int, last: int) -> str:
    hidden = len(text) - first - last
    if hidden <= 0:
        return _HIDDEN * len(text)
    return text[:first] + _HIDDEN * hidden + text[len(text) - last :]
