"""A guard on what touches much at once: a person names the number, and a backup is made first.

It is asked anew every time and remembers nothing: what was refused stays refused after a restart too,
until somebody acts.
"""

from __future__ import annotations

from mediation.errors import RuleViolation
from mediation.i18n import _
from mediation.keeping import Occasion
from mediation.listing import CaseQuery
from mediation.store import Reading, Store

ROWS = 50
PART = 5
FEW = 10
"""Over 50 cases, or over a fifth of all once ten are touched, is much."""


def is_much(touched: int, of: int) -> bool:
    """Whether so many cases of so many are more than anybody touches by the way."""
    return touched > ROWS or (touched >= FEW and touched * PART > of)


class TouchesMuch(RuleViolation):
    """So many cases would change at once that a person must say the number; ``touched`` is it."""

    def __init__(self, touched: int, of: int) -> None:
        super().__init__(
            _(
                "这一次要改动 {touched} 件,全部是 {of} 件,超出平常,什么都没有改。"
                "请先核对;确实如此,再说出件数 {touched}。"
            ).format(touched=touched, of=of)
        )
        self.touched = touched


def refuse_much(reading: Reading, touched: int, sure_of: int | None, *, new: int = 0) -> bool:
    """Whether it is much and was said to be meant; raises TouchesMuch for what was not.

    ``sure_of`` is the number that a person named; ``new`` cases came in the same transaction.
    """
    of = reading.count(CaseQuery()) - new
    if not is_much(touched, of):
        return False
    if sure_of != touched:
        raise TouchesMuch(touched, of)
    return True


def guard(store: Store, touched: int, sure_of: int | None) -> None:
    """Let a change of so many cases pass, after a backup where it is much; raises TouchesMuch."""
    with store.reading() as reading:
        much = refuse_much(reading, touched, sure_of)
    if much:
        store.back_up(Occasion.BULK)
