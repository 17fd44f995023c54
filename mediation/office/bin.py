"""回收站: deleted cases, out of every list and count until they are put back or removed for good."""

from __future__ import annotations

from uuid import UUID

from mediation.errors import RuleViolation
from mediation.i18n import _
from mediation.office.bulk_guard import guard
from mediation.shelf import BinnedRow, RemovedRow
from mediation.store import Store


class BinRoom:
    """Cases deleted, put back, removed."""

    def __init__(self, store: Store, *, who: str) -> None:
        self._store = store
        self._who = who

    def everything(self) -> list[BinnedRow]:
        """The cases in the bin, the last one put in first."""
        with self._store.reading() as reading:
            return reading.bin.everything()

    def removed(self) -> list[RemovedRow]:
        """What was removed for good, newest first."""
        with self._store.reading() as reading:
            return reading.bin.removed()

    def put(self, cases: list[tuple[UUID, int]], *, why: str, sure_of: int | None = None) -> int:
        """Delete cases read at these versions, all or none; answers how many.

        Raises TouchesMuch unless ``sure_of`` is the number of cases where that is large.
        """
        guard(self._store, len(cases), sure_of)
        with self._store.writing(self._who) as writing:
            for case, version in cases:
                writing.bin.put(case, version, why=_given(why, _("请写明删除原因。")))
        return len(cases)

    def restore(self, case: UUID) -> None:
        """Put a case back as it was; raises RuleViolation when its number has been given away."""
        with self._store.writing(self._who) as writing:
            writing.bin.restore(case)

    def remove(self, case: UUID, *, why: str) -> None:
        """Remove a case for good; only a line with its number, the day and the reason stays."""
        with self._store.writing(self._who) as writing:
            writing.bin.remove(case, why=_given(why, _("请写明彻底删除的原因。")))


def _given(why: str, refusal: str) -> str:
    if not why.strip():
        raise RuleViolation(refusal, field="why")
    return why.strip()
