"""A bar on the terminal for imports that take a while."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from mediation.i18n import _
from mediation.office.ledgers import Progress

_LARGE = 300_000


@contextmanager
def progress_bar(files: Sequence[Path]) -> Iterator[Progress | None]:
    """A progress callback, or ``None`` when stderr is no terminal or the files are small (bytes)."""
    if not sys.stderr.isatty() or sum(file.stat().st_size for file in files) < _LARGE:
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
        TextColumn(_("正在导入")),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task("")
        yield lambda done, total: bar.update(task, completed=done, total=total)
