"""A referral as the texts of a new case's fields, and whether a pasted text is like one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from mediation.cases.money import format_yuan
from mediation.cases.terms import Side
from mediation.errors import FileRefused, RuleViolation
from mediation.i18n import _
from mediation.referrals.file import text_of_file
from mediation.referrals.particulars import Particulars, particulars_of
from mediation.referrals.reading import read_referral
from mediation.referrals.referral import Referral, ReferredParty
from mediation.registry.courts import court_by_code
from mediation.typed_path import typed_path
from tui.forms.party_fields import NAMES, PARTICULARS, agents_text, field_of, join

SHORT = 30
"""A pasted line up to so many characters is the text of a field."""

_TELLING = re.compile("案|法院|原告|被告|申请人|诉|纠纷|调解|欠|借款")
_FILE = re.compile(r"(?:file://)?['\"]?(?P<path>[^\n'\"]{1,400}\.(?:txt|text|md|log))['\"]?", re.I)


@dataclass(frozen=True, slots=True)
class ReadTexts:
    """What was read for the fields, by name, and the text that nothing was read from."""

    texts: dict[str, str]
    left_over: str


def could_be_referral(text: str) -> bool:
    """Whether a pasted text is more than one field's: several lines or a long one, in telling words."""
    text = text.strip()
    if _FILE.fullmatch(text):
        try:
            return typed_path(_path(text)).is_file()
        except RuleViolation:
            return False
    return ("\n" in text or "\r" in text or len(text) > SHORT) and bool(_TELLING.search(text))


def read_texts(text: str) -> ReadTexts:
    """Read a referral, or the file that the text names; raises MediationError."""
    if _FILE.fullmatch(text.strip()):
        text = _of_file(str(typed_path(_path(text.strip()))))
    referral = read_referral(text)
    told = particulars_of(referral)
    texts = dict(_of_case(referral)) | dict(_of_parties(referral, told))
    return ReadTexts(
        {name: text for name, text in texts.items() if text},
        _without(referral.left_over, told.values()),
    )


def _without(left_over: str, told: Iterable[Particulars]) -> str:
    """What is left over once addresses, representatives and agents are in their fields too."""
    for party in told:
        agents = [word for agent in party.agents for word in (agent.phone, agent.name)]
        for word in filter(None, (party.address, party.representative, *agents)):
            left_over = left_over.replace(word, "…")
    return left_over


def _of_file(path: str) -> str:
    try:
        return text_of_file(path)
    except OSError as error:
        raise FileRefused(
            _("打不开“{path}”({why})。").format(path=path, why=error.strerror)
        ) from error


def _path(text: str) -> str:
    found = _FILE.fullmatch(text)
    path = found["path"] if found else text
    return unquote(path) if text.startswith("file://") else path.replace("\\ ", " ")


def _of_case(referral: Referral) -> Iterator[tuple[str, str]]:
    yield "court_number", referral.case_number or ""
    yield "court", court_by_code(referral.court).name if referral.court else ""
    yield "channel", referral.channel.value if referral.channel else ""
    yield "procedure", referral.procedure.value if referral.procedure else ""
    yield "cause", referral.cause or ""
    yield "claimed", "" if referral.amount is None else format_yuan(referral.amount)
    yield "referred_on", referral.referred_on.isoformat() if referral.referred_on else ""
    yield "signed_on", referral.signed_on.isoformat() if referral.signed_on else ""


def _of_parties(referral: Referral, told: Mapping[str, Particulars]) -> Iterator[tuple[str, str]]:
    for side, group, parties in (
        (Side.APPLICANT, "applicants", referral.applicants),
        (Side.RESPONDENT, "respondents", referral.respondents),
        (Side.THIRD, "third_parties", referral.third_parties),
    ):
        yield NAMES[side], "、".join(party.name for party in parties)
        entries = [
            _entries(party, told.get(f"{group}.{at}", Particulars()))
            for at, party in enumerate(parties)
        ]
        for kind in PARTICULARS:
            yield field_of(kind, side), join(kind, [entry[kind] for entry in entries])


def _entries(party: ReferredParty, told: Particulars) -> dict[str, str]:
    return {
        "phones": party.phone or "",
        "ids": party.id_number or "",
        "addresses": told.address,
        "heads": told.representative,
        "agents": agents_text([(agent.name, agent.phone) for agent in told.agents]),
    }
