"""A typed path is one that the system can look at, or is refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from mediation.errors import RuleViolation
from mediation.typed_path import typed_path


def test_quotes_and_spaces_around_a_path_are_left_out_and_home_is_meant_by_its_sign() -> None:
    assert typed_path(' "/一 二/表.xlsx" ') == Path("/一 二/表.xlsx")
    assert typed_path("~/表.xlsx") == Path.home() / "表.xlsx"


@pytest.mark.parametrize("text", ["~没有这个人/表.xlsx", "长" * 200 + ".txt"])
def test_nobodys_home_and_a_name_too_long_are_refused_in_words(text: str) -> None:
    with pytest.raises(RuleViolation, match="路径用不了"):
        typed_path(text)
