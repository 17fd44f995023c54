"""The pay list: each case of a period with what it is paid, or every reason why it is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from mediation.cases.money import format_yuan
from mediation.cases.terms import Outcome
from mediation.errors import Unreadable
from mediation.figures.period import Period
from mediation.i18n import _
from mediation.subsidy.claims import Claim
from mediation.subsidy.grades import Grade, grade_named
from mediation.subsidy.rules import Rules
from mediation.subsidy.tariff import Rate, Tariff


class Bar(StrEnum):
    """What keeps a case from being paid."""

    NO_MEDIATOR = "no_mediator"
    PUBLIC_OFFICE = "public_office"
    OFFICE_UNKNOWN = "office_unknown"
    GRADE_UNKNOWN = "grade_unknown"
    NO_RATE = "no_rate"
    NOT_PERFORMED = "not_performed"
    DOSSIER = "dossier"
    PAID_BEFORE = "paid_before"
    SAME_DISPUTE = "same_dispute"
    CAP = "cap"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why a case is not paid, in words that say what to do."""

    bar: Bar
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One case. ``rate`` is the tariff's amount and ``amount`` what is paid, both in fen."""

    case: UUID
    number: str
    court_number: str
    cause_name: str
    mediator: UUID | None
    mediator_name: str
    closed_on: date
    outcome: Outcome
    grade: Grade | None
    tier: str
    rate: int | None
    amount: int
    refusals: tuple[Refusal, ...] = ()
    note: str = ""
    source: str = ""
    disputes: tuple[str, ...] = ()

    @property
    def is_paid(self) -> bool:
        """Whether anything is paid."""
        return not self.refusals

    @property
    def label(self) -> str:
        """How the case is called."""
        return self.number or self.court_number or str(self.case)


@dataclass(frozen=True, slots=True)
class Share:
    """What one mediator is paid on a list: cases and their sum in fen."""

    mediator: UUID
    name: str
    cases: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PayList:
    """All cases closed in a period, by closing day. Frozen once it has a ``number``."""

    period: Period
    tariff: Tariff
    rules: Rules
    lines: tuple[Line, ...]
    made_at: datetime
    who: str
    number: int | None = None

    @property
    def paid(self) -> tuple[Line, ...]:
        """The lines that are paid."""
        return tuple(line for line in self.lines if line.is_paid)

    @property
    def refused(self) -> tuple[Line, ...]:
        """The lines that are not."""
        return tuple(line for line in self.lines if not line.is_paid)

    @property
    def total(self) -> int:
        """The sum of all that is paid, in fen."""
        return sum(line.amount for line in self.paid)

    @property
    def shares(self) -> tuple[Share, ...]:
        """What each mediator is paid, by name, which is no ranking."""
        cases: Counter[UUID] = Counter()
        amounts: Counter[UUID] = Counter()
        names = {}
        for line in self.paid:
            if line.mediator is not None:
                cases[line.mediator] += 1
                amounts[line.mediator] += line.amount
                names[line.mediator] = line.mediator_name
        ordered = sorted(cases, key=lambda each: (names[each], str(each)))
        return tuple(Share(each, names[each], cases[each], amounts[each]) for each in ordered)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversal:
    """冲正: a paid line of a frozen list taken back as a whole; ``amount`` in fen is what it was."""

    pay_list: int
    case: UUID
    label: str
    mediator_name: str
    amount: int
    why: str
    who: str = ""
    at: datetime | None = None


def judge(
    claims: Iterable[Claim], tariff: Tariff, rules: Rules, paid_before: Mapping[str, str]
) -> tuple[Line, ...]:
    """Every claim with its amount or its refusals, by closing day; of one dispute the first is paid.

    ``paid_before`` tells for the keys of disputes where they were paid.
    """
    taken: dict[str, str] = {}
    spent: Counter[UUID | None] = Counter()
    lines = []
    for claim in sorted(claims, key=_order):
        line = _judged(claim, tariff, paid_before, taken)
        if line.is_paid:
            line = _within_cap(line, rules.cap, spent)
        if line.is_paid:
            taken.update(dict.fromkeys(claim.disputes, line.label))
            spent[line.mediator] += line.amount
        lines.append(line)
    return tuple(lines)


def paid_disputes(lists: Iterable[PayList], reversals: Iterable[Reversal]) -> dict[str, str]:
    """For the keys of every dispute paid and not taken back: on which list, and as which case."""
    taken_back = {(each.pay_list, each.case) for each in reversals}
    return {
        key: _("第 {number} 号名单({case})").format(number=pay_list.number, case=line.label)
        for pay_list in lists
        for line in pay_list.paid
        if (pay_list.number, line.case) not in taken_back
        for key in line.disputes
    }


