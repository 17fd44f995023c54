"""The open work of the demonstration: what stands on the desk on its last day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from random import Random
from uuid import UUID

from mediation.cases.case import Case, Party, Session
from mediation.cases.number import parse_case_number
from mediation.cases.terms import (
    Channel,
    EndReason,
    Means,
    Outcome,
    Performance,
    Procedure,
    SessionState,
    Side,
)
from mediation.clock.books import Extension, NextStep, StepKind
from mediation.demo.ledger import CourtNumbers
from mediation.demo.people import LEAD, MEMBERS, firm, person, phone
from mediation.demo.promises import promise
from mediation.demo.traffic import COURTS
from mediation.registry.causes import cause_named
from mediation.registry.courts import court_named
from mediation.store import Writing

TODAY = date(2026, 11, 21)

_CAUSES = (
    "民间借贷纠纷",
    "买卖合同纠纷",
    "机动车交通事故责任纠纷",
    "物业服务合同纠纷",
    "劳务合同纠纷",
    "离婚纠纷",
)
_BOTH, _ONE = "双方当事人", "申请人"
_TALK = (
    (Means.ON_SITE, _BOTH, "双方对欠款数额无异议,被申请人提出分期,申请人要求年内付清。"),
    (Means.ON_SITE, _BOTH, "核对了送货单和对账单,差额一万余元,双方回去查账。"),
    (Means.ON_SITE, _ONE, "被申请人未到场,电话中表示愿意调解,约定改日再谈。"),
    (Means.VIDEO, _BOTH, "金额基本谈拢,付款期限尚有分歧。"),
    (Means.PHONE, _BOTH, "向双方说明了调解的效力和司法确认的办法。"),
)


@dataclass(frozen=True, slots=True)
class Desk:
    """One open case: days since referral, days until signed (``None``: not yet), sessions held.

    ``meets`` is the hour of a meeting today; ``summary`` procedure has 7 days, ordinary 15.
    ``step`` is what is planned: in how many days, of what kind, in what words; ``longer`` are days
    that both parties agreed to.
    """

    referred: int
    signed: int | None
    sessions: tuple[int, ...] = ()
    summary: bool = False
    meets: time | None = None
    step: tuple[int, StepKind, str] | None = None
    longer: int = 0


# Days before TODAY. The first ones are over their limit, then those that soon will be.
_DESKS = (
    Desk(20, 18, (14, 8)),
    Desk(12, 10, (7,), summary=True, step=(0, StepKind.URGE, "催被申请人付首期款")),
    Desk(19, 17, ()),
    Desk(17, 15, (11, 6), meets=time(9, 30)),
    Desk(16, 14, (9, 3)),
    Desk(15, 13, (10,), meets=time(14, 30)),
    Desk(8, 6, (4,), summary=True, step=(2, StepKind.CALL, "问分期方案")),
    Desk(7, 6, (), summary=True),
    Desk(13, 12, (9,), step=(0, StepKind.CALL, "约双方下周见面")),
    Desk(12, 11, (9,), longer=10, step=(4, StepKind.VISIT, "到工地看返工的部位")),
    Desk(11, 10, (8, 2)),
    Desk(11, 9, ()),
    Desk(10, 9, (6,), meets=time(16, 0)),
    Desk(9, 8, (5,), step=(3, StepKind.VISIT, "到现场看漏水")),
    Desk(9, 7, (3,)),
    Desk(8, 5, ()),
    Desk(5, 4, (2,), summary=True),
    Desk(5, 4, ()),
    Desk(4, 3, (1,)),
    Desk(4, 2, ()),
    Desk(3, 2, (1,), summary=True),
    Desk(5, None),
    Desk(4, None),
    Desk(3, None),
    Desk(2, None),
    Desk(1, None),
    Desk(1, None),
)
_CLOSED_THIS_MONTH = 16
_PLACES = {member.name: member.organisation for member in MEMBERS}


def add_living_cases(
    writing: Writing, rng: Random, roster: Mapping[str, UUID], serial: int
) -> list[Case]:
    """Register, sign for, talk and close as the office would; ``serial`` is the last number used."""
    maker = _Maker(writing, rng, roster, serial)
    for at in range(_CLOSED_THIS_MONTH):
        maker.close(at)
    return [maker.open(desk) for desk in sorted(_DESKS, key=lambda desk: -desk.referred)]


class _Maker:
    def __init__(
        self, writing: Writing, rng: Random, roster: Mapping[str, UUID], serial: int
    ) -> None:
        self._writing = writing
        self._rng = rng
        self._roster = roster
        self._serial = serial
        self._numbers = CourtNumbers(first=700)

    def open(self, desk: Desk) -> Case:
        case = self._registered(_ago(desk.referred), summary=desk.summary)
        if desk.signed is None:
            return case
        case = self._signed(case, _ago(desk.signed))
        for days in desk.sessions:
            self._talk(case, _ago(days), time(self._rng.randint(9, 16), 0))
        self._plan(case, desk)
        if desk.meets is not None:
            self._writing.add_session(
                Session(
                    id=self._new_id(),
                    case=case.id,
                    held_on=TODAY,
                    held_at=desk.meets,
                    means=self._rng.choice((Means.ON_SITE, Means.VIDEO)),
                    place=_PLACES[self._name(case)],
                    present=_BOTH,
                    state=SessionState.PLANNED,
                )
            )
        return case

    def _plan(self, case: Case, desk: Desk) -> None:
        clock = self._writing.clock
        if desk.longer:
            agreed = Extension(
                days=desk.longer, agreed_on=_ago(1), words="双方签字的延长期限确认书"
            )
            clock.extend(case.id, agreed)
        if desk.step is not None:
            ahead, kind, words = desk.step
            step = NextStep(on=TODAY + timedelta(days=ahead), kind=kind, words=words)
            clock.plan(case.id, step, action="plan")

    def close(self, at: int) -> Case:
        """A case that was on the desk this month and is done."""
        case = self._registered(_ago(26 - at % 8), summary=False)
        case = self._signed(case, case.referred_on + timedelta(days=1))
        closed_on = min(_ago(1), case.referred_on + timedelta(days=6 + at % 9))
        self._talk(case, closed_on, time(10, 0))
        if at % 5 not in (0, 1, 3):
            done = case.close(closed_on, Outcome.FAILED, reason=EndReason.DISAGREEMENT)
            return self._writing.save_case(done, action="close")
        at_once = at % 2 == 0
        done = self._writing.save_case(
            _agreed(case, closed_on, paid_at_once=at_once), action="close"
        )
        return promise(self._writing, done, TODAY, paid_at_once=at_once)

    def _registered(self, on: date, *, summary: bool) -> Case:
        self._serial += 1
        court = self._rng.choice(list(COURTS))
        cause = cause_named(self._rng.choice(_CAUSES), on)
        written = self._numbers.next(self._rng, court, "民初", on.year)
        number = parse_case_number(written)
        at_home = cause.name == "离婚纠纷"
        against = person(self._rng) if at_home or self._rng.randrange(2) else firm(self._rng)
        case = Case(
            id=self._new_id(),
            number=f"{on.year}-{self._serial:04d}",
            court_number=written,
            court_number_key=number.key if number else "",
            court=court_named(court).code,
            channel=Channel.ENTRUSTED,
            cause=cause.code,
            cause_name=cause.name,
            procedure=Procedure.SUMMARY if summary else Procedure.ORDINARY,
            parties=(
                Party(side=Side.APPLICANT, name=person(self._rng), phone=phone(self._rng)),
                Party(side=Side.RESPONDENT, name=against, phone=phone(self._rng)),
            ),
            claimed=None if at_home else self._rng.randint(40, 2600) * 100_00,
            mediator=self._roster[self._mediator()],
            referred_on=on,
            on_platform=True,
        )
        return self._writing.add_case(case.checked())

    def _mediator(self) -> str:
        return LEAD.name if self._rng.randrange(5) == 0 else self._rng.choice(MEMBERS[1:]).name

    def _signed(self, case: Case, on: date) -> Case:
        return self._writing.save_case(case.sign_for(on), action="sign_for")

    def _talk(self, case: Case, on: date, at: time) -> None:
        means, present, summary = self._rng.choice(_TALK)
        self._writing.add_session(
            Session(
                id=self._new_id(),
                case=case.id,
                held_on=on,
                held_at=at,
                means=means,
                place=_PLACES[self._name(case)] if means is Means.ON_SITE else "",
                present=present,
                summary=summary,
            )
        )

    def _name(self, case: Case) -> str:
        return next(name for name, mediator in self._roster.items() if mediator == case.mediator)

    def _new_id(self) -> UUID:
        return UUID(int=self._rng.getrandbits(128), version=4)


def _agreed(case: Case, on: date, *, paid_at_once: bool) -> Case:
    """The case ended by an agreement over 85 % of the claim, rounded down to whole yuan."""
    if case.claimed is None:
        return case.close(on, Outcome.SUCCEEDED, reason=EndReason.AGREED)
    agreed = case.claimed * 85 // 10_000 * 100
    return case.close(
        on,
        Outcome.SUCCEEDED,
        reason=EndReason.AGREED,
        agreed=agreed,
        performed=agreed if paid_at_once else 0,
        performance=Performance.IMMEDIATE if paid_at_once else Performance.NOT_DUE,
    )


def _ago(days: int) -> date:
    return TODAY - timedelta(days=days)
