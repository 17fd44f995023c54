"""What is changed from the case room by a key: people, tags, papers, statements, notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from mediation.cases.folder import Statement
from mediation.cases.notes import PrivateNote
from mediation.cases.party import Agent, Party
from mediation.i18n import _
from mediation.office.casework import CaseFile
from tui.dialogs.question import Answer, Question
from tui.screens import case_pickers
from tui.screens.picker import Choice, PickerScreen
from tui.screens.room import Room
from tui.text import cut

if TYPE_CHECKING:
    from mediation.office.office import Office


class CaseChanges(Room):
    """The verbs of the case room that choose first what they act on."""

    @property
    def file(self) -> CaseFile | None:
        """The case's file, once it was read."""
        raise NotImplementedError

    @property
    def uncovered(self) -> Sequence[PrivateNote] | None:
        """The private notes while they are shown."""
        raise NotImplementedError

    def _choose(self, title: str, choices: Sequence[Choice], then: Callable[[Any], object]) -> None:
        def chosen(value: Any) -> None:
            if value is not None:
                then(value)

        picker = PickerScreen(title, lambda text: case_pickers.matching(choices, text))
        self.app.push_screen(picker, chosen)

    def _sure(self, asked: str, said: str, then: Callable[[], object]) -> None:
        def answered(answer: str | None) -> None:
            if answer == "yes":
                then()

        answers = (
            Answer("back", ("escape",), _("返回,不删")),
            Answer("yes", ("y",), _("删去,留下改动记录")),
        )
        self.app.push_screen(Question(asked, said, answers), answered)

    def _tell(self, words: str, call: Callable[[Office], object]) -> None:
        """Write, then say so."""
        case = self.current_case()
        self.window.tell(call, lambda _done: self.window.saved(words, case))

    # --- people -------------------------------------------------------------------------------

    def action_people(self) -> None:
        """Choose a party or an agent to change, to add or to take out."""
        if self.file is not None:
            choices = case_pickers.people(self.file.case)
            self._choose(_("当事人和代理人:改哪一位,或新增"), choices, self._person)

    def _person(self, chosen: tuple[Any, ...]) -> None:
        verb, *names = chosen
        if verb == "drop":
            self._drop_person(*names)
        elif verb == "party":
            self.window.open_form("party", case=self.current_case(), party=names[0])
        else:
            self.window.open_form("agent", case=self.current_case(), party=names[0], agent=names[1])

    def _drop_person(self, party: Party, agent: Agent | None = None) -> None:
        file = self.file
        if file is None:
            return
        case = file.case
        left = None
        if agent is not None:
            left = replace(party, agents=tuple(one for one in party.agents if one != agent))
        name = party.name if agent is None else agent.name
        words = _("已删去:{name}").format(name=name)
        self._sure(
            _("删去 {name}?").format(name=cut(name, 50)),
            _("案件的当事人和代理人会少这一位。"),
            lambda: self._tell(
                words, lambda office: office.folders.put_party(case.id, case.version, party, left)
            ),
        )

    # --- tags ---------------------------------------------------------------------------------

    def action_tags(self) -> None:
        """Put a tag on the case, or take one off."""
        self.ask("tags", lambda office: office.folders.used_tags(), self._choose_tag)

    def _choose_tag(self, used: Sequence[tuple[str, int]]) -> None:
        file = self.file
        if file is None or not self.is_current:
            return
        picker = PickerScreen(
            _("标签:打字新建,或选一个"),
            lambda text: case_pickers.tags(file.folder, used, text),
        )
        self.app.push_screen(picker, lambda value: self._tag(file.case.id, value))

    def _tag(self, case: UUID, chosen: tuple[str, str] | None) -> None:
        if chosen is None:
            return
        verb, tag = chosen
        if verb == "add":
            words = _("已加标签 #{tag}").format(tag=tag)
            self._tell(words, lambda office: office.folders.add_tag(case, tag))
        else:
            words = _("已去掉标签 #{tag}").format(tag=tag)
            self._tell(words, lambda office: office.folders.drop_tag(case, tag))

    # --- papers, statements, notes ------------------------------------------------------------

    def action_papers(self) -> None:
        """Choose a paper of the checklist to tick."""
        if self.file is not None:
            choices = case_pickers.papers(self.file)
            self._choose(_("材料:选一份,登记在卷"), choices, self._paper)

    def _paper(self, key: str) -> None:
        self.window.open_form("paper", case=self.current_case(), one=key)

    def action_statements(self) -> None:
        """Choose a statement to change, or note a new one."""
        if self.file is None:
            return
        folder = self.file.folder
        if not folder.facts and not folder.compromises:
            self._statement(("change", ""))
            return
        choices = case_pickers.statements(folder)
        self._choose(_("无争议事实与妥协陈述:新记,或改哪一条"), choices, self._statement)

    def _statement(self, chosen: tuple[str, Any]) -> None:
        verb, what = chosen
        if verb == "change":
            self.window.open_form("statement", case=self.current_case(), one=what)
            return
        said: Statement = what
        self._sure(
            _("删去这一条?"),
            cut(said.text, 200),
            lambda: self._tell(
                _("已删去一条"),
                lambda office: office.folders.drop_statement(said),
            ),
        )

    def action_note(self) -> None:
        """Write a private note; while they are uncovered, change one too."""
        if not self.uncovered:
            self._note(("change", ""))
            return
        choices = case_pickers.notes(self.uncovered)
        self._choose(_("私人备注:新写,或改哪一条"), choices, self._note)

    def _note(self, chosen: tuple[str, Any]) -> None:
        verb, what = chosen
        case = self.current_case()
        if verb == "change":
            self.window.open_form("private_note", case=case, one=what)
        elif case is not None:
            self._sure(
                _("删去这条私人备注?"),
                "",
                lambda: self._tell(
                    _("已删去一条私人备注"), lambda office: office.folders.drop_note(what)
                ),
            )
