"""Reading a referral: each value from what the text says of it, in the order of certainty."""

from __future__ import annotations

import re

from mediation.cases.terms import Side
from mediation.errors import FileRefused
from mediation.i18n import _
from mediation.referrals.amount import read_amount
from mediation.referrals.beside import give_numbers_beside
from mediation.referrals.cause import read_cause
from mediation.referrals.contacts import find_contacts
from mediation.referrals.days import read_days
from mediation.referrals.kinds import read_channel, read_procedure
from mediation.referrals.numbers import read_case_number, read_court
from mediation.referrals.page import Page
from mediation.referrals.pairs import read_pairs, read_roles_behind
from mediation.referrals.party import NamedParty, Parties
from mediation.referrals.referral import Referral, ReferredParty
from mediation.referrals.roles import read_roles

LONGEST = 200_000
"""The most characters that a referral text may have."""

_FIELDS = {
    Side.APPLICANT: "applicants",
    Side.RESPONDENT: "respondents",
    Side.THIRD: "third_parties",
}
_ONLY_WORDS_OF_FORM = re.compile(
    r"(?:联系人?|电话|手机|身份证|公民身份|统一社会信用代码|号码?|证件|标的额?|金额|日期|[0-9][.、)）]?|[①-⑳]|[为是与和的:：,，、。;；()（）【】\[\]\s\-/.…])*"
)
_LEADING_LABEL = re.compile(
    r"(?:联系人?|电话|手机|方式|公民|身份证?|统一社会信用代码|证件|号码|号|[:：])+\Z"
)
_EMPTY_BRACKETS = re.compile(r"[（(【]…?[）)】]")
_GAP = re.compile(r"[,，、;； |｜]*…[…,，、;； |｜]*")


def read_referral(text: str) -> Referral:
    """What a court's letter or a chat message says of a case; nothing that it does not say.

    Raises :class:`FileRefused` beyond 200 000 characters and :class:`Unreadable` for half a surrogate
    pair.
    """
    if len(text) > LONGEST:
        raise FileRefused(
            _("文字有 {count:,} 个字,太长了(最多 {most:,} 个):请只留下案件这一段。").format(
                count=len(text), most=LONGEST
            )
        )
    page = Page(text)
    number = read_case_number(page)
    contacts = find_contacts(page)
    court = read_court(page, number)
    channel = read_channel(page)
    procedure = read_procedure(page)
    cause = read_cause(page)
    referred_on, signed_on = read_days(page, number.year if number else None)
    amount = read_amount(page)
    parties = Parties()
    read_roles(page, {contact.start: contact for contact in contacts}, parties)
    read_roles_behind(page, parties)
    if not (parties.of(Side.APPLICANT) and parties.of(Side.RESPONDENT)):
        read_pairs(page, parties)
    give_numbers_beside(page, contacts, parties)
    sides = {side: _told(page, side, parties) for side in Side}
    return Referral(
        text=page.text,
        case_number=number.key if number else None,
        court=court,
        channel=channel,
        procedure=procedure,
        cause=cause,
        amount=amount,
        applicants=sides[Side.APPLICANT],
        respondents=sides[Side.RESPONDENT],
        third_parties=sides[Side.THIRD],
        referred_on=referred_on,
        signed_on=signed_on,
        left_over=_left_over(page),
        found=tuple(sorted(page.found, key=lambda place: (place.start, place.end))),
    )


def _told(page: Page, side: Side, parties: Parties) -> tuple[ReferredParty, ...]:
    """The parties of a side as values, their places noted."""
    told = []
    for number, party in enumerate(parties.of(side)):
        field = f"{_FIELDS[side]}.{number}"
        _note_names(page, field, party)
        for name, contact in (("phone", party.phone), ("id_number", party.identity)):
            if contact is not None:
                page.note(f"{field}.{name}", contact.start, contact.end)
        told.append(
            ReferredParty(
                party.name,
                party.phone.value if party.phone else None,
                party.identity.value if party.identity else None,
            )
        )
    return tuple(told)


def _note_names(page: Page, field: str, party: NamedParty) -> None:
    for start, end in sorted(set(party.places)):
        page.note(f"{field}.name", start, end)


def _left_over(page: Page) -> str:
    """The text that no value was read from, … where one was; lines of nothing but labels left out."""
    kept, at = [], 0
    for start, end in page.used:
        if start > at:
            kept.append(_LEADING_LABEL.sub("", page.text[at:start]))
        at = max(at, end)
    kept.append(page.text[at:])
    lines = []
    for line in "…".join(kept).split("\n"):
        bare = _GAP.sub("…", _EMPTY_BRACKETS.sub("…", line)).strip(" \t,，、;；|｜…")
        if bare and not _ONLY_WORDS_OF_FORM.fullmatch(bare):
            lines.append(bare)
    return "\n".join(lines)
