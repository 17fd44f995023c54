"""A frozen pay list as the canonical text that its digest is over, and read back from it."""

from __future__ import annotations

import hashlib
import json

from mediation.errors import MediationError
from mediation.i18n import _
from mediation.reports.plain_values import from_plain, to_plain
from mediation.subsidy.books import FrozenList
from mediation.subsidy.pay_list import PayList

_FORM = 1


def frozen_from(pay_list: PayList, number: int) -> FrozenList:
    """The list under its number, with the SHA-256 of its canonical text."""
    content = json.dumps(
        {"form": _FORM, "number": number, "list": to_plain(pay_list)},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    ).encode()
    return FrozenList(
        number=number,
        period=pay_list.period,
        cases=len(pay_list.paid),
        total=pay_list.total,
        sha256=hashlib.sha256(content).hexdigest(),
        who=pay_list.who,
        at=pay_list.made_at,
        content=content,
    )


def pay_list_from(frozen: FrozenList) -> PayList:
    """The list as it was frozen; raises MediationError when what is kept was changed since."""
    broken = MediationError(
        _("第 {number} 号名单与冻结时不符(SHA-256 不一致),请从备份核对。").format(
            number=frozen.number
        )
    )
    if hashlib.sha256(frozen.content).hexdigest() != frozen.sha256:
        raise broken
    try:
        kept = json.loads(frozen.content)
        pay_list: PayList = from_plain(PayList, kept["list"])
    except (ValueError, KeyError, TypeError) as error:
        raise broken from error
    if (kept["number"], pay_list.total) != (frozen.number, frozen.total):
        raise broken
    return pay_list
