"""An import that would update very many cases says how many, and does it when told that number."""

from __future__ import annotations

from pathlib import Path

from tests.cli.calling import GOOD, HEADINGS, Call

COUNT = 12


def ledger(file: Path, cause: str) -> Path:
    rows = [
        GOOD.replace("A-1", f"A-{at}")
        .replace("民初11号", f"民初{at}号")
        .replace("民间借贷纠纷", cause)
        for at in range(1, COUNT + 1)
    ]
    file.write_text("\n".join([HEADINGS, *rows]), "utf-8")
    return file


def test_an_import_that_updates_much_needs_the_number(db: Path, call: Call, tmp_path: Path) -> None:
    first = ledger(tmp_path / "一.csv", "民间借贷纠纷")
    assert call("import", "--db", db, first).code == 0, "new cases touch nothing"
    changed = ledger(tmp_path / "二.csv", "买卖合同纠纷")
    refused = call("import", "--db", db, changed)
    assert refused.code == 1
    assert str(COUNT) in refused.err
    assert call("import", "--db", db, changed, "--yes-touch", str(COUNT - 1)).code == 1
    assert call("import", "--db", db, changed, "--dry-run").code == 0
    shown = call("list", "--db", db, "--json").value["cases"]
    assert len(shown) == COUNT
    done = call("import", "--db", db, changed, "--yes-touch", str(COUNT), "--json")
    assert done.code == 0
    assert call("import", "--db", db, changed).code == 0, "the same again touches nothing"
