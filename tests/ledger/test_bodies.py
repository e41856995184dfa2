"""Leaves and bodies: what is published, what is sealed, what a single field shows."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isnad.ledger.body import (
    Disclosure,
    SegmentKeys,
    check_disclosure,
    compose,
    compose_many,
    disclose,
    open_part,
    sealed_part,
)
from isnad.ledger.leaf import LARGEST, MOST_OBJECTS, Leaf
from isnad.words import Broken, Digest, Refusal, canonical
from ledger.archive import segment_keys

KEYS = segment_keys()
SLOT = bytes(range(1, 33))

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(codec="utf-8"), max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=3),
    max_leaves=5,
)
names = st.text("abcdefgh-_.0", min_size=1, max_size=12)
fields = st.dictionaries(names, values, max_size=8)


@settings(max_examples=60)
@given(everything=fields, hidden=st.sets(names, max_size=4), number=st.integers(0, 2**40))
def test_what_is_composed_opens_again_and_only_the_sealing_key_opens_the_sealed_part(
    everything: dict[str, Any], hidden: set[str], number: int
) -> None:
    shown = {name: value for name, value in everything.items() if name not in hidden}
    sealed = {name: value for name, value in everything.items() if name in hidden}
    made = compose(KEYS, number, SLOT, shown, sealed)
    assert open_part(KEYS.open, number, SLOT, made.frame, made.leaf) == shown
    assert sealed_part(KEYS, number, SLOT, made.frame, made.leaf) == sealed
    if sealed:
        mixed = SegmentKeys(KEYS.name, KEYS.open, b"x" * 32)
        with pytest.raises(Broken, match=r"ledger\.body-does-not-open"):
            sealed_part(mixed, number, SLOT, made.frame, made.leaf)


@settings(max_examples=60)
@given(everything=st.dictionaries(names, values, min_size=1, max_size=8), data=st.data())
def test_single_fields_are_disclosed_and_any_other_value_is_refused(
    everything: dict[str, Any], data: st.DataObject
) -> None:
    split = data.draw(st.integers(0, len(everything)))
    shown, sealed = dict(list(everything.items())[:split]), dict(list(everything.items())[split:])
    made = compose(KEYS, 7, SLOT, shown, sealed)
    wanted = data.draw(st.lists(st.sampled_from(sorted(everything)), min_size=1, unique=True))
    shut = disclose(KEYS, 7, SLOT, made.frame, made.leaf, wanted)
    assert {name: value for name, _, value in shut.opened} == {name: everything[name] for name in wanted}
    check_disclosure(shut, made.leaf.commitment)
    name, salt, value = shut.opened[0]
    for forged in (
        Disclosure(((name, salt, [value]), *shut.opened[1:]), shut.others),
        Disclosure(((name + "x", salt, value), *shut.opened[1:]), shut.others),
        Disclosure(((name, bytes(32), value), *shut.opened[1:]), shut.others),
        Disclosure(shut.opened, (*shut.others, bytes(32))),
        Disclosure((*shut.opened, shut.opened[0]), shut.others),
        Disclosure(shut.opened[1:], shut.others),
    ):
        with pytest.raises(Broken, match=r"ledger\.bad-disclosure"):
            check_disclosure(forged, made.leaf.commitment)


def test_a_disclosure_of_open_fields_needs_no_sealing_key_and_sealed_ones_do() -> None:
    made = compose(KEYS, 7, SLOT, {"date": "2013", "place": "x"}, {"path": "/a"})
    check_disclosure(disclose(KEYS.open, 7, SLOT, made.frame, made.leaf, ["date"]), made.leaf.commitment)
    with pytest.raises(Refusal, match=r"ledger\.no-such-field"):
        disclose(KEYS.open, 7, SLOT, made.frame, made.leaf, ["path"])


@given(at=st.integers(0, 2000), bit=st.integers(0, 7))
def test_any_bit_flipped_in_a_frame_is_seen(at: int, bit: int) -> None:
    made = compose(KEYS, 7, SLOT, {"date": "2013"}, {"path": "/a"})
    frame = bytearray(made.frame)
    frame[at % len(frame)] ^= 1 << bit
    with pytest.raises(Broken, match=r"ledger\.body-changed"):
        open_part(KEYS, 7, SLOT, bytes(frame), made.leaf)


def test_a_body_opens_only_with_its_own_slot_number_and_key() -> None:
    made = compose(KEYS, 7, SLOT, {"date": "2013"}, {})
    for key, number, slot in [(KEYS.open, 7, bytes(32)), (KEYS.sealed, 7, SLOT), (KEYS.open, 8, SLOT)]:
        with pytest.raises(Broken):
            open_part(key, number, slot, made.frame, made.leaf)


def test_a_leaf_whose_commitment_is_anothers_is_seen() -> None:
    made, other = compose(KEYS, 7, SLOT, {"a": 1}, {}), compose(KEYS, 7, SLOT, {"a": 2}, {})
    with pytest.raises(Broken, match=r"ledger\.commitment-differs"):
        open_part(KEYS, 7, SLOT, made.frame, Leaf(other.leaf.commitment, made.leaf.body))


def test_equal_fields_under_fresh_slots_share_nothing_published() -> None:
    first, second = (compose(KEYS, 7, os.urandom(32), {"a": 1}, {}) for _ in range(2))
    assert first.leaf.commitment != second.leaf.commitment
    assert first.leaf.body != second.leaf.body


def test_no_value_name_or_key_stands_in_the_clear() -> None:
    made = compose(KEYS, 7, SLOT, {"shown-name": "marker-in-open"}, {"hidden-name": "marker-in-sealed"})
    published = made.frame + made.leaf.encode() + repr(made).encode() + repr(KEYS).encode()
    for marker in (b"shown-name", b"hidden-name", b"marker", SLOT, KEYS.open, KEYS.sealed, repr(SLOT).encode()):
        assert marker not in published


@pytest.mark.parametrize("value", [1.5, 2**53, {"é": 1}, b"bytes", "\ud800", {1: 2}, (1,)])
def test_what_has_no_single_written_form_is_refused(value: Any) -> None:
    with pytest.raises(Refusal, match=r"words\.not-canonical"):
        compose(KEYS, 7, SLOT, {"field": value}, {})


@pytest.mark.parametrize("name", ["", "a\0b", 'a"b', "a\\b", "é", "x" * 65])
def test_a_field_with_a_strange_name_is_refused(name: str) -> None:
    with pytest.raises(Refusal, match=r"ledger\.bad-field-name"):
        compose(KEYS, 7, SLOT, {name: 1}, {})


def test_a_field_in_both_parts_and_a_slot_of_zeros_are_refused() -> None:
    with pytest.raises(Refusal, match=r"ledger\.field-in-both-parts"):
        compose(KEYS, 7, SLOT, {"a": 1}, {"a": 2})
    with pytest.raises(Refusal, match=r"ledger\.bad-slot"):
        compose(KEYS, 7, bytes(32), {"a": 1}, {})


def test_many_at_once_are_the_same_as_one_by_one() -> None:
    slots = [os.urandom(32) for _ in range(3)]
    entries = [({"n": number}, {"s": number}) for number in range(3)]
    many = compose_many(KEYS, 5, slots, entries)
    assert many == [compose(KEYS, 5 + at, slots[at], *entries[at]) for at in range(3)]


digests = st.binary(min_size=32, max_size=32).map(Digest)


@given(
    commitment=digests,
    body=digests,
    objects=st.lists(digests, max_size=5, unique=True),
    gone=st.sets(st.integers(0, 2**53 - 1), max_size=5),
)
def test_a_leaf_is_canonical_and_read_back(
    commitment: Digest, body: Digest, objects: list[Digest], gone: set[int]
) -> None:
    leaf = Leaf(commitment, body, tuple(objects), tuple(sorted(gone)))
    value: dict[str, Any] = {"v": 1, "c": str(commitment), "b": str(body), "o": [str(each) for each in objects]}
    if gone:
        value["gone"] = sorted(gone)
    assert leaf.encode() == canonical(value)
    assert Leaf.decode(leaf.encode()) == leaf


def a_leaf(**more: Any) -> Leaf:
    return Leaf(Digest.of(b"c"), Digest.of(b"b"), **more)


@pytest.mark.parametrize(
    "change",
    [
        (b'"v":1', b'"v":2'),
        (b'"v":1', b'"v":1 '),
        (b'"o":[', b'"kind":"claim","o":['),
        (b'"o":[', b'"gone":[],"o":['),
        (b'"o":[', b'"gone":[2,1],"o":['),
        (b'"o":[', b'"gone":[01],"o":['),
        (b'"o":[', b'"o":["00"'),
        (b'"c":"2e', b'"c":"2E'),
    ],
)
def test_a_leaf_written_otherwise_is_broken(change: tuple[bytes, bytes]) -> None:
    written = a_leaf().encode()
    assert change[0] in written
    with pytest.raises(Broken, match=r"ledger\.not-a-leaf"):
        Leaf.decode(written.replace(*change))


def test_a_leaf_names_900_payloads_and_no_more() -> None:
    objects = tuple(Digest.of(str(number).encode()) for number in range(MOST_OBJECTS + 1))
    assert len(a_leaf(objects=objects[:-1]).encode()) <= LARGEST
    with pytest.raises(Refusal, match=r"ledger\.too-many-objects"):
        a_leaf(objects=objects).encode()
    with pytest.raises(Refusal, match=r"ledger\.named-twice"):
        a_leaf(objects=objects[:1] * 2).encode()
    with pytest.raises(Refusal, match=r"ledger\.leaf-too-large"):
        a_leaf(gone=tuple(range(10**6, 10**6 + 10_000))).encode()
