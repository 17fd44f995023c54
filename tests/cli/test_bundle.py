"""``mediation bundle``: keys, partners, a file out and back, a conflict decided by a person."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.calling import OPEN, Answer, Call

On = Callable[..., Answer]


@pytest.fixture
def sides(
    call: Call, tmp_path: Path, ledger: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> tuple[On, On, Path]:
    """The centre, the PC of 高文彬, and a stick; each side with keys and the other's card."""
    stick = tmp_path / "u盘"
    stick.mkdir()

    def side(name: str) -> On:
        folder = tmp_path / name
        folder.mkdir()

        def on(*arguments: object) -> Answer:
            monkeypatch.setenv("MEDIATION_STATE", str(folder))
            return call(*arguments, "--db", folder / "x.db")

        assert on("init").code == 0
        done = on("bundle", "keys", "--name", name, "-o", stick / f"{name}.keys", "--no-passphrase")
        assert done.code == 0, done.err
        return on

    centre, pc = side("联络办"), side("高文彬")
    assert centre("import", ledger(OPEN)).code == 0
    assert centre("bundle", "partner", "add", stick / "高文彬.keys", "--role", "mediator").code == 0
    assert pc("bundle", "partner", "add", stick / "联络办.keys", "--role", "liaison").code == 0
    return centre, pc, stick


def test_a_case_goes_out_and_its_receipt_comes_back(sides: tuple[On, On, Path]) -> None:
    centre, pc, stick = sides
    assert "已装 1 件" in centre("bundle", "make", "高文彬", "-o", stick / "1.mbx").out
    taken = pc("bundle", "take", stick / "1.mbx", "--receipt", stick / "r.mbx")
    assert (taken.code, "已接收 1 件" in taken.out) == (0, True)
    assert "A-2" in pc("show", "A-2").out
    assert centre("bundle", "take", stick / "r.mbx").code == 0
    again = pc("bundle", "take", stick / "1.mbx", "--json")
    assert (again.code, again.value["again"]) == (0, True)
    assert "已装 0 件" in centre("bundle", "make", "高文彬", "-o", stick / "2.mbx").out


def test_a_conflict_is_shown_and_decided_field_by_field(
    sides: tuple[On, On, Path], ledger: Callable[..., Path]
) -> None:
    centre, pc, stick = sides
    centre("bundle", "make", "高文彬", "-o", stick / "1.mbx")
    pc("bundle", "take", stick / "1.mbx", "--receipt", stick / "r.mbx")
    centre("bundle", "take", stick / "r.mbx")
    head = "调解编号,委派日期,备注,标的额(元)"
    pc("import", ledger("A-2,2026-10-12,调解员写,90000", headings=head))
    centre("import", ledger("A-2,2026-10-12,联络员写,80000", headings=head))
    pc("bundle", "make", "联络办", "-o", stick / "2.mbx")
    taken = centre("bundle", "take", stick / "2.mbx")
    assert (taken.code, "两边都改过 1 件" in taken.out) == (1, True)
    assert "A-2" in centre("bundle", "conflicts").out
    shown = centre("bundle", "conflicts", "1", "--json").value
    labels = {each["label"]: (each["ours"], each["theirs"]) for each in shown["fields"]}
    assert labels["备注"] == ("联络员写", "调解员写")
    assert labels["标的额"] == ("80,000.00", "90,000.00")
    assert centre("bundle", "resolve", "1", "00000000").code == 4
    which = next(str(each["number"]) for each in shown["fields"] if each["label"] == "备注")
    assert centre("bundle", "resolve", "1", shown["mark"], "--theirs", "99").code == 2
    assert centre("bundle", "resolve", "1", shown["mark"], "--theirs", which).code == 0
    told = centre("show", "A-2").out
    assert "处理交换冲突" in told
    assert "80,000.00" in told
    assert centre("bundle", "conflicts", "--json").value == []
    assert len(centre("bundle", "conflicts", "--settled", "--json").value) == 1


def test_a_passphrase_is_asked_for_and_never_an_argument(
    call: Call, program: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    monkeypatch.setenv("MEDIATION_STATE", str(tmp_path))
    in_gbk = io.TextIOWrapper(io.BytesIO("天高云淡\n".encode("gbk")), "utf-8")
    monkeypatch.setattr("sys.stdin", in_gbk)
    told = call("bundle", "keys", "--name", "小何", "-o", tmp_path / "另.card")
    assert (told.code, "UTF-8" in told.err) == (5, True)
    monkeypatch.setattr("sys.stdin", io.StringIO("天高云淡\n"))
    first = call("bundle", "keys", "--json")
    assert first.code == 0
    monkeypatch.setattr("sys.stdin", io.StringIO("错的\n"))
    wrong = call("bundle", "keys")
    assert (wrong.code, "口令不对" in wrong.err) == (1, True)
    monkeypatch.setattr("sys.stdin", io.StringIO("天高云淡\n"))
    assert call("bundle", "keys", "--json").value["id"] == first.value["id"]
    assert call("bundle", "keys", "--passphrase", "x").code == 2
    assert "没有口令" not in first.err
    monkeypatch.setenv("MEDIATION_STATE", str(tmp_path / "另一台"))
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert "私钥没有口令" in call("bundle", "keys").err


def test_without_keys_one_is_told_how_to_make_them(call: Call, db: Path) -> None:
    answer = call("bundle", "make", "某", "-o", "x", "--db", db)
    assert (answer.code, "bundle keys" in answer.err) == (3, True)


def test_without_the_cipher_library_one_is_told_what_to_install(
    program: Call, tmp_path: Path
) -> None:
    before = "import sys\nsys.modules['cryptography.hazmat.primitives.asymmetric'] = None"
    answer = program(
        "bundle", "keys", "--no-passphrase", before=before, env={"MEDIATION_STATE": str(tmp_path)}
    )
    assert (answer.code, "mediation[exchange]" in answer.err) == (1, True)


def test_a_file_behind_a_lost_one_is_taken_by_an_option_that_the_refusal_names(
    sides: tuple[On, On, Path],
) -> None:
    centre, pc, stick = sides
    for number in (1, 2):
        centre("bundle", "make", "高文彬", "-o", stick / f"{number}.mbx")
    refused = pc("bundle", "take", stick / "2.mbx")
    assert refused.code == 1
    assert "缺第 1 份" in refused.err
    assert "--missing-lost" in refused.err
    assert pc("bundle", "take", stick / "2.mbx", "--missing-lost").code == 0
    assert "还没有接收的文件" in centre("bundle", "take", stick).err
    late = pc("bundle", "take", stick)
    assert late.code == 1
    assert "--went-back" in late.err
