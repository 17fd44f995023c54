"""对账: our cases beside the court's list, matched by number, then by parties and amount.

A number that stands twice in their list is refused by the reader of ledgers, with both rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from mediation.cases.case import Case
from mediation.cases.money import format_yuan
from mediation.cases.plain import fold
from mediation.cases.terms import Side
from mediation.i18n import _
from mediation.ledger.rows import UNTOLD_DAY, LedgerCase
from mediation.registry.courts import short_name


class Standing(StrEnum):
    """How a case of one list stands to the other list."""

    ALIKE = "alike"
    DIFFERING = "differing"
    ONLY_OURS = "only_ours"
    ONLY_THEIRS = "only_theirs"


class MatchedBy(StrEnum):
    """By what two entries were taken for the same dispute."""

    COURT_NUMBER = "court_number"
    NUMBER = "number"
    PARTIES = "parties"


@dataclass(frozen=True, slots=True)
class Differing:
    """One field on both sides, in words."""

    field: str
    heading: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One dispute: ``case`` is ours and ``row`` theirs, where there is one; ``action`` is what to do."""

    standing: Standing
    case: Case | None = None
    row: LedgerCase | None = None
    matched_by: MatchedBy | None = None
    fields: tuple[Differing, ...] = ()
    action: str = ""

    @property
    def label(self) -> str:
        """The number that the dispute is known by."""
        found = self.case or self.row
        number = (found.court_number or found.number) if found is not None else ""
        if number or self.row is None:
            return number
        return " / ".join("、".join(side) for side in (self.row.applicants, self.row.respondents))


Name = Callable[[Case], tuple[str, ...]]
"""The names of a case's mediators, the lead first."""


def compare(ours: Iterable[Case], theirs: Sequence[LedgerCase], mediators: Name) -> list[Compared]:
    """Every dispute of both lists once, theirs in their order and then what is ours alone.

    An empty cell of theirs, and one that could not be read, says nothing and differs from nothing. Two disputes of the same parties
    and amount are not told apart and match by number only.
    """
    left = {case.id: case for case in ours}
    answers: list[Compared] = []
    unmatched: list[tuple[int, LedgerCase]] = []
    by_number = _by_number(left.values())
    for row in theirs:
        case, how = _numbered(row, by_number)
        if case is None or case.id not in left:
            unmatched.append((len(answers), row))
            answers.append(_only_theirs(row))
            continue
        del left[case.id]
        answers.append(_side_by_side(case, row, how, mediators))
    for at, row, case in _alike_by_parties(unmatched, left.values()):
        del left[case.id]
        answers[at] = _side_by_side(case, row, MatchedBy.PARTIES, mediators)
    _warn_of_the_same_parties(answers, left.values())
    return answers + [_only_ours(case) for case in left.values()]


def _by_number(cases: Iterable[Case]) -> Mapping[tuple[MatchedBy, str], Case]:
    found = {}
    for case in cases:
        if case.court_number_key:
            found[(MatchedBy.COURT_NUMBER, case.court_number_key)] = case
        if case.number:
            found[(MatchedBy.NUMBER, case.number)] = case
    return found


def _numbered(
    row: LedgerCase, by_number: Mapping[tuple[MatchedBy, str], Case]
) -> tuple[Case | None, MatchedBy]:
    for how, key in (
        (MatchedBy.COURT_NUMBER, row.court_number_key),
        (MatchedBy.NUMBER, row.number),
    ):
        case = by_number.get((how, key)) if key else None
        if case is not None:
            return case, how
    return None, MatchedBy.NUMBER


def _alike_by_parties(
    rows: Sequence[tuple[int, LedgerCase]], cases: Iterable[Case]
) -> Iterable[tuple[int, LedgerCase, Case]]:
    """Pairs of equal parties and amount, where exactly one of each side has them."""
    theirs: dict[Any, list[tuple[int, LedgerCase]]] = defaultdict(list)
    mine: dict[Any, list[Case]] = defaultdict(list)
    for at, row in rows:
        if row.applicants and row.respondents:
            theirs[_dispute(row.applicants, row.respondents, row.claimed)].append((at, row))
    for case in cases:
        sides = (case.names(Side.APPLICANT), case.names(Side.RESPONDENT))
        mine[_dispute(*sides, case.claimed)].append(case)
    for key, found in theirs.items():
        if len(found) == 1 and len(mine.get(key, ())) == 1:
            yield (*found[0], mine[key][0])


