"""登记新案: a new case from referral to mediator on one screen."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from mediation.cases.case import Case
from mediation.cases.number import parse_case_number
from mediation.cases.terms import Channel
from mediation.errors import MediationError, Unreadable
from mediation.i18n import _
from mediation.identity import new_id
from mediation.registry.courts import court_by_code
from tui.forms.case_fields import REGISTERED, case_values
from tui.forms.field import Field
from tui.forms.form import FormScreen
from tui.forms.lookups import Roster
from tui.forms.row import FieldRow
from tui.forms.start import Saved, Start

if TYPE_CHECKING:
    from mediation.office.office import Office


class RegisterForm(FormScreen):
    """A new case. Its key is made once, so that saving again after a failure keeps one case."""

    heading = _("登记新案")
    fields: ClassVar[tuple[Field, ...]] = REGISTERED

    @property
    def draft_key(self) -> str:
        """One draft for the next new case."""
        return "register"

    def draft_title(self) -> str:
        """The parties and the cause, as far as they are typed."""
        values = self.values()
        parties = " / ".join(filter(None, (values["applicants"], values["respondents"])))
        return " ".join(filter(None, (_("新案"), parties, values["cause"])))

    def first_texts(self) -> dict[str, str]:
        """Entrusted, referred today: the usual case."""
        return {"channel": Channel.ENTRUSTED.value}

    def on_mount(self) -> None:
        """Begin with today and a key of the case's own."""
        self.remember("id", str(new_id()))
        day = self.row("referred_on")
        if day is not None:
            day.text = self.window.today().isoformat()
        super().on_mount()

    def prepare(self, office: Office) -> Start:
        """The next number of the year, and the roster."""
        mediators = office.roster.all()
        return Start({"number": office.cases.next_number()}, roster=Roster(mediators))

    def left(self, row: FieldRow) -> None:
        """A court number says which court it is."""
        if row.field.name != "court_number":
            return
        try:
            number = parse_case_number(row.text)
        except Unreadable as error:
            row.refuse(error.message)
            return
        court = self.row("court")
        if number is None:
            return
        row.text = number.key
        if number.warnings:
            row.refuse("".join(number.warnings))
        if number.court and court is not None and not court.text.strip():
            with suppress(MediationError):
                court.text = court_by_code(number.court).name

    def save(self, office: Office, values: Mapping[str, Any]) -> Saved:
        """Register the case."""
        case = office.cases.register(Case(id=UUID(self.remembered("id")), **case_values(values)))
        number = case.number or case.court_number_key
        return Saved(
            _("已登记:{number} {names}").format(number=number, names=_names(case)), case.id
        )


def _names(case: Case) -> str:
    return "、".join(party.name for party in case.parties[:3])
