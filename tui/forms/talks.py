"""What is said in the talks: a session in one line, a statement in its zone, a private note, a paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID, uuid5

from mediation.cases.case import Session
from mediation.cases.folder import Statement, Tick
from mediation.cases.logline import Calls, LogLine, calls_of, read_line
from mediation.cases.notes import PrivateNote
from mediation.cases.terms import Means, Zone
from mediation.clock.books import NextStep, StepKind
from mediation.errors import NotFound, RuleViolation
from mediation.i18n import _
from mediation.identity import new_id
from mediation.office.folders import Talk
from mediation.registry.papers import paper_name
from tui.forms.case_fields import YES_NO, options
from tui.forms.casework import CaseForm, case_name
from tui.forms.days import read_day
from tui.forms.field import Field, Kind, Values
from tui.forms.initials import initials
from tui.forms.people import BETWEEN
from tui.forms.start import Saved, Start

if TYPE_CHECKING:
    from mediation.office.office import Office


class LogForm(CaseForm):
    """一行记: a session in one line, shown back as it was understood before it is saved."""

    heading = _("一行记")
    kind = "log"
    fields: ClassVar[tuple[Field, ...]] = (
        Field(
            name="line",
            label=_("这次调解"),
            required=True,
            hidden=True,
            help=_(
                "昨天 14:30 电话 @甲 @乙2 经过 #事实 … #妥协 … #私 … #下步 周五前…"
                "(@ 后写姓名、甲乙丙或拼音首字母)"
            ),
        ),
    )

    def __init__(self, case: UUID) -> None:
        super().__init__(case)
        self._calls: Calls = {}

    def on_mount(self) -> None:
        """A key of the meeting's own, so that saving again keeps one."""
        self.remember("id", str(new_id()))
        super().on_mount()

    def prepare(self, office: Office) -> Start:
        """The case and who may be called by what."""
        start = super().prepare(office)
        mediators = [one.name for one in office.roster.all()]
        self._calls = calls_of(self.case, mediators, initials)
        return start

    def sayings(self) -> Mapping[str, Callable[[str], str]]:
        """The line as it was understood."""
        return {"line": lambda text: told_back(self._read(text), self.window.today())}

    def save(self, office: Office, values: Mapping[str, Any]) -> Saved:
        """Keep the session and every part of it in its zone."""
        line = self._read(values["line"])
        session = Session(
            id=UUID(self.remembered("id")),
            case=self._subject,
            held_on=line.day or self.window.today(),
            held_at=line.at,
            means=line.means or Means.ON_SITE,
            present="、".join(line.present),
            summary=line.summary,
        )
        office.folders.log(_talk(session, line))
        return Saved(
            _("已记调解会:{case},{day}").format(case=case_name(self.case), day=session.held_on),
            self._subject,
        )

    def _read(self, text: str) -> LogLine:
        today = self.window.today()
        return read_line(text, self._calls, today, partial(read_day, today=today))


def told_back(line: LogLine, today: date) -> str:
    """A line as it was understood, part by part; private words are only counted."""
    when = " ".join(
        (
            (line.day or today).isoformat(),
            f"{line.at:%H:%M}" if line.at else "",
            (line.means or Means.ON_SITE).label,
        )
    )
    parts = [
        (_("记作"), " ".join(when.split())),
        (_("到场"), "、".join(line.present)),
        (_("经过"), line.summary),
        *((_("无争议事实"), fact) for fact in line.facts),
        *((_("妥协陈述,不移送"), said) for said in line.compromises),
        (
            _("私人备注"),
            _("{count} 条,只有您看得到").format(count=len(line.private)) if line.private else "",
        ),
        (_("下一步"), _step_words(line)),
        (_("案件里没有"), "、".join(line.strange)),
        (_("不止一人,请写全名"), "、".join(line.unclear)),
    ]
    return "\n".join(f"= {label}: {words}" for label, words in parts if words)


def _step_words(line: LogLine) -> str:
    if not line.next_step:
        return ""
    day = line.step_on.isoformat() if line.step_on else _("没有日期,写上如 周五、11-27、3天后")
    at = f" {line.step_at:%H:%M}" if line.step_at else ""
    return f"{day}{at}  {line.next_step}"


