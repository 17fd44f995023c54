"""From what was typed to what is kept, field by field, each refusal in words."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from mediation.cases.capital import capital_words
from mediation.cases.money import format_wan, format_yuan, parse_amount
from mediation.cases.plain import clean_line, clean_note
from mediation.errors import Unreadable
from mediation.i18n import _
from tui.forms.days import read_clock, read_day
from tui.forms.field import Field, Kind, Lookup, Values, missing
from tui.forms.start import Load
from tui.weekdays import spelled

_BETWEEN_NAMES = re.compile(r"[、;;,,\n\t]+")


@dataclass(frozen=True, slots=True)
class FieldReader:
    """Reads fields on a given day with the lookups at hand; ``sayings`` tell how some are understood,
    ``load`` what stands on the days around a chosen one.
    """

    today: date
    lookups: Mapping[str, Lookup]
    sayings: Mapping[str, Callable[[str], str]] = dataclasses.field(default_factory=dict)
    load: Load | None = None

    def read(self, field: Field, text: str) -> Any:
        """The value: text, date, time, fen, option key, names; raises :class:`Unreadable`."""
        if field.kind is Kind.NOTE:
            return clean_note(text)
        text = clean_line(text)
        match field.kind:
            case Kind.DATE:
                return read_day(text, self.today, ahead=field.ahead)
            case Kind.CLOCK:
                return read_clock(text)
            case Kind.AMOUNT:
                return parse_amount(text)
            case Kind.CHOICE:
                return text or None
            case Kind.PEOPLE:
                return tuple(names_in(text))
            case Kind.PICK if field.several:
                return tuple(self.lookups[field.lookup].named(name).key for name in names_in(text))
            case Kind.PICK:
                return self.lookups[field.lookup].named(text).key if text else None
        return text

    def tidy(self, field: Field, text: str) -> str:
        """The text as it will be shown back once read; unchanged when it cannot be read."""
        try:
            value = self.read(field, text)
        except Unreadable:
            return text
        match field.kind:
            case Kind.DATE:
                return value.isoformat() if value else ""
            case Kind.CLOCK:
                return f"{value:%H:%M}" if value else ""
            case Kind.AMOUNT:
                return text if value is None else format_yuan(value)
            case Kind.PEOPLE:
                return "、".join(value)
            case Kind.PICK if not field.several and value:
                return self.lookups[field.lookup].named(clean_line(text)).label
        return text

    def echo(self, field: Field, text: str) -> str:
        """How a half-typed text is understood so far, for the line under the field."""
        if text.strip() and field.name in self.sayings:
            said = self.sayings[field.name](text)
            if said:
                return said
        if not text.strip() or field.kind not in (Kind.DATE, Kind.AMOUNT, Kind.PEOPLE):
            return ""
        try:
            value = self.read(field, text)
        except Unreadable:
            return ""
        if not value:
            return ""
        if field.kind is Kind.DATE:
            return "= " + spelled(value)
        if field.kind is Kind.PEOPLE:
            return _("共 {count} 人").format(count=len(value)) if len(value) > 1 else ""
        return _("= {yuan} 元({wan} 万元) {words}").format(
            yuan=format_yuan(value), wan=format_wan(value), words=capital_words(value)
        )

    def beneath(self, field: Field, text: str) -> str:
        """What stands on the days around it, under a field that chooses a day."""
        if not field.load or self.load is None:
            return ""
        try:
            return self.load(self.read(field, text) if text.strip() else None)
        except Unreadable:
            return self.load(None)

    def read_all(
        self, fields: Iterable[Field], values: Values
    ) -> tuple[dict[str, Any], dict[str, str]]:
        """The values of the fields asked for, and what is wrong with the others by field name."""
        read: dict[str, Any] = {}
        wrong: dict[str, str] = {}
        for field in fields:
            if not field.shown(values):
                continue
            if missing(values, field):
                wrong[field.name] = _("请填写{label}。").format(label=field.label)
                continue
            try:
                read[field.name] = self.read(field, values.get(field.name, ""))
            except Unreadable as error:
                wrong[field.name] = error.message
        return read, wrong


def names_in(text: str) -> Sequence[str]:
    """The names in a line, parted by 、 or , or ;."""
    return [name for part in _BETWEEN_NAMES.split(text) if (name := clean_line(part))]
