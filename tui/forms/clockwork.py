"""Forms of a case's clocks: 下一步, 延期, 暂停."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from mediation.cases.case import Case
from mediation.clock.books import Extension, NextStep, StepKind
from mediation.clock.limits import Limit, Pause, limit_of
from mediation.errors import RuleViolation
from mediation.i18n import _
from mediation.office.case_clock import CaseClock
from tui.forms.case_fields import options
from tui.forms.casework import CaseForm, case_name, load_of
from tui.forms.field import Field, Kind, Option, Values
from tui.forms.start import Saved, Start
from tui.weekdays import spelled

if TYPE_CHECKING:
    from mediation.office.office import Office

_DONE, _MOVED, _DROPPED = "done", "moved", "dropped"
_AGREED = (Option("yes", _("双方都同意")), Option("no", _("没有都同意")))


def _has_before(values: Values) -> bool:
    return bool(values.get("before"))


def _is_over(values: Values) -> bool:
    return values.get("before") in (_DONE, _DROPPED)


class ClockForm(CaseForm):
    """A form about a case's clocks; they are read with the case."""

    def prepare(self, office: Office) -> Start:
        """The case, its clocks, and the load of the coming days."""
        start = super().prepare(office)
        self.clock: CaseClock = office.clocks.of(self._subject)
        return Start(
            {**start.texts, **self.clock_texts(self.case, self.clock)},
            start.facts,
            start.roster,
            load=load_of(office, self.window.today()),
        )

    def clock_texts(self, case: Case, clock: CaseClock) -> dict[str, str]:  # noqa: ARG002
        """The texts that the form begins with."""
        return {}


class StepForm(ClockForm):
    """下一步: done, moved, dropped; and what comes next."""

    heading = _("下一步")
    kind = "step"
    fields: ClassVar[tuple[Field, ...]] = (
        Field(
            name="before",
            label=_("原来那一步"),
            kind=Kind.CHOICE,
            options=(
                Option(_MOVED, _("改期")),
                Option(_DONE, _("办完了")),
                Option(_DROPPED, _("不办了")),
            ),
            shown=_has_before,
            help=_("办完了或不办了的,下面可以接着定新的一步,也可以空着。"),
        ),
        Field(
            name="went",
            label=_("办得怎样"),
            shown=_is_over,
            help=_("一句话,留在案件的改动记录里;可以空着。"),
        ),
        Field(
            name="on",
            label=_("哪一天"),
            kind=Kind.DATE,
            ahead=True,
            load=True,
            help=_("明天、周三、下周一、3天后、11-25 都行。"),
        ),
        Field(name="at", label=_("几点"), kind=Kind.CLOCK, help=_("14:30 或 1430;可以空着。")),
        Field(
            name="kind",
            label=_("做什么"),
            kind=Kind.CHOICE,
            options=options(kind for kind in StepKind if kind is not StepKind.MEETING),
            required=True,
            help=_("左右键或数字选;调解会在“调解会”一屏里约。"),
        ),
        Field(name="words", label=_("说明"), help=_("如:催被申请人交对账单。日历文件里不写。")),
    )

    def clock_texts(self, case: Case, clock: CaseClock) -> dict[str, str]:  # noqa: ARG002
        """The step that is planned, or a call on the next workday."""
        step = clock.step
        if step is None:
            return {"kind": StepKind.CALL.value}
        kind, words = step.kind, step.words
        if kind is StepKind.MEETING:  # no longer chosen: sessions are planned in their own room
            kind, words = StepKind.OTHER, f"{kind.label} {words}".strip()
        return {
            "before": _MOVED,
            "on": step.on.isoformat(),
            "at": f"{step.at:%H:%M}" if step.at else "",
            "kind": kind.value,
            "words": words,
        }

    def kept_texts(self, start: Start) -> Values:
        """The step as it is kept."""
        if self.clock.step is None:
            return {}
        return {name: text for name, text in start.texts.items() if name != "before"}

    def save(self, office: Office, values: Mapping[str, Any]) -> Saved:
        """Say how the step before ended and set the next one."""
        before, on, case = values.get("before"), values["on"], self._subject
        is_over = before in (_DONE, _DROPPED)
        if is_over and (on is None or "on" not in self.touched):
            office.clocks.finish(
                case, done=before == _DONE, words=values.get("went") or "", seen=self.clock.step
            )
            words = _("这一步办完了:{case}") if before == _DONE else _("这一步不办了:{case}")
            return Saved(words.format(case=case_name(self.case)), case)
        if on is None:
            raise RuleViolation(_("请填写哪一天。"), field="on")
        step = NextStep(
            on=on, at=values["at"], kind=StepKind(values["kind"]), words=values["words"]
        )
        seen = self.clock.step
        if before == _DROPPED:
            office.clocks.finish(case, done=False, words=values.get("went") or "", seen=seen)
            seen = None
        office.clocks.plan(
            case, step, done=before == _DONE, words=values.get("went") or "", seen=(seen,)
        )
        return Saved(
            _("下一步:{case},{day} {kind}").format(
                case=case_name(self.case), day=on, kind=step.kind.label
            ),
            case,
        )