def _talk(session: Session, line: LogLine) -> Talk:
    if line.unclear:
        raise RuleViolation(
            _("“{name}”可能是几个人,请写全名。").format(name=line.unclear[0]), field="line"
        )
    if line.next_step and line.step_on is None:
        raise RuleViolation(_("下一步没有日期:写上如 周五、11-27、3天后。"), field="line")

    def statements(zone: Zone, texts: tuple[str, ...]) -> tuple[Statement, ...]:
        return tuple(
            Statement(
                id=uuid5(session.id, f"{zone.value}:{place}"),
                case=session.case,
                zone=zone,
                on=session.held_on,
                text=text,
                session=session.id,
            )
            for place, text in enumerate(texts)
        )

    return Talk(
        session=session,
        facts=statements(Zone.UNDISPUTED, line.facts),
        compromises=statements(Zone.COMPROMISE, line.compromises),
        notes=tuple(
            PrivateNote(
                id=uuid5(session.id, f"private:{place}"),
                case=session.case,
                on=session.held_on,
                text=text,
                session=session.id,
            )
            for place, text in enumerate(line.private)
        ),
        step=NextStep(on=line.step_on, at=line.step_at, kind=StepKind.OTHER, words=line.next_step)
        if line.step_on
        else None,
    )


class _AboutOne(CaseForm):
    """A form about one thing that hangs on a case: its key, or nothing for a new one."""

    def __init__(self, case: UUID, one: str = "") -> None:
        super().__init__(case)
        self._one = one

    @property
    def draft_key(self) -> str:
        """One draft for each thing, and one for a new one."""
        return f"{self.kind}:{self._subject}{BETWEEN}{self._one}"

    def on_mount(self) -> None:
        """A key of its own, so that saving again keeps one."""
        self.remember("id", self._one or str(new_id()))
        super().on_mount()


def _is_fact(values: Values) -> bool:
    return values.get("zone") == Zone.UNDISPUTED.value


class StatementForm(_AboutOne):
    """笔录分区: an undisputed fact or a compromise statement. ``one`` is the statement's key."""

    heading = _("无争议事实与妥协陈述")
    kind = "statement"
    fields: ClassVar[tuple[Field, ...]] = (
        Field(
            name="zone",
            label=_("放在哪一区"),
            kind=Kind.CHOICE,
            options=options(Zone),
            required=True,
            help=_("妥协陈述不移送法院,后续诉讼不作对其不利的根据(法释〔2016〕14号第二十二条)。"),
        ),
        Field(name="on", label=_("日期"), kind=Kind.DATE, required=True),
        Field(name="text", label=_("内容"), kind=Kind.NOTE, required=True, help=_("Tab 离开。")),
        Field(
            name="confirmed_on",
            label=_("书面确认日期"),
            kind=Kind.DATE,
            shown=_is_fact,
            help=_("各方书面确认以后才可以移送(法释〔2021〕23号第二十二条);还没有就空着。"),
        ),
    )

    def __init__(self, case: UUID, one: str = "") -> None:
        super().__init__(case, one)
        self._was: Statement | None = None

    def prepare(self, office: Office) -> Start:
        """The statement as it stands."""
        start = super().prepare(office)
        if not self._one:
            return Start(
                {"zone": Zone.UNDISPUTED.value, "on": self.window.today().isoformat()}, start.facts
            )
        folder = office.cases.open(self._subject).folder
        both = (*folder.facts, *folder.compromises)
        self._was = next((one for one in both if str(one.id) == self._one), None)
        if self._was is None:
            raise NotFound(_("这一条已不在了,请返回案件刷新。"))
        return Start(
            {
                "zone": self._was.zone.value,
                "on": self._was.on.isoformat(),
                "text": self._was.text,
                "confirmed_on": str(self._was.confirmed_on or ""),
            },
            start.facts,
        )

    def kept_texts(self, start: Start) -> Values:
        """The statement as it is kept."""
        return start.texts if self._was is not None else {}

    def save(self, office: Office, values: Mapping[str, Any]) -> Saved:
        """Keep the statement in its zone, and in no other."""
        zone = Zone(values["zone"])
        office.folders.put_statement(
            Statement(
                id=UUID(self.remembered("id")),
                case=self._subject,
                zone=zone,
                on=values["on"],
                text=values["text"],
                session=self._was.session if self._was else None,
                confirmed_on=values.get("confirmed_on"),
            ),
            before=self._was,
        )
        return Saved(_("已记入{zone}").format(zone=zone.label), self._subject)


