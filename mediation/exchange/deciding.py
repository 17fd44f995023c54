"""What becomes of a case that arrives: by the states that both sides know, never by a clock."""

from __future__ import annotations

from dataclasses import dataclass

from mediation.cases.terms import Term

GONE = "gone"
"""Stands in the place of a digest for a case that was put in the bin."""


class Verdict(Term):
    """What became of a case of a bundle."""

    TAKEN = "taken", "已接收"
    SAME = "same", "相同"
    KEPT = "kept", "留本机的"
    CONFLICT = "conflict", "两边都改过"
    DUPLICATE = "duplicate", "案号重复"
    REFUSED = "refused", "未接收"


@dataclass(frozen=True, slots=True)
class States:
    """Four digests of one case: ``None`` where a side never had it, :data:`GONE` where it was binned.

    ``ours`` is what is kept here now and ``agreed`` the newest state of the sender's that is part of
    it; ``theirs`` is what arrives and ``known`` the newest state of ours that is part of that.
    """

    ours: str | None
    agreed: str | None
    theirs: str
    known: str | None


def decide(states: States) -> Verdict:
    """Taken when only they changed it, kept when only we did, else a conflict for a person."""
    if states.theirs == states.ours or (states.theirs == GONE and states.ours is None):
        return Verdict.SAME
    if states.theirs == states.agreed:
        return Verdict.KEPT
    if states.ours is None:
        return Verdict.TAKEN
    if states.ours in (states.known, states.agreed):
        return Verdict.TAKEN
    return Verdict.CONFLICT
