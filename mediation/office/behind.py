"""The cases behind a figure: of a count, of the numerator or the denominator of a rate."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from mediation.errors import MediationError
from mediation.figures.corrections import Seal
from mediation.figures.counts import NOBODY, Scope
from mediation.figures.definitions import (
    DEFINITIONS,
    Basis,
    Definition,
    Quantity,
    UnknownDefinition,
    definition_in,
)
from mediation.figures.facts import FACTS, Facts, fact, key_in, shares
from mediation.figures.indicators import Indicator
from mediation.figures.keys import Dimension, Figure
from mediation.figures.particulars import Particular
from mediation.figures.period import Period
from mediation.figures.quality import Doubt
from mediation.figures.three_way import HALVES, PREFIX, Ending, endings_named
from mediation.i18n import _
from mediation.office.preferences import bulk_closings
from mediation.office.sealed_counts import sealed_doubts, sealed_rate
from mediation.office.seals import sealed_keys
from mediation.reports.counting import count, narrowed_to
from mediation.reports.sealed_form import checked_content, sealed_facts
from mediation.store import CaseQuery, CaseRow, Reading

Part = Literal["numerator", "denominator"]

_FIGURES = {figure.value: figure for figure in Figure}
_PARTICULARS = {each.value: each for each in Particular}
_KEYS = tuple(dict.fromkeys(definition.key for definition in DEFINITIONS))
_DOUBTS = {doubt.value: doubt for doubt in Doubt}
_SUMMED = {"claimed": "received", "agreed": "closed", "performed": "closed"}
"""Amounts, each with the count whose cases it sums."""
_BESIDE_ENDINGS = ("opening", "received", "closed", "pending", "transferred")
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """Two definitions of one rate over a period, and the numbers of the cases only one of them counts."""

    first: Indicator
    second: Indicator
    numerator_only: tuple[tuple[str, ...], tuple[str, ...]]
    denominator_only: tuple[tuple[str, ...], tuple[str, ...]]
    reason: str = ""


def rows_behind(
    reading: Reading,
    name: str,
    period: Period,
    scope: Scope,
    *,
    part: Part = "numerator",
    chosen: Mapping[str, str],
) -> list[CaseRow]:
    """The cases behind a count, a sum of amounts, an open question or a rate.

    Raises MediationError where no single cases stand behind the figure or nobody defined it.
    """
    return _rows(reading, keys_behind(reading, name, period, scope, part=part, chosen=chosen))


def keys_behind(
    reading: Reading,
    name: str,
    period: Period,
    scope: Scope,
    *,
    part: Part = "numerator",
    chosen: Mapping[str, str],
    seal: Seal | None = None,
) -> list[int]:
    """The row keys of the cases behind a figure, as :func:`rows_behind` reads them.

    ``seal`` is the one over the report that shows the figure, perhaps of a part of its scope.
    """
    if part == "denominator" and name not in _KEYS and name in _known_names():
        raise MediationError(_("“{name}”不是比率,没有分母。").format(name=name))
    if name in _DOUBTS:
        return _doubted(reading, _DOUBTS[name], period, scope, seal)
    if name.startswith(PREFIX):
        part_of_table = name.removeprefix(PREFIX)
        if part_of_table in _BESIDE_ENDINGS:
            return keys_behind(reading, part_of_table, period, scope, chosen=chosen, seal=seal)
        return _ended(reading, name, period, scope, seal)
    amount = name if name in _SUMMED else ""
    quantity = _quantity(_SUMMED.get(name, name), period, part, chosen)
    if seal is not None:
        return [
            int(fact(facts, "key") or 0)
            for facts in _sealed_in(reading, seal, scope)
            if (not amount or fact(facts, amount) is not None)
            and _is_counted(shares(facts, period), quantity)
        ]
    sealed = sealed_keys(reading, quantity, period, scope)
    keys = keys_of(reading, quantity, period, scope) if sealed is None else sealed
    if not amount:
        return keys
    return [row.key for row in _rows(reading, keys) if getattr(row, amount) is not None]


def _ended(
    reading: Reading, name: str, period: Period, scope: Scope, seal: Seal | None
) -> list[int]:
    """The cases of a cell of the three-way table, as sealed where the seal tells how cases ended."""
    endings = endings_named(name.removeprefix(PREFIX))
    if not endings:
        raise _unknown(name)
    quantity = Quantity(name, name, tuple(f"{PREFIX}{each}" for each in endings))
    if seal is not None:
        facts = list(_sealed_in(reading, seal, scope))
        if not facts or len(facts[0]) == len(FACTS):
            counted = (each for each in facts if _is_counted(shares(each, period), quantity))
            return [int(fact(each, "key") or 0) for each in counted]
        return list(_ended_keys(reading, name, period, scope))
    sealed = sealed_keys(reading, quantity, period, scope)
    return list(_ended_keys(reading, name, period, scope)) if sealed is None else sealed


def _doubted(
    reading: Reading, doubt: Doubt, period: Period, scope: Scope, seal: Seal | None
) -> list[int]:
    """The cases to be asked about, as sealed where they were kept."""
    whole = scope if seal is None else Scope(court=scope.court)
    kept = sealed_doubts(reading, doubt, period, whole)
    if kept is None:
        bulk = bulk_closings(reading.settings())
        return reading.doubt_keys(doubt, period, scope, bulk=bulk)
    if seal is None:
        return kept
    inside = {fact(facts, "key") for facts in _sealed_in(reading, seal, scope)}
    return [key for key in kept if key in inside]


def _quantity(name: str, period: Period, part: Part, chosen: Mapping[str, str]) -> Quantity:
    if name in _FIGURES or name in _PARTICULARS:
        return Quantity(name, name, (name,))
    if name not in _KEYS:
        raise _unknown(name)
    definition = definition_in(name, period, chosen)
    if refusal := refused(definition, period):
        raise MediationError(refusal)
    return definition.numerator if part == "numerator" else definition.denominator


def _sealed_in(reading: Reading, seal: Seal, scope: Scope) -> Iterator[Facts]:
    """The cases under a seal that lie in a scope; raises MediationError when it was lifted."""
    sealed = reading.sealed_with(seal.sha256)
    if sealed is None:
        raise MediationError(_("这次封存已经不在库里,请按 r 刷新月报。"))
    checked_content(sealed)
    return (facts for facts in sealed_facts(sealed) if _lies_in(facts, scope))


def _is_counted(counted: Mapping[str, int], quantity: Quantity) -> bool:
    is_in = any(counted.get(name, 0) for name in quantity.plus)
    return is_in and not any(counted.get(name, 0) for name in quantity.minus)


def _lies_in(facts: Facts, scope: Scope) -> bool:
    mediator = None if scope.mediator is None else str(scope.mediator)
    wanted = {
        Dimension.COURT: scope.court,
        Dimension.MEDIATOR: "" if scope.mediator == NOBODY else mediator,
        Dimension.CAUSE: scope.cause,
        Dimension.CHANNEL: scope.channel,
    }
    return all(key is None or key_in(facts, each) == key for each, key in wanted.items())


def _ended_keys(reading: Reading, name: str, period: Period, scope: Scope) -> array[int]:
    ending = name.removeprefix(PREFIX)
    query = CaseQuery(
        figure=Figure.CLOSED, period=period, scope=scope, ending=ending, descending=False
    )
    return reading.list_keys(query)


def _unknown(name: str) -> UnknownDefinition:
    return UnknownDefinition(
        _("没有“{name}”这个数,可用:{known}。").format(
            name=name[:40], known=_("、").join(_known_names())
        )
    )


def _known_names() -> tuple[str, ...]:
    endings = (*_BESIDE_ENDINGS, *HALVES, *(each.value for each in Ending))
    of_table = (PREFIX + each for each in endings)
    return (*_FIGURES, *_SUMMED, *_PARTICULARS, *_DOUBTS, *_KEYS, *of_table)


def refused(definition: Definition, period: Period) -> str:
    """Why no cases can be shown for a definition; empty when they can."""
    if definition.basis is Basis.ROSTER:
        return _("{name}数的是调解员,背后没有单个案件。").format(name=definition.name)
    if definition.basis is not Basis.LEDGER:
        return _("{name}由法院录入的月度总数算得,背后没有单个案件。").format(name=definition.name)
    if refusal := definition.refusal(period):
        return _("{name}:{reason}。").format(name=definition.name, reason=refusal)
    return ""


def keys_of(reading: Reading, quantity: Quantity, period: Period, scope: Scope) -> list[int]:
    """The row keys of exactly the cases that a quantity counts."""
    left_out = set(_keys(reading, quantity.minus, period, scope))
    kept = _keys(reading, quantity.plus, period, scope)
    return [key for key in dict.fromkeys(kept) if key not in left_out]


def difference(
    reading: Reading, first: Definition, second: Definition, period: Period, scope: Scope
) -> Difference:
    """Both rates and the cases that make them differ; none of them where totals were entered."""
    one_rate, other_rate = (_indicator(reading, each, period, scope) for each in (first, second))
    reason = refused(first, period) or refused(second, period)
    if reason:
        return Difference(one_rate, other_rate, ((), ()), ((), ()), reason)

    def apart(part: Part) -> tuple[tuple[str, ...], tuple[str, ...]]:
        pairs = ((first, second), (second, first))
        one, other = (
            _rows(reading, keys_apart(reading, *pair, period, scope, part=part)) for pair in pairs
        )
        return tuple(map(case_label, one)), tuple(map(case_label, other))

    return Difference(
        one_rate,
        other_rate,
        apart("numerator"),
        apart("denominator"),
    )


def keys_apart(
    reading: Reading,
    one: Definition,
    other: Definition,
    period: Period,
    scope: Scope,
    *,
    part: Part,
) -> list[int]:
    """The row keys of the cases that a part of one definition counts and the other's does not."""

    def keys(definition: Definition) -> list[int]:
        quantity: Quantity = getattr(definition, part)
        sealed = sealed_keys(reading, quantity, period, scope)
        return keys_of(reading, quantity, period, scope) if sealed is None else sealed

    without = set(keys(other))
    return [key for key in keys(one) if key not in without]


