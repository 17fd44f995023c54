"""Forms as data: what a field is called, how its text is read, when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

from mediation.i18n import _

Values = Mapping[str, str]
"""What stands in a form: the text of each field by name, as typed. A draft keeps exactly this."""


class Kind(Enum):
    """How a field is filled in, and so how its text is read."""

    TEXT = auto()
    DATE = auto()
    CLOCK = auto()
    AMOUNT = auto()
    CHOICE = auto()
    PICK = auto()
    PEOPLE = auto()
    NOTE = auto()


@dataclass(frozen=True, slots=True)
class Option:
    """One value to take: ``key`` is kept, ``label`` stands in the field, ``note`` beside it in a list."""

    key: str
    label: str
    note: str = ""


class Lookup(Protocol):
    """Many values narrowed by typing."""

    def find(self, text: str, limit: int) -> list[Option]:
        """The options that fit the text, best first; the usual ones for an empty text."""

    def named(self, text: str) -> Option:
        """The one option this text means; raises :class:`mediation.errors.Unreadable`."""


def _always(values: Values) -> bool:  # noqa: ARG001
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One line of a form. ``name`` is also what a :class:`RuleViolation` points at.

    ``ahead``: a day without a year may lie ahead; ``load``: what stands on the coming days is shown;
    ``hidden``: what is typed stands nowhere but in the field itself.
    """

    name: str
    label: str
    kind: Kind = Kind.TEXT
    help: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    lookup: str = ""
    ahead: bool = False
    load: bool = False
    several: bool = False
    hidden: bool = False
    shown: Callable[[Values], bool] = _always

    def label_of(self, text: str) -> str:
        """The field's text as people read it: of a choice the label, of a hidden one only that it is."""
        if self.hidden and text:
            return _("(已遮盖)")
        return next((option.label for option in self.options if option.key == text), text)


def missing(values: Values, field: Field) -> bool:
    """Whether a required field is still empty."""
    return field.required and field.shown(values) and not values.get(field.name, "").strip()
