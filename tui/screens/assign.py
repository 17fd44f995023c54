"""派案: who could mediate one case, with every reason in a column; Enter chooses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from textual import on

from mediation.conflicts.assignments import ORDER_WORDS, Assignment, Suggestion
from mediation.conflicts.disclosures import Decision
from mediation.conflicts.hits import undecided
from mediation.i18n import _
from mediation.office.assigning import NEWEST, AssignmentFile
from mediation.reports.columns import fold_lines
from tui.screens.sheet_room import SheetRoom
from tui.text import clean, left, right
from tui.widgets.sheet import Piece, Sheet, SheetLine

_NAME, _TIES, _LOAD, _LAST = 12, 14, 6, 12
_LEAST = 10


@dataclass(frozen=True, slots=True)
class Chooses:
    """The mediator that Enter chooses."""

    mediator: UUID


class AssignRoom(SheetRoom):
    """The mediators for one case on top of where the user was."""

    room = "assign"

    def __init__(self, case: UUID) -> None:
        super().__init__(case)
        self._file: AssignmentFile | None = None

    def load(self) -> None:
        """Ask for everybody with the reasons."""
        self.ask(
            "assign",
            lambda office: office.assigning.open(self._case),
            self._take,
            on_error=self._failed,
        )

    def _take(self, file: AssignmentFile) -> None:
        self._file = file
        number = file.case.court_number or file.case.number
        self.say_heading(_("派案 › {number}").format(number=number), file.case.cause_name)
        self._draw()

    def _draw(self) -> None:
        if self._file is not None:
            sheet = self.query_one(Sheet)
            width = max(sheet.scrollable_content_region.width - 1, 40)
            sheet.show_lines(list(assign_lines(self._file, width)))

    @on(Sheet.Opened)
    def action_open(self) -> None:
        """Choose the mediator under the cursor."""
        pointed = self.query_one(Sheet).pointed
        if isinstance(pointed, Chooses):
            self.window.open_form("assign", case=self._case, mediator=str(pointed.mediator))


def assign_lines(file: AssignmentFile, width: int) -> Iterator[SheetLine]:
    """Who is asked now, everybody by the rule, the rule, and who was asked before."""
    yield [Piece(clean(_standing(file)), "heading")]
    yield []
    if not file.suggestions:
        yield [Piece(_("名册还是空的:按 4 到名册,按 n 列入调解员。"))]
        return
    rest = max((width - _NAME - _TIES - _LOAD - _LAST) // 2, _LEAST)
    heads = left(_("姓名"), _NAME) + left(_("利害关系"), _TIES)
    heads += left(_("专长相合"), rest) + left(_("地点相合"), rest)
    heads += right(_("在办"), _LOAD) + right(_("上次派案"), _LAST)
    yield [Piece(heads, "heading")]
    for one in file.suggestions:
        yield _suggestion(one, rest)
    yield []
    for line in fold_lines(ORDER_WORDS, width):
        yield [Piece(line, "quiet")]
    if file.is_cut:
        words = _("有的姓名太常见:这里只看了最近登记的 {most} 件,选定时再细查。")
        for line in fold_lines(words.format(most=f"{NEWEST:,}"), width):
            yield [Piece(line)]
    if file.assignments:
        yield []
        yield [Piece(_("派案经过"), "heading")]
    for each in file.assignments:
        for line in fold_lines(clean(_past(each, file)), width, indent="  "):
            yield [Piece(line)]


def _suggestion(one: Suggestion, rest: int) -> SheetLine:
    last = "" if one.last is None else str(one.last)
    return [
        Piece(left(one.mediator.name, _NAME - 1), opens=Chooses(one.mediator.id)),
        Piece(" "),
        Piece(left(_ties(one), _TIES), "plain" if one.is_free else "fault"),
        Piece(left(left(one.speciality or "-", rest - 1), rest)),
        Piece(left(left(one.place or "-", rest - 1), rest)),
        Piece(right(str(one.load), _LOAD) + right(last or "-", _LAST)),
    ]


def _ties(one: Suggestion) -> str:
    if one.declined:
        return _("已不接受")
    if not one.in_term:
        return _("不在聘期")
    asking = undecided(one.hits, one.decided)
    if asking:
        return _("要核对 {count}").format(count=len(asking))
    known = {one.decided.get(hit.key) for hit in one.hits if hit.asks_decision}
    for decision, words in (
        (Decision.REPLACE, _("已定更换")),
        (Decision.CONTINUE, _("双方已同意")),
        (Decision.UNRELATED, _("已核对,无关")),
    ):
        if decision in known:
            return words
    return _("仅提示 {count}").format(count=len(one.hits)) if one.hits else _("没有查到")


def _standing(file: AssignmentFile) -> str:
    case = file.case
    if case.mediator is None:
        return _("还没有调解员。Enter 选定光标所在的一位。")
    name = file.names.get(case.mediator, "")
    helpers = _("、").join(file.names.get(each, "") for each in case.assistants)
    words = [_("现在:{name}").format(name=name)]
    if helpers:
        words.append(_("协助 {names}").format(names=helpers))
    standing = file.standing
    if standing is not None:
        words.append(f"{standing.way.label} {standing.on}")
        if standing.answer is not None:
            words.append(standing.answer.label)
        elif file.due is not None:
            words.append(_("待答复,至 {day};按 y 登记").format(day=file.due))
    return "  ".join(words)


def _past(each: Assignment, file: AssignmentFile) -> str:
    words = [
        str(each.on),
        file.names.get(each.mediator, ""),
        _("主持") if each.host else _("协助"),
        each.way.label,
    ]
    if each.answer is not None:
        words.append(f"{each.answered_on} {each.answer.label}")
    words.append(each.reason)
    if each.ended_on is not None:
        words.append(_("{day} 结束").format(day=each.ended_on))
        words.append(each.why_ended)
    elif each.stands and each.mediator not in (file.case.mediator, *file.case.assistants):
        words.append(_("后来更正为别人"))
    return "  ".join(filter(None, words))
