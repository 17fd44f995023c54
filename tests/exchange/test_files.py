"""Files as they lie on a stick: altered, cut, misdirected, from strangers, too big; B9 to B11 and B16."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from mediation.errors import FileRefused, NotFound, RuleViolation
from mediation.exchange import envelope, packing
from mediation.exchange.books import Role
from mediation.exchange.canonical import canonical, digest
from mediation.exchange.envelope import Header, close, read_header
from mediation.exchange.keys import card, is_locked, kept, new_keys, read_card, unlocked
from mediation.exchange.packing import pack, unpack
from mediation.office import exchange_keys
from tests.exchange.machines import Machine, World, content, round_trip


@pytest.fixture
def key(world: World) -> UUID:
    """A case of 高文彬's that both sides have, changed on the PC."""
    case = world.centre.add("A-1", world.people["高文彬"].id)
    round_trip(world.centre, world.pcs["高文彬"])
    world.pcs["高文彬"].edit(case.id, remark="金丝雀在备注里")
    return case.id


def refused(machine: Machine, file: Path, words: str | None = None) -> None:
    """The file is refused and the database stays as it was, byte for byte."""
    before = machine.path.read_bytes()
    with pytest.raises(FileRefused, match=words):
        machine.take(file)
    assert machine.path.read_bytes() == before


def test_a_header_with_a_bad_row_of_earlier_files_is_refused(
    centre: Machine, pc: Machine, key: UUID
) -> None:
    whole = pc.make(centre).read_bytes()
    head, told = whole.split(b'"earlier":', 1)
    for bad in (b'"x"', b"5", b'["zz"]', b"[5]", canonical(["0" * 64] * 401).encode()):
        with pytest.raises(FileRefused):
            read_header(head + b'"earlier":' + bad + told[told.index(b"]") + 1 :])


def test_every_flipped_byte_and_every_cut_is_refused(
    world: World, centre: Machine, pc: Machine, key: UUID
) -> None:
    whole = pc.make(centre).read_bytes()
    before = centre.path.read_bytes()
    sender, keys = pc.keys.public, centre.keys
    opened = 0
    for at in range(len(whole)):
        changed = bytearray(whole)
        changed[at] ^= 1 << (at % 8)
        for broken in (bytes(changed), whole[:at]):
            with pytest.raises(FileRefused):
                envelope.open_file(broken, read_header(broken), keys, sender)
            opened += 1
    assert opened == 2 * len(whole) > 2_000
    file = centre.folder / "broken.mbx"
    for at in random.Random(5).sample(range(len(whole)), 20):
        changed = bytearray(whole)
        changed[at] ^= 1
        for broken in (bytes(changed), whole[:at]):
            file.write_bytes(broken)
            refused(centre, file)
    assert centre.path.read_bytes() == before


def test_a_file_says_nothing_of_the_case_in_the_clear(
    world: World, centre: Machine, pc: Machine, key: UUID
) -> None:
    whole = pc.make(centre).read_bytes()
    for word in ("金丝雀", "王小丽", "13900001111", "A-1"):
        assert word.encode() not in whole
    assert key.hex.encode() not in whole


def test_a_file_for_somebody_else_is_refused(
    world: World, centre: Machine, pc: Machine, other: Machine, key: UUID
) -> None:
    other.knows(pc, Role.LIAISON)
    refused(other, pc.make(centre), "不是交给这台电脑的")


def test_a_file_of_a_stranger_is_refused(world: World, centre: Machine, tmp_path: Path) -> None:
    stranger = Machine(tmp_path, "生人")
    try:
        stranger.knows(centre, Role.LIAISON)
        refused(centre, stranger.make(centre), "不认识")
    finally:
        stranger.close()


def test_a_file_of_a_revoked_partner_is_refused(
    world: World, centre: Machine, pc: Machine, key: UUID
) -> None:
    file = pc.make(centre)
    centre.office.exchange.revoke("高文彬")
    refused(centre, file, "已停用")
    with pytest.raises(NotFound):
        centre.make(pc)


def test_a_header_put_on_another_body_is_refused(
    world: World, centre: Machine, pc: Machine, key: UUID
) -> None:
    one = pc.make(centre).read_bytes()
    pc.edit(key, remark="又改")
    two = pc.make(centre).read_bytes()
    cut = two.index(b"\n", 30) + 1
    swapped = centre.folder / "swapped.mbx"
    swapped.write_bytes(one[: one.index(b"\n", 30) + 1] + two[cut:])
    refused(centre, swapped, "签名不对")


def test_a_body_sealed_anew_by_another_is_refused(
    world: World, centre: Machine, pc: Machine, other: Machine, key: UUID
) -> None:
    header = read_header(pc.make(centre).read_bytes())
    forged = centre.folder / "forged.mbx"
    forged.write_bytes(close(header, pack([]), other.keys, centre.keys.public))
    refused(centre, forged, "签名不对")


