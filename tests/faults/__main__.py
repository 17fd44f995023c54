"""Every fault at every point of every operation: ``python -m tests.faults``."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from tests.faults import encrypting, figures, judging, operations, random_kills, tracing
from tests.faults.judging import Judged, Trial
from tests.faults.tracing import Fault


def main() -> int:
    """Run what was asked for, tell what fails at once and the table at the end."""
    arguments = _arguments()
    if why := tracing.obstacle():
        print(why, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="faults-", dir=_quick_place()) as folder:
        root = Path(folder)
        if arguments.random:
            told = random_kills.run(root, arguments.random)
            print(figures.random_words(told))
            if arguments.write:
                figures.write_random(arguments.write, told)
            return 1 if told.lost or told.trouble else 0
        judged = _all(root, arguments)
    print(figures.table(judged))
    if arguments.write:
        figures.write_table(arguments.write, judged)
    return 1 if any(one.trouble for one in judged) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    names = list(operations.operations())
    names += [one.name for one in encrypting.operations()]
    parser.add_argument("--only", action="append", choices=names, help="may be repeated")
    parser.add_argument(
        "--fault", action="append", choices=[fault.value for fault in Fault], help="may be repeated"
    )
    parser.add_argument("--every", type=int, default=1, metavar="N", help="each Nth point only")
    parser.add_argument("--sample", type=int, metavar="N", help="N faults only, in turn")
    parser.add_argument("--reads", action="store_true", help="strike at reads instead of changes")
    parser.add_argument("--jobs", type=int, default=1, help="processes at a time")
    parser.add_argument(
        "--results", type=Path, help="keep what was judged here, and go on where it ends"
    )
    parser.add_argument("--random", type=int, metavar="N", help="N kills at random moments instead")
    parser.add_argument("--encrypted", action="store_true", help="under a passphrase")
    parser.add_argument("--write", type=Path, help="put the figures into this document as well")
    return parser.parse_args()


def _quick_place() -> str | None:
    """Where a sync costs nothing: nobody pulls the plug of this machine."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def _all(root: Path, arguments: argparse.Namespace) -> list[Judged]:
    judging.everything_imported()
    named = operations.operations(encrypted=arguments.encrypted)
    wanted = [
        one
        for name, one in named.items()
        if not arguments.only or name.removesuffix("-encrypted") in arguments.only
    ]
    faults = [Fault(name) for name in arguments.fault or [fault.value for fault in Fault]]
    results = arguments.results or root / "results"
    children = []
    for job in range(arguments.jobs):
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                for operation in wanted[job :: arguments.jobs]:
                    _one(operation, root / str(job), faults, arguments, results)
                code = 0
            except Exception:  # noqa: BLE001 -- told; the folder that all share is not ours to remove
                traceback.print_exc()
            finally:
                os._exit(code)
        children.append(pid)
    ends = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in children]
    if any(ends):
        raise SystemExit("a part of the run did not end well; run it again to go on")
    return figures.read(results)


def _one(
    operation: operations.Operation,
    root: Path,
    faults: Sequence[Fault],
    arguments: argparse.Namespace,
    results: Path,
) -> None:
    done = {(one.fault, one.at) for one in figures.read(results) if one.operation == operation.name}
    trial = Trial(operation, root, reads=arguments.reads)
    for at, fault in _points(len(trial.points), faults, arguments):
        if (fault.value, at) in done:
            continue
        judged = trial.with_fault(at, fault)
        for trouble in judged.trouble:
            print(f"{operation.name} {fault} {at} ({judged.point}): {trouble}", flush=True)
        with results.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(judged), ensure_ascii=False) + "\n")


def _points(
    count: int, faults: Sequence[Fault], arguments: argparse.Namespace
) -> Iterator[tuple[int, Fault]]:
    if arguments.sample:
        # Spread over the whole act, the last call among them, the faults in turn.
        for number in range(arguments.sample):
            yield count - number * count // arguments.sample, faults[number % len(faults)]
        return
    for fault in faults:
        for at in range(1, count + 1, arguments.every):
            yield at, fault


if __name__ == "__main__":
    sys.exit(main())
