"""Use cases of the subsidies: enter a tariff, grade a case, preview, freeze and take back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mediation.errors import NotFound, RuleViolation, Unreadable
from mediation.figures.keys import Figure
from mediation.figures.period import Period
from mediation.i18n import _
from mediation.office.preferences import pay_rules
from mediation.reports.pay_list_form import frozen_from, pay_list_from
from mediation.store import CaseQuery, Reading, Store
from mediation.subsidy.claims import claim_of
from mediation.subsidy.grades import Grade, Grading
from mediation.subsidy.pay_list import PayList, Reversal, judge, paid_disputes
from mediation.subsidy.tariff import Tariff

if TYPE_CHECKING:
    from mediation.cases.case import Case
    from mediation.subsidy.books import FrozenList


@dataclass(frozen=True, slots=True)
class OpenedList:
    """A pay list with what came after it: its digest and reversals, neither for a preview."""

    pay_list: PayList
    sha256: str = ""
    reversals: tuple[Reversal, ...] = ()

    @property
    def reversed(self) -> int:
        """The sum taken back, in fen."""
        return sum(each.amount for each in self.reversals)

    @property
    def net(self) -> int:
        """What remains paid, in fen."""
        return self.pay_list.total - self.reversed


class Subsidies:
    """以案定补."""

    def __init__(self, store: Store, *, who: str, now: Callable[[], datetime]) -> None:
        self._store = store
        self._who = who
        self._now = now

    def enter_tariff(self, path: Path) -> Tariff:
        """Keep the file's rows as a new version, all or none; raises FileRefused."""
        from mediation.ledger.tariff_file import read_tariff

        rates = read_tariff(path)
        with self._store.writing(self._who) as writing:
            return writing.pay.put_tariff(rates, path.name)

    def tariffs(self) -> list[Tariff]:
        """Every version, newest first."""
        with self._store.reading() as reading:
            return reading.pay.tariffs()

    def tariff(self, number: int | None = None) -> Tariff:
        """One version, else the newest; raises NotFound."""
        with self._store.reading() as reading:
            return _tariff(reading, number)

    def grade(
        self,
        number: str,
        grade: Grade | None = None,
        *,
        tier: str | None = None,
        separate: str | None = None,
    ) -> tuple[Case, Grading]:
        """Keep what is given of a case's grade, tier and reason to be a dispute of its own.

        Raises NotFound for a number that no case has.
        """
        with self._store.writing(self._who) as writing:
            case = _case(writing, number)
            kept = writing.pay.grading(case.id) or Grading(case=case.id)
            grading = replace(
                kept,
                grade=grade or kept.grade,
                tier=kept.tier if tier is None else tier.strip(),
                separate=kept.separate if separate is None else separate.strip(),
            )
            return case, writing.pay.put_grading(grading)

    def preview(self, period: Period, tariff: int | None = None) -> PayList:
        """Each case closed in the period with its amount, or every reason why it is not paid."""
        with self._store.reading() as reading:
            return self._made(reading, period, tariff)

    def freeze(self, period: Period, tariff: int | None = None) -> OpenedList:
        """Keep the list of now under the next number, for good; raises RuleViolation when it pays
        nobody."""
        with self._store.writing(self._who) as writing:
            pay_list = self._made(writing, period, tariff)
            if not pay_list.paid:
                raise RuleViolation(
                    _("{period} 没有可以发放的案件({count} 件都有不发的原因),没有冻结。").format(
                        period=period, count=len(pay_list.lines)
                    )
                )
            number = 1 + max((each.number for each in writing.pay.lists()), default=0)
            pay_list = replace(pay_list, number=number)
            frozen = frozen_from(pay_list, number)
            writing.pay.put_list(frozen)
        return OpenedList(pay_list, frozen.sha256)

    def lists(self) -> list[tuple[FrozenList, int]]:
        """Every frozen list, newest first, with the sum taken back from it in fen."""
        with self._store.reading() as reading:
            reversals = reading.pay.reversals()
            return [
                (each, sum(back.amount for back in reversals if back.pay_list == each.number))
                for each in reading.pay.lists()
            ]

    def opened(self, number: int) -> OpenedList:
        """A frozen list as it was frozen, with its reversals; raises NotFound, or MediationError
        when the kept list was changed."""
        with self._store.reading() as reading:
            return _opened(reading, number)

    def save(self, opened: OpenedList, path: Path) -> None:
        """Write a list as a workbook to sign or as JSON; raises UnknownForm for another ending."""
        from mediation.reports.pay_list_json import write_json
        from mediation.reports.pay_list_sheet import write_pay_list

        check_pay_form(path)
        write = write_json if path.suffix.lower() == ".json" else write_pay_list
        write(opened.pay_list, path, sha256=opened.sha256, reversals=opened.reversals)

    def reverse(self, number: int, case: str, *, reason: str) -> Reversal:
        """Take back one paid line of a frozen list as a whole; the list itself stays as it is.

        Raises NotFound for a list or line that is not there, RuleViolation without a reason or for
        a line that was taken back already.
        """
        if not reason.strip():
            raise RuleViolation(_("请写明冲正的原因。"), field="reason")
        with self._store.writing(self._who) as writing:
            pay_list = _opened(writing, number).pay_list
            wanted = {case.strip(), _canonical(case)}
            for line in pay_list.paid:
                if {line.number, line.court_number, _canonical(line.court_number)} & wanted - {""}:
                    return writing.pay.put_reversal(
                        Reversal(
                            pay_list=number,
                            case=line.case,
                            label=line.label,
                            mediator_name=line.mediator_name,
                            amount=line.amount,
                            why=reason.strip(),
                            who=self._who,
                            at=self._now(),
                        )
                    )
        raise NotFound(
            _("第 {number} 号名单里没有发放“{case}”。").format(number=number, case=case[:60])
        )

    def _made(self, reading: Reading, period: Period, tariff: int | None) -> PayList:
        rules = pay_rules(reading.settings())
        chosen = _tariff(reading, tariff)
        people = {each.id: each for each in reading.mediators()}
        gradings, sessions = reading.pay.gradings(period), reading.pay.sessions(period)
        query = CaseQuery(figure=Figure.CLOSED, period=period, descending=False)
        claims = [
            claim_of(case, people, gradings.get(case.id), sessions.get(case.id, 0), rules)
            for case in reading.iter_cases(query)
            if case.outcome is not None
        ]
        before = paid_disputes(map(pay_list_from, reading.pay.lists()), reading.pay.reversals())
        return PayList(
            period=period,
            tariff=chosen,
            rules=rules,
            lines=judge(claims, chosen, rules, before),
            made_at=self._now(),
            who=self._who,
        )


