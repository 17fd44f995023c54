"""What a run found, as a table, and put into the document that tells of it."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from tests.faults.judging import Judged
from tests.faults.tracing import Fault

if TYPE_CHECKING:
    from tests.faults.random_kills import Kills


def read(results: Path) -> list[Judged]:
    """What was judged so far."""
    if not results.exists():
        return []
    return [Judged(**json.loads(line)) for line in results.read_text("utf-8").splitlines()]


def table(judged: Iterable[Judged]) -> str:
    """A line an operation: its points, and for each fault how many were struck and how many failed."""
    by_operation: dict[str, dict[str, list[Judged]]] = defaultdict(lambda: defaultdict(list))
    for one in judged:
        by_operation[one.operation][one.fault].append(one)
    faults = [fault.value for fault in Fault]
    lines = [
        f"| operation | points | {' | '.join(faults)} | before / after | failed |",
        f"|---|--:|{'--:|' * len(faults)}--:|--:|",
    ]
    total = [0] * (len(faults) + 2)
    for name, by_fault in by_operation.items():
        struck = [len(by_fault.get(fault, [])) for fault in faults]
        every = [one for found in by_fault.values() for one in found]
        failed = sum(bool(one.trouble) for one in every)
        before = sum(one.state == 0 for one in every)
        points = max((one.at for one in every), default=0)
        lines.append(
            f"| {name} | {points} | {' | '.join(map(str, struck))} "
            f"| {before} / {len(every) - before} | {failed} |"
        )
        total = [one + other for one, other in zip(total, (points, *struck, failed), strict=True)]
    points, *struck_in_all, failed = total
    lines.append(f"| all | {points} | {' | '.join(map(str, struck_in_all))} | | {failed} |")
    return "\n".join(lines)


def random_words(kills: Kills) -> str:
    """The random kills in a sentence."""
    return (
        f"{kills.count} kills at random moments, {kills.saves} saves acknowledged, "
        f"{kills.lost} lost (with 95 % confidence fewer than {300 / kills.count:.2g} % of kills "
        f"lose one), {kills.unacknowledged} saves found that were not acknowledged yet, "
        f"{len(kills.trouble)} databases unsound."
    )


def write_table(document: Path, judged: Iterable[Judged]) -> None:
    """Put the table into the document, between its marks."""
    _put(document, "points", table(judged))


def write_random(document: Path, kills: Kills) -> None:
    """Put the figures of the random kills into the document, between its marks."""
    _put(document, "random", random_words(kills))


def _put(document: Path, name: str, text: str) -> None:
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    written = document.read_text("utf-8")
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    document.write_text(pattern.sub(lambda _: f"{begin}\n{text}\n{end}", written), "utf-8")
