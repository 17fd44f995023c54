"""口径: the written formula behind each figure, as a value that is printed beside it.

A further variant of a rate is one more row; the arithmetic reads the row.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mediation.errors import MediationError
from mediation.figures.definitions.caseflow import CASEFLOW, CLEARANCE
from mediation.figures.definitions.definition import Basis, Definition, Quantity
from mediation.figures.definitions.diversion import DIVERSION
from mediation.figures.definitions.outcomes import OUTCOMES
from mediation.figures.definitions.roster import ROSTER
from mediation.figures.definitions.success import SUCCESS
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
    raise KeyError((key, version))


def versions_of(key: str) -> tuple[Definition, ...]:
    """Every definition of a rate, the default first; empty for a key that nobody defined."""
    return tuple(definition for definition in DEFINITIONS if definition.key == key)


def find_definition(key: str, version: str) -> Definition:
    """The definition as people type it (``v2``, ``D1'``); raises :class:`UnknownDefinition`."""
    known = versions_of(key)
    if not known:
        keys = "、".join(dict.fromkeys(each.key for each in DEFINITIONS))
        raise UnknownDefinition(
            _("没有“{key}”这个指标,可用:{known}。").format(key=key[:40], known=keys)
        )
    wanted = version.strip().replace("'", "′").upper()
    for definition in known:
        if definition.version.upper() == wanted:
            return definition
    raise UnknownDefinition(
        _("{name}没有口径“{version}”,可用:{known}。").format(
            name=known[0].name,
            version=version[:40],
            known="、".join(f"{each.version} {each.formula}" for each in known),
        )
    )


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
