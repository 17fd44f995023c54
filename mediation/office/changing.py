"""Several cases changed at once: what each becomes, which a rule refuses, then all in one save."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from mediation.cases.afterwards import confirmation_refused
from mediation.cases.case import Case
from mediation.cases.endings import contradiction
from mediation.cases.money import format_yuan
from mediation.cases.terms import Outcome, Performance
from mediation.clock.books import NextStep
from mediation.errors import MediationError, NotFound, RuleViolation
from mediation.i18n import _
from mediation.office.bulk_guard import guard
from mediation.office.conflicts import look_again
from mediation.office.performing import follow, refuse_by_hand
from mediation.store import CaseRow, Reading, Store, Writing

AT_ONCE = 2_000
"""So many cases are changed in one go; more would be a mistake sooner than a wish."""

PAID_UP = "paid_up"
"""The field of a wish that sets what was paid to what was agreed, case by case."""

CONFIRMING = "confirming"
"""The field of a wish that says whether the parties want the court to confirm (司法确认)."""

_READ = 500
_REACHED = (Outcome.SUCCEEDED, Outcome.PARTLY)
_AMOUNTS = ("claimed", "agreed", "performed")
_OF_THE_REACHED = ("agreed", "performed", "performance", "confirmation_number", PAID_UP)


@dataclass(frozen=True, slots=True)
class Line:
    """One case of the change: what it has and what it would have, or why it cannot.

    ``refusal`` is empty where the change goes through; ``same`` where it has the value already.
    """

    row: CaseRow
    old: str
    new: str
    refusal: str = ""

    @property
    def same(self) -> bool:
        """Whether there is nothing to change."""
        return not self.refusal and self.old == self.new


@dataclass(frozen=True, slots=True)
class Wish:
    """What all cases are to have: ``field`` of a case (or ``tag``, ``no_tag``, ``step``, ``PAID_UP``,
    ``CONFIRMING``), ``value`` with the ``words`` for it (amounts in fen), and the reason kept in their
    history."""

    field: str
    value: Any
    words: str
    why: str = ""

    def changes(self, case: Case) -> dict[str, Any]:
        """The fields of this case that change."""
        if self.field == "cause":
            return {"cause": self.value, "cause_name": self.words}
        if self.field == PAID_UP:
            return {"performed": case.agreed, "performance": Performance.PERFORMED}
        return {self.field: self.value}


class Changing:
    """The change of many cases."""

    def __init__(self, store: Store, *, who: str, today: Callable[[], date]) -> None:
        self._store = store
        self._who = who
        self._today = today

    def preview(self, keys: Sequence[int], wish: Wish) -> list[Line]:
        """Each case with what it has and would have; nothing is saved."""
        if len(keys) > AT_ONCE:
            raise RuleViolation(
                _("一次最多改 {most} 件,现在选中 {count} 件:请分几次改。").format(
                    most=f"{AT_ONCE:,}", count=f"{len(keys):,}"
                )
            )
        with self._store.reading() as reading:
            names = {person.id: person.name for person in reading.mediators()}
            return [
                self._line(reading, row, wish, names)
                for start in range(0, len(keys), _READ)
                for row in reading.rows(keys[start : start + _READ])
            ]

    def change(
        self, lines: Sequence[Line], wish: Wish, *, sure_of: int | None = None
    ) -> list[Line]:
        """Save the change of these previewed cases in one go; one undo takes it back.

        Answers the cases left as they are, each with why: changed since, or refused by a rule.
        Raises TouchesMuch unless ``sure_of`` is the number of cases where that is large.
        """
        guard(self._store, sum(not (line.refusal or line.same) for line in lines), sure_of)
        left: list[Line] = []
        with self._store.writing(self._who) as writing:
            for line in lines:
                if line.refusal or line.same:
                    continue
                try:
                    self._change(writing, line, wish)
                except MediationError as error:
                    left.append(replace(line, refusal=error.message))
        return left

    def _line(self, reading: Reading, row: CaseRow, wish: Wish, names: dict[UUID, str]) -> Line:
        case = reading.case(row.id)
        old = shown(reading, case, wish, names)
        if wish.field in ("tag", "no_tag"):
            tags = old.split("、") if old else []
            rest = [tag for tag in tags if tag != wish.value]
            new = [*rest, wish.value] if wish.field == "tag" else rest
            after = old if set(new) == set(tags) else "、".join(sorted(new))
            return Line(row, old, after)
        if wish.field == "step":
            refusal = _("已结案,没有下一步。") if row.closed_on is not None else ""
            return Line(row, old, wish.words, refusal)
        if wish.field == CONFIRMING:
            refusal = confirmation_refused(case) if wish.value else ""
            return Line(row, old, wish.words, refusal)
        try:
            changed = self._changed(reading, case, wish)
        except RuleViolation as error:
            return Line(row, old, wish.words, error.message)
        return Line(row, old, shown(reading, changed, wish, names))

    def _change(self, writing: Writing, line: Line, wish: Wish) -> None:
        case = writing.case(line.row.id)
        if case.version != line.row.version:
            raise RuleViolation(_("预览以后又被改过,没有改动这一件。"))
        if wish.field == "step":
            before = writing.clock.step(case.id)
            if before != wish.value:
                action = "plan" if before is None else "move_step"
                writing.clock.plan(case.id, wish.value, action=action)
        elif wish.field in ("tag", "no_tag"):
            rest = [tag for tag in writing.folders.of(case.id).tags if tag != wish.value]
            tags = [*rest, wish.value] if wish.field == "tag" else rest
            writing.folders.put_tags(case.id, tags)
        elif wish.field == CONFIRMING:
            agreement = writing.agreements.of(case.id)
            if agreement.confirming is not wish.value:
                writing.agreements.put(replace(agreement, confirming=wish.value))
        else:
            changed = self._changed(writing, case, wish)
            saved = writing.save_case(changed, action="correct", why=wish.why or _("批量更改"))
            look_again(writing, case, saved)

    def _changed(self, reading: Reading, case: Case, wish: Wish) -> Case:
        """The case as it would be; raises RuleViolation where it cannot be that."""
        if why := _misplaced(case, wish):
            raise RuleViolation(why)
        changes = wish.changes(case)
        refuse_by_hand(reading, case, changes)
        changed = replace(case, **changes).checked()
        if changed.signed_on is not None and changed.signed_on > self._today():
            raise RuleViolation(_("签收日期晚于今天。"))
        if case.closed_on is not None and changed.signed_on != case.signed_on:
            raise RuleViolation(_("已结案的签收日期请逐件更正。"))
        return follow(reading, changed, self._today())


def _misplaced(case: Case, wish: Wish) -> str:
    """Why this case has no place for what is wished; empty where it has one."""
    if wish.field != "reason" and wish.field not in _OF_THE_REACHED:
        return ""
    if case.outcome is None:
        return _("还没有结案:先登记结果。")
    if wish.field == "reason":
        return contradiction(wish.value, case.outcome)
    if case.outcome not in _REACHED:
        return _("结果不是成功或部分成功,没有协议、履行和司法确认。")
    if wish.field == "confirmation_number":
        return confirmation_refused(case)
    if wish.field == PAID_UP and case.agreed is None:
        return _("协议金额没有登记,不知道全部是多少。")
    return ""


def step_words(step: NextStep) -> str:
    """A next step in one line."""
    when = f"{step.on}" if step.at is None else f"{step.on} {step.at:%H:%M}"
    return " ".join(filter(None, [when, step.kind.label, step.words]))


def shown(reading: Reading, case: Case, wish: Wish, names: dict[UUID, str]) -> str:
    """What the case has now, in words."""
    if wish.field in ("tag", "no_tag"):
        return "、".join(sorted(reading.folders.of(case.id).tags))
    if wish.field == "step":
        step = reading.clock.step(case.id)
        return "" if step is None else step_words(step)
    if wish.field == CONFIRMING:
        return _confirming_words(reading.agreements.of(case.id).confirming)
    if wish.field == PAID_UP:
        paid = "" if case.performed is None else format_yuan(case.performed)
        state = "" if case.performance is None else case.performance.label
        return " ".join(filter(None, [paid, state]))
    value = getattr(case, wish.field)
    if wish.field in _AMOUNTS:
        return "" if value is None else format_yuan(value)
    if wish.field == "mediator":
        return names.get(value, "") if value else ""
    if wish.field == "cause":
        return case.cause_name
    if wish.field == "court" and value:
        from mediation.reports.names import court_name

        try:
            return court_name(value)
        except NotFound:
            return str(value)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    label = getattr(value, "label", None)
    if label is not None:
        return str(label)
    return "" if value is None else str(value)


def _confirming_words(wanted: bool | None) -> str:
    if wanted is None:
        return ""
    return _("要申请") if wanted else _("不申请")
