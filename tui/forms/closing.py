"""结案: the outcome of a case, its reason, and what was agreed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from textual import on

from mediation.cases.afterwards import confirmation_refused
from mediation.cases.case import Case, Session
from mediation.cases.endings import contradiction, usual_outcome
from mediation.cases.money import format_yuan
from mediation.cases.terms import EndReason, Outcome
from mediation.i18n import _, _as
from tui.dialogs.question import Answer, Question
from tui.forms.case_fields import CLOSED, case_texts, closing_values
from tui.forms.casework import CaseForm, case_name
from tui.forms.field import Field, Values
from tui.forms.lookups import Roster
from tui.forms.row import FieldRow
from tui.forms.start import Saved, Start

if TYPE_CHECKING:
    from mediation.office.office import Office

_REACHED = (Outcome.SUCCEEDED.value, Outcome.PARTLY.value)


class CloseForm(CaseForm):
    """The outcome and what follows from it. What an agreement says of amounts stands there already."""

    heading = _as("verb", "结案")
    kind = "close"
    looks_for_ties = True
    fields: ClassVar[tuple[Field, ...]] = CLOSED

    def __init__(self, case: UUID) -> None:
        super().__init__(case)
        self._planned: list[Session] = []
        self._suggested = ""

    def prepare(self, office: Office) -> Start:
        """The case, and the amounts that its agreement gives."""
        start = super().prepare(office)
        self._planned = office.sessions.open(self._subject).planned()
        file = office.agreements.open(self._subject)
        total, found = file.agreement.total, file.standing
        if found.performance is None:
            return start
        texts = {
            **start.texts,
            "agreed": "" if total is None else format_yuan(total),
            "performed": "" if total is None else format_yuan(found.paid),
            "performance": found.performance.value,
        }
        return replace(start, texts=texts)

    def texts_of(self, case: Case, roster: Roster) -> dict[str, str]:  # noqa: ARG002
        """Closed today; the outcome is for the user to say."""
        return {"closed_on": self.window.today().isoformat()}

    def kept_texts(self, start: Start) -> Values:
        """How the case was closed, once it is."""
        texts = case_texts(self.case, start.roster)
        return {field.name: texts[field.name] for field in self.fields}

    def _of_planned(self) -> str:
        """What closing does to the sessions that are planned."""
        days = _("、").join(_day_of(each) for each in self._planned[:3])
        return _("{count} 场约好的调解会结案时一并取消:{days}。\n开过的,先记下来再结案。").format(
            count=len(self._planned), days=days
        )

    def left(self, row: FieldRow) -> None:
        """Success suggests its reason; a reason and an outcome that contradict are told at once."""
        reason, outcome = self.row("reason"), self.row("outcome")
        if reason is None or outcome is None or row.field.name not in ("reason", "outcome"):
            return
        if outcome.text == Outcome.SUCCEEDED.value and not reason.text:
            reason.text = EndReason.AGREED.value
        if reason.text and outcome.text:
            reason.refuse(contradiction(EndReason(reason.text), Outcome(outcome.text)))

    def _show_fields(self, *, beginning: bool = False) -> None:
        """No confirmation is asked for where it is not the way; what else closing does is told."""
        super()._show_fields(beginning=beginning)
        day = self.row("closed_on")
        if day is not None and self._planned:
            day.say_aside(self._of_planned(), "planned")
        if day is not None and self._case is not None:
            day.say_aside(_why_not(self._case), "not now")
        row = self.row("confirmation_number")
        if row is not None and self._case is not None and confirmation_refused(self._case):
            row.show(False)

    @on(FieldRow.Edited)
    def _suggest(self, event: FieldRow.Edited) -> None:
        """A reason shows its usual outcome at once, until the user has said the outcome."""
        outcome = self.row("outcome")
        if event.row.field.name != "reason" or outcome is None or outcome.was_edited:
            return
        if event.row.text and outcome.text in ("", self._suggested):
            self._suggested = usual_outcome(EndReason(event.row.text)) or ""
            outcome.text = self._suggested
            self._show_fields()

    @on(FieldRow.Edited)
    def _no_longer_suggested(self, event: FieldRow.Edited) -> None:
        """A reason that the form itself put there goes when the outcome turns against it."""
        reason = self.row("reason")
        if event.row.field.name != "outcome" or reason is None or reason.was_edited:
            return
        outcome = event.row.text
        if reason.text and outcome and contradiction(EndReason(reason.text), Outcome(outcome)):
            reason.text = ""

    def save(self, office: Office, values: Mapping[str, Any]) -> Saved:
        """Close the case."""
        outcome = Outcome(values["outcome"])
        office.cases.close(
            self._subject,
            self.case.version,
            values["closed_on"],
            outcome,
            **closing_values(values),
        )
        words = _("已结案:{case},{outcome},{day}").format(
            case=case_name(self.case), outcome=outcome.label, day=values["closed_on"]
        )
        if self._planned:
            words += _(";{count} 场约好的调解会一并取消").format(count=len(self._planned))
        return Saved(words, self._subject)

    def after_saving(self) -> None:
        """Offer the check before the parties leave, once something was agreed."""
        if self.values().get("outcome") not in _REACHED:
            return
        window, case = self.window, self._subject
        window.push_screen(
            Question(
                _("双方离开前,核对一遍协议?"),
                _("大写与数字、期限和账户、代理权、送达地址、能否确认;以后在案件里按 x 也能看。"),
                (
                    Answer("check", ("enter", "x"), _("现在核对")),
                    Answer("later", ("escape",), _("以后再说")),
                ),
            ),
            lambda answer: window.open_exit_check(case) if answer == "check" else None,
        )


def _why_not(case: Case) -> str:
    if case.outcome is not None:
        return _("已经结案:{outcome}。要改的,在案件上按 e 更正。").format(
            outcome=case.outcome.label
        )
    if case.signed_on is None:
        return _("还没有签收,结不了案:先登记签收(在案件上按 g)。")
    return ""


def _day_of(session: Session) -> str:
    at = f" {session.held_at:%H:%M}" if session.held_at else ""
    return f"{session.held_on:%m-%d}{at}"
