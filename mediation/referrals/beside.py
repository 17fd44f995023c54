"""Whose a number is that stands beside a name or a role outside any list of parties."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mediation.cases.terms import Side
from mediation.referrals.contacts import Contact
from mediation.referrals.page import IDENTITY, PHONE, Page
from mediation.referrals.party import NamedParty, Parties

_BETWEEN = re.compile(
    r" *[，(]?(?:\(?(?:系)?(?:原告|被告|被?申请人|第三人)\)?)?[ :，-]*"
    r"(?:的|本人)?(?:联系)?(?:电话|手机|方式|身份证|公民身份|证件|TEL|Tel|tel)?(?:联系)?(?:号码|号|码)?(?:是|为)?[: ]*"
    rf"(?:[{PHONE}{IDENTITY}]+(?:[ ，、,;/]|(?:联系)?(?:电话|手机)|身份证|号码?|:)*)?\Z"
)
_ROLE = re.compile(
    r"(?P<role>(?<!被)(?:原告|申请人)|被告|被申请人|第三人)方?(?:本人)?的?(?:联系)?(?:电话|手机|联系方式|方式)(?:号码?)?(?:是|为)?[: ]*\Z"
)
_IN_BRACKETS_BEHIND = re.compile(r" ?\((?P<name>[^()\n]{2,20})\)")
_SIDES = {
    "原告": Side.APPLICANT,
    "申请人": Side.APPLICANT,
    "被告": Side.RESPONDENT,
    "被申请人": Side.RESPONDENT,
    "第三人": Side.THIRD,
}
_REACH = 64


def give_numbers_beside(page: Page, contacts: Sequence[Contact], parties: Parties) -> None:
    """Give each number still without an owner to the party right before it in the clause."""
    taken = {each for party in parties.all for each in (party.phone, party.identity) if each}
    for contact in contacts:
        if contact in taken:
            continue
        owner, place = _owner(page, contact, parties)
        if owner is not None and owner.give(contact) and place is not None:
            owner.places.append(place)


def _owner(
    page: Page, contact: Contact, parties: Parties
) -> tuple[NamedParty | None, tuple[int, int] | None]:
    before = page.open[max(contact.start - _REACH, 0) : contact.start]
    offset = contact.start - len(before)
    spelt = page.text[offset : contact.start]
    owners = []
    for party in parties.all:
        at = spelt.rfind(party.name)
        if at >= 0 and _BETWEEN.match(before, at + len(party.name)):
            owners.append((party, (offset + at, offset + at + len(party.name))))
    if owners:  # of 阿拉坦 and 阿拉坦其其格 the longer one stands there
        return max(owners, key=lambda owner: len(owner[0].name))
    role = _ROLE.search(before)
    if role:
        side = parties.of(_SIDES[role["role"]])
        return (side[0] if len(side) == 1 else None), None
    behind = _IN_BRACKETS_BEHIND.match(page.plain, contact.end)
    if behind:
        for party in parties.all:
            if party.name == behind["name"]:
                return party, behind.span("name")
    return None, None
