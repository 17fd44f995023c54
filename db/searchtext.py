"""What a case can be found by, as one folded text; the query text is folded by the same function.

Private notes and what was said to find a compromise are never among it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

from mediation.cases.case import Case
from mediation.cases.plain import fold
from mediation.conflicts.names import other_spellings
from mediation.i18n import _
from mediation.registry.initials import spellings

# Survives folding, unlike a line feed; stands between fields until they are folded together.
_BETWEEN = "\ue000"
_DIGITS = re.compile("[0-9]+")

Labelled = tuple[str, str]


def labelled(
    case: Case,
    *,
    mediators: Iterable[str] = (),
    summaries: Iterable[str] = (),
    tags: Iterable[str] = (),
) -> Iterator[Labelled]:
    """Every text by which a case is found, with what people call it; empty ones too."""
    key = case.court_number_key
    yield _("调解编号"), case.number
    yield _("法院案号"), key
    yield _("法院案号"), "".join(_DIGITS.findall(key))
    yield _("法院案号"), case.court_number if case.court_number != key else ""
    yield _("案由"), case.cause_name
    yield _("备注"), case.remark
    yield _("司法确认案号"), case.confirmation_number
    yield _("转立案案号"), case.transfer_number
    for party in case.parties:
        yield _("当事人"), party.name
        yield _("电话"), party.phone
        yield _("证件号码"), party.id_number
        yield _("代表人"), party.representative
        for spelling in other_spellings(party.representative):
            yield _("代表人"), spelling
        yield _("地址"), party.address
        yield _("送达地址"), party.service_address
        for agent in party.agents:
            yield _("代理人"), agent.name
            yield _("代理人电话"), agent.phone
    people = [
        *(party.name for party in case.parties),
        *(agent.name for party in case.parties for agent in party.agents),
    ]
    for name in mediators:
        yield _("调解员"), name
        people.append(name)
    for tag in tags:
        yield _("标签"), tag
    for summary in summaries:
        yield _("调解会"), summary
    for name in people:
        for spelling in other_spellings(name):
            yield _("姓名"), spelling
        for letters in spellings(name):
            yield _("拼音首字母"), letters


def search_text(lines: Iterable[Labelled]) -> str:
    """The texts, each on a line of its own that ends with a line feed."""
    return joined(value for _label, value in lines)


def joined(fields: Iterable[str]) -> str:
    """The folded text of these fields."""
    text = fold(_BETWEEN.join([field for field in fields if field]))
    return text.replace(_BETWEEN, "\n") + "\n"


@lru_cache(maxsize=65_536)
def _besides(name: str) -> tuple[str, ...]:
    """What a name is found by beside itself."""
    return (*other_spellings(name), *spellings(name))


def of_row(
    *,
    number: str,
    court_number: str,
    key: str,
    cause_name: str,
    remark: str,
    confirmation_number: str,
    transfer_number: str,
    parties: Iterable[str],
    mediators: Iterable[str],
) -> str:
    """The text of a ledger row, equal to that of the case it becomes."""
    people, leads = tuple(parties), tuple(mediators)
    return joined(
        (
            number,
            key,
            "".join(_DIGITS.findall(key)),
            court_number if court_number != key else "",
            cause_name,
            remark,
            confirmation_number,
            transfer_number,
            *people,
            *leads,
            *chain.from_iterable(map(_besides, people)),
            *chain.from_iterable(map(_besides, leads)),
        )
    )
