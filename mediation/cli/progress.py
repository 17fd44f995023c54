"""A bar on the terminal for work that takes a while."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from mediation.cli.speech import say
from mediation.i18n import _
from mediation.keeping import Tell
from mediation.office.ledgers import Progress

_LARGE = 300_000


@contextmanager
def progress_bar(files: Sequence[Path]) -> Iterator[Progress | None]:
    """A progress callback, or ``None`` when stderr is no terminal or the files are small (bytes)."""
    if sum(file.stat().st_size for file in files) < _LARGE:
        yield None
        return
    with _bar(_("正在导入")) as progress:
        yield progress


@contextmanager
def written_bar() -> Iterator[Progress | None]:
    """A progress callback for a file being written, or ``None`` when stderr is no terminal.

    The bar moves to and fro while figures are counted, then fills as cases are written.
    """
    with _bar(_("正在出月报")) as progress:
        yield progress


@contextmanager
def upgrade_bar() -> Iterator[Tell | None]:
    """Hears how far the upgrade of an older database has come and says it on stderr, if any comes.

    Where stderr is no terminal each part of the work is a line.
    """
    said: list[str] = []
    with ExitStack() as shown:
        bars: list[Progress | None] = []

        def tell(words: str, done: int, total: int) -> None:
            if words not in said:
                said.append(words)
                shown.close()
                bars[:] = [shown.enter_context(_bar(words))]
                if bars[0] is None:
                    say(f"{words}..")
            if bars[0] is not None and total:
                bars[0](done, total)

        yield tell


@contextmanager
def _bar(words: str) -> Iterator[Progress | None]:
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    with Progress(
        TextColumn(words),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
