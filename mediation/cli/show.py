"""``mediation show``."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from mediation.cases.case import Case, Party, Session
from mediation.cases.folder import Statement
from mediation.cases.money import decimal_yuan, format_yuan
from mediation.cases.naming import ACTION_NAMES, FIELD_NAMES
from mediation.cases.terms import SessionState
from mediation.cli.opening import opened
from mediation.cli.speech import one_line, tell, tell_json
from mediation.i18n import _
from mediation.office.casework import CaseFile, masked_file
from mediation.office.office import Office
from mediation.store import Change

_AMOUNTS = ("claimed", "agreed", "performed")


def run(arguments: Namespace) -> int:
    """Print one case with its parties, sessions and history."""
    with opened(arguments) as office:
        case = find(office, arguments.number)
        if arguments.unmasked:
            office.audit.saw(case, "show")
        file = office.cases.open(case)
        file = file if arguments.unmasked else masked_file(file)
        today = office.today()
    if arguments.json:
        tell_json(as_json(file, today))
    else:
        tell("\n".join(_lines(file, today)))
    return 0


def find(office: Office, number: str) -> UUID:
    """The case with this number in any of its forms; raises NotFound."""
    from mediation.cases.number import parse_case_number
    from mediation.errors import Unreadable

    try:
        read = parse_case_number(number)
    except Unreadable:
        read = None
    return office.cases.find(read.key if read is not None else number)


def as_json(file: CaseFile, today: date) -> dict[str, Any]:
    """The case as data: dates in ISO form, amounts decimal strings in yuan, names beside keys."""
    case: dict[str, Any] = {
        name: getattr(file.case, name)
        for name in Case.__dataclass_fields__
        if name not in ("parties", "extra")
    }
    for name in _AMOUNTS:
        case[name] = None if case[name] is None else decimal_yuan(case[name])
    return {
        **_plain(case),
        "extra": dict(file.case.extra),
        "state": file.case.state.value,
        **_clock(file),
        "mediator_name": _mediator_name(file, file.case.mediator),
        "assistant_names": [_mediator_name(file, each) for each in file.case.assistants],
        "parties": [_plain(asdict(party)) for party in file.case.parties],
        **_agreement(file, today),
        "tags": list(file.folder.tags),
        "undisputed_facts": [_fact(fact) for fact in file.folder.facts],
        "papers": [_plain(asdict(tick)) for tick in file.folder.ticks],
        "sessions": [_plain(asdict(session)) for session in file.sessions],
        "history": [_plain(asdict(change)) for change in file.history],
    }


def _agreement(file: CaseFile, today: date) -> dict[str, Any]:
    """What the parties promised, where clauses were entered."""
    from mediation.cli import agreement

    if not file.agreed.agreement.clauses:
        return {"agreement": None}
    return {"agreement": agreement.as_json(file.agreed, today)}


def _promised(file: CaseFile, today: date) -> Iterator[str]:
    from mediation.cli import agreement

    found = list(agreement.lines(file.agreed, today))
    if found:
        yield _("协议:")
    for line in found:
        yield "  " + line


def _clock(file: CaseFile) -> dict[str, Any]:
    """The last day of the limit (``null`` where none runs) and the next step."""
    limit, step = file.clock.limit, file.clock.step
    runs = limit is not None and not limit.stands_still
    return {
        "due": limit.due.isoformat() if runs and limit is not None else None,
        "next_step": None if step is None else _plain(asdict(step)),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if value is None or isinstance(value, bool | int):
        return value
    return str(value)


def _mediator_name(file: CaseFile, mediator: UUID | None) -> str:
    known = file.mediators.get(mediator) if mediator else None
    return known.name if known else ""


def _lines(file: CaseFile, today: date) -> Iterator[str]:
    for label, value in _facts(file):
        if value:
            yield f"{label}: {one_line(value)}"
    for party in file.case.parties:
        beside = (party.phone, party.id_number, party.address, *_acting(party))
        yield one_line("  ".join((f"{_(party.side.label)}:", party.name, *filter(None, beside))))
    yield from _promised(file, today)
    if file.sessions:
        yield _("调解会:")
    for session in file.sessions:
        at = f" {session.held_at:%H:%M}" if session.held_at else ""
        told = f"{session.held_on}{at} {_(session.means.label)} {session.place} {session.summary}"
        yield "  " + one_line(" ".join(filter(None, (told, *_not_held(session)))))
    if file.folder.facts:
        yield _("无争议事实:")
    for fact in file.folder.facts:
        yield "  " + one_line(f"{fact.on} {fact.text}")
    yield from _kept_back(file)
    if file.history:
        yield _("修改记录(最近的在前):")
    for change in file.history:
        yield "  " + one_line(_told(change))


def _not_held(session: Session) -> Iterator[str]:
    if session.state is not SessionState.HELD:
        yield "  ".join(filter(None, (f"({session.state.label})", session.reason)))


def _fact(fact: Statement) -> dict[str, Any]:
    told = {"on": fact.on, "text": fact.text, "confirmed_on": fact.confirmed_on}
    return {name: _plain(value) for name, value in told.items()}


def _kept_back(file: CaseFile) -> Iterator[str]:
    """That there is more, which is shown in the case room alone."""
    if said := len(file.folder.compromises):
        yield _("妥协陈述: {count} 条,不移送,只在案件屏上看").format(count=said)
    if notes := file.folder.private:
        yield _("私人备注: {count} 条,只在案件屏上看").format(count=notes)


def _acting(party: Party) -> Iterator[str]:
    """Who represents the party, and its agents."""
    if party.representative:
        yield f"{party.post or _('代表人')} {party.representative}"
    for agent in party.agents:
        words = (_(term.label) for term in (agent.kind, agent.power) if term is not None)
        yield " ".join((f"{_('代理人')} {agent.name}", agent.phone, *words)).strip()


def _told(change: Change) -> str:
    """One change as a line: when, who, which step, and the value before and after."""
    parts = [
        f"{change.at.astimezone():%Y-%m-%d %H:%M}",
        change.who,
        ACTION_NAMES.get(change.action, change.action),
    ]
    if change.field:
        name = FIELD_NAMES.get(change.field, change.field)
        parts.append(f"{name}: {change.old or '-'} → {change.new or '-'}")
    if change.why:
        parts.append(_("(原因:{why})").format(why=change.why))
    return " ".join(parts)


def _facts(file: CaseFile) -> Iterator[tuple[str, str]]:
    case = file.case
    yield _("调解编号"), case.number
    yield _("法院案号"), case.court_number
    yield _("承办法院"), _court(case.court)
    yield _("来源"), _(case.channel.label) if case.channel else ""
    yield _("案由"), case.cause_name
    yield _("标的额(元)"), _yuan(case.claimed)
    yield _("调解员"), _mediator_name(file, case.mediator)
    yield _("协助"), _("、").join(_mediator_name(file, each) for each in case.assistants)
    yield _("状态"), _(case.state.label)
    yield _("标签"), " ".join(f"#{tag}" for tag in file.folder.tags)
    yield _("委派日期"), str(case.referred_on)
    yield _("签收日期"), str(case.signed_on or "")
    yield _("期限末日"), _limit(file)
    yield _("终结日期"), str(case.closed_on or "")
    yield _("结果"), _(case.outcome.label) if case.outcome else ""
    yield _("终结事由"), _(case.reason.label) if case.reason else case.reason_note
    yield _("协议金额(元)"), _yuan(case.agreed)
    yield _("到位金额(元)"), _yuan(case.performed)
    yield _("履行状态"), _(case.performance.label) if case.performance else ""
    yield _("司法确认案号"), case.confirmation_number
    yield _("转立案案号"), case.transfer_number
    yield _("备注"), case.remark
    yield from case.extra.items()


def _limit(file: CaseFile) -> str:
    limit = file.clock.limit
    if limit is None:
        return ""
    return _("暂停中") if limit.stands_still else f"{limit.due}({limit.rule})"


def _court(code: str | None) -> str:
    if not code:
        return ""
    from mediation.registry.courts import court_by_code

    return court_by_code(code).name


def _yuan(amount: int | None) -> str:
    return "" if amount is None else format_yuan(amount)