class PrivateNoteForm(_AboutOne):
    """私人备注: what only the mediator reads. ``one`` is the note's key."""

    heading = _("私人备注")
    kind = "private_note"
    fields: ClassVar[tuple[Field, ...]] = (
        Field(
            name="text",
            label=_("内容"),
            kind=Kind.NOTE,
            required=True,
            hidden=True,
            help=_("不进任何导出、报表、查找和改动记录;平时遮盖着。Tab 离开。"),
        ),
        Field(name="on", label=_("日期"), kind=Kind.DATE, required=True),
    )

    def __init__(self, case: UUID, one: str = "") -> None:
        super().__init__(case, one)
        self._was: PrivateNote | None = None

    def prepare(self, office: Office) -> Start:
        """The note as it stands."""
        start = super().prepare(office)
        if not self._one:
            return Start({"on": self.window.today().isoformat()}, start.facts)
        notes = office.folders.notes(self._subject)
        self._was = next((note for note in notes if str(note.id) == self._one), None)
        if self._was is None:
            raise NotFound(_("这条备注已不在了,请返回案件刷新。"))
        return Start({"on": self._was.on.isoformat(), "text": self._was.text}, start.facts)

    def kept_texts(self, start: Start) -> Values:
        """The note as it is kept."""
        return start.texts if self._was is not None else {}

    def save(self, office: Office, values: Mapping[str, Any]) -> Saved:
        """Keep the note; what it says is not repeated."""
        office.folders.put_note(
            PrivateNote(
                id=UUID(self.remembered("id")),
                case=self._subject,
                on=values["on"],
                text=values["text"],
                session=self._was.session if self._was else None,
            ),
            before=self._was,
        )
        return Saved(_("已记私人备注"), self._subject)


class PaperForm(_AboutOne):
    """材料: whether a paper is on file, since when, and a remark. ``one`` is the paper's key."""

    heading = _("材料")
    kind = "paper"
    fields: ClassVar[tuple[Field, ...]] = (
        Field(name="filed", label=_("在卷"), kind=Kind.CHOICE, options=YES_NO, required=True),
        Field(name="on", label=_("日期"), kind=Kind.DATE, required=True),
        Field(name="remark", label=_("备注"), help=_("如 原件、复印件、缺被申请人签名。")),
    )

    def __init__(self, case: UUID, one: str = "") -> None:
        super().__init__(case, one)
        self._was: Tick | None = None

    def draft_title(self) -> str:
        """Which paper of which case."""
        return f"{super().draft_title()} {paper_name(self._one)}"

    def prepare(self, office: Office) -> Start:
        """The paper as it is ticked, else as if it came in today."""
        start = super().prepare(office)
        folder = office.cases.open(self._subject).folder
        tick = next((one for one in folder.ticks if one.paper == self._one), None)
        self._was = tick
        facts = "   ".join((paper_name(self._one), start.facts))
        day = tick.on if tick is not None else self.window.today()
        remark = tick.remark if tick is not None else ""
        return Start({"filed": "yes", "on": day.isoformat(), "remark": remark}, facts)

    def kept_texts(self, start: Start) -> Values:
        """The tick as it is kept."""
        if self._was is None:
            return dict.fromkeys(start.texts, "") | {"filed": "no"}
        return start.texts

    def save(self, office: Office, values: Mapping[str, Any]) -> Saved:
        """Tick the paper, or take it off."""
        name = paper_name(self._one)
        if values["filed"] == "yes":
            office.folders.tick(
                self._subject, self._one, values["on"], values["remark"], seen=self._was
            )
            return Saved(_("已在卷:{paper}").format(paper=name), self._subject)
        office.folders.untick(self._subject, self._one, seen=self._was)
        return Saved(_("已从卷中去掉:{paper}").format(paper=name), self._subject)
