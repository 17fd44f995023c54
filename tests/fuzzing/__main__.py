"""``python -m tests.fuzzing --minutes 30``: new examples of every property, until the time is over."""

from __future__ import annotations

import argparse
import os
import random
import resource
import sys
import tempfile
import time
import traceback

EXAMPLES = 400


def main() -> int:
    """Try the properties in turn; answers 1 when one broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--only", help="one property by its name")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    arguments = parser.parse_args()
    os.environ["MEDIATION_STATE"] = tempfile.mkdtemp(prefix="mediation-fuzzing-")
    from tests.fuzzing import files, searches, values  # noqa: F401 — they register properties
    from tests.fuzzing.trying import PROPERTIES, run

    names = [arguments.only] if arguments.only else list(PROPERTIES)
    until = time.monotonic() + arguments.minutes * 60
    seed, broken, rounds = arguments.seed, set(), 0
    while time.monotonic() < until and len(broken) < len(names):
        rounds += 1
        for name in names:
            if name in broken or time.monotonic() >= until:
                continue
            try:
                run(name, EXAMPLES, from_seed=seed + rounds)
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
                    raise
                broken.add(name)
                print(f"BROKEN {name} --seed {seed + rounds - 1} --only {name}")
                traceback.print_exc()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"round {rounds}: {len(names)} properties, {memory} MB", flush=True)
    print(f"{rounds} rounds of up to {EXAMPLES} examples, seed {seed}: {len(broken)} broken")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
