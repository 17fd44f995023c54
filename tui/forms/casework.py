"""Forms of one case that is there: 签收, 更正."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from mediation.cases.case import Case
from mediation.cases.terms import Side as PartySide
from mediation.i18n import _
from tui.forms.case_fields import (
    CLOSED,
    ON_PLATFORM,
    REGISTERED,
    SIGNED_ON,
    case_texts,
    changed_values,
)
from tui.forms.days import load_strip
from tui.forms.field import Field, Values
from tui.forms.form import FormScreen
from tui.forms.lookups import Roster
from tui.forms.party_fields import SAYINGS
from tui.forms.start import Load, Saved, Start

if TYPE_CHECKING:
    from mediation.office.office import Office

_LABELS = {field.name: field.label for field in (*REGISTERED, *CLOSED, ON_PLATFORM)} | {
    "cause_name": _("案由"),
    "court_number_key": _("法院案号"),
    "parties": _("当事人"),
}


class CaseForm(FormScreen):
    """A form about one case. It is read when the form opens, and again when somebody saved first."""

    kind: ClassVar[str] = ""
    shows_particulars: ClassVar[bool] = False
    """Whether telephones, numbers or addresses stand in it whole; opening it is noted then."""

    def __init__(self, case: UUID) -> None:
        self._subject = case
        self._case: Case | None = None
        super().__init__()

    @property
    def draft_key(self) -> str:
        """One draft for each case and form."""
        return f"{self.kind}:{self._subject}"

    def draft_title(self) -> str:
        """The form and the case."""
        return f"{self.heading} {case_name(self._case) if self._case else ''}".strip()

    @property
    def case(self) -> Case:
        """The case as it was read."""
        assert self._case is not None
        return self._case

    def prepare(self, office: Office) -> Start:
        """The case, and the roster."""
        roster = Roster(office.roster.all())
        self._case = office.cases.open(self._subject).case
        if self.shows_particulars:
            office.audit.saw(self._subject, f"form:{self.kind}")
        facts = "   ".join(filter(None, (case_name(self._case), _names(self._case))))
        return Start(self.texts_of(self._case, roster), facts, roster)

    def texts_of(self, case: Case, roster: Roster) -> dict[str, str]:  # noqa: ARG002
        """The texts that the form begins with for this case."""
        return {}


_PARTY_FIELDS = ("applicants", "applicant_phones", "respondents", "respondent_phones")


class SignForm(CaseForm):
    """签收: the mediator's receipt of the papers."""

    heading = _("签收")
    looks_for_ties = True
    kind = "sign_for"
    fields: ClassVar[tuple[Field, ...]] = (
        replace(
            SIGNED_ON,
            required=True,
            help=_("调解员签收材料的日期,期限从次日起算。今天、昨天、11-13、1113 都行。"),
        ),
    )

    def texts_of(self, case: Case, roster: Roster) -> dict[str, str]:  # noqa: ARG002
        """Signed for today, unless a day is there already."""
        return {"signed_on": (case.signed_on or self.window.today()).isoformat()}

    def kept_texts(self, start: Start) -> Values:  # noqa: ARG002
        """The day that is kept."""
        return {"signed_on": str(self.case.signed_on or "")}

    def save(self, office: Office, values: Mapping[str, Any]) -> Saved:
        """Record the receipt."""
        day = values["signed_on"]
        office.cases.sign_for(self._subject, self.case.version, day)
        return Saved(
            _("已签收:{case},{day}").format(case=case_name(self.case), day=day), self._subject
        )


class CorrectForm(CaseForm):
    """更正: any field of a case, closed ones too, with a reason that stays in its history."""

    heading = _("更正")
    looks_for_ties = True
    shows_particulars = True
    kind = "correct"
    fields: ClassVar[tuple[Field, ...]] = (
        Field(
            name="why",
            label=_("更正原因"),
            required=True,
            help=_("留在案件的改动记录里,如:法院来函更正、登记时录错。"),
        ),
        *REGISTERED,
        *(replace(field, required=False) for field in CLOSED),
        ON_PLATFORM,
    )

    def sayings(self) -> Mapping[str, Callable[[str], str]]:
        """What looks wrong about the phones."""
        return SAYINGS

    def texts_of(self, case: Case, roster: Roster) -> dict[str, str]:
        """The case as it stands."""
        return case_texts(case, roster)

    def kept_texts(self, start: Start) -> Values:
        """All of it is kept already."""
        return start.texts

    def save(self, office: Office, values: Mapping[str, Any]) -> Saved:
        """Correct what differs, and nothing else."""
        changes = self._changes(values)
        if not changes:
            return Saved(_("没有改动:{case}").format(case=case_name(self.case)), self._subject)
        office.cases.correct(self._subject, self.case.version, changes, why=values["why"])
        words = _("、").join(dict.fromkeys(_LABELS.get(name, name) for name in changes))
        return Saved(
            _("已更正:{case}({fields})").format(case=case_name(self.case), fields=words),
            self._subject,
        )

    def reads(self, name: str) -> bool:
        """What stands as it was is left as it was, readable or not."""
        if name in _PARTY_FIELDS:
            return bool(self.touched.intersection(_PARTY_FIELDS))
        return name == "why" or name in self.touched

    def _changes(self, values: Mapping[str, Any]) -> dict[str, Any]:
        wanted = changed_values(values, self.case.parties)
        if "outcome" in values or "transfer_number" in values:
            for field in CLOSED:
                if field.name not in wanted and not field.shown(self.values()):
                    wanted[field.name] = (
                        "" if isinstance(getattr(self.case, field.name), str) else None
                    )
        return {name: value for name, value in wanted.items() if getattr(self.case, name) != value}


def case_name(case: Case) -> str:
    """What the case is called in a note to the user."""
    return case.number or case.court_number_key or case.court_number


def load_of(office: Office, today: date) -> Load:
    """What stands on the days to come, for a field that chooses one of them."""
    loads, calendar = office.clocks.load(), office.calendar()
    return lambda chosen: load_strip(loads, today, calendar, chosen)


def _names(case: Case) -> str:
    sides = (_("、").join(case.names(side)) for side in (PartySide.APPLICANT, PartySide.RESPONDENT))
    return " / ".join(filter(None, sides))
