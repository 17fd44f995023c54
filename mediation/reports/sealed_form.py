"""What a seal is made of: a canonical text of all that a report prints, and one of its cases.

The digest is SHA-256 over the first text, which carries the digest of the second.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Final, get_type_hints
from uuid import UUID

from mediation.cases.terms import Outcome, Performance
from mediation.errors import MediationError
from mediation.figures.corrections import Seal
from mediation.figures.facts import FACTS, Facts, fact
from mediation.figures.indicators import Indicator
from mediation.figures.quality import Doubt
from mediation.figures.three_way import Ending
from mediation.i18n import _
from mediation.reports.edition import Edition
from mediation.reports.plain_values import from_plain, to_plain
from mediation.reports.report import Report
from mediation.store import CountedCase, Sealed, SealRow

FORMAT: Final = 2
"""What a seal keeps: from 2 on also how each closed case ended, which of them have a session, the
cases to be asked about, and the last line of history before it."""
_AS_SEALED: Final[Mapping[str, str]] = MappingProxyType({})
_READ_ANEW: Final = frozenset({"cases", "case_count", "anchor"})
_FIRST_COUNTED: Final = FACTS.index("number")
_DAYS: Final = ("referred_on", "signed_on", "closed_on", "transfer_counts_on")


class SealBroken(MediationError):
    """What is kept under a seal is no longer what was sealed."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What a seal keeps beside the edition and its cases: the row keys of the cases that have a
    session, those of each doubt, the number of the last line of history, and as ``COUNT:DIGEST`` the
    last entry of the audit trail, which is anchored by the digest on every printed report."""

    held: Sequence[int]
    doubts: Mapping[Doubt, Sequence[int]]
    last_change: int
    audit: str = ""


def canonical(value: Any) -> bytes:
    """The one JSON text of a plain value: keys sorted, nothing between, UTF-8."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def sealed_from(
    edition: Edition,
    rates: Sequence[Indicator],
    facts: Sequence[Facts],
    beside: Beside,
    *,
    who: str,
    why: str,
) -> Sealed:
    """Seal an edition with the rates by every definition and its cases, as of its making."""
    report = edition.report
    cases = canonical(facts)
    content = canonical(
        {
            "format": FORMAT,
            "period": [report.period.start.isoformat(), report.period.end.isoformat()],
            "court": report.scope.court,
            "at": report.made_at.isoformat(),
            "who": who,
            "why": why,
            "edition": {
                name: to_plain(getattr(edition, name))
                for name in get_type_hints(Edition)
                if name not in _READ_ANEW
            },
            "rates": to_plain(rates),
            "cases": {"count": len(facts), "sha256": sha256(cases).hexdigest()},
            "versions": [[fact(each, "key"), fact(each, "version")] for each in facts],
            "held": sorted(beside.held),
            "doubts": {str(doubt): list(keys) for doubt, keys in beside.doubts.items()},
            "last_change": beside.last_change,
            "audit": beside.audit,
        }
    )
    row = SealRow(
        period=report.period,
        court=report.scope.court,
        sha256=sha256(content).hexdigest(),
        at=report.made_at,
        who=who,
        why=why,
    )
    return Sealed(row, content, cases)


def checked_content(sealed: Sealed) -> dict[str, Any]:
    """The content, once both digests hold; raises :class:`SealBroken`."""
    if sha256(sealed.content).hexdigest() != sealed.row.sha256:
        raise _broken(sealed)
    content: dict[str, Any] = json.loads(sealed.content)
    if sha256(sealed.cases).hexdigest() != content["cases"]["sha256"]:
        raise _broken(sealed)
    return content


def sealed_facts(sealed: Sealed) -> list[Facts]:
    """The facts of the sealed cases, by referral."""
    facts: list[Facts] = json.loads(sealed.cases)
    return facts


def _broken(sealed: Sealed) -> SealBroken:
    return SealBroken(
        _(
            "{period} 的封存内容与它的校验码不符:数据库里的封存记录被改动或损坏。"
            "请从备份恢复,或解封后重新封存。"
        ).format(period=sealed.row.period)
    )


def sealed_rates(sealed: Sealed) -> tuple[Indicator, ...]:
    """The rates by every definition there was; raises :class:`SealBroken`."""
    return _rates(checked_content(sealed))


def sealed_versions(content: Mapping[str, Any]) -> dict[int, int]:
    """The versions of the sealed cases by row key."""
    return dict(content["versions"])


def sealed_edition(sealed: Sealed, chosen: Mapping[str, str] = _AS_SEALED) -> Edition:
    """All that was sealed, as the renderers take it; raises :class:`SealBroken`.

    ``chosen`` asks for rates by other definitions, which were counted when it was sealed.
    """
    return edition_in(checked_content(sealed), sealed, chosen)


def edition_in(
    content: Mapping[str, Any], sealed: Sealed, chosen: Mapping[str, str] = _AS_SEALED
) -> Edition:
    """The edition in a content that was checked."""
    plain = content["edition"]
    hints = get_type_hints(Edition)
    parts = {
        name: from_plain(hints[name], plain[name])
        for name in hints
        if name not in _READ_ANEW and name in plain
    }
    report: Report = replace(parts["report"], sealed=Seal(sealed.row.sha256, sealed.row.at))
    if chosen:
        report = _by_other_definitions(report, content, chosen)
    return Edition(
        **{**parts, "report": report},
        case_count=content["cases"]["count"],
        cases=lambda: counted_cases(sealed_facts(sealed)),
    )


def counted_cases(facts: Sequence[Facts]) -> Iterator[CountedCase]:
    """The cases as the printed list has them."""
    for each in facts:
        values = dict(zip(FACTS[_FIRST_COUNTED:], each[_FIRST_COUNTED:], strict=False))
        outcome, performance = values["outcome"], values["performance"]
        ending = values.get("ending")
        yield CountedCase(
            **{
                **values,
                **{name: _day(values[name]) for name in _DAYS},
                "mediator": UUID(hex=str(values["mediator"])) if values["mediator"] else None,
                "is_confirmed": bool(values["is_confirmed"]),
                "outcome": Outcome(str(outcome)) if outcome else None,
                "performance": Performance(str(performance)) if performance else None,
                "ending": Ending(str(ending)) if ending else None,
            }  # type: ignore[arg-type]
        )


def _by_other_definitions(
    report: Report, content: Mapping[str, Any], chosen: Mapping[str, str]
) -> Report:
    """The report with the chosen rates in place of the usual ones, which had been compared."""
    rates = {(each.key, each.definition.version): each for each in _rates(content)}
    usual = {each.key: each for each in report.indicators}
    changed = {
        key: version
        for key, version in chosen.items()
        if key not in usual or usual[key].definition.version != version
    }
    for key, version in changed.items():
        if (key, version) not in rates:
            raise MediationError(
                _("封存时没有 {key} 的口径 {version},不能按它出数。").format(
                    key=key, version=version
                )
            )
        usual[key] = rates[key, version]
    return replace(
        report,
        indicators=tuple(usual.values()),
        comparisons=tuple(
            replace(each, figures=tuple(one for one in each.figures if one.key not in changed))
            for each in report.comparisons
        ),
    )


def _rates(content: Mapping[str, Any]) -> tuple[Indicator, ...]:
    rates: tuple[Indicator, ...] = from_plain(tuple[Indicator, ...], content["rates"])
    return rates


def _day(text: str | int | None) -> date | None:
    return date.fromisoformat(str(text)) if text else None
