"""The sections of the case room, in their order; each is one text with a number to jump by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from rich.style import Style
from rich.text import Text
from textual.widgets import Static

from mediation.cases.notes import PrivateNote
from mediation.i18n import _
from mediation.office.casework import CaseFile
from mediation.registry.papers import papers_of
from tui.text import hung, left
from tui.widgets import agreement_text, case_text, people_text, talk_text

LATEST = 12
"""Changes shown in the case room; the others are a key away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a section is drawn from. ``notes`` is ``None`` while the private notes are covered.

    ``uncovered`` shows telephones, numbers and addresses whole, and ``shown`` is the file as it may
    be read then; ``flat`` puts nothing side by side.
    """

    file: CaseFile
    shown: CaseFile
    today: date
    width: int
    header_width: int
    notes: Sequence[PrivateNote] | None = None
    uncovered: bool = False
    flat: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the room: ``count`` stands beside the title, ``column`` where there is room for two."""

    key: str
    title: str
    draw: Callable[[View], Text]
    count: Callable[[View], int] | None = None
    column: int = 0


class SectionView(Static):
    """One section on screen."""

    def __init__(self, section: Section, number: int) -> None:
        super().__init__("", markup=False, id=f"section-{section.key}")
        self.section = section
        self._number = number

    def show(self, view: View) -> None:
        """Draw the section anew."""
        title = f"{self._number} {self.section.title}"
        if self.section.count is not None:
            title += f" ({self.section.count(view)})"
        text = Text(end="")
        text.append(title + "\n", Style(bold=True))
        text.append_text(self.section.draw(view))
        text.rstrip()
        self.update(text)


def _talks(view: View) -> Text:
    text = talk_text.sessions(view.shown.sessions, view.width)
    text.append_text(talk_text.zones(view.shown.folder, view.width))
    return text


def _agreement(view: View) -> Text:
    return agreement_text.agreement(view.file.agreed, view.width)


def _performance(view: View) -> Text:
    return agreement_text.performance(view.file.agreed, view.today, view.width)


def _papers(view: View) -> Text:
    file = view.shown
    ticks = {tick.paper: tick for tick in file.folder.ticks}
    text = Text(end="")
    for paper in papers_of(file.case, file.sessions, file.folder):
        tick = ticks.get(paper.key)
        if tick is not None:
            state = f"[x] {paper.name}"
            beside = "  ".join(filter(None, (tick.on.isoformat(), tick.remark)))
        else:
            state = f"[ ] {paper.name}"
            beside = _("必须") if paper.must else _("按需")
        text.append(hung("  ", f"{state}  {beside}", view.width, 6) + "\n")
    text.append("  " + _("按 m 勾选,列出每份的依据。") + "\n")
    return text


def _notes(view: View) -> Text:
    return talk_text.notes(view.notes, view.file.folder.private, view.width)


def _history(view: View) -> Text:
    changes = view.shown.history
    text = case_text.history(changes[:LATEST], view.width, uncovered=view.uncovered)
    if len(changes) > LATEST:
        words = _("还有 {count:,} 处:按 v 翻看、查找。").format(count=len(changes) - LATEST)
        text.append("  " + words + "\n")
    return text


SECTIONS = (
    Section(
        "facts",
        _("案情"),
        lambda view: case_text.particulars(view.shown, view.width, flat=view.flat),
    ),
    Section(
        "parties",
        _("当事人"),
        lambda view: people_text.parties(
            view.file.case, view.today, view.width, uncovered=view.uncovered
        ),
        lambda view: len(view.file.case.parties),
    ),
    Section("talks", _("调解会"), _talks, lambda view: len(view.file.sessions)),
    Section("agreement", _("协议"), _agreement, column=1),
    Section("performance", _("履行"), _performance, column=1),
    Section("papers", _("材料"), _papers, column=1),
    Section("notes", _("备注"), _notes, lambda view: view.file.folder.private, column=1),
    Section("history", _("改动"), _history, lambda view: len(view.file.history), column=1),
)


def header(view: View) -> Text:
    """What always stands: state, limit, next step, what is missing, tags."""
    file = view.file
    missing = case_text.missing(file)
    rows = [
        (_("状态"), case_text.standing(file.case, view.today)),
        (_("期限"), case_text.limit_words(file, view.today)),
        (_("下一步"), case_text.planned(view.shown) or case_text.next_step(file)),
        (_("还缺"), _missing_words(missing)),
        (_("利害"), _("{ties}:按 q 核对").format(ties=file.ties) if file.ties else ""),
        (_("标签"), " ".join(f"#{tag}" for tag in file.folder.tags)),
    ]
    text = Text(end="", no_wrap=True)
    for label, words in rows:
        if words:
            text.append(left(label, _LABEL), Style(bold=True))
            text.append(hung("", words, view.header_width - _LABEL, 0).replace("\n", _NEXT) + "\n")
    text.rstrip()
    return text


_LABEL = 8
_NEXT = "\n" + " " * _LABEL
_NAMED = 3


def _missing_words(missing: Sequence[str]) -> str:
    named = _("、").join(missing[:_NAMED])
    if len(missing) > _NAMED:
        return _("{names} 等 {count} 份材料,按 m").format(names=named, count=len(missing))
    return named
