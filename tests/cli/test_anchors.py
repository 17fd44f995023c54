"""The audit trail is anchored by what leaves the office: printed reports and files of the exchange."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from mediation.reports.pages_back import page_texts
from tests.cli.calling import GOOD, HEADINGS, Call
from tests.exchange.machines import World

FORMS = (".txt", ".md", ".xlsx", ".docx", ".pdf")


@pytest.fixture
def kept(db: Path, call: Call, tmp_path: Path) -> Path:
    file = tmp_path / "台账.csv"
    file.write_text(f"{HEADINGS}\n{GOOD}", "utf-8")
    assert call("import", "--db", db, file).code == 0
    assert call("settings", "set", "studio", "一号调解室", "--db", db).code == 0
    return db


def head(db: Path) -> str:
    with closing(sqlite3.connect(db)) as raw:
        seq, digest = raw.execute(
            "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1"
        ).fetchone()
    return f"{seq}:{digest.hex()}"


def told_in(file: Path) -> str:
    if file.suffix in (".txt", ".md"):
        return file.read_text("utf-8")
    if file.suffix == ".pdf":
        return "".join("".join(page_texts(file.read_bytes(), file)).split())
    from zipfile import ZipFile

    with ZipFile(file) as parts:
        return "".join(
            parts.read(name).decode("utf-8", "replace")
            for name in parts.namelist()
            if name.endswith(".xml")
        )


def test_every_printed_form_of_a_report_bears_the_anchor_and_it_verifies(
    kept: Path, call: Call, tmp_path: Path
) -> None:
    anchor = head(kept)
    for form in FORMS:
        file = tmp_path / f"月报{form}"
        assert call("report", "2026-10", "--db", kept, "-o", file).code == 0
        assert anchor in told_in(file), form
    assert head(kept) == anchor, "the same ledger prints the same anchor"
    assert call("audit", "verify", "--db", kept, "--anchor", anchor).code == 0
    assert call("audit", "verify", "--db", kept, "--anchor", tmp_path / "月报.txt").code == 0
    forged = anchor[:-1] + ("0" if anchor[-1] != "0" else "1")
    assert call("audit", "verify", "--db", kept, "--anchor", forged).code == 1


def test_a_file_of_the_exchange_anchors_its_senders_trail(tmp_path: Path, call: Call) -> None:
    world = World(tmp_path)
    centre, pc = world.centre, world.pcs["高文彬"]
    centre.add("A-7", world.people["高文彬"].id)
    file = centre.make(pc)
    centre.edit(next(iter(centre.office.cases.first_rows(_all()))).id, remark="以后")
    world.close()
    assert call("audit", "verify", "--db", centre.path, "--anchor", file).code == 0
    with closing(sqlite3.connect(centre.path)) as raw:
        for (name,) in raw.execute(
            "SELECT name FROM sqlite_master WHERE type='trigger'"
        ).fetchall():
            if "audit" in name:
                raw.execute(f'DROP TRIGGER "{name}"')
        raw.execute("DELETE FROM audit WHERE seq > 1")
        raw.commit()
    assert call("audit", "verify", "--db", centre.path, "--anchor", file).code == 1


def _all():
    from mediation.store import CaseQuery

    return CaseQuery()