def _warn_of_the_same_parties(answers: list[Compared], cases: Iterable[Case]) -> None:
    """What only they have and has the parties of a case left over here may be that case."""
    mine: dict[Any, list[Case]] = defaultdict(list)
    for case in cases:
        sides = (case.names(Side.APPLICANT), case.names(Side.RESPONDENT))
        mine[_dispute(*sides, None)].append(case)
    for at, each in enumerate(answers):
        row = each.row
        if row is None or each.case is not None or not (row.applicants and row.respondents):
            continue
        if alike := mine.get(_dispute(row.applicants, row.respondents, None)):
            numbers = _("、").join(case.court_number or case.number for case in alike)
            action = _(
                "我方 {numbers} 的当事人与这件相同(案号、标的额不同,或者不止一件):"
                "先核对案卷,是同一件就补正案号和金额,不要再登记一次。"
            ).format(numbers=numbers)
            answers[at] = replace(each, action=action)


def _dispute(applicants: Sequence[str], respondents: Sequence[str], claimed: int | None) -> Any:
    return frozenset(map(fold, applicants)), frozenset(map(fold, respondents)), claimed


def _side_by_side(case: Case, row: LedgerCase, how: MatchedBy, mediators: Name) -> Compared:
    differing = tuple(_differing(case, row, mediators))
    if not differing:
        return Compared(standing=Standing.ALIKE, case=case, row=row, matched_by=how)
    action = _("核对案卷,我方记错的用“更正”改,法院记错的请法院改。")
    if how is MatchedBy.PARTIES:
        action = _("当事人和标的额相同而编号不同:先核对是不是同一件,再补或改案号。")
    return Compared(
        standing=Standing.DIFFERING,
        case=case,
        row=row,
        matched_by=how,
        fields=differing,
        action=action,
    )


def _only_theirs(row: LedgerCase) -> Compared:
    return Compared(
        standing=Standing.ONLY_THEIRS,
        row=row,
        action=_("法院有而我方没有:查收件记录,确有这件就登记(或导入这一行),没有就请法院核对。"),
    )


def _only_ours(case: Case) -> Compared:
    if case.court_number_key:
        action = _("我方有而法院没有:请法院补登,或核对案号是否写错。")
    else:
        action = _("我方有而法院没有,且没有法院案号:政协直接受理的不必对,其余请补案号。")
    return Compared(standing=Standing.ONLY_OURS, case=case, action=action)


def _differing(case: Case, row: LedgerCase, mediators: Name) -> Iterable[Differing]:
    for field, heading, shown in _FIELDS:
        mine, said = getattr(case, field), getattr(row, field)
        if field == "cause_name" and row.cause is not None and row.cause == case.cause:
            continue
        if said is not None and said not in ("", mine, UNTOLD_DAY):
            yield Differing(field, heading, shown(mine), shown(said))
    sides = (
        ("applicants", _("申请人"), case.names(Side.APPLICANT), row.applicants),
        ("respondents", _("被申请人"), case.names(Side.RESPONDENT), row.respondents),
        ("mediators", _("调解员"), mediators(case), row.mediators),
    )
    for field, heading, names, said_names in sides:
        if said_names and set(map(fold, names)) != set(map(fold, said_names)):
            yield Differing(field, heading, "、".join(names), "、".join(said_names))


def _words(value: Any) -> str:
    return "" if value is None else str(getattr(value, "label", value))


def _yuan(fen: int | None) -> str:
    return "" if fen is None else format_yuan(fen)


def _court(code: str | None) -> str:
    return short_name(code) if code else ""


_FIELDS: tuple[tuple[str, str, Callable[[Any], str]], ...] = (
    ("number", _("调解编号"), _words),
    ("court_number_key", _("法院案号"), _words),
    ("court", _("承办法院"), _court),
    ("channel", _("来源"), _words),
    ("cause_name", _("案由"), _words),
    ("claimed", _("标的额(元)"), _yuan),
    ("referred_on", _("委派日期"), _words),
    ("signed_on", _("签收日期"), _words),
    ("closed_on", _("终结日期"), _words),
    ("outcome", _("结果"), _words),
    ("agreed", _("协议金额(元)"), _yuan),
    ("performed", _("到位金额(元)"), _yuan),
    ("performance", _("履行状态"), _words),
    ("confirmation_number", _("司法确认案号"), _words),
    ("transfer_number", _("转立案案号"), _words),
    ("transferred_on", _("转立案日期"), _words),
    ("on_platform", _("平台办理"), lambda used: {True: _("是"), False: _("否")}.get(used, "")),
)
