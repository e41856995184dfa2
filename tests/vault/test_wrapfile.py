"""Files of headers: each record stands for itself, whatever happens to its neighbours."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from isnad.instruments import sealing
from isnad.vault import wrapfile
from isnad.words import Digest

RECIPIENT = sealing.Identity.new().recipient
HEADERS = [(Digest.of(bytes([n])), sealing.lock(sealing.new_file_key(), [RECIPIENT])) for n in range(8)]
some = st.lists(st.sampled_from(HEADERS), unique=True, min_size=1)


def erased(data: bytes, record: wrapfile.Record, *, line_too: bool = True) -> bytes:
    at = record.offset + wrapfile.LINE_LENGTH
    data = data[:at] + wrapfile.hole(len(record.header)) + data[at + len(record.header) :]
    if line_too:
        data = data[: record.offset] + wrapfile.hole(wrapfile.LINE_LENGTH) + data[at:]
    return data


@given(some)
def test_what_was_written_is_read(headers: list[tuple[Digest, bytes]]) -> None:
    found = list(wrapfile.read(wrapfile.written(headers)))
    assert [(each.payload, each.header) for each in found if isinstance(each, wrapfile.Record)] == headers
    assert all(isinstance(each, wrapfile.Record) and each.sound for each in found)


@given(some, st.integers(0, 10_000), st.integers(0, 7))
def test_a_flipped_bit_is_seen_and_spoils_one_record_at_most(
    headers: list[tuple[Digest, bytes]], place: int, bit: int
) -> None:
    data = bytearray(wrapfile.written(headers))
    data[place % len(data)] ^= 1 << bit
    found = list(wrapfile.read(bytes(data)))
    sound = [(each.payload, each.header) for each in found if isinstance(each, wrapfile.Record) and each.sound]
    assert set(sound) <= set(headers)
    assert len(sound) == len(headers) - 1
    assert len(found) > len(sound)  # and the spoilt one is told, as unsound or as rubble


@given(some, st.data(), st.booleans())
def test_an_erased_record_is_gone_and_its_neighbours_stand(
    headers: list[tuple[Digest, bytes]], data: st.DataObject, line_too: bool
) -> None:
    before = wrapfile.written(headers)
    gone = data.draw(st.sampled_from(list(wrapfile.records(before))))
    after = erased(before, gone, line_too=line_too)
    assert len(after) == len(before)
    assert gone.header not in after
    found = list(wrapfile.read(after))
    sound = [(each.payload, each.header) for each in found if isinstance(each, wrapfile.Record) and each.sound]
    assert sound == [each for each in headers if each != (gone.payload, gone.header)]
    # Half an erasure is still found under its name, so that it can be done again; a whole one leaves no trace to tell.
    half = [each for each in found if isinstance(each, wrapfile.Record) and not each.sound]
    assert [each.payload for each in half] == ([] if line_too else [gone.payload])
    assert not any(isinstance(each, wrapfile.Rubble) for each in found)


@given(st.binary(max_size=600))
def test_anything_at_all_can_be_read(data: bytes) -> None:
    assert all(isinstance(each, wrapfile.Rubble) or not each.sound for each in wrapfile.read(data))
