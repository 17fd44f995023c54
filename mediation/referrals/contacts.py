"""Telephone numbers and identity numbers in a text, before anybody is known whom they belong to."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mediation.cases.idnumber import check_id_number, check_phone
from mediation.referrals.page import IDENTITY, PHONE, Page

_IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])(?:[1-9][0-9]{5} ?[0-9]{8} ?[0-9]{3}[0-9Xx]|[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10})"
    r"(?![0-9A-Za-z])"
)
_PASSPORT = re.compile(r"护照(?:号码?)?[: ]*(?P<number>[A-Za-z]{1,2}[0-9]{6,9})(?![0-9A-Za-z])")
_PHONE = re.compile(
    r"(?<![0-9A-Za-z-])(?:"
    r"(?:(?:\+|00)?86[- ]?)?1[3-9][0-9](?:[0-9]{8}|[- ][0-9]{4}[- ][0-9]{4})"
    r"|\(?0[0-9]{2,3}(?:\) ?|[- ]{1,2})?[1-9][0-9]{6,7}(?:[-转][0-9]{1,6})?"
    r")(?![0-9A-Za-z])"
)


@dataclass(frozen=True, slots=True)
class Contact:
    """A number by which a party is reached or known; ``kind`` is PHONE or IDENTITY of ``page``."""

    kind: str
    value: str
    start: int
    end: int

    @property
    def is_of_organisation(self) -> bool:
        """Whether it is a unified social credit code."""
        return self.kind == IDENTITY and len(self.value) == 18 and not self.value[:17].isdigit()


def find_contacts(page: Page) -> list[Contact]:
    """Every valid number in the order of the text, blotted out; an identity number with a wrong check
    digit stays unread but nobody takes it for anything else."""
    contacts = []
    for match in _IDENTITY.finditer(page.open):
        finding = check_id_number(match[0])
        if finding.problem is None:
            contacts.append(Contact(IDENTITY, finding.value, *match.span()))
    for match in _PASSPORT.finditer(page.open):
        start, end = match.span("number")
        contacts.append(Contact(IDENTITY, check_id_number(match["number"]).value, start, end))
    for match in list(_IDENTITY.finditer(page.open)):
        page.blot(*match.span(), IDENTITY)
    for contact in contacts:
        page.blot(contact.start, contact.end, contact.kind)
    for match in _PHONE.finditer(page.open):
        phone = check_phone(match[0].replace("转", "-").replace("--", "-"))
        if phone.problem is None:
            contacts.append(Contact(PHONE, phone.value, *match.span()))
            page.blot(*match.span(), PHONE)
    return sorted(contacts, key=lambda contact: contact.start)
