"""One case in words: facts, limit, what is missing next, history."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from uuid import UUID

from rich.style import Style
from rich.text import Text

from mediation.cases.case import Case
from mediation.cases.masking import masked_text
from mediation.cases.money import format_yuan
from mediation.cases.naming import ACTION_NAMES, FIELD_NAMES
from mediation.cases.terms import SessionState, State, Term
from mediation.clock.books import StepKind
from mediation.i18n import _, _as
from mediation.office.casework import CaseFile
from mediation.registry.papers import missing_papers
from mediation.store import Change
from tui.text import cell_len, clean, clean_lines, cut, hung, left
from tui.widgets.case_columns import court_text, limit_text

_LABEL = 10
_BOLD = Style(bold=True)
_LONGEST = 20_000


def case_title(case: Case) -> str:
    """The number a case is called by."""
    return case.court_number or case.number or _("(无案号)")


def standing(case: Case, today: date) -> str:
    """Where a case stands, in words."""
    if case.outcome is not None:
        days = "" if case.days is None else _(",用 {days} 天").format(days=case.days)
        return _("已结案:{outcome}{days}").format(outcome=case.outcome.label, days=days)
    if case.signed_on is None:
        return _("待签收,委派已 {days} 天").format(days=(today - case.referred_on).days)
    return _("调解中,第 {days} 天").format(days=(today - case.signed_on).days)


def limit_words(file: CaseFile, today: date) -> str:
    """The end of the limit, how far it is, and by which rule; why there is none otherwise."""
    if file.case.closed_on is not None:
        return ""
    clock = file.clock
    if clock.limit is None:
        return clock.why_none
    if clock.open_pause is not None and clock.limit.stands_still:
        return _("{day} 起暂停,期限不走").format(day=clock.open_pause.start)
    left = limit_text((clock.limit.due - today).days)
    longer = sum(each.days for each in clock.extensions)
    words = _("{rule},已延长 {days} 日") if longer else "{rule}"
    unknown = "" if clock.limit.calendar_known else "  " + _("未核历法")
    rule = words.format(rule=clock.limit.rule, days=longer)
    return f"{clock.limit.due.isoformat()}  {left}  ({rule}){unknown}"


def planned(file: CaseFile) -> str:
    """The next session and the next step that are planned, the earlier first; nothing without."""
    return ";".join(
        words for _day, words in sorted((_next_meeting(file), _next_step(file))) if words
    )


def _next_meeting(file: CaseFile) -> tuple[date, str]:
    if file.case.closed_on is None:
        for session in file.sessions:
            if session.state is SessionState.PLANNED:
                at = f" {session.held_at:%H:%M}" if session.held_at else ""
                words = (f"{session.held_on}{at}", _("调解会"), session.place)
                return session.held_on, "  ".join(filter(None, words))
    return date.max, ""


def _next_step(file: CaseFile) -> tuple[date, str]:
    step = file.clock.step
    if step is None or file.case.closed_on is not None:
        return date.max, ""
    kind = "" if step.kind is StepKind.OTHER and step.words else step.kind.label
    when = str(step.on) if step.at is None else f"{step.on} {step.at:%H:%M}"
    return step.on, "  ".join(filter(None, (when, kind, step.words)))


def next_step(file: CaseFile) -> str:
    """What is missing for the next state, and the key that does it."""
    case = file.case
    if case.state is State.REGISTERED:
        return _("还没有签收:按 g 登记签收日期,期限从次日起算。")
    if case.state is State.IN_MEDIATION:
        if not any(each.state is SessionState.HELD for each in file.sessions):
            return _("还没有开过调解会:按 S 约一次,开过的按 s 记;谈完按 c 结案。")
        return _("按 s 再记一次调解;谈完按 c 结案。")
    missing = [
        FIELD_NAMES[field]
        for field in ("agreed", "performed", "performance")
        if case.outcome is not None
        and case.outcome.value in ("succeeded", "partly")
        and getattr(case, field) is None
    ]
    if missing:
        return _("已结案,还没有填 {fields}:按 e 更正补上。").format(fields=_("、").join(missing))
    duties = [duty for duty in file.agreed.duties if duty.key not in file.agreed.ticked]
    if duties:
        first = next((duty for duty in duties if not duty.optional), duties[0])
        return _("结案后还有 {count} 步要办:按 a 看。先办:{first}").format(
            count=len(duties), first=first.words
        )
    return _("已结案,没有缺的内容;要改请按 e 更正。")


def missing(file: CaseFile) -> tuple[str, ...]:
    """The papers that must be on file by now and are not."""
    return tuple(paper.name for paper in missing_papers(file.case, file.sessions, file.folder))


def facts(file: CaseFile, today: date, width: int) -> Text:
    """The clock, the case's own fields and what became of it, in two columns when there is room."""
    clock = [
        (_("状态"), standing(file.case, today)),
        (_("期限"), limit_words(file, today)),
        (_("下一步"), planned(file)),
    ]
    end = (*_agreement_rows(file.case), *_performance_rows(file.case))
    return _pairs([row for row in (*clock, *_case_rows(file), *end) if _is_shown(row)], width)