def check_pay_form(path: Path) -> None:
    """Raise UnknownForm unless a pay list can be written in the form that the name ends with."""
    from mediation.reports.writing import UnknownForm

    if path.suffix.lower() not in (".xlsx", ".json"):
        raise UnknownForm(
            _("名单存成 .xlsx 或 .json,看不出“{name}”要哪一种。").format(name=path.name)
        )


def _tariff(reading: Reading, number: int | None) -> Tariff:
    tariffs: Mapping[int, Tariff] = {each.number: each for each in reading.pay.tariffs()}
    if not tariffs:
        raise NotFound(
            _(
                "还没有录入补贴标准:全国没有统一金额,程序不带任何金额;"
                "请用 mediation subsidy tariff FILE 录入本地的标准。"
            )
        )
    chosen = max(tariffs) if number is None else number
    if chosen not in tariffs:
        raise NotFound(
            _("没有第 {number} 版标准,共 {count} 版。").format(number=chosen, count=len(tariffs))
        )
    return tariffs[chosen]


def _opened(reading: Reading, number: int) -> OpenedList:
    for frozen in reading.pay.lists():
        if frozen.number == number:
            back = (each for each in reading.pay.reversals() if each.pay_list == number)
            return OpenedList(pay_list_from(frozen), frozen.sha256, tuple(back))
    raise NotFound(_("没有第 {number} 号名单。").format(number=number))


def _case(reading: Reading, number: str) -> Case:
    found = reading.case_numbered(number.strip()) or reading.case_numbered(_canonical(number))
    if found is None:
        raise NotFound(_("没有编号或案号是“{number}”的案件。").format(number=number[:60]))
    return reading.case(found)


def _canonical(number: str) -> str:
    from mediation.cases.number import parse_case_number

    try:
        read = parse_case_number(number)
    except Unreadable:
        return ""
    return read.key if read else ""
