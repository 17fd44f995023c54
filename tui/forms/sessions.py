"""Forms of a session: 记调解 (what came of it) and 约调解会 (when and where it is to be)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from mediation.cases.case import Session
from mediation.cases.terms import Means, SessionState
from mediation.errors import MediationError, NotFound
from mediation.i18n import _
from mediation.identity import new_id
from mediation.office.sessions import SessionFile, clash_words
from tui.forms.case_fields import options
from tui.forms.casework import CaseForm, case_name, load_of
from tui.forms.days import read_clock, read_day
from tui.forms.field import Field, Kind, Option, Values
from tui.forms.people import BETWEEN
from tui.forms.start import Saved, Start
from tui.weekdays import spelled

if TYPE_CHECKING:
    from mediation.office.office import Office

_THIS, _OTHER = "this", "other"


def _is_waiting(values: Values) -> bool:
    return bool(values.get("which"))


_ON = Field(
    name="held_on",
    label=_("日期"),
    kind=Kind.DATE,
    required=True,
    ahead=True,
    load=True,
    help=_("今天、昨天、11-13、1113 都行;排下一次的写以后的日子。"),
)
_AT = Field(name="held_at", label=_("时间"), kind=Kind.CLOCK, help=_("14:30 或 1430;可以空着。"))
_MEANS = Field(
    name="means",
    label=_("方式"),
    kind=Kind.CHOICE,
    options=options(Means),
    required=True,
    help=_("左右键或数字选。"),
)
_PLACE = Field(name="place", label=_("地点"), help=_("视频、电话的写平台或号码。"))
_PRESENT = Field(name="present", label=_("到场人"), kind=Kind.PEOPLE, help=_("几个人用顿号隔开。"))


class _OfSession(CaseForm):
    """A form about one session of a case: ``one`` is its key, empty for a new one."""

    def __init__(self, case: UUID, one: str = "") -> None:
        super().__init__(case)
        self._one = one
        self._was: Session | None = None
        self._book: SessionFile | None = None

    @property
    def draft_key(self) -> str:
        """One draft for each session, and one for a new one."""
        key = f"{self.kind}:{self._subject}"
        return f"{key}{BETWEEN}{self._one}" if self._one else key

    def on_mount(self) -> None:
        """A key of its own, so that saving again keeps one."""
        self.remember("id", self._one or str(new_id()))
        super().on_mount()

    def prepare(self, office: Office) -> Start:
        """The case, the session as it stands, and what stands on the coming days."""
        start = super().prepare(office)
        self._book = office.sessions.open(self._subject)
        self._was = self._book.session(self._one)
        if self._one and self._was is None:
            raise NotFound(_("没有这次调解会,可能已被删除。请返回案件刷新。"))
        return replace(
            start,
            texts={**start.texts, **self.session_texts(self._book, self._was)},
            load=load_of(office, self.window.today()),
        )

    def session_texts(self, book: SessionFile, was: Session | None) -> dict[str, str]:
        """The texts that the form begins with."""
        raise NotImplementedError

    def kept_texts(self, start: Start) -> Values:
        """The session as it is kept."""
        return start.texts if self._was is not None else {}

    def told(self, values: Mapping[str, Any], was: Session | None) -> Session:
        """The session as it stands in the form; what the form does not ask stays as it was."""
        asked = {
            "held_on": values["held_on"],
            "held_at": values["held_at"],
            "means": Means(values["means"]),
            "place": values["place"],
            "present": _("、").join(values["present"]),
        }
        if "summary" in values:
            asked["summary"] = values["summary"]
        if was is not None:
            return replace(was, **asked)
        return Session(id=UUID(self.remembered("id")), case=self._subject, **asked)

    def clash(self, session: Session) -> str:
        """What else the mediator has on the session's day."""
        if self._book is None:
            return ""
        return clash_words(self._book.beside(session.held_on, session.id), session.held_at)

    def sayings(self) -> Mapping[str, Callable[[str], str]]:
        """What else stands on the day, as soon as it can be read."""
        return {
            "held_on": self._day_told,
            "held_at": lambda text: self._beside(self.values().get("held_on", ""), text),
        }

    def _day_told(self, text: str) -> str:
        try:
            on = read_day(text, self.window.today(), ahead=True)
        except MediationError:
            return ""
        beside = self._beside(text, self.values().get("held_at", ""))
        return "\n".join(filter(None, ("" if on is None else "= " + spelled(on), beside)))

    def _beside(self, day: str, at: str) -> str:
        try:
            on = read_day(day, self.window.today(), ahead=True)
            moment = read_clock(at)
        except MediationError:
            return ""
        if self._book is None or on is None:
            return ""
        return clash_words(self._book.beside(on, self._was.id if self._was else None), moment)