def particulars(file: CaseFile, width: int, *, flat: bool = False) -> Text:
    """The case's own fields; on a ``flat`` screen never two in a line."""
    return _pairs([row for row in _case_rows(file) if _is_shown(row)], width, flat=flat)


def agreement(file: CaseFile, width: int) -> Text:
    """How the mediation ended and what was agreed."""
    rows = [row for row in _agreement_rows(file.case) if row[1]]
    return _pairs(rows, width) if rows else Text("  " + _("还没有结果:谈完按 c 结案。") + "\n")


def performance(file: CaseFile, width: int) -> Text:
    """What was performed."""
    rows = [row for row in _performance_rows(file.case) if row[1]]
    return _pairs(rows, width) if rows else Text("  " + _("还没有履行记录。") + "\n")


Row = tuple[str, str]


def _is_shown(row: Row) -> bool:
    always = (_("案由"), _("法院"), _("调解员"), _as("date", "签收"), _("标的"))
    return bool(row[1]) or row[0] in always


def _case_rows(file: CaseFile) -> list[Row]:
    case = file.case
    return [
        (_("案由"), case.cause_name),
        (_("法院"), court_text(case.court)),
        (_("来源"), _word(case.channel)),
        (_("程序"), _word(case.procedure)),
        (_("调解员"), _people(file, [case.mediator] if case.mediator else [])),
        (_("协助"), _people(file, case.assistants)),
        (_as("date", "委派"), _day(case.referred_on)),
        (_as("date", "签收"), _day(case.signed_on)),
        (_("结案"), _day(case.closed_on)),
        (_("标的"), _yuan(case.claimed)),
        (_("平台办理"), {None: "", True: _("是"), False: _("否")}[case.on_platform]),
        (_("调解编号"), case.number if case.court_number else ""),
        (_("备注"), case.remark),
        *((heading, value) for heading, value in case.extra.items()),
    ]


def _agreement_rows(case: Case) -> list[Row]:
    return [
        (_("协议"), _yuan(case.agreed)),
        (_("事由"), " ".join(filter(None, (_word(case.reason), case.reason_note)))),
        (_("司法确认"), case.confirmation_number),
        (_("转立案"), " ".join(filter(None, (case.transfer_number, _day(case.transferred_on))))),
    ]


def _performance_rows(case: Case) -> list[Row]:
    return [(_("到位"), _yuan(case.performed)), (_("履行"), _word(case.performance))]


def history(found: Iterable[Change], width: int, *, uncovered: bool = False) -> Text:
    """Who changed what, newest first; the changes of one save stand together.

    Telephones, numbers and addresses in it are masked unless ``uncovered``.
    """
    said = str if uncovered else masked_text
    text = Text(end="")
    for (at, who, action, why), lines in groupby(
        found, key=lambda change: (change.at, change.who, change.action, change.why)
    ):
        head = f"{at.astimezone():%Y-%m-%d %H:%M}  {who}  {ACTION_NAMES.get(action, action)}"
        reason = _("  原因: {why}").format(why=said(why)) if why else ""
        text.append(hung("  ", head + reason, width, 4) + "\n", _BOLD)
        for change in lines:
            if change.field:
                text.append(hung("    ", said(_change_text(change)), width, 6) + "\n")
            elif change.new:
                text.append(hung("    ", said(long_text(change.new)), width, 6) + "\n")
    return text


def heading(words: str) -> Text:
    """A heading between parts."""
    return Text(f"\n{clean(words)}\n", style=_BOLD, end="")


def long_text(text: str) -> str:
    """A note as far as a screen bears it; what is left out is said."""
    if len(text) <= _LONGEST:
        return clean_lines(text)
    return (
        clean_lines(text[:_LONGEST])
        + "\n"
        + _("(共 {count:,} 字,这里只显示前 {shown:,} 字)").format(count=len(text), shown=_LONGEST)
    )


def _change_text(change: Change) -> str:
    name = change.field.removeprefix("session.")
    word = FIELD_NAMES.get(name, name)
    old, new = (cut(value, 2_000) or _("(空)") for value in (change.old, change.new))
    return clean(f"{word}: {old} -> {new}")


def _pairs(rows: list[tuple[str, str]], width: int, *, flat: bool = False) -> Text:
    text = Text(end="")
    half = (width - 2) // 2
    beside = width >= 50 and not flat
    waiting: str | None = None
    for label, value in rows:
        line = left(label, _LABEL) + long_text(value).replace("\n", " ")
        if beside and len(line) <= half and cell_len(line) <= half:
            if waiting is None:
                waiting = line
            else:
                text.append(f"  {left(waiting, half)}{line}\n")
                waiting = None
            continue
        if waiting is not None:
            text.append(f"  {waiting}\n")
            waiting = None
        text.append(hung("  ", line, width, _LABEL + 2) + "\n")
    if waiting is not None:
        text.append(f"  {waiting}\n")
    return text


def _people(file: CaseFile, keys: Iterable[UUID]) -> str:
    return _("、").join(file.mediators[key].name for key in keys if key in file.mediators)


def _word(term: Term | None) -> str:
    return "" if term is None else term.label


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _yuan(fen: int | None) -> str:
    return "" if fen is None else _("{yuan} 元").format(yuan=format_yuan(fen))
