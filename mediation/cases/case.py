"""A mediation case as a value: every change gives a new case or says which rule refuses it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from types import MappingProxyType
from uuid import UUID

from mediation.cases.endings import contradiction
from mediation.cases.party import Agent, Party
from mediation.cases.terms import (
    Channel,
    EndReason,
    Means,
    Outcome,
    Performance,
    Procedure,
    SessionState,
    Side,
    State,
)
from mediation.errors import RuleViolation
from mediation.i18n import _

__all__ = ["Agent", "Case", "Party", "Session"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """调解会: one meeting, when and by what means, who came, what was said.

    Of one that is planned the same fields say what was arranged; ``reason`` says why one was cancelled.
    """

    id: UUID
    case: UUID
    held_on: date
    held_at: time | None = None
    means: Means = Means.ON_SITE
    place: str = ""
    present: str = ""
    summary: str = ""
    state: SessionState = SessionState.HELD
    reason: str = ""
    version: int = 1

    def as_of(self, today: date) -> Session:
        """This session, planned if it was told as held on a day still to come."""
        if self.state is SessionState.HELD and self.held_on > today:
            return replace(self, state=SessionState.PLANNED)
        return self

    def of(self, case: Case) -> Session:
        """This session if it can be one of the case; raises RuleViolation before the referral."""
        if self.held_on < case.referred_on:
            raise RuleViolation(
                _("调解会日期早于委派日期 {day}。").format(day=case.referred_on), field="held_on"
            )
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """调解案件: one dispute from referral to outcome. Amounts are whole fen; ``None`` is unknown, not 0."""

    id: UUID
    version: int = 1
    number: str = ""
    court_number: str = ""
    court_number_key: str = ""
    court: str | None = None
    channel: Channel | None = None
    cause: str | None = None
    cause_name: str = ""
    procedure: Procedure | None = None
    parties: tuple[Party, ...] = ()
    claimed: int | None = None
    agreed: int | None = None
    performed: int | None = None
    mediator: UUID | None = None
    assistants: tuple[UUID, ...] = ()
    referred_on: date
    signed_on: date | None = None
    closed_on: date | None = None
    outcome: Outcome | None = None
    reason: EndReason | None = None
    reason_note: str = ""
    performance: Performance | None = None
    confirmation_number: str = ""
    transfer_number: str = ""
    transferred_on: date | None = None
    on_platform: bool | None = None
    remark: str = ""
    extra: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def state(self) -> State:
        """Where the case stands."""
        if self.closed_on is not None:
            return State.CLOSED
        return State.REGISTERED if self.signed_on is None else State.IN_MEDIATION

    @property
    def days(self) -> int | None:
        """Days from signing to closing; same day is 0; ``None`` while unknown or when out of order."""
        if self.signed_on is None or self.closed_on is None or self.closed_on < self.signed_on:
            return None
        return (self.closed_on - self.signed_on).days

    @property
    def transfer_counts_on(self) -> date | None:
        """The day a transfer to trial (转立案) counts on: its own date, else the closing date."""
        if not self.transfer_number:
            return None
        return self.transferred_on or self.closed_on

    def names(self, side: Side) -> tuple[str, ...]:
        """The names on one side, in the order entered."""
        return tuple(party.name for party in self.parties if party.side is side)

    def checked(self) -> Case:
        """This case if it holds together, else :class:`RuleViolation` naming the field at fault."""
        _check_dates(self)
        _check_amounts(self)
        return self

    def sign_for(self, on: date) -> Case:
        """Receipt of the papers: the limit runs from the next day (法释〔2016〕14号 art. 27)."""
        if self.closed_on is not None:
            raise RuleViolation(
                _("案件已结案,不能再签收;如登记有误请用“更正”。"), field="signed_on"
            )
        return replace(self, signed_on=on).checked()

    def close(
        self,
        on: date,
        outcome: Outcome,
        *,
        reason: EndReason | None = None,
        reason_note: str = "",
        agreed: int | None = None,
        performed: int | None = None,
        performance: Performance | None = None,
        confirmation_number: str = "",
        transfer_number: str = "",
        transferred_on: date | None = None,
    ) -> Case:
        """End the mediation with an outcome (法释〔2016〕14号 art. 26); amounts in fen."""
        if self.closed_on is not None:
            raise RuleViolation(
                _("案件已于 {day} 结案;如结果有误请用“更正”。").format(day=self.closed_on),
                field="closed_on",
            )
        if self.signed_on is None:
            raise RuleViolation(_("尚未签收,不能结案:请先登记签收日期。"), field="closed_on")
        if wrong := contradiction(reason, outcome):
            raise RuleViolation(wrong, field="reason")
        if outcome in (Outcome.SUCCEEDED, Outcome.PARTLY):
            if transfer_number and outcome is Outcome.SUCCEEDED:
                raise RuleViolation(
                    _("调解成功的案件没有转立案案号:请改结果或清空案号。"), field="transfer_number"
                )
        elif agreed is not None or performed is not None:
            raise RuleViolation(
                _("结果不是成功或部分成功,不填协议金额和到位金额。"), field="agreed"
            )
        return replace(
            self,
            closed_on=on,
            outcome=outcome,
            reason=reason,
            reason_note=reason_note,
            agreed=agreed,
            performed=performed,
            performance=performance,
            confirmation_number=confirmation_number,
            transfer_number=transfer_number,
            transferred_on=transferred_on,
        ).checked()


def _check_dates(case: Case) -> None:
    if case.signed_on is not None and case.signed_on < case.referred_on:
        raise RuleViolation(
            _("签收日期 {signed} 早于委派日期 {referred}。").format(
                signed=case.signed_on, referred=case.referred_on
            ),
            field="signed_on",
        )
    if (case.closed_on is None) != (case.outcome is None):
        missing = "closed_on" if case.closed_on is None else "outcome"
        word = (
            _("有结果而没有终结日期。") if missing == "closed_on" else _("有终结日期而没有结果。")
        )
        raise RuleViolation(word, field=missing)
    if case.closed_on is not None and case.closed_on < (case.signed_on or case.referred_on):
        raise RuleViolation(
            _("终结日期 {closed} 早于签收或委派日期。").format(closed=case.closed_on),
            field="closed_on",
        )


def _check_amounts(case: Case) -> None:
    for name in ("claimed", "agreed", "performed"):
        amount = getattr(case, name)
        if amount is not None and amount < 0:
            raise RuleViolation(_("金额不能为负。"), field=name)
    if case.performed is not None and case.agreed is not None and case.performed > case.agreed:
        raise RuleViolation(_("到位金额大于协议金额。"), field="performed")
