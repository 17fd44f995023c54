"""终结事由: the eight reasons, the four that a report to the court uses, the outcomes each may have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mediation.cases.terms import EndReason, Outcome, Term
from mediation.i18n import _

EIGHT = "《人民法院在线调解规则》(法释〔2021〕23号)第二十五条"
FOUR = "《最高人民法院关于人民法院特邀调解的规定》(法释〔2016〕14号)第二十六条"


class EndGround(Term):
    """The four grounds of 法释〔2016〕14号 art. 26."""

    AGREED = "agreed", "达成调解协议"
    WITHDRAWN = "withdrawn", "一方撤回请求或者明确不接受"
    DISAGREEMENT = "disagreement", "分歧较大难以达成"
    OTHER = "other", "其他情形"


@dataclass(frozen=True, slots=True)
class EndRule:
    """What a reason means for the report and for the outcome.

    ``outcomes`` are those that it can have, the usual one first; ``item`` is its place in the list
    of eight; ``ground`` follows from the wording of both lists, no provision equates them.
    """

    reason: EndReason
    item: int
    ground: EndGround
    outcomes: tuple[Outcome, ...]


_REACHED = (Outcome.SUCCEEDED, Outcome.PARTLY)


def _without(*usual: Outcome) -> tuple[Outcome, ...]:
    """Every outcome but success, the usual ones first."""
    others = (Outcome.FAILED, Outcome.PARTLY, Outcome.WITHDRAWN, Outcome.RETURNED)
    return tuple(dict.fromkeys((*usual, *others)))


END_RULES: Mapping[EndReason, EndRule] = {
    rule.reason: rule
    for rule in (
        EndRule(EndReason.AGREED, 1, EndGround.AGREED, _REACHED),
        EndRule(EndReason.SETTLED, 2, EndGround.WITHDRAWN, (Outcome.WITHDRAWN, *_REACHED)),
        EndRule(EndReason.UNREACHABLE, 3, EndGround.OTHER, _without(Outcome.RETURNED)),
        EndRule(EndReason.UNWILLING, 4, EndGround.WITHDRAWN, _without(Outcome.FAILED)),
        EndRule(EndReason.DISAGREEMENT, 5, EndGround.DISAGREEMENT, _without(Outcome.FAILED)),
        EndRule(EndReason.EXPIRED, 6, EndGround.OTHER, _without(Outcome.FAILED)),
        EndRule(EndReason.UNSIGNED, 7, EndGround.WITHDRAWN, _without(Outcome.FAILED)),
        EndRule(EndReason.OTHER, 8, EndGround.OTHER, tuple(Outcome)),
    )
}


def usual_outcome(reason: EndReason) -> Outcome | None:
    """The outcome that a reason suggests; ``None`` where it suggests none."""
    rule = END_RULES[reason]
    return None if len(rule.outcomes) == len(Outcome) else rule.outcomes[0]


def contradiction(reason: EndReason | None, outcome: Outcome) -> str:
    """Why a reason and an outcome cannot both be right; empty when they can."""
    if reason is None or outcome in END_RULES[reason].outcomes:
        return ""
    return _("终结事由“{reason}”与结果“{outcome}”矛盾,可用的结果:{outcomes}。").format(
        reason=reason.label,
        outcome=outcome.label,
        outcomes=_("、").join(each.label for each in END_RULES[reason].outcomes),
    )
