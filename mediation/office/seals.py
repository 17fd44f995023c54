"""Use cases of sealed periods: seal, lift a seal, answer as sealed, prove a printed report."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from mediation.auditing import last_entry
from mediation.errors import MediationError, RuleViolation
from mediation.figures.corrections import Moved, moved
from mediation.figures.counts import Scope
from mediation.figures.definitions import DEFINITIONS, Quantity, is_defined
from mediation.figures.facts import FACTS, fact, label, shares
from mediation.figures.period import Period
from mediation.figures.quality import Doubt
from mediation.figures.three_way import PREFIX
from mediation.i18n import _
from mediation.office.preferences import bulk_closings, chosen_definitions
from mediation.reports.correcting import Since, corrections
from mediation.reports.counting import count, counts_beyond
from mediation.reports.edition import Edition, gather
from mediation.reports.official import check_official
from mediation.reports.report import build_report, examined
from mediation.reports.sealed_form import (
    Beside,
    checked_content,
    edition_in,
    sealed_facts,
    sealed_from,
    sealed_versions,
)
from mediation.store import Reading, Sealed, SealRow, Store

_AS_SEALED: Mapping[str, str] = {}


class Seals:
    """封存月报."""

    def __init__(
        self,
        store: Store,
        *,
        who: str,
        today: Callable[[], date],
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._who = who
        self._today = today
        self._now = now

    def seal(self, period: Period, court: str | None = None, *, anyway: str = "") -> SealRow:
        """Freeze the report of a period that has ended, with its definitions and cases.

        ``anyway`` is the reason to seal although a self-check fails. Raises RuleViolation for a
        period that goes on, for failed checks without a reason, and when it is sealed already.
        """
        check_official()
        if period.end >= self._today():
            raise RuleViolation(
                _("{period} 还没有结束(到 {end}),结束以后才能封存。").format(
                    period=period, end=period.end
                )
            )
        with self._store.writing(self._who) as writing:
            sealed = _sealed_now(
                writing, period, Scope(court=court), who=self._who, at=self._now(), anyway=anyway
            )
            writing.put_seal(sealed)
        return sealed.row

    def unseal(self, period: Period, court: str | None = None, *, reason: str) -> SealRow:
        """Lift the seal of a period; the sealing and the reason stay in the list."""
        if not reason.strip():
            raise RuleViolation(_("请写明解封的原因。"), field="reason")
        with self._store.writing(self._who) as writing:
            return writing.lift_seal(period, court, why=reason.strip())

    def sealed(self, period: Period, court: str | None = None) -> SealRow | None:
        """The sealing that stands over a period; ``None`` when there is none."""
        with self._store.reading() as reading:
            found = reading.sealed(period, court)
        return None if found is None else found.row

    def all(self) -> list[SealRow]:
        """Every sealing ever made, newest first, with who lifted it and why."""
        with self._store.reading() as reading:
            return reading.seals()

    def verify(self, file: Path, template: Path | None = None) -> tuple[SealRow, list[str]]:
        """The sealing that a report file names, and every difference between the two.

        ``template`` is the .docx that the file was written over. Raises FileRefused for a file that
        is no report or carries no seal, MediationError for a seal that this database does not know,
        SealBroken when the kept seal itself was changed.
        """
        from mediation.reports.verifying import differences, read_printed, unknown_seal

        printed = read_printed(file)
        with self._store.reading() as reading:
            sealed = reading.sealed_with(printed.sha256)
        if sealed is None:
            raise unknown_seal(file, printed.sha256)
        found = differences(printed, sealed, template)
        if sealed.row.lifted_at is not None:
            lifted = _("这次封存已由 {who} 解除:{why}").format(
                who=sealed.row.lifted_by, why=sealed.row.lifted_why
            )
            found = [lifted, *found]
        return sealed.row, found


def as_sealed(
    reading: Reading, period: Period, scope: Scope, chosen: Mapping[str, str] = _AS_SEALED
) -> Edition | None:
    """The sealed edition of exactly this period and scope, with the corrections since."""
    sealed = standing(reading, period, scope)
    if sealed is None:
        return None
    content = checked_content(sealed)
    edition = edition_in(content, sealed, chosen)
    report = edition.report
    versions = _still_known({each.key: each.definition.version for each in report.indicators})
    now = build_report(reading, period, scope, made_at=report.made_at, chosen=versions)
    bulk = bulk_closings(reading.settings())
    now = examined(now, reading, chosen=versions, bulk=bulk)
    particulars = reading.particulars(period, scope)
    since = _since(reading, sealed, content, scope, bulk=bulk)
    found = corrections(edition, now, particulars, since)
    return replace(edition, report=replace(report, corrections=found))


def sealed_keys(
    reading: Reading, quantity: Quantity, period: Period, scope: Scope
) -> list[int] | None:
    """The row keys of the cases that a quantity counted when the period was sealed, by referral.

    ``None`` when exactly this period and scope is not sealed, or the seal does not tell how cases
    ended and the quantity asks for that.
    """
    sealed = standing(reading, period, scope)
    if sealed is None:
        return None
    content = checked_content(sealed)
    if "held" not in content and any(name.startswith(PREFIX) for name in quantity.plus):
        return None
    found = []
    for facts in sealed_facts(sealed):
        counted = shares(facts, period)
        is_in = any(counted.get(name, 0) for name in quantity.plus)
        if is_in and not any(counted.get(name, 0) for name in quantity.minus):
            found.append(int(fact(facts, "key") or 0))
    return found


def standing(reading: Reading, period: Period, scope: Scope) -> Sealed | None:
    """The seal over exactly this period and scope: all cases, or those of one court."""
    if scope != Scope(court=scope.court) or scope.court == "":
        return None
    return reading.sealed(period, scope.court)


def _since(
    reading: Reading, sealed: Sealed, content: Mapping[str, Any], scope: Scope, *, bulk: int
) -> Since:
    """What happened to the cases of a sealed period after its sealing."""
    changed = changed_cases(reading, sealed, content, scope)
    if "held" not in content:
        return Since(moved=changed, is_full=False)
    apart = {}
    for doubt in map(Doubt, content["doubts"]):
        now = reading.doubt_keys(doubt, sealed.row.period, scope, bulk=bulk)
        keys = set(now).symmetric_difference(content["doubts"][doubt])
        if keys:
            apart[doubt] = sorted(label(facts) for facts in reading.facts_of(sorted(keys)))
    touched = reading.changed_since(content["last_change"], scope)
    return Since(moved=changed, touched=touched, apart=apart)


def changed_cases(
    reading: Reading, sealed: Sealed, content: Mapping[str, Any], scope: Scope
) -> list[Moved]:
    """The cases that were saved or met since, entered or left; the others are not looked at."""
    period, then = sealed.row.period, sealed_versions(content)
    now = reading.versions(period, scope)
    apart = {key for key, version in now.items() if then.get(key) != version}
    apart |= then.keys() - now.keys()
    if "held" in content:
        apart |= set(reading.held(period, scope)).symmetric_difference(content["held"])
    if not apart:
        return []
    before = [facts for facts in sealed_facts(sealed) if fact(facts, "key") in apart]
    width = len(before[0]) if before else len(FACTS)
    after = [facts[:width] for facts in reading.facts_of(sorted(apart & now.keys()))]
    return moved(before, after, period)


def _still_known(versions: Mapping[str, str]) -> dict[str, str]:
    return {key: version for key, version in versions.items() if is_defined(key, version)}


def _sealed_now(
    reading: Reading, period: Period, scope: Scope, *, who: str, at: datetime, anyway: str
) -> Sealed:
    settings = reading.settings()
    chosen = chosen_definitions(settings, scope.court)
    report = examined(
        build_report(reading, period, scope, made_at=at, chosen=chosen),
        reading,
        chosen=chosen,
        bulk=bulk_closings(settings),
    )
    if report.failed_checks and not anyway.strip():
        raise MediationError(
            _("{period} 的校验有 {count} 项不通过,没有封存:{checks}。确要封存请写明理由。").format(
                period=period,
                count=len(report.failed_checks),
                checks=";".join(f"{each.name}({each.detail})" for each in report.failed_checks),
            )
        )
    counted = count(reading, period, scope, chosen)
    definitions = dict.fromkeys((*DEFINITIONS, *counted.definitions))
    counted = replace(counted, more=counts_beyond(reading, period, scope, definitions))
    rates = tuple(map(counted.rate, definitions))
    facts = reading.facts(period, scope)
    bulk = bulk_closings(settings)
    beside = Beside(
        reading.held(period, scope),
        {doubt: reading.doubt_keys(doubt, period, scope, bulk=bulk) for doubt in Doubt},
        reading.last_change(),
        last_entry(reading.audit),
    )
    keys = array("q", (int(fact(each, "key") or 0) for each in facts))
    edition = gather(report, reading, keys)
    return sealed_from(edition, rates, facts, beside, who=who, why=anyway.strip())
