"""Properties in a register, each with what it is tried on; run with a budget of examples."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy, tuples

MOST_SECONDS = 5.0
"""Of the processor, for one input: nothing that a person hands in may take longer."""


class Property(NamedTuple):
    """What must hold, what it is tried on, and its share of the examples of a quick run."""

    holds: Callable[..., None]
    inputs: tuple[SearchStrategy[Any], ...]
    share: float


PROPERTIES: dict[str, Property] = {}


def tried_on(
    *inputs: SearchStrategy[Any], share: float = 1.0
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a property; ``share`` is below 1 for a slow one."""

    def registered(function: Callable[..., None]) -> Callable[..., None]:
        @wraps(function)
        def in_time(*values: Any) -> None:
            begun = time.process_time()
            function(*values)
            assert time.process_time() - begun < MOST_SECONDS, "took too long"

        PROPERTIES[function.__name__] = Property(in_time, inputs, share)
        return function

    return registered


def run(name: str, examples: int, *, from_seed: int | None = None) -> None:
    """Try a property on so many examples: always the same ones, or those of a seed."""
    each = PROPERTIES[name]

    def tried(values: tuple[Any, ...]) -> None:
        each.holds(*values)

    tried.__qualname__ = name
    test = settings(
        max_examples=max(5, int(examples * each.share)),
        derandomize=from_seed is None,
        database=None,
        deadline=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
    )(given(tuples(*each.inputs))(tried))
    if from_seed is not None:
        test = seed(from_seed)(test)
    test()
