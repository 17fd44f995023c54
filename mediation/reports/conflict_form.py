"""The note of a search for ties as a page for the file: lines of text, or a Word document of one page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mediation.conflicts.disclosures import Disclosure
from mediation.conflicts.hits import Hit, undecided
from mediation.conflicts.wording import told
from mediation.errors import MediationError
from mediation.i18n import _
from mediation.reports.columns import printable
from mediation.reports.official import check_official
from mediation.reports.whole_file import whole_file

if TYPE_CHECKING:
    from mediation.office.conflicts import ConflictFile

Lines = Iterator[tuple[str, str]]
"""Label and words; a label alone is a heading, words alone stand under the heading before."""


def note_lines(file: ConflictFile) -> Lines:
    """What was searched as of now, what was found, what was declared and decided, when it was noted."""
    case, found = file.case, file.found
    yield _("案号"), case.court_number or case.number
    yield _("调解员"), _("、").join(found.note.mediators) or _("还没有选定")
    yield _("查的日期"), str(file.today)
    yield _("查了谁"), _("、").join(found.note.people) or _("没有登记当事人")
    yield _("与什么比对"), ";".join(found.note.looked)
    yield (
        _("怎么比对"),
        _(
            "姓名不计全半角、空格、间隔点,单位不计“有限公司”等结尾,曾用名也比;"
            "两边都有号码而不同的不算,隐去一部分的姓名(张*)比不了。"
        ),
    )
    if found.note.is_cut:
        yield "", _("有的姓名太常见,只看了最近登记的两万件案件。")
    yield _("查到什么"), "" if found.hits else _("没有查到。")
    for number, hit in enumerate(found.hits, start=1):
        yield "", f"{number}. {told(hit)}"
        yield "", "   " + decision_words(hit, file)
    if file.disclosures:
        yield _("披露与决定"), ""
    for disclosure in file.disclosures:
        yield "", disclosure_words(disclosure, file.name(disclosure.mediator))
    if file.notes:
        yield _("历次查询"), ""
    for note in file.notes:
        yield "", when_noted(note.at, note.who, note.why, len(note.lines))


def when_noted(at: datetime | None, who: str, why: str, count: int) -> str:
    """One kept search in a line."""
    result = _("查到 {count} 项").format(count=count) if count else _("没有查到")
    day = "" if at is None else f"{at.astimezone():%Y-%m-%d %H:%M}"
    return "  ".join(filter(None, (day, who, why, result)))


def decision_words(hit: Hit, file: ConflictFile) -> str:
    """What was decided about a hit, or that nobody has yet."""
    decided = file.decided.get(hit.key)
    if decided is not None and decided.decision is not None:
        return " ".join(
            filter(None, (_("已定:{what}").format(what=decided.decision.label), decided.why))
        )
    if undecided([hit], {}):
        return _("待核对、待决定")
    return _("只作提示")


def disclosure_words(disclosure: Disclosure, mediator: str) -> str:
    """A disclosure with consents and decision in a line."""
    words = [f"{disclosure.disclosed_on} {mediator}:{disclosure.kind.label},{disclosure.words}"]
    for side, consent in (
        (_("申请人方同意"), disclosure.applicants),
        (_("被申请人方同意"), disclosure.respondents),
    ):
        if consent is not None:
            words.append(f"{side}:{consent.told()}")
    if disclosure.decision is not None:
        decider = "" if disclosure.decider is None else disclosure.decider.label
        day = "" if disclosure.decided_on is None else str(disclosure.decided_on)
        words.append(" ".join(filter(None, (disclosure.decision.label, decider, day))))
    if disclosure.why:
        words.append(disclosure.why)
    return ";".join(words)


def text_of(file: ConflictFile) -> str:
    """The note as plain text."""
    lines = [_("利害关系查询记录"), ""]
    for label, words in note_lines(file):
        lines.append(printable(f"{label}:{words}") if label else "  " + printable(words))
    return "\n".join(lines) + "\n"


def write_conflict_note(file: ConflictFile, path: Path, *, made_at: datetime) -> None:
    """Write the note as .docx or .txt, whole or not at all; raises MediationError for another form."""
    check_official()
    form = path.suffix.lower()
    if form == ".txt":
        with whole_file(path) as draft:
            draft.write_text(text_of(file), encoding="utf-8")
        return
    if form != ".docx":
        raise MediationError(_("查询记录存成 .docx 或 .txt:请改文件名的后缀。"))
    from mediation.reports.word_layout import BODY, CHAPTER, SIGNED, TITLE, official_document

    document = official_document()
    document.add_paragraph(_("利害关系查询记录"), style=TITLE)
    for label, words in note_lines(file):
        if label and not words:
            document.add_paragraph(label, style=CHAPTER)
        else:
            line = f"{label}:{words}" if label else words
            document.add_paragraph(printable(line), style=BODY)
    document.add_paragraph(_("调解员(签名):____________"), style=SIGNED)
    document.add_paragraph(f"{made_at.astimezone():%Y-%m-%d}", style=SIGNED)
    with whole_file(path) as draft:
        document.save(str(draft))