class SessionForm(_OfSession):
    """记调解: what came of a session; of a planned one what was arranged stands there already."""

    heading = _("记调解")
    kind = "session"
    fields: ClassVar[tuple[Field, ...]] = (
        Field(
            name="which",
            label=_("是哪一次"),
            kind=Kind.CHOICE,
            options=(Option(_THIS, _("约好的那次")), Option(_OTHER, _("另外一次"))),
            shown=_is_waiting,
            help=_("约好的那次记下来就从首页去掉;另外一次不影响它。"),
        ),
        _ON,
        _AT,
        _MEANS,
        _PLACE,
        _PRESENT,
        Field(
            name="summary",
            label=_("调解经过"),
            kind=Kind.NOTE,
            help=_("谁说了什么,谈到哪一步,下一步是什么。Tab 离开。"),
        ),
    )

    def session_texts(self, book: SessionFile, was: Session | None) -> dict[str, str]:
        """The session, the planned one that waits to be recorded, or one today on site."""
        today = self.window.today()
        if was is None:
            self._was = was = book.due(today)
            waiting = {"which": _THIS} if was is not None else {}
        else:
            waiting = {}
        if was is None:
            return {"held_on": today.isoformat(), "means": Means.ON_SITE.value}
        return {**waiting, **_texts(was), "summary": was.summary}

    def save(self, office: Office, values: Mapping[str, Any]) -> Saved:
        """Record the meeting."""
        was = None if values.get("which") == _OTHER else self._was
        session = self.told(values, was)
        if was is None:
            session = office.cases.hold_session(session)
        else:
            session = office.sessions.hold(session)
        return _saved(self, session)


class PlanForm(_OfSession):
    """约调解会: a session to come; of one that is planned another day, time or place."""

    heading = _("约调解会")
    kind = "plan"
    fields: ClassVar[tuple[Field, ...]] = (
        replace(_ON, help=_("明天、周三、下周一、3天后、11-25 都行;已有几件看下面。")),
        _AT,
        _MEANS,
        replace(_PLACE, help=_("现场写哪间调解室;视频、电话的写平台或号码。")),
        replace(_PRESENT, label=_("通知谁来"), help=_("几个人用顿号隔开;记调解时带进到场人。")),
    )

    def session_texts(self, book: SessionFile, was: Session | None) -> dict[str, str]:
        """What is arranged, else as the last one was."""
        if was is not None:
            return _texts(was)
        last = next(iter(reversed(book.sessions)), None)
        if last is None:
            return {"means": Means.ON_SITE.value}
        return {"means": last.means.value, "place": last.place, "present": last.present}

    def save(self, office: Office, values: Mapping[str, Any]) -> Saved:
        """Plan the meeting, or move it."""
        return _saved(self, office.sessions.plan(self.told(values, self._was)))


def _texts(session: Session) -> dict[str, str]:
    return {
        "held_on": session.held_on.isoformat(),
        "held_at": f"{session.held_at:%H:%M}" if session.held_at else "",
        "means": session.means.value,
        "place": session.place,
        "present": session.present,
    }


def _saved(form: _OfSession, session: Session) -> Saved:
    planned = session.state is SessionState.PLANNED
    told = _("已约调解会:{case},{when}") if planned else _("已记调解会:{case},{when}")
    at = f" {session.held_at:%H:%M}" if planned and session.held_at else ""
    words = told.format(case=case_name(form.case), when=f"{session.held_on}{at}")
    return Saved(words, session.case, form.clash(session) if planned else "")
