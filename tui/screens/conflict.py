"""利害关系: what a search for ties found in one case, what was declared and decided, what was noted when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from textual import on

from mediation.cases.masking import masked_text
from mediation.conflicts.hits import Hit
from mediation.conflicts.wording import met_words
from mediation.i18n import _
from mediation.office.conflicts import ConflictFile
from mediation.reports.columns import fold_lines
from mediation.reports.conflict_form import decision_words, disclosure_words, when_noted
from tui.screens.sheet_room import SheetRoom
from tui.text import clean, left
from tui.widgets.sheet import Piece, Sheet, SheetLine

_LABEL = 10
_LEAST = 30


@dataclass(frozen=True, slots=True)
class Declares:
    """What Enter opens: the disclosure about a hit, or one that is there."""

    key: str


class ConflictRoom(SheetRoom):
    """The ties of one case on top of where the user was; Enter declares and decides."""

    room = "conflict"

    def __init__(self, case: UUID) -> None:
        super().__init__(case)
        self._file: ConflictFile | None = None

    def load(self) -> None:
        """Search as of now and read what is kept."""
        self.ask(
            "conflict",
            lambda office: office.conflicts.open(self._case),
            self._take,
            on_error=self._failed,
        )

    def _take(self, file: ConflictFile) -> None:
        self._file = file
        number = file.case.court_number or file.case.number
        self.say_heading(
            _("利害关系 › {number}").format(number=number),
            _("查到 {count} 项,待决定 {open} 项").format(
                count=len(file.found.hits), open=len(file.undecided)
            ),
        )
        self._draw()

    def _draw(self) -> None:
        if self._file is not None:
            sheet = self.query_one(Sheet)
            width = max(sheet.scrollable_content_region.width - 1, _LEAST)
            sheet.show_lines(list(conflict_lines(self._file, width)))

    # --- verbs --------------------------------------------------------------------------------

    @on(Sheet.Opened)
    def action_open(self) -> None:
        """Declare and decide about the tie under the cursor."""
        pointed = self.query_one(Sheet).pointed
        if isinstance(pointed, Declares):
            self.window.open_form("disclosure", case=self._case, hit=pointed.key)

    def action_note_search(self) -> None:
        """Search again and keep a dated note of it."""
        words = _("已记一次查询")
        self.window.tell(
            lambda office: office.conflicts.note(self._case),
            lambda _note: self.window.saved(words, self._case),
        )

    def action_save_note(self) -> None:
        """Put the note into a file for the folder."""
        from tui.dialogs.ask_file import ask_file
        from tui.exporting import export
        from tui.screens.member import file_word

        if self._file is None:
            return
        case = self._file.case
        ask_file(
            self.window,
            _("把利害关系查询记录存成哪个文件?"),
            name=_("利害关系查询记录-{number}.docx").format(
                number=file_word(case.number or case.court_number)
            ),
            forms=(".docx", ".txt"),
            help=_("后缀 .docx 是一页公文,.txt 是文字。"),
            then=lambda path: export(
                self.window,
                path,
                lambda office, draft, _far: office.conflicts.save(self._case, draft),
            ),
        )


def conflict_lines(file: ConflictFile, width: int) -> Iterator[SheetLine]:
    """The whole room, what is to be decided first."""
    note = file.found.note
    if not note.mediators:
        yield [Piece(_("还没有选定调解员。按 f 派案:名单里写明谁有没有利害关系。"))]
        yield []
    elif not file.found.hits:
        yield [Piece(_("没有查到利害关系。"), "heading")]
        yield []
    order = {hit.key: at for at, hit in enumerate(file.undecided)}
    for hit in sorted(file.found.hits, key=lambda one: order.get(one.key, len(order))):
        yield from _hit_lines(hit, file, width)
    if file.disclosures:
        yield [Piece(_("披露与决定"), "heading")]
        for each in file.disclosures:
            words = disclosure_words(each, file.name(each.mediator))
            yield from _opening(words, Declares(each.subject or str(each.id)), width)
        yield []
    yield [Piece(_("这次查了什么({day})").format(day=file.today), "heading")]
    yield from _labelled(_("调解员"), _("、").join(note.mediators) or "-", width)
    yield from _labelled(_("查了谁"), _("、").join(note.people) or "-", width)
    for at, looked in enumerate(note.looked):
        yield from _labelled("" if at else _("比对"), looked, width)
    if note.is_cut:
        yield from _labelled("", _("有的姓名太常见,只看了最近登记的两万件案件。"), width)
    yield from _labelled(_("依据"), _("特邀调解规定第十五、十六条;在线调解规则第十三条"), width)
    yield []
    yield [Piece(_("历次查询 {count} 次").format(count=len(file.notes)), "heading")]
    for kept in file.notes:
        words = when_noted(kept.at, kept.who, masked_text(kept.why), len(kept.lines))
        yield from _labelled("", words, width, indent=2)
    if not file.notes:
        yield from _labelled(
            "", _("选定调解员、加当事人时自动记;按 b 现在记一次。"), width, indent=2
        )


def _hit_lines(hit: Hit, file: ConflictFile, width: int) -> Iterator[SheetLine]:
    is_open = hit in file.undecided
    head = _("{mediator} 与 {name}({role}):{kind}").format(
        mediator=hit.mediator_name, name=hit.name, role=hit.role, kind=hit.kind.label
    )
    yield from _opening(("! " if is_open else "  ") + head, Declares(hit.key), width)
    if hit.against:
        yield from _labelled(_("名册"), hit.against, width, indent=4)
    if hit.count:
        yield from _labelled(_("案件"), met_words(hit), width, indent=4)
    yield from _labelled(_("把握"), hit.sureness.label, width, indent=4)
    yield from _labelled(_("依据"), hit.source, width, indent=4)
    decided = decision_words(hit, file)
    if is_open:
        decided = _("待核对、待决定:按 Enter 登记披露、双方意见和决定")
    yield from _labelled(_("决定"), decided, width, indent=4)
    yield []


def _opening(words: str, opens: Declares, width: int) -> Iterator[SheetLine]:
    first, *rest = fold_lines(clean(words), width, indent="    ") or [""]
    yield [Piece(first, opens=opens)]
    for line in rest:
        yield [Piece(line)]


def _labelled(label: str, words: str, width: int, indent: int = 0) -> Iterator[SheetLine]:
    room = _LABEL if label or not indent else 0
    lines = fold_lines(clean(words), max(width - room - indent, 20)) or [""]
    for at, line in enumerate(lines):
        head = " " * indent + left("" if at else label, room)
        yield [Piece(head, "quiet"), Piece(line)]
