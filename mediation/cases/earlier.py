"""Earlier cases of somebody who is being registered again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from mediation.cases.case import Case
from mediation.cases.idnumber import check_id_number, check_phone
from mediation.cases.party import Party
from mediation.cases.plain import fold
from mediation.i18n import _


class Sameness(Enum):
    """By what a party of an earlier case is the one meant, the surest first."""

    ID_NUMBER = _("同证件号码")
    PHONE = _("同电话")
    NAME = _("同名")


@dataclass(frozen=True, slots=True)
class Somebody:
    """What is known so far of a party; empty is not known."""

    name: str = ""
    phone: str = ""
    id_number: str = ""

    def sameness(self, party: Party) -> Sameness | None:
        """By what the party is the same, or ``None``; two different numbers make two people."""
        mine, theirs = _number(self.id_number), _number(party.id_number)
        if mine and theirs:
            return Sameness.ID_NUMBER if mine == theirs else None
        if self.phone and _phone(self.phone) == _phone(party.phone):
            return Sameness.PHONE
        return Sameness.NAME if self.name and fold(self.name) == fold(party.name) else None


@dataclass(frozen=True, slots=True)
class EarlierCase:
    """A case on record, the party of it that is meant, and by what."""

    case: Case
    party: Party
    same: Sameness

    @property
    def opposed(self) -> tuple[str, ...]:
        """Who stood on the other sides."""
        return tuple(one.name for one in self.case.parties if one.side is not self.party.side)


def met_in(case: Case, somebody: Somebody) -> EarlierCase | None:
    """The case as an earlier one of this person, by the party that is most surely meant."""
    order = list(Sameness)
    found = [
        (order.index(same), place)
        for place, party in enumerate(case.parties)
        if (same := somebody.sameness(party)) is not None
    ]
    if not found:
        return None
    rank, place = min(found)
    return EarlierCase(case, case.parties[place], order[rank])


def _number(text: str) -> str:
    return check_id_number(text).value if text else ""


def _phone(text: str) -> str:
    return "".join(filter(str.isdigit, check_phone(text).value))
