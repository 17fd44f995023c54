"""The names nearest to one that is not in a table, quickly even for a whole ledger of unknown names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher

_LOOKED_AT = 12
_ALIKE = 0.45


class Nearest:
    """Names by the pairs of neighbouring characters in them."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names_by_pair: defaultdict[str, list[str]] = defaultdict(list)
        for name in names:
            for pair in _pairs(name):
                self._names_by_pair[pair].append(name)

    def to(self, wanted: str, limit: int = 3) -> list[str]:
        """At most ``limit`` names like ``wanted``, the nearest first."""
        shared = Counter(
            name for pair in _pairs(wanted) for name in self._names_by_pair.get(pair, ())
        )
        matcher = SequenceMatcher(b=wanted, autojunk=False)
        rated = []
        for name, count in sorted(
            shared.items(), key=lambda hit: (-hit[1] / (len(hit[0]) + len(wanted)), hit[0])
        )[:_LOOKED_AT]:
            matcher.set_seq1(name)
            if wanted in name or matcher.ratio() >= _ALIKE:
                rated.append((-matcher.ratio(), -count, name))
        return [name for _ratio, _count, name in sorted(rated)[:limit]]


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}
