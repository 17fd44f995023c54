"""``mediation read-referral``."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mediation.cases.money import decimal_yuan, format_yuan
from mediation.cases.terms import Side
from mediation.cli.speech import one_line, say, tell, tell_json
from mediation.errors import FileRefused
from mediation.i18n import _
from mediation.referrals.reading import LONGEST, read_referral
from mediation.referrals.referral import Referral, ReferredParty

_MOST_BYTES = 4 * LONGEST + 4
_OTHER_KINDS = {"Word/Excel": b"PK\x03\x04", "PDF": b"%PDF", "Word/Excel 97": b"\xd0\xcf\x11\xe0"}


def run(arguments: Namespace) -> int:
    """Print what a referral text says of a case."""
    referral = read_referral(_text(arguments.file))
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
        "channel": _(referral.channel.label) if referral.channel else None,
        "procedure": _(referral.procedure.label) if referral.procedure else None,
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
        (_("来源"), _(referral.channel.label) if referral.channel else None),
        (_("程序"), _(referral.procedure.label) if referral.procedure else None),
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
            yield f"{_(side.label)}: {one_line(beside)}"


def _text(named: str) -> str:
    """The text of the file, or of standard input for ``-``; raises FileRefused."""
    if named == "-":
        content = sys.stdin.buffer.read(_MOST_BYTES + 1)
    else:
        path = Path(named)
        if path.is_dir():
            raise FileRefused(_("“{path}”是文件夹,请写文本文件。").format(path=named))
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise FileRefused(
            _("文件太大,不像一份委派(委托)函(最多 {most:,} 字)。").format(most=LONGEST)
        )
    return _decoded(content)


def _decoded(content: bytes) -> str:
    for kind, start in _OTHER_KINDS.items():
        if content.startswith(start):
            raise FileRefused(
                _("这是 {kind} 文件。请打开它,把文字复制到 .txt 文件再读。").format(kind=kind)
            )
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for codec in ("utf-16",) if is_wide else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(codec)
        except UnicodeDecodeError:
            continue
    raise FileRefused(_("不是文本文件,或编码不是 UTF-8、GB18030。请把文字另存为 .txt 再读。"))
