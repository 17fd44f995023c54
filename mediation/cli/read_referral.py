"""``mediation read-referral``."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from mediation.cases.money import decimal_yuan, format_yuan
from mediation.cases.terms import Side
from mediation.cli.speech import one_line, say, tell, tell_json
from mediation.i18n import _
from mediation.referrals.file import text_of_file
from mediation.referrals.reading import read_referral
from mediation.referrals.referral import Referral, ReferredParty


def run(arguments: Namespace) -> int:
    """Print what a referral text says of a case."""
    referral = read_referral(text_of_file(arguments.file))
    if arguments.json:
        tell_json(as_json(referral))
        return 0
    lines = list(_lines(referral))
    if lines:
        tell("\n".join(lines))
    else:
        say(_("没有读到案号、当事人等内容。"))
    if referral.left_over:
        say(_("没有用上的文字:\n{text}").format(text=referral.left_over))
    return 0


def as_json(referral: Referral) -> dict[str, Any]:
    """The referral as data: dates in ISO form, the amount a decimal string in yuan."""
    return {
        "case_number": referral.case_number,
        "court": referral.court,
        "channel": referral.channel.label if referral.channel else None,
        "procedure": referral.procedure.label if referral.procedure else None,
        "cause": referral.cause,
        "amount": None if referral.amount is None else decimal_yuan(referral.amount),
        "applicants": [_party(party) for party in referral.applicants],
        "respondents": [_party(party) for party in referral.respondents],
        "third_parties": [_party(party) for party in referral.third_parties],
        "referred_on": referral.referred_on.isoformat() if referral.referred_on else None,
        "signed_on": referral.signed_on.isoformat() if referral.signed_on else None,
        "left_over": referral.left_over,
    }


def _party(party: ReferredParty) -> dict[str, str | None]:
    return {"name": party.name, "phone": party.phone, "id_number": party.id_number}


def _lines(referral: Referral) -> Iterator[str]:
    from mediation.registry.courts import court_by_code

    told = (
        (_("法院案号"), referral.case_number),
        (_("承办法院"), court_by_code(referral.court).name if referral.court else None),
        (_("来源"), referral.channel.label if referral.channel else None),
        (_("程序"), referral.procedure.label if referral.procedure else None),
        (_("案由"), referral.cause),
        (_("标的额(元)"), None if referral.amount is None else format_yuan(referral.amount)),
        (_("委派日期"), referral.referred_on),
        (_("签收日期"), referral.signed_on),
    )
    for label, value in told:
        if value is not None:
            yield f"{label}: {value}"
    for side, parties in (
        (Side.APPLICANT, referral.applicants),
        (Side.RESPONDENT, referral.respondents),
        (Side.THIRD, referral.third_parties),
    ):
        for party in parties:
            beside = "  ".join(filter(None, (party.name, party.phone, party.id_number)))
            yield f"{side.label}: {one_line(beside)}"
