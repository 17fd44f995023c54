"""Every figure in one command: ``python -m tests.benchmarks``."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benchmarks import record
from tests.benchmarks.measure import Ratio

Suite = Callable[[argparse.Namespace], Iterator[Ratio]]


def main() -> None:
    """Measure, print a table, and write it down when asked."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as state:
        os.environ["MEDIATION_STATE"] = state
        ratios: list[Ratio] = []
        for name, suite in _SUITES.items():
            if not arguments.only or name in arguments.only:
                for ratio in suite(arguments):
                    record.tell(ratio)
                    ratios.append(ratio)
    if arguments.write:
        record.write(arguments.write, ratios, arguments.cases)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000, help="cases in the ledger")
    parser.add_argument(
        "--only", action="append", choices=list(_SUITES), help="one part; may be repeated"
    )
    parser.add_argument(
        "--keep",
        type=Path,
        default=Path(tempfile.gettempdir()) / "mediation-benchmarks",
        help="folder that keeps the made-up ledgers for the next run",
    )
    parser.add_argument("--rounds", type=int, default=9, help="timings of each side")
    parser.add_argument("--rows", type=int, default=100_000, help="rows of the imported workbook")
    parser.add_argument("--write", type=Path, help="write the figures to this file as well")
    return parser.parse_args()


def _report(arguments: argparse.Namespace) -> Iterator[Ratio]:
    from tests.benchmarks import ledger, reports

    yield from reports.run(ledger.database(arguments.keep, arguments.cases), arguments.rounds)


def _workbook(arguments: argparse.Namespace) -> Iterator[Ratio]:
    from tests.benchmarks import ledger, workbooks

    yield from workbooks.run(ledger.database(arguments.keep, arguments.cases), arguments.rounds)


def _seal(arguments: argparse.Namespace) -> Iterator[Ratio]:
    from tests.benchmarks import ledger, sealing

    yield from sealing.run(ledger.database(arguments.keep, arguments.cases), arguments.rounds)


def _years(arguments: argparse.Namespace) -> Iterator[Ratio]:
    from tests.benchmarks import ledger, years

    per_month = arguments.cases // 120
    both = (
        ledger.database_since(arguments.keep, first, per_month)
        for first in (years.TEN_YEARS, years.TWO_YEARS)
    )
    yield from years.run(*both, arguments.rounds)


def _search(arguments: argparse.Namespace) -> Iterator[Ratio]:
    from tests.benchmarks import ledger, searches

    yield from searches.run(ledger.database(arguments.keep, arguments.cases), arguments.rounds)


def _list(arguments: argparse.Namespace) -> Iterator[Ratio]:
    from tests.benchmarks import ledger, lists

    large = ledger.database(arguments.keep, arguments.cases)
    small = ledger.database(arguments.keep, 1_000)
    yield from lists.run(large, small, arguments.rounds)


def _gestures(arguments: argparse.Namespace) -> Iterator[Ratio]:
    from tests.benchmarks import gestures, ledger

    large = ledger.database(arguments.keep, arguments.cases)
    small = ledger.database(arguments.keep, 1_000)
    yield from gestures.run(large, small, max(1, arguments.rounds // 3))


def _import(arguments: argparse.Namespace) -> Iterator[Ratio]:
    from tests.benchmarks import imports, ledger

    yield from imports.run(ledger.workbook(arguments.keep, arguments.rows), arguments.rounds)


def _cipher(arguments: argparse.Namespace) -> Iterator[Ratio]:
    from tests.benchmarks import ciphered, ledger

    yield from ciphered.run(ledger.database(arguments.keep, arguments.cases), arguments.rounds)


def _start(arguments: argparse.Namespace) -> Iterator[Ratio]:
    from tests.benchmarks import starts

    yield from starts.run(arguments.rounds)


def _save(arguments: argparse.Namespace) -> Iterator[Ratio]:
    from tests.benchmarks import saving

    yield from saving.run(arguments.rounds)


def _backup(arguments: argparse.Namespace) -> Iterator[Ratio]:
    from tests.benchmarks import backups, ledger

    yield from backups.run(ledger.database(arguments.keep, arguments.cases), arguments.rounds)


_SUITES: dict[str, Suite] = {
    "report": _report,
    "workbook": _workbook,
    "seal": _seal,
    "years": _years,
    "list": _list,
    "gestures": _gestures,
    "search": _search,
    "import": _import,
    "start": _start,
    "save": _save,
    "backup": _backup,
    "cipher": _cipher,
}

if __name__ == "__main__":
    main()
