"""When two names are the same: widths, spaces, dots, company endings and former names aside."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from mediation.cases.plain import fold

_FORMER = re.compile(r"(?<=..)[(,、;:\s]*(?:曾用名|原名|又名|别名|化名)[为是:\s]*")
_BETWEEN_FORMER = re.compile("[,、;/]")
_COMPANY = re.compile(
    "(.{2,}?)(?:股份有限公司|有限责任公司|有限公司|股份公司|总公司|公司)"
    "(?:.*(?:分公司|支公司|营业部|办事处|分店))?"
)
_SOLE_TRADER = "个体工商户"
_MASKED = re.compile("[*×]")


def name_keys(text: str) -> tuple[str, ...]:
    """The name's keys for comparing, former names' too; none for a masked (张*) or too short one."""
    return _keys(text[:_LONGEST])


@lru_cache(maxsize=65_536)
def _keys(text: str) -> tuple[str, ...]:
    present, *former = _FORMER.split(fold(text))
    spellings = [present, *(one for part in former for one in _BETWEEN_FORMER.split(part))]
    keys = (_squeezed(one) for one in spellings if not _MASKED.search(one))
    return tuple(dict.fromkeys(key for key in keys if len(key) > 1))


def core(key: str) -> str:
    """A key without what companies, their branches and sole traders end in; a person's key as it is."""
    key = key.removesuffix(_SOLE_TRADER) if len(key) > len(_SOLE_TRADER) + 1 else key
    found = _COMPANY.fullmatch(key)
    return key if found is None else found[1]


def same_name(one: str, other: str) -> bool:
    """Whether both can be one person or organisation by name; a masked name is nobody's."""
    return not cores(one).isdisjoint(cores(other))


@lru_cache(maxsize=65_536)
def cores(text: str) -> frozenset[str]:
    """The cores of a name's keys: names are the same when they share one."""
    return frozenset(map(core, name_keys(text)))


def other_spellings(text: str) -> tuple[str, ...]:
    """What the name is found by beside itself: its keys where folding alone does not lead to them."""
    # Most names: no dots, spaces, brackets, and none of the words for a former name.
    if text.isalpha() and (len(text) < _PLAIN or "名" not in text) and len(text) <= _LONGEST:
        return ()
    folded = fold(text)
    return tuple(key for key in name_keys(text) if key != folded)


def _squeezed(text: str) -> str:
    kept = "".join(sign for sign in text if unicodedata.category(sign)[0] in "LNM")
    return unicodedata.normalize("NFC", kept)  # what was parted by a sign may be one letter now


_LONGEST = 200
_PLAIN = 6
