"""Which form a name opens."""

from __future__ import annotations

from typing import Any

from tui.forms.casework import CloseForm, CorrectForm, SessionForm, SignForm
from tui.forms.form import FormScreen
from tui.forms.mediator import MediatorForm
from tui.forms.register import RegisterForm

FORMS: dict[str, type[FormScreen]] = {
    "register": RegisterForm,
    "sign": SignForm,
    "sign_for": SignForm,
    "session": SessionForm,
    "close": CloseForm,
    "correct": CorrectForm,
    "mediator": MediatorForm,
}


def form_screen(name: str, **values: Any) -> FormScreen:
    """The form of this name: ``case=<key>`` for a case's forms, ``mediator=<key>`` for the roster's."""
    return FORMS[name](**values)


def form_of_draft(key: str) -> FormScreen | None:
    """The form that a draft's key (``register``, ``close:<case key>``) belongs to."""
    from uuid import UUID

    name, _colon, subject = key.partition(":")
    if name not in FORMS:
        return None
    if not subject:
        return FORMS[name]()
    if name == "mediator":
        return MediatorForm(None if subject == "new" else UUID(subject))
    return FORMS[name](case=UUID(subject))  # type: ignore[call-arg]
