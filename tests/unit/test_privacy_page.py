"""The page on personal data claims nothing that no test watches."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "privacy.md").read_text("utf-8")


def test_every_row_of_its_tables_names_a_test_or_says_that_there_is_none() -> None:
    after = PAGE[PAGE.index("## 个人信息保护法") : PAGE.index("## 审计记录能证明什么")]
    rows = [line for line in after.splitlines() if line.startswith("|")]
    claims = [row for row in rows if not set(row) <= set("|-") and "测试 |" not in row]
    assert len(claims) > 15
    for row in claims:
        assert "tests/" in row or row.rstrip().endswith("| — |"), row
