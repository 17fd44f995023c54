"""How far the writing of a document is, told step by step; whoever is told may stop it by raising."""

from __future__ import annotations

from mediation.reports.edition import Progress


class Steps:
    """Counts steps up to their expected number, which a template may leave unreached or pass."""

    def __init__(self, progress: Progress | None, whole: int) -> None:
        self._progress = progress
        self._whole = whole
        self._done = 0
        self._tell()

    def step(self) -> None:
        """One step is done."""
        self._done = min(self._done + 1, self._whole)
        self._tell()

    def _tell(self) -> None:
        if self._progress is not None:
            self._progress(self._done, self._whole)