def _order(claim: Claim) -> tuple[date, str, str, str]:
    return claim.closed_on, claim.number, claim.court_number, str(claim.case)


def _judged(
    claim: Claim, tariff: Tariff, paid_before: Mapping[str, str], taken: Mapping[str, str]
) -> Line:
    refusals = [*_person(claim)]
    grade = rate = None
    try:
        grade = _grade(claim)
        rate = _rate(claim, grade, tariff)
    except _Refused as refused:
        refusals.append(refused.refusal)
    if rate is not None and rate.performed_first and not claim.is_performed:
        words = _("标准要求履行后再发,履行状态还不是即时履行或已履行。")
        refusals.append(Refusal(Bar.NOT_PERFORMED, words))
    refusals += _papers(claim, paid_before, taken)
    return Line(
        case=claim.case,
        number=claim.number,
        court_number=claim.court_number,
        cause_name=claim.cause_name,
        mediator=claim.mediator,
        mediator_name=claim.mediator_name,
        closed_on=claim.closed_on,
        outcome=claim.outcome,
        grade=grade,
        tier=claim.tier,
        rate=rate.amount if rate else None,
        amount=rate.amount if rate and not refusals else 0,
        refusals=tuple(refusals),
        source=rate.source if rate else "",
        disputes=claim.disputes,
    )


class _Refused(Exception):
    def __init__(self, bar: Bar, words: str) -> None:
        super().__init__(bar.value)
        self.refusal = Refusal(bar, words)


def _person(claim: Claim) -> Iterator[Refusal]:
    if claim.mediator is None:
        yield Refusal(Bar.NO_MEDIATOR, _("没有登记调解员,不知道发给谁。"))
    elif claim.holds_office:
        yield Refusal(Bar.PUBLIC_OFFICE, _("调解员是公职人员,不得领取补贴。"))
    elif claim.holds_office is None:
        words = _("名册没有登记调解员是否公职,请先在名册中登记。")
        yield Refusal(Bar.OFFICE_UNKNOWN, words)


def _grade(claim: Claim) -> Grade:
    if not claim.grade:
        raise _Refused(
            Bar.GRADE_UNKNOWN,
            _("没有登记难易等级:请在台账加“难易等级”列,或用 mediation subsidy class 登记。"),
        )
    try:
        return grade_named(claim.grade)
    except Unreadable as error:
        raise _Refused(Bar.GRADE_UNKNOWN, error.message) from None


def _rate(claim: Claim, grade: Grade, tariff: Tariff) -> Rate:
    rate = tariff.rate(grade, claim.outcome, claim.tier, claim.closed_on)
    if rate is not None and rate.amount > 0:
        return rate
    what = " ".join(filter(None, (grade.label, claim.outcome.label, claim.tier)))
    if rate is not None:
        raise _Refused(Bar.NO_RATE, _("标准中 {what} 是 0 元。").format(what=what))
    tiers = tariff.tiers(grade, claim.outcome, claim.closed_on)
    if tiers:
        raise _Refused(
            Bar.NO_RATE,
            _("标准按档分({tiers}),案件登记的档是“{tier}”。").format(
                tiers=_("、").join(tiers), tier=claim.tier or _("空")
            ),
        )
    words = _("标准第 {number} 版没有 {what} 在 {day} 的金额。")
    raise _Refused(Bar.NO_RATE, words.format(number=tariff.number, what=what, day=claim.closed_on))


def _papers(
    claim: Claim, paid_before: Mapping[str, str], taken: Mapping[str, str]
) -> Iterator[Refusal]:
    if claim.lacks:
        yield Refusal(
            Bar.DOSSIER, _("卷宗不全,缺:{names}。").format(names=_("、").join(claim.lacks))
        )
    if where := next((paid_before[key] for key in claim.disputes if key in paid_before), ""):
        yield Refusal(Bar.PAID_BEFORE, _("同一纠纷已在{where}发放。").format(where=where))
    if same := next((taken[key] for key in claim.disputes if key in taken), ""):
        words = _("与本名单的 {case} 是同一纠纷,只补一次;确是两件的,请登记为另案并写明理由。")
        yield Refusal(Bar.SAME_DISPUTE, words.format(case=same))


def _within_cap(line: Line, cap: int | None, spent: Mapping[UUID | None, int]) -> Line:
    room = line.amount if cap is None else max(0, cap - spent.get(line.mediator, 0))
    if line.amount <= room:
        return line
    if room == 0:
        words = _("调解员在本名单已达上限 {yuan} 元。").format(yuan=format_yuan(cap or 0))
        return replace(line, amount=0, refusals=(Refusal(Bar.CAP, words),))
    note = _("按每人上限核减 {yuan} 元。").format(yuan=format_yuan(line.amount - room))
    return replace(line, amount=room, note=note)
