"""A mediator nobody wrote down yet goes on the roster from where the name is typed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mediation.cases.plain import clean_line
from mediation.errors import MediationError
from mediation.i18n import _
from mediation.identity import new_id
from mediation.registry.mediators import Mediator
from tui.forms.lookups import NotOnRoster, Roster

if TYPE_CHECKING:
    from mediation.office.office import Office
    from tui.forms.form import FormScreen
    from tui.forms.row import FieldRow


def enroll(form: FormScreen) -> None:
    """Put the name in the mediator's field on the roster, unless somebody there is called so."""
    row = form.focused_row()
    if row is None or row.field.lookup != "mediator" or not row.text.strip():
        form.window.say(_("先在“调解员”一栏打名字,再按 F2 把这个人列入名册。"))
        return
    try:
        name = clean_line(row.text)
        form.lookups["mediator"].named(name)
    except NotOnRoster:
        form.window.tell(
            partial(_added, Mediator(id=new_id(), name=name)), partial(_done, form, row, name)
        )
    except MediationError as error:
        row.refuse(error.message)
    else:
        form.window.say(_("名册里已有 {name}。").format(name=name))


def _added(entry: Mediator, office: Office) -> list[Mediator]:
    office.roster.add(entry)
    return office.roster.all()


def _done(form: FormScreen, row: FieldRow, name: str, mediators: list[Mediator]) -> None:
    form.window.saved(_("已把 {name} 列入名册;级别、界别可在“4名册”补。").format(name=name))
    if form.is_attached:
        form.use_roster(Roster(mediators))
        row.refuse("")
        row.close_list()
