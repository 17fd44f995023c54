"""调解室: the organisation that the roster names for a mediator; its figures are sums over them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import fields
from fractions import Fraction

from mediation.figures.casemix import Expectation
from mediation.figures.counts import Counts, Group


def by_studio(mediators: Iterable[Group], studios: Mapping[str, str]) -> tuple[Group, ...]:
    """The counts of each studio by name, those without one last.

    ``studios`` are the studios' names by the key of the mediator; who is not in it has none.
    """
    found: defaultdict[str, list[Counts]] = defaultdict(list)
    for group in mediators:
        found[studios.get(group.key, "")].append(group.counts)
    names = sorted(found, key=lambda name: (not name, name))
    return tuple(Group(name, name, _sum(found[name])) for name in names)


def expected_by_studio(
    mediators: Mapping[str, Expectation], studios: Mapping[str, str]
) -> dict[str, Expectation]:
    """What is expected of a studio is the sum over its mediators: the pools are the same."""
    sums: dict[str, Expectation] = {}
    for key, each in mediators.items():
        name = studios.get(key, "")
        before = sums.get(name, Expectation(name, 0, 0, Fraction(0)))
        sums[name] = Expectation(
            name,
            before.closed + each.closed,
            before.observed + each.observed,
            before.expected + each.expected,
        )
    return sums


def _sum(counts: Iterable[Counts]) -> Counts:
    known = list(counts)
    return Counts(
        **{each.name: sum(getattr(one, each.name) for one in known) for each in fields(Counts)}
    )
