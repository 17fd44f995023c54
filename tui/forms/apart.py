"""Three texts of a field: as it was kept when the form began, as it is typed, as it is kept now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tui.dialogs.both_versions import Side
from tui.forms.field import Values
from tui.forms.row import FieldRow

WAS = "was:"
"""Before a field's name in a draft: what was kept of it when the form began."""


@dataclass(frozen=True, slots=True)
class Apart:
    """Fields changed on both sides, and fields changed by the other alone."""

    both: tuple[Side, ...]
    others: tuple[Side, ...]


def apart(
    rows: Iterable[FieldRow], was: Values, now: Values, labels: Mapping[str, str] | None = None
) -> Apart:
    """Compare what was kept with what is kept now and what stands in the rows.

    What is kept beside the rows is told by its name in ``labels``.
    """
    both: list[Side] = []
    others: list[Side] = []
    names: set[str] = set()
    for row in rows:
        name = row.field.name
        names.add(name)
        before, after, mine = was.get(name, ""), now.get(name, ""), row.text
        if after in (before, mine):
            continue
        side = Side(name, row.field.label, _told(row, mine), _told(row, after))
        (others if mine == before else both).append(side)
    for name, label in (labels or {}).items():
        if name not in names and now.get(name, "") != was.get(name, ""):
            others.append(Side(name, label, "", now.get(name, "")))
    return Apart(tuple(both), tuple(others))


def _told(row: FieldRow, text: str) -> str:
    return next((option.label for option in row.field.options if option.key == text), text)
