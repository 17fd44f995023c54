"""The chain: its canonical form, and everything that somebody may do to it is found."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.auditing import START, Anchor, Entry, Told, canonical, digest, verified

Chain = list[Entry]
DAY = datetime(2026, 11, 21, 8, tzinfo=UTC)


def entry(seq: int, previous: bytes, action: str = "correct", who: str = "甲") -> Entry:
    said: Told = (
        seq,
        f"2026-11-21T08:{seq:02}:00.000000Z",
        who,
        action,
        f"cases:{seq}",
        "",
        None,
        START,
    )
    return Entry(*said, digest(previous, said))


def chain(length: int = 6, who: str = "甲") -> Chain:
    made: Chain = []
    for seq in range(1, length + 1):
        made.append(entry(seq, made[-1].hash if made else START, who=who))
    return made


def anchor_of(made: Chain, count: int, at: datetime | None = None) -> Anchor:
    return Anchor(count, made[count - 1].hash.hex(), "备份", at)


texts = st.text(max_size=20)
digests = st.none() | st.binary(min_size=32, max_size=32)


@given(st.tuples(st.integers(1, 10**9), *[texts] * 5, digests, digests))
def test_the_canonical_form_is_json_without_blanks(said: tuple[object, ...]) -> None:
    seq, at, who, action, name, detail, before, after = said
    listed = [seq, at, who, action, name, detail]
    listed += [None if each is None else each.hex() for each in (before, after, START)]  # type: ignore[attr-defined]
    expected = json.dumps(listed, ensure_ascii=False, separators=(",", ":"))
    form = canonical(START, said)  # type: ignore[arg-type]
    assert form == expected.encode("utf-8", "surrogatepass")


def test_a_digest_is_the_sha_256_of_the_canonical_form() -> None:
    said: Told = (1, "2026-11-21T08:01:00.000000Z", "甲", "correct", "cases:1", "", None, START)
    form = (
        '[1,"2026-11-21T08:01:00.000000Z","甲","correct","cases:1","",null,'
        f'"{"00" * 32}","{"00" * 32}"]'
    )
    assert digest(START, said) == hashlib.sha256(form.encode()).digest()


def test_a_whole_chain_passes_with_its_anchors() -> None:
    made = chain()
    verdict = verified(made, [anchor_of(made, 3), anchor_of(made, 6)])
    assert verdict.passed
    assert (verdict.count, verdict.head, verdict.anchors) == (6, made[-1].hash.hex(), 2)


def edited(made: Chain) -> Chain:
    return [each._replace(who="乙") if each.seq == 3 else each for each in made]


def with_a_hole(made: Chain) -> Chain:
    return [each for each in made if each.seq != 3]


def swapped(made: Chain) -> Chain:
    made[2], made[3] = made[3]._replace(seq=3), made[2]._replace(seq=4)
    return made


def with_one_put_in(made: Chain) -> Chain:
    put_in = entry(3, made[1].hash, who="丙")
    return [*made[:2], put_in, *(each._replace(seq=each.seq + 1) for each in made[2:])]


def closed_over_a_hole(made: Chain) -> Chain:
    return [*made[:2], *(each._replace(seq=each.seq - 1) for each in made[3:])]


def cut(made: Chain) -> Chain:
    return made[:4]


def emptied(_made: Chain) -> Chain:
    return []


def rewritten(made: Chain) -> Chain:
    return chain(len(made), who="乙")


def rewritten_and_longer(made: Chain) -> Chain:
    return chain(len(made) + 3, who="乙")


@pytest.mark.parametrize(
    ("tamper", "trouble", "at"),
    [
        (edited, "edit", 3),
        (with_a_hole, "hole", 3),
        (swapped, "edit", 3),
        (with_one_put_in, "edit", 4),
        (closed_over_a_hole, "edit", 3),
        (cut, "cut", 5),
        (emptied, "cut", 1),
        (rewritten, "rewritten", 6),
        (rewritten_and_longer, "rewritten", 6),
    ],
)
def test_tampering_is_found(tamper: Callable[[Chain], Chain], trouble: str, at: int) -> None:
    made = chain()
    verdict = verified(tamper(chain()), [anchor_of(made, 6)])
    assert (verdict.trouble, verdict.broken_at) == (trouble, at)


@pytest.mark.parametrize("tamper", [cut, rewritten])
def test_without_an_anchor_a_cut_tail_and_a_new_chain_look_whole(
    tamper: Callable[[Chain], Chain],
) -> None:
    assert verified(tamper(chain())).passed


@given(st.integers(0, 5), st.integers(0, 8), st.data())
def test_any_change_of_any_field_of_any_entry_is_found(
    at: int, field: int, data: st.DataObject
) -> None:
    made = chain()
    old = made[at][field]
    other = {int: st.integers(1, 9), str: st.text(max_size=5)}.get(
        type(old), st.none() | st.binary(min_size=32, max_size=32)
    )
    new = data.draw(other.filter(lambda value: value != old))
    values = list(made[at])
    values[field] = new
    made[at] = Entry(*values)  # type: ignore[arg-type]
    assert not verified(made, [anchor_of(chain(), 6)]).passed


def test_an_anchor_from_before_a_restored_backup_is_passed_over_and_told() -> None:
    made = chain(3)
    made.append(entry(4, made[-1].hash, action="restore_backup"))
    before = Anchor(6, "ab" * 32, "备份", DAY)
    after = Anchor(6, "ab" * 32, "备份", DAY + timedelta(hours=1))
    verdict = verified(made, [before])
    assert verdict.passed
    assert verdict.passed_over == (before,)
    assert verified(made, [after]).trouble == "cut"
