"""撤销与重做: the saves of one person, newest first, across screens and restarts."""

from __future__ import annotations

from mediation.shelf import Stepped, Undoable
from mediation.store import Store


class UndoDesk:
    """Saves taken back and done again."""

    def __init__(self, store: Store, *, who: str) -> None:
        self._store = store
        self._who = who

    def next(self) -> tuple[Undoable | None, Undoable | None]:
        """What would be undone, and what would be done again."""
        with self._store.reading() as reading:
            return reading.undoing.last(self._who), reading.undoing.last_undone(self._who)

    def undo(self, *, force: bool = False) -> Stepped:
        """Take back the newest save; raises NotFound, or Conflict when another came after it."""
        with self._store.writing(self._who) as writing:
            return writing.undoing.undo(force=force)

    def redo(self, *, force: bool = False) -> Stepped:
        """Do again what was taken back last; raises as :meth:`undo`."""
        with self._store.writing(self._who) as writing:
            return writing.undoing.redo(force=force)
