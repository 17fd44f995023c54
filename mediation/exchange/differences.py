"""Two states of a case side by side, field by field, and the state that a person's choices make."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

Rows = Mapping[str, Sequence[Mapping[str, Any]]]

ROW_KEYS: Mapping[str, tuple[str, ...]] = {
    "cases": (),
    "parties": ("position",),
    "agents": ("party", "position"),
    "assistants": ("position",),
    "sessions": ("id",),
    "case_tags": ("tag",),
    "case_papers": ("paper",),
    "undisputed_facts": ("id",),
    "next_steps": (),
    "agreements": (),
    "clauses": ("id",),
    "instalments": ("clause", "number"),
    "payments": ("id",),
    "closing_steps": ("step",),
    "disclosures": ("id",),
    "assignments": ("id",),
}
"""What tells a row of a case from the others of its table; tables not named are compared as a whole."""

_FOLLOWING: Mapping[str, str] = {"cause": "cause_name", "court_number_key": "court_number"}
"""Columns of a case that say the same as another in other words, and go where that one goes."""

_ROW = ""
_PEOPLE, _ACTING = "parties", "agents"
"""Chosen as a whole where the names differ: no number or address comes to stand beside another name."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs: ``None`` on a side means that the whole row, or table, is not there.

    ``key`` is what a choice names; ``row`` tells rows of a table apart, ``column`` is empty for a
    whole row. ``of`` is the row it stands in, ours.
    """

    key: str
    table: str
    row: str
    column: str
    ours: Any
    theirs: Any
    of: Mapping[str, Any] = field(default_factory=dict)


def differences(ours: Rows, theirs: Rows) -> list[Difference]:
    """Every field in which two states differ, in a fixed order."""
    found: list[Difference] = []
    for table in dict.fromkeys([*ROW_KEYS, *sorted({*ours, *theirs})]):
        mine, other = ours.get(table, ()), theirs.get(table, ())
        if table not in ROW_KEYS:
            if list(mine) != list(other):
                found.append(Difference(table, table, _ROW, "", list(mine), list(other)))
            continue
        left, right = _keyed(table, mine), _keyed(table, other)
        for row in dict.fromkeys([*left, *right]):
            found += _row_differences(table, row, left.get(row), right.get(row))
    return _with_their_agents(found, ours, theirs)


def _with_their_agents(found: list[Difference], ours: Rows, theirs: Rows) -> list[Difference]:
    """An agent goes where the party goes, if that is chosen as a whole."""
    whole = {each.row for each in found if each.table == _PEOPLE and not each.column}
    told = [
        replace(
            each, ours=_acting(each.ours, ours, each), theirs=_acting(each.theirs, theirs, each)
        )
        if each.table == _PEOPLE and not each.column
        else each
        for each in found
    ]
    return [
        each for each in told if each.table != _ACTING or each.row.partition("/")[0] not in whole
    ]


def _acting(row: Mapping[str, Any] | None, rows: Rows, party: Difference) -> Any:
    """A party's row with the names of the agents, for people to read."""
    names = [one["name"] for one in rows.get(_ACTING, ()) if str(one["party"]) == party.row]
    return row if row is None or not names else {**row, _ACTING: "、".join(names)}


def chosen(ours: Rows, theirs: Rows, taken: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """Our state with the fields of these keys taken from theirs."""
    result = {table: _keyed(table, deepcopy(list(rows))) for table, rows in ours.items()}
    for each in differences(ours, theirs):
        if each.key not in taken:
            continue
        rows = result.setdefault(each.table, {})
        if each.table == _PEOPLE and not each.column:
            _take_party(result, theirs, each.row)
        elif each.table not in ROW_KEYS:
            result[each.table] = {str(at): dict(row) for at, row in enumerate(each.theirs)}
        elif each.column:
            rows[each.row][each.column] = each.theirs
            for name, followed in _FOLLOWING.items():
                if (each.table, each.column) == ("cases", followed):
                    rows[each.row][name] = theirs["cases"][0].get(name)
        elif each.theirs is None:
            del rows[each.row]
        else:
            rows[each.row] = dict(each.theirs)
    return {table: list(rows.values()) for table, rows in result.items() if rows}


def _take_party(result: dict[str, dict[str, dict[str, Any]]], theirs: Rows, position: str) -> None:
    """Let the party at a position, and who acts for the party, be theirs; nobody where they have none."""
    for table, column in ((_PEOPLE, "position"), (_ACTING, "party")):
        rows = result.setdefault(table, {})
        for key in [key for key, row in rows.items() if str(row[column]) == position]:
            del rows[key]
        for key, row in _keyed(table, theirs.get(table, ())).items():
            if str(row[column]) == position:
                rows[key] = row


def _keyed(table: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    names = ROW_KEYS.get(table)
    if names is None:
        return {str(at): dict(row) for at, row in enumerate(rows)}
    return {"/".join(str(row[name]) for name in names): dict(row) for row in rows}


def _row_differences(
    table: str, row: str, ours: Mapping[str, Any] | None, theirs: Mapping[str, Any] | None
) -> list[Difference]:
    is_another = table in (_PEOPLE, _ACTING) and ours and theirs and ours["name"] != theirs["name"]
    if ours is None or theirs is None or is_another:
        return [Difference(f"{table}:{row}", table, row, "", ours, theirs)]
    differing = [name for name in ours if name != "id" and ours[name] != theirs.get(name)]
    return [
        Difference(f"{table}:{row}:{name}", table, row, name, ours[name], theirs.get(name), ours)
        for name in differing
        if table != "cases" or _FOLLOWING.get(name) not in differing
    ]
