"""A fixed number of examples of every property, always the same ones; ``python -m tests.fuzzing`` tries on."""

from __future__ import annotations

import pytest

from tests.fuzzing import files, searches, values
from tests.fuzzing.trying import PROPERTIES, run

EXAMPLES = 60


@pytest.mark.parametrize("name", PROPERTIES)
def test_it_holds_on_a_fixed_number_of_examples(name: str) -> None:
    run(name, EXAMPLES)


def test_every_kind_of_reading_is_tried() -> None:
    assert {files, searches, values}
    assert len(PROPERTIES) >= 25
