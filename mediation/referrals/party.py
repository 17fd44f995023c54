"""A party while the text is being read: its name, its numbers, and where each of them stands."""

from __future__ import annotations

from dataclasses import dataclass, field

from mediation.cases.terms import Side
from mediation.referrals.contacts import Contact
from mediation.referrals.names import is_organisation
from mediation.referrals.page import PHONE


@dataclass(slots=True)
class NamedParty:
    """One party of one side; the first telephone and the first fitting number are its own."""

    side: Side
    name: str
    places: list[tuple[int, int]]
    phone: Contact | None = None
    identity: Contact | None = None

    def give(self, contact: Contact) -> bool:
        """Take a contact if there is room for it and it can be this party's; answers whether."""
        if contact.kind == PHONE:
            if self.phone is None:
                self.phone = contact
                return True
            return self.phone.value == contact.value
        if contact.is_of_organisation is not is_organisation(self.name):
            return False
        if self.identity is None:
            self.identity = contact
            return True
        return self.identity.value == contact.value


@dataclass(slots=True)
class Parties:
    """The parties found so far, in the order of the text, each once."""

    all: list[NamedParty] = field(default_factory=list)

    def of(self, side: Side) -> list[NamedParty]:
        """The parties of one side."""
        return [party for party in self.all if party.side is side]

    def known(self, side: Side, name: str) -> NamedParty | None:
        """The party of this name on this side."""
        return next((party for party in self.of(side) if party.name == name), None)

    def add(self, side: Side, name: str, start: int, end: int) -> NamedParty:
        """The party of this name, new or known."""
        party = self.known(side, name)
        if party is None:
            party = NamedParty(side, name, [])
            self.all.append(party)
        party.places.append((start, end))
        return party
