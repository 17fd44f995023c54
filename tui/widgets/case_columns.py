"""The columns of the case list, and what each shows of a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from mediation.cases.masking import masked_names, masked_text
from mediation.cases.money import format_yuan
from mediation.cases.terms import Channel
from mediation.i18n import _, _as
from mediation.listing import CaseRow
from tui.text import cell_len
from tui.widgets.columns import Column

if TYPE_CHECKING:
    from mediation.clock.calendar import WorkCalendar
    from mediation.store import Excerpts

SORT_OF_COLUMN = {
    "number": "court_number",
    "claimed": "claimed",
    "referred_on": "referred_on",
    "signed_on": "signed_on",
    "closed_on": "closed_on",
    "agreed": "agreed",
    "cause": "cause",
    "court": "court",
    "channel": "channel",
    "mediator": "mediator",
    "state": "limit_on",
}
_IN_COLUMNS = (_("法院案号"), _("当事人"), _("案由"))
_NARROW_BRACKETS = str.maketrans("（）", "()")


def case_columns(
    today: Callable[[], date],
    calendar: Callable[[], WorkCalendar | None],
    *,
    whole_names: Callable[[], bool] = lambda: True,
) -> list[Column[CaseRow]]:
    """All columns in their order; the width of the list decides which are there.

    Until the office is open there is no ``calendar`` and no limit is told. ``whole_names`` says
    whether the parties' names are shown unmasked.
    """
    return [
        Column(key="number", heading=_("案号"), value=number_text, least=22, most=28, rank=1),
        Column(
            key="parties",
            heading=_("当事人"),
            value=lambda row: parties_text(row, whole=whole_names()),
            least=16,  # two names of three characters
            most=36,
            rank=2,
        ),
        Column(key="cause", heading=_("案由"), value=_cause_text, least=8, most=24, rank=3),
        Column(
            key="claimed",
            heading=_("标的(元)"),
            value=lambda row: yuan_text(row.claimed),
            least=12,
            most=16,
            rank=5,
            number=True,
        ),
        Column(
            key="referred_on",
            heading=_as("date", "委派"),
            value=lambda row: day_text(row.referred_on),
            least=10,
            most=10,
            rank=6,
        ),
        Column(
            key="signed_on",
            heading=_as("date", "签收"),
            value=lambda row: day_text(row.signed_on),
            least=10,
            most=10,
            rank=8,
        ),
        Column(
            key="state",
            heading=_("状态"),
            value=lambda row: state_text(row, today(), calendar()),
            least=11,
            most=12,
            rank=4,
        ),
        Column(key="step", heading=_("下一步"), value=step_text, least=12, most=24, rank=5),
        Column(
            key="mediator",
            heading=_("调解员"),
            value=lambda row: row.mediator_name,
            least=8,
            most=12,
            rank=7,
        ),
        Column(
            key="closed_on",
            heading=_("结案"),
            value=lambda row: day_text(row.closed_on),
            least=10,
            most=10,
            rank=9,
        ),
        Column(
            key="agreed",
            heading=_("协议(元)"),
            value=lambda row: yuan_text(row.agreed),
            least=12,
            most=16,
            rank=10,
            number=True,
        ),
        Column(key="court", heading=_("法院"), value=_court_text, least=12, most=20, rank=11),
        Column(key="channel", heading=_("来源"), value=_channel_text, least=6, most=12, rank=12),
    ]


def why_column(why: Mapping[int, str]) -> Column[CaseRow]:
    """What of a case holds the words searched for, by its key, where no other column shows it."""
    longest = max(map(cell_len, why.values()), default=0)
    return Column(
        key="why",
        heading=_("找到"),
        value=lambda row: why.get(row.key, ""),
        least=min(longest, 20),
        most=min(longest, 40),
        rank=2,
    )


def excerpt_text(lines: Excerpts, *, by_number: bool = False, whole: bool = True) -> str:
    """The first hit that no column shows, masked as in the case; nothing where one does.

    ``by_number``: the case has no number of a court and is shown by its own. Where names are not
    shown ``whole``, only what holds the hit is told: the text may name anybody.
    """
    shown = {*_IN_COLUMNS, _("调解编号")} if by_number else _IN_COLUMNS
    hidden = [(label, text) for label, text in lines if label not in shown]
    if len(hidden) < len(lines) or not hidden:
        return ""
    label, text = hidden[0]
    if not whole:
        return label
    if label == _("证件号码"):  # perhaps cut before the hit, so that no rule would know it
        return f"{label} ***{text[-4:]}"
    return masked_text(f"{label} {text}")


def number_text(row: CaseRow) -> str:
    """The court's number with narrow brackets, else the mediation number."""
    return row.court_number.translate(_NARROW_BRACKETS) or row.number or _("(无案号)")


def parties_text(row: CaseRow, *, whole: bool = True) -> str:
    """Both sides, masked unless ``whole``."""
    sides = (row.applicants, row.respondents)
    return " / ".join(side if whole else masked_names(side) for side in sides if side)


def state_text(row: CaseRow, today: date, calendar: WorkCalendar | None) -> str:
    """The outcome of a closed case, else what its limit says, else for how many days it runs."""
    if row.outcome is not None:
        return row.outcome.label
    if row.signed_on is None:
        return _("待签收")
    if calendar is None:
        return ".."
    from mediation.office.dues import due_of_row

    due = due_of_row(row, calendar)
    if due is None:
        return _("第 {days} 天").format(days=(today - row.signed_on).days)
    if due == date.max:
        return pause_text()
    days = (due - today).days
    return limit_text(days) if calendar.knows(due) else _("{days}天未核历法").format(days=days)


def step_text(row: CaseRow) -> str:
    """The next step or planned session with its day, whichever comes first; nothing without."""
    if row.closed_on is not None:
        return ""
    if row.session_on is not None and (row.step_on is None or row.session_on <= row.step_on):
        at = f" {row.session_at:%H:%M}" if row.session_at else ""
        return f"{row.session_on:%m-%d}{at} " + _("调解会")
    if row.step_on is None:
        return ""
    from mediation.clock.books import StepKind

    kind, _space, words = (row.step or "").partition(" ")
    what = words or next((each.label for each in StepKind if each.value == kind), "")
    return f"{row.step_on:%m-%d} {what}"


def limit_text(left: int) -> str:
    """Days to the end of a limit in words."""
    if left < 0:
        return _("逾期 {days} 天").format(days=-left)
    return _("今天到期") if left == 0 else _("还剩 {days} 天").format(days=left)


def pause_text() -> str:
    """What is said of a limit while a pause without an end lasts."""
    return _("暂停中")


def yuan_text(fen: int | None) -> str:
    """Yuan with separators; nothing when not known."""
    return "" if fen is None else format_yuan(fen)


def day_text(day: date | None) -> str:
    """A day; nothing when it has not come."""
    return "" if day is None else day.isoformat()


def court_text(code: str | None) -> str:
    """A court's short name, or its code when no table knows it."""
    if not code:
        return ""
    from mediation.registry.courts import short_name

    try:
        return short_name(code)
    except Exception:  # noqa: BLE001 — a code of a newer table is shown as it is
        return code


def _court_text(row: CaseRow) -> str:
    return court_text(row.court)


def _cause_text(row: CaseRow) -> str:
    return row.cause_name.removesuffix("纠纷") or row.cause_name


def _channel_text(row: CaseRow) -> str:
    try:
        return Channel(row.channel).label if row.channel else ""
    except ValueError:
        return row.channel or ""
