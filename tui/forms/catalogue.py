"""Which form a name opens."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tui.forms.agreement import ClauseForm, PaymentForm, SignaturesForm
from tui.forms.assigning import AnswerForm, AssignForm
from tui.forms.casework import CaseForm, CorrectForm, SignForm
from tui.forms.clockwork import ExtendForm, PauseForm, StepForm
from tui.forms.closing import CloseForm
from tui.forms.conflict import DisclosureForm, InterestForm
from tui.forms.form import FormScreen
from tui.forms.mediator import MediatorForm
from tui.forms.people import BETWEEN, AgentForm, PartyForm
from tui.forms.register import RegisterForm
from tui.forms.sessions import PlanForm, SessionForm
from tui.forms.talks import LogForm, PaperForm, PrivateNoteForm, StatementForm

FORMS: dict[str, type[FormScreen]] = {
    "register": RegisterForm,
    "sign": SignForm,
    "sign_for": SignForm,
    "session": SessionForm,
    "plan": PlanForm,
    "close": CloseForm,
    "correct": CorrectForm,
    "clause": ClauseForm,
    "payment": PaymentForm,
    "signatures": SignaturesForm,
    "mediator": MediatorForm,
    "step": StepForm,
    "extend": ExtendForm,
    "pause": PauseForm,
    "party": PartyForm,
    "agent": AgentForm,
    "log": LogForm,
    "statement": StatementForm,
    "private_note": PrivateNoteForm,
    "paper": PaperForm,
    "disclosure": DisclosureForm,
    "interest": InterestForm,
    "assign": AssignForm,
    "answer": AnswerForm,
}

_ABOUT_ONE = (CaseForm, InterestForm)


def form_screen(name: str, **values: Any) -> FormScreen:
    """The form of this name: ``case=<key>`` for a case's forms, ``mediator=<key>`` for the roster's."""
    return FORMS[name](**values)


def form_of_draft(key: str) -> FormScreen | None:
    """The form that a draft's key (``register``, ``close:<case key>``) belongs to."""
    name, _colon, subject = key.partition(":")
    if name in ("register", "mediator") and subject in ("", "new"):
        return FORMS[name]()
    subject, *parts = subject.split(BETWEEN)
    try:
        about = UUID(subject)
    except ValueError:
        return None
    if name == "mediator":
        return MediatorForm(about)
    made = FORMS.get(name)
    return made(about, *parts) if made is not None and issubclass(made, _ABOUT_ONE) else None