@pytest.mark.parametrize("apart", [-1, 1])
def test_another_version_of_the_tables_is_refused_in_words(
    world: World, centre: Machine, pc: Machine, key: UUID, apart: int
) -> None:
    forge(centre, pc, [], schema=lambda schema: schema + apart)
    refused(centre, centre.folder / "forged.mbx", "升级到同一版")


def test_other_algorithms_are_refused_in_words(
    world: World, centre: Machine, pc: Machine, key: UUID
) -> None:
    header = replace(
        read_header(pc.make(centre).read_bytes()), algorithms={"seal": "SM2", "sign": "SM2"}
    )
    file = centre.folder / "sm.mbx"
    file.write_bytes(close(header, pack([]), pc.keys, centre.keys.public))
    refused(centre, file, "不认识")


def forge(
    centre: Machine,
    pc: Machine,
    lines: list[dict],
    *,
    body: bytes | None = None,
    schema: Callable[[int], int] = lambda schema: schema,
) -> Path:
    """A file that 高文彬's program could never make, sealed and signed as it should be."""
    with pc.store.reading() as reading:
        (partner,) = reading.exchange.partners()
        header = Header(
            bundle="f" * 32,
            kind="cases",
            sender=pc.keys.public.id,
            recipient=centre.keys.public.id,
            sequence=partner.sent.sequence + 1,
            previous=partner.sent.sha256,
            heard=partner.heard.sequence,
            schema=schema(reading.exchange.schema),
            period="",
            rows={},
        )
    file = centre.folder / "forged.mbx"
    packed = pack(lines) if body is None else body
    file.write_bytes(close(header, packed, pc.keys, centre.keys.public))
    return file


def test_a_bomb_is_refused_before_it_is_unpacked(
    world: World, centre: Machine, pc: Machine, key: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "MOST_UNPACKED", 3 * 1024 * 1024)
    line = canonical({"kind": "mediator", "id": "0" * 32, "name": "甲" * 500_000}).encode() + b"\n"
    refused(centre, forge(centre, pc, [], body=zlib.compress(line * 20)), "超过 3 MB")


def test_two_hundred_megabytes_are_the_bound() -> None:
    assert packing.MOST_UNPACKED == 200 * 1024 * 1024
    packer = zlib.compressobj(1)
    line = canonical({"a": "x" * 1_048_568}).encode() + b"\n"
    body = b"".join(packer.compress(line) for _ in range(201)) + packer.flush()
    assert len(body) < 5_000_000
    with pytest.raises(FileRefused, match="200 MB"):
        for _line in unpack(body):
            pass


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nonsense",
        zlib.compress(b'{"a":1}'),
        zlib.compress(b"[1]\n"),
        zlib.compress(b'{"a": 1}\n'),
        zlib.compress(b'{"a":1,"a":2}\n'),
        zlib.compress(b'{"a":NaN}\n'),
        zlib.compress(b'{"a":1.5}\n'),
        zlib.compress(b'{"a":' + b"[" * 9 + b"]" * 9 + b"}\n"),
        zlib.compress(b"[" * 200_000 + b"\n"),
        zlib.compress(b'{"a":"' + b"x" * 5_000_000 + b'"}\n'),
        zlib.compress(b'{"a":1}\n') + b"more",
        zlib.compress(b'{"a":1}\n')[:-3],
        zlib.compress(b'{"a":"\xff"}\n'),
    ],
)
def test_a_body_of_another_form_is_refused(body: bytes) -> None:
    with pytest.raises(FileRefused):
        list(unpack(body))


def test_lines_go_out_and_come_in_the_same() -> None:
    lines = [{"kind": "case", "n": number, "词": ["甲", None]} for number in range(3_000)]
    assert list(unpack(pack(lines))) == lines


def case_line(centre: Machine, pc: Machine) -> dict:
    """The line of the changed case as the PC would send it."""
    with pc.store.reading() as reading:
        (partner,) = reading.exchange.partners()
        return dict(next(iter(reading.exchange.gather(partner, everything=True))))


def signed(line: dict) -> dict:
    """The line with digests that fit what it says."""
    return {
        **line,
        "state": digest(line["rows"]),
        "trail": digest(sorted(line["history"])),
    }


def with_case(**fields: object) -> Callable[[dict], dict]:
    """The line with other fields of the case."""

    def changed(line: dict) -> dict:
        rows = {**line["rows"], "cases": [{**line["rows"]["cases"][0], **fields}]}
        return {**line, "rows": rows}

    return changed