class ExtendForm(ClockForm):
    """延期: days that both parties agreed to before the limit ran out."""

    heading = _("延长期限")
    kind = "extend"
    fields: ClassVar[tuple[Field, ...]] = (
        Field(
            name="extend_days",
            label=_("延长天数"),
            required=True,
            help=_("2025 年起委托调解一共最多延长 30 日;委派没有上限。"),
        ),
        Field(
            name="agreed_on",
            label=_("同意日期"),
            kind=Kind.DATE,
            required=True,
            help=_("双方同意的那一天,不能晚于原来的末日。"),
        ),
        Field(
            name="both_agreed",
            label=_("双方同意"),
            kind=Kind.CHOICE,
            options=_AGREED,
            required=True,
            help=_("只有一方同意不能延长。"),
        ),
        Field(
            name="words",
            label=_("凭什么"),
            help=_("如:双方签字的延长期限确认书、笔录第 2 页。"),
        ),
    )

    labels: ClassVar[Mapping[str, str]] = {"extensions": _("已有的延期")}

    def sayings(self) -> Mapping[str, Callable[[str], str]]:
        """The last day that the extension gives, and what stands on the days around it."""
        return {"extend_days": self._new_end}

    def _new_end(self, text: str) -> str:
        calendar = self.window.calendar()
        if calendar is None or self._case is None:
            return ""
        try:
            limit = limit_of(
                self.case.channel,
                self.case.procedure,
                self.case.signed_on,
                self.case.referred_on,
                extend_days=sum(each.days for each in self.clock.extensions) + _whole(text),
                pauses=self.clock.pauses,
                calendar=calendar,
            )
        except RuleViolation as error:
            return error.message
        if limit is None or limit.stands_still:
            return ""
        load = "" if self._begun.load is None else self._begun.load(limit.due)
        return _("= 期限末日 {day}").format(day=spelled(limit.due)) + f"\n{load}"

    def clock_texts(self, case: Case, clock: CaseClock) -> dict[str, str]:  # noqa: ARG002
        """Agreed today."""
        return {"agreed_on": self.window.today().isoformat()}

    def kept_texts(self, start: Start) -> Values:  # noqa: ARG002
        """The extensions that there are."""
        told = (
            _("{days} 日,双方 {day} 同意").format(days=each.days, day=each.agreed_on)
            for each in self.clock.extensions
        )
        return {"extensions": _("、").join(told)}

    def save(self, office: Office, values: Mapping[str, Any]) -> Saved:
        """Keep the extension and tell the new last day."""
        limit = office.clocks.extend(
            self._subject,
            Extension(
                days=_whole(values["extend_days"]),
                agreed_on=values["agreed_on"],
                words=values["words"],
            ),
            both_agreed=values["both_agreed"] == "yes",
            seen=self.clock.extensions,
        )
        return _saved(self.case, limit, self._subject)


class PauseForm(ClockForm):
    """暂停: appraisal before filing, until a day or until further notice."""

    heading = _("暂停计算")
    kind = "pause"
    fields: ClassVar[tuple[Field, ...]] = (
        Field(
            name="start",
            label=_("从哪天"),
            kind=Kind.DATE,
            required=True,
            help=_("委托鉴定、评估的那一天;只有立案前委派的才暂停。"),
        ),
        Field(
            name="end",
            label=_("到哪天"),
            kind=Kind.DATE,
            ahead=True,
            help=_("结论交来的那一天,首尾都不计;还不知道就空着,以后再按 z 补上。"),
        ),
        Field(name="words", label=_("为什么"), help=_("如:委托某司法鉴定所评残。")),
    )

    def clock_texts(self, case: Case, clock: CaseClock) -> dict[str, str]:  # noqa: ARG002
        """The pause that lasts, to be ended today; or a new one from today."""
        today = self.window.today().isoformat()
        lasting = clock.open_pause
        if lasting is None:
            return {"start": today}
        return {"start": lasting.start.isoformat(), "end": today, "words": lasting.words}

    labels: ClassVar[Mapping[str, str]] = {"pauses": _("已有的暂停")}

    def kept_texts(self, start: Start) -> Values:  # noqa: ARG002
        """The pauses that there are."""
        told = (
            _("{start} 至 {end}").format(start=each.start, end=each.end or _("未定"))
            for each in self.clock.pauses
        )
        return {"pauses": _("、").join(told)}

    def save(self, office: Office, values: Mapping[str, Any]) -> Saved:
        """Keep the pause and tell the new last day."""
        limit = office.clocks.pause(
            self._subject,
            Pause(values["start"], values["end"], values["words"]),
            seen=self.clock.pauses,
        )
        return _saved(self.case, limit, self._subject)


def _saved(case: Case, limit: Limit, subject: Any) -> Saved:
    if limit.stands_still:
        return Saved(_("已暂停计算:{case}").format(case=case_name(case)), subject)
    return Saved(
        _("期限末日现在是 {due}:{case}").format(due=limit.due, case=case_name(case)), subject
    )


def _whole(text: str) -> int:
    digits = text.strip().removesuffix("日").removesuffix("天").strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 4):
        raise RuleViolation(
            _("延长天数“{text}”要是整数,如 30。").format(text=text[:20]), field="extend_days"
        )
    return int(digits)