def case_label(row: CaseRow) -> str:
    """How a case is named in a list of numbers."""
    return row.number or row.court_number or str(row.id)


def _indicator(reading: Reading, definition: Definition, period: Period, scope: Scope) -> Indicator:
    sealed = sealed_rate(reading, definition, period, scope)
    if sealed is not None:
        return sealed
    chosen = {definition.key: definition.version}
    return count(reading, period, scope, chosen).rate(definition)


def _keys(reading: Reading, names: Iterable[str], period: Period, scope: Scope) -> list[int]:
    keys: list[int] = []
    for name in names:
        if name in _PARTICULARS:
            keys += reading.particular_keys(_PARTICULARS[name], period, scope)
            continue
        within: Scope | None = scope
        flow_name = name
        if name not in _FIGURES:
            within, flow_name = narrowed_to(name, scope)
        if within is not None:
            figure = _FIGURES[flow_name]
            query = CaseQuery(figure=figure, period=period, scope=within, descending=False)
            keys += reading.list_keys(query)
    return keys


def _rows(reading: Reading, keys: Sequence[int]) -> list[CaseRow]:
    found: list[CaseRow] = []
    for start in range(0, len(keys), _AT_ONCE):
        found += reading.rows(keys[start : start + _AT_ONCE])
    return found
