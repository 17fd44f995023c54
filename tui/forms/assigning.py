"""Forms of assignment: who mediates the case and how chosen; what the mediator answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from mediation.cases.case import Case
from mediation.conflicts.assignments import Answer, Assignment, Way
from mediation.i18n import _
from mediation.office.assigning import Choice
from tui.forms.case_fields import options
from tui.forms.casework import CaseForm, case_name
from tui.forms.field import Field, Kind, Values
from tui.forms.lookups import Roster
from tui.forms.start import Saved, Start

if TYPE_CHECKING:
    from mediation.office.office import Office


class AssignForm(CaseForm):
    """派案: who leads, who helps, how chosen, why in place of somebody else."""

    heading = _("派案")
    kind = "assign"
    looks_for_ties = True
    fields: ClassVar[tuple[Field, ...]] = (
        Field(
            name="mediator",
            label=_("主持人"),
            kind=Kind.PICK,
            lookup="mediator",
            required=True,
            help=_("两人以上调解的,主持人一名(特邀调解规定第十三条)。"),
        ),
        Field(
            name="assistants",
            label=_("协助调解员"),
            kind=Kind.PICK,
            lookup="mediator",
            several=True,
            help=_("一般一人调解;重大、疑难、复杂或当事人要求的可以加。"),
        ),
        Field(
            name="way",
            label=_("怎样选的"),
            kind=Kind.CHOICE,
            options=options(Way),
            required=True,
            help=_("双方先协商;协商不成的由调解组织或法院指定;不同意指定视为不同意调解。"),
        ),
        Field(name="on", label=_("派案日期"), kind=Kind.DATE, required=True),
        Field(name="why", label=_("理由"), help=_("更换调解员必填,如:回避、出差、当事人申请。")),
    )

    def __init__(self, case: UUID, mediator: str = "") -> None:
        self._chosen = mediator
        super().__init__(case)

    def texts_of(self, case: Case, roster: Roster) -> dict[str, str]:
        """Whoever was chosen in the list, else who mediates now."""
        lead = self._chosen or ("" if case.mediator is None else str(case.mediator))
        helpers = [roster.label(str(each)) for each in case.assistants if str(each) != lead]
        return {
            "mediator": roster.label(lead),
            "assistants": "、".join(helpers),
            "way": Way.AGREED.value,
            "on": self.window.today().isoformat(),
        }

    def kept_texts(self, start: Start) -> Values:
        """Who mediates the case now."""
        case = self.case
        return {
            "mediator": start.roster.label(str(case.mediator)) if case.mediator else "",
            "assistants": "、".join(start.roster.label(str(each)) for each in case.assistants),
        }

    def save(self, office: Office, values: Mapping[str, Any]) -> Saved:
        """Let them mediate the case."""
        lead = UUID(values["mediator"])
        helpers = tuple(UUID(each) for each in values["assistants"])
        choice = Choice(
            lead=lead,
            assistants=helpers,
            way=Way(values["way"]),
            on=values["on"],
            why=values["why"],
        )
        office.assigning.assign(self._subject, self.case.version, choice)
        name = self.lookups["mediator"].label(str(lead))  # type: ignore[attr-defined]
        words = _("已派案:{case},{name}").format(case=case_name(self.case), name=name)
        return Saved(words, self._subject)


class AnswerForm(CaseForm):
    """接受 or 不接受."""

    heading = _("调解员答复")
    kind = "answer"
    fields: ClassVar[tuple[Field, ...]] = (
        Field(
            name="answer",
            label=_("答复"),
            kind=Kind.CHOICE,
            options=options(Answer),
            required=True,
            help=_("派案后 3 个工作日内答复;不接受的案件回到待派。"),
        ),
        Field(name="on", label=_("答复日期"), kind=Kind.DATE, required=True),
        Field(name="reason", label=_("理由"), help=_("不接受必填。")),
    )

    def __init__(self, case: UUID) -> None:
        super().__init__(case)
        self._asked: Assignment | None = None

    def prepare(self, office: Office) -> Start:
        """Who was asked, and what was answered so far."""
        self._asked = office.assigning.open(self._subject).standing
        return super().prepare(office)

    def texts_of(self, case: Case, roster: Roster) -> dict[str, str]:  # noqa: ARG002
        """Today."""
        return {"on": self.window.today().isoformat()}

    def kept_texts(self, start: Start) -> Values:  # noqa: ARG002
        """The answer that is kept."""
        asked = self._asked
        if asked is None or asked.answer is None:
            return {}
        on = str(asked.answered_on or "")
        return {"answer": asked.answer.value, "on": on, "reason": asked.reason}

    def save(self, office: Office, values: Mapping[str, Any]) -> Saved:
        """Keep the answer."""
        answer = Answer(values["answer"])
        office.assigning.answer(
            self._subject,
            self.case.version,
            answer,
            values["on"],
            reason=values["reason"],
            seen=self._asked,
        )
        words = _("已记答复:{case},{answer}").format(case=case_name(self.case), answer=answer.label)
        return Saved(words, self._subject)
