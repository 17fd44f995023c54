"""口径: the written formula behind each figure, as a value that is printed beside it.

A further variant of a rate is one more row; the arithmetic reads the row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from mediation.errors import MediationError
from mediation.figures.definitions.caseflow import CASEFLOW, CLEARANCE
from mediation.figures.definitions.definition import Basis, Definition, Quantity
from mediation.figures.definitions.diversion import DIVERSION
from mediation.figures.definitions.outcomes import OUTCOMES
from mediation.figures.definitions.roster import ROSTER
from mediation.figures.definitions.success import SUCCESS, V4, without_causes
from mediation.figures.definitions.traffic import AREA, TRAFFIC
from mediation.figures.period import Period
from mediation.i18n import _

__all__ = [
    "DEFINITIONS",
    "REPORTED",
    "Basis",
    "Definition",
    "Quantity",
    "UnknownDefinition",
    "definition_in",
    "definition_of",
    "find_definition",
    "is_defined",
    "versions_of",
]

DEFINITIONS: Final[tuple[Definition, ...]] = (
    *SUCCESS,
    *DIVERSION,
    CLEARANCE,
    *CASEFLOW,
    *OUTCOMES,
    *ROSTER,
    *TRAFFIC,
    *AREA,
)

_SEPARATORS: Final = re.compile("[+、;；]")
REPORTED: Final[tuple[str, ...]] = (
    "success_rate",
    "success_rate.received",
    "diversion_rate",
    "clearance_rate",
    "traffic.diversion_rate",
    "traffic.success_rate",
    "traffic.platform_rate",
)
"""The keys every report prints, in order."""


class UnknownDefinition(MediationError):
    """A rate or a version that nobody defined; the message lists what there is."""

    exit_code = 2


def definition_of(key: str, version: str | None = None) -> Definition:
    """The first definition with this key, or the one of that version; raises KeyError."""
    for definition in DEFINITIONS:
        if definition.key == key and version in (None, definition.version):
            return definition
    if version is not None and is_defined(key, version):
        return find_definition(key, version)
    raise KeyError((key, version))


def is_defined(key: str, version: str) -> bool:
    """Whether there is such a rate in such a version."""
    try:
        find_definition(key, version)
    except MediationError:
        return False
    return True


def versions_of(key: str) -> tuple[Definition, ...]:
    """Every definition of a rate, the default first; empty for a key that nobody defined."""
    return tuple(definition for definition in DEFINITIONS if definition.key == key)


def find_definition(key: str, version: str) -> Definition:
    """The definition as people type it (``v2``, ``D1'``); raises :class:`UnknownDefinition`."""
    known = versions_of(key)
    if not known:
        keys = _("、").join(dict.fromkeys(each.key for each in DEFINITIONS))
        raise UnknownDefinition(
            _("没有“{key}”这个指标,可用:{known}。").format(key=key[:40], known=keys)
        )
    wanted = version.strip().replace("'", "′").upper().replace("：", ":")
    own, colon, causes = wanted.partition(":")
    if colon and key == SUCCESS[0].key and own == V4:
        return without_causes([_cause_code(each) for each in _SEPARATORS.split(causes)])
    for definition in known:
        if definition.version.upper() == wanted:
            return definition
    raise UnknownDefinition(
        _("{name}没有口径“{version}”,可用:{known}。").format(
            name=known[0].name,
            version=version[:40],
            known=_("、").join(f"{each.version} {each.formula}" for each in known),
        )
    )


def _cause_code(text: str) -> str:
    """The unified code of a cause given by its code or its name; raises MediationError."""
    from mediation.registry.causes import cause_by_code, cause_named

    text = text.strip()
    return (cause_by_code(text) if text[:1].isdigit() else cause_named(text, None)).code


def definition_in(key: str, period: Period, chosen: Mapping[str, str]) -> Definition:
    """The definition chosen for the rate, else the first that holds in the whole period.

    When none holds, the first that the data can support; raises KeyError for an unknown key.
    """
    if key in chosen:
        return definition_of(key, chosen[key])
    known = [each for each in versions_of(key) if not each.unsupported]
    return next((each for each in known if each.holds_in(period)), None) or next(
        iter(known), definition_of(key)
    )