@pytest.mark.parametrize(
    "spoil",
    [
        with_case(referred_on="2026-02-30"),
        with_case(referred_on=None),
        with_case(outcome="勝訴"),
        with_case(claimed="1"),
        with_case(claimed=2**70),
        with_case(claimed=-5),
        with_case(remark="\x1b]0;x\x07"),
        with_case(remark="a\u202eb"),
        with_case(on_platform=7),
        with_case(extra="[1]"),
        with_case(mediator="0" * 32),
        with_case(id="0" * 32),
        with_case(seq=1),
        with_case(closed_on="2026-10-01"),
        lambda line: {**line, "rows": {**line["rows"], "mediators": [{"id": "0" * 32}]}},
        lambda line: {**line, "rows": {**line["rows"], "private_notes": []}},
        lambda line: {**line, "rows": {**line["rows"], "cases": []}},
        lambda line: {**line, "rows": {}},
        lambda line: {**line, "rows": {**line["rows"], "parties": line["rows"]["parties"][:1] * 2}},
        lambda line: {
            **line,
            "rows": {
                **line["rows"],
                "agents": [
                    {
                        "party": 7,
                        "position": 0,
                        "name": "甲",
                        "phone": "",
                        "kind": None,
                        "power": None,
                        "papers": "",
                    }
                ],
            },
        },
        lambda line: {**line, "history": [["2026-10-01", "a", "b", "c", "d", "e"]]},
        lambda line: {**line, "history": [["soon", "a", "b", "c", "d", "e", "f"]]},
        lambda line: {**line, "history": [["2026-10-01 00:00:00", "a\x1b", "b", "", "", "", ""]]},
    ],
)
def test_a_case_that_cannot_be_is_refused_and_the_rest_is_taken(
    world: World, centre: Machine, pc: Machine, key: UUID, spoil: Callable[[dict], dict]
) -> None:
    before = centre.case(key)
    line = signed(spoil(case_line(centre, pc)))
    taken = centre.take(forge(centre, pc, [line]))
    assert [answer.verdict.value for answer in taken.answers] == ["refused"]
    assert taken.answers[0].why
    assert centre.case(key) == before


def test_a_case_unlike_its_digest_is_refused(
    world: World, centre: Machine, pc: Machine, key: UUID
) -> None:
    line = with_case(remark="另写")(case_line(centre, pc))
    taken = centre.take(forge(centre, pc, [line]))
    assert [answer.verdict.value for answer in taken.answers] == ["refused"]


@pytest.mark.parametrize(
    "line",
    [
        {"kind": "surprise"},
        {"kind": "case", "id": 1},
        {"kind": "case", "id": "0" * 32, "state": "x", "trail": ""},
        {"kind": "mediator", "id": "zz", "name": "甲"},
        {"kind": "mediator", "id": "0" * 32, "name": 5},
    ],
)
def test_a_line_that_is_none_refuses_the_whole_file(
    world: World, centre: Machine, pc: Machine, key: UUID, line: dict
) -> None:
    good = case_line(centre, pc)
    refused(centre, forge(centre, pc, [good, line]))
    assert centre.case(key).remark == ""


def test_a_mediators_file_puts_nobody_on_the_roster(
    world: World, centre: Machine, pc: Machine, key: UUID
) -> None:
    before = centre.office.roster.all()
    centre.take(forge(centre, pc, [{"kind": "mediator", "id": "a" * 32, "name": "生人"}]))
    assert centre.office.roster.all() == before


def test_a_receipt_for_another_file_is_refused(
    world: World, centre: Machine, pc: Machine, other: Machine, key: UUID
) -> None:
    centre.take(pc.make(centre))
    receipt = centre.receipt(pc)
    refused(other, receipt, "不是交给这台电脑的")


def test_a_file_is_for_its_owner_alone(world: World, centre: Machine, pc: Machine) -> None:
    assert pc.make(centre).stat().st_mode & 0o777 == 0o600


def test_a_file_never_replaces_another(world: World, centre: Machine, pc: Machine) -> None:
    file = pc.make(centre)
    with pytest.raises(RuleViolation, match="没有覆盖"):
        pc.office.exchange.make(centre.name, pc.keys, file)
    before = content(pc.path)
    with pytest.raises(RuleViolation):
        pc.office.exchange.make(centre.name, pc.keys, file)
    assert content(pc.path) == before


def test_private_keys_are_locked_by_a_passphrase(tmp_path: Path) -> None:
    file = tmp_path / "state" / "exchange.keys"
    keys = exchange_keys.create(file, "天高云淡")
    assert file.stat().st_mode & 0o777 == 0o600
    assert exchange_keys.needs_passphrase(file)
    assert exchange_keys.load(file, "天高云淡") == keys
    for word in ("", "天高云"):
        with pytest.raises(RuleViolation, match="口令不对"):
            exchange_keys.load(file, word)
    assert keys.sign.hex() not in file.read_text("utf-8")
    exchange_keys.change_passphrase(file, keys, "")
    assert exchange_keys.load(file) == keys
    with pytest.raises(RuleViolation):
        exchange_keys.create(file, "")


def test_keys_come_back_as_they_were_kept() -> None:
    keys = new_keys()
    assert unlocked(kept(keys, "").encode()) == keys
    assert not is_locked(kept(keys, "").encode())
    assert read_card(card("乌兰", keys.public).encode()) == ("乌兰", keys.public)
    assert "sign" not in repr(keys)
    assert len(keys.public.fingerprint.split()) == 10


@pytest.mark.parametrize("text", [b"", b"{}", b"nonsense", b'{"format":"mediation-keys-1"}'])
def test_a_card_that_is_none_is_refused(text: bytes) -> None:
    with pytest.raises(FileRefused):
        read_card(text)
