"""名册: a mediator's entry on the roster."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from mediation.i18n import _
from mediation.identity import new_id
from mediation.registry.mediators import Mediator
from tui.forms.case_fields import YES_NO, as_text
from tui.forms.field import Field, Kind, Values
from tui.forms.form import FormScreen
from tui.forms.lookups import Roster
from tui.forms.party_fields import say_phone
from tui.forms.start import Saved, Start

if TYPE_CHECKING:
    from mediation.office.office import Office


class MediatorForm(FormScreen):
    """A new entry, or one that is there."""

    heading = _("调解员")
    fields: ClassVar[tuple[Field, ...]] = (
        Field(name="name", label=_("姓名"), required=True),
        Field(
            name="level",
            label=_("政协级别"),
            help=_("自治区、市或旗区政协委员;不是委员的空着。"),
        ),
        Field(name="sector", label=_("界别"), help=_("如 社会福利和社会保障、经济、农业。")),
        Field(name="specialities", label=_("专长"), help=_("如 道路交通、劳动争议、蒙汉双语。")),
        Field(
            name="organisation",
            label=_("调解组织"),
            help=_("申请司法确认的协议上要写明的调解组织。"),
        ),
        Field(
            name="term_from", label=_("聘期开始"), kind=Kind.DATE, help=_("2026-01-01、0101 都行。")
        ),
        Field(
            name="term_to", label=_("聘期终止"), kind=Kind.DATE, ahead=True, help=_("期满那一天。")
        ),
        Field(
            name="holds_office",
            label=_("公职人员"),
            kind=Kind.CHOICE,
            options=YES_NO,
            help=_("公职人员不领补贴;不知道就空着。"),
        ),
        Field(
            name="courts",
            label=_("聘任法院"),
            kind=Kind.PICK,
            lookup="court",
            several=True,
            help=_("一个或几个,取一个再打顿号接着打;空格列出全部。"),
        ),
        Field(name="phone", label=_("电话")),
        Field(name="remark", label=_("备注"), kind=Kind.NOTE, help=_("Tab 离开。")),
    )

    def __init__(self, mediator: UUID | None = None) -> None:
        self._subject = mediator
        self._entry: Mediator | None = None
        super().__init__()

    def sayings(self) -> Mapping[str, Callable[[str], str]]:
        """What looks wrong about the phone."""
        return {"phone": say_phone}

    @property
    def draft_key(self) -> str:
        """One draft for each entry and one for a new one."""
        return f"mediator:{self._subject or 'new'}"

    def draft_title(self) -> str:
        """The form and the name."""
        return " ".join(filter(None, (self.heading, self.values()["name"])))

    def on_mount(self) -> None:
        """A key of the entry's own, so that saving again keeps one."""
        self.remember("id", str(self._subject or new_id()))
        super().on_mount()

    def prepare(self, office: Office) -> Start:
        """The entry as it stands."""
        if self._subject is None:
            return Start(facts=_("新聘"))
        self._entry = next((one for one in office.roster.all() if one.id == self._subject), None)
        if self._entry is None:
            return Start(facts=_("新聘"))
        return Start(_texts(self._entry), self._entry.name)

    def save(self, office: Office, values: Mapping[str, Any]) -> Saved:
        """Keep the entry."""
        holds = values["holds_office"]
        entry = Mediator(
            id=UUID(self.remembered("id")),
            version=self._entry.version if self._entry else 1,
            **{name: values[name] for name in _AS_READ},
            holds_office=None if holds is None else holds == "yes",
            from_import=self._entry.from_import if self._entry else False,
        )
        if self._entry is None:
            office.roster.add(entry)
            return Saved(_("已列入名册:{name}").format(name=entry.name))
        office.roster.save(entry)
        return Saved(_("已保存:{name}").format(name=entry.name))

    def kept_texts(self, start: Start) -> Values:
        """The entry as it is kept."""
        return start.texts


_AS_READ = [
    "name",
    "level",
    "sector",
    "specialities",
    "organisation",
    "term_from",
    "term_to",
    "courts",
    "phone",
    "remark",
]


def _texts(entry: Mediator) -> dict[str, str]:
    return {
        field.name: _text(field.name, getattr(entry, field.name)) for field in MediatorForm.fields
    }


def _text(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name == "courts":
        return "、".join(as_text("court", code, Roster()) for code in value)
    if name == "holds_office":
        return "yes" if value else "no"
    return str(value)
