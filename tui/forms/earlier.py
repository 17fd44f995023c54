"""Earlier cases of a party being registered: offered beneath its name, copied or opened by one key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mediation.cases.earlier import EarlierCase, Somebody
from mediation.cases.party import Party
from mediation.cases.terms import Side
from mediation.i18n import _
from tui.forms.party_fields import NAMES, PARTICULARS, agents_text, field_of, split
from tui.text import cut

MOST_PEOPLE = 8
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Met:
    """An earlier case of the party at a place of a side."""

    side: Side
    place: int
    name: str
    earlier: EarlierCase


def people_of(side: Side, values: Mapping[str, str]) -> list[Somebody]:
    """Whom the fields of a side name so far, the first eight, in order."""
    names = split("names", values.get(NAMES[side], ""))[:MOST_PEOPLE]
    phones = split("phones", values.get(field_of("phones", side), ""))[:MOST_PEOPLE]
    numbers = split("ids", values.get(field_of("ids", side), ""))[:MOST_PEOPLE]
    count = max(len(names), len(phones), len(numbers), 0)
    filled = [[*entries, *[""] * (count - len(entries))] for entries in (names, phones, numbers)]
    return [
        Somebody(name if len(name) > 1 else "", phone if len(phone) > 6 else "", number)
        for name, phone, number in zip(*filled, strict=True)
    ]


def met(
    side: Side, people: Sequence[Somebody], found: Sequence[Sequence[EarlierCase]]
) -> list[Met]:
    """What was found, person by person."""
    return [
        Met(side, place, somebody.name, earlier)
        for place, (somebody, cases) in enumerate(zip(people, found, strict=True))
        for earlier in cases
    ]


def words_of(found: Sequence[Met], cells: int) -> str:
    """A line for each of the first few, and the keys."""
    if not found:
        return ""
    lines = [cut(line_of(one), cells) for one in found[:_SHOWN]]
    more = len(found) - _SHOWN
    keys = _("F6 抄电话、证件、住所、代理人   F7 打开前案")
    return "\n".join(
        [*lines, keys if more <= 0 else _("还有 {count} 件   ").format(count=more) + keys]
    )


def line_of(one: Met) -> str:
    """An earlier case in one line: by what the party was met, number, date, outcome, who stood against
    it."""
    case, party = one.earlier.case, one.earlier.party
    other = party.name if party.name != one.name else ""
    return _("{same}{other} 前案 {number} {day} {outcome} 对方 {opposed}").format(
        same=_(one.earlier.same.value),
        other=f" {other}" if other else "",
        number=case.number or case.court_number_key,
        day=case.referred_on,
        outcome=case.outcome.label if case.outcome else _("未结"),
        opposed="、".join(one.earlier.opposed) or "-",
    )


def particulars_of(party: Party) -> dict[str, str]:
    """What can be copied of a party. A power of attorney is given for one case: only who acted is."""
    agents = agents_text([(agent.name, agent.phone) for agent in party.agents])
    values = (party.phone, party.id_number, party.address, party.representative, agents)
    return {kind: value for kind, value in zip(PARTICULARS, values, strict=True) if value}
