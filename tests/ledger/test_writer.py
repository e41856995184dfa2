"""Sealing, reading back, proving, turning over; and everything a writer refuses."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isnad.ledger import merkle, tiles
from isnad.ledger.checkpoint import Checkpoint
from isnad.ledger.note import Note
from isnad.ledger.reader import Reader
from isnad.ledger.segments import Segments
from isnad.ledger.signers import Signers
from isnad.ledger.slots import IN_A_FILE, Slots
from isnad.words import Broken, Digest, Refusal
from ledger.archive import MASK, Archive


def test_what_is_sealed_is_read_proven_and_opened(archive: Archive) -> None:
    archive.seal(1, 254, 1, 1, 300)
    reader = archive.reader()
    assert archive.policy().check(reader.note) == reader.checkpoint
    assert archive.numbers_said() == list(range(557))
    for number in range(0, 557, 7):
        reader.inclusion(number)
    for old in range(0, 558, 11):
        merkle.check_consistency(old, 557, reader.root_at(old), reader.root_at(557), reader.consistency(old))


def test_every_checkpoint_is_kept_and_each_has_its_partial_tiles_until_they_are_full(archive: Archive) -> None:
    archive.seal(1, 2, 252, 5, 3)
    notes = [Note.parse(path.read_bytes()) for path in sorted((archive.ledger / "checkpoints").iterdir())]
    kept = [Checkpoint.parse(note.text).size for note in notes]
    assert kept == [0, 1, 3, 255, 260, 263]
    files = set(archive.files())
    owed = {tile.path for size in kept for tile in tiles.wanted(size)}
    grown = {tile.path for size in (1, 3, 255) for tile in tiles.right_edge(size) if tile.level <= 0}
    assert {name for name in files if name.startswith("tile/")} == owed - grown
    assert {name.split("/")[0] for name in files} == {"tile", "checkpoint", "checkpoints", "policy", "bodies"}
    for size, note in zip(kept, notes, strict=True):
        earlier = Reader(archive.ledger, note)
        assert earlier.root_at(size) == earlier.checkpoint.root.raw
        assert [number for number, _ in earlier.leaves()] == list(range(size))


@settings(max_examples=15)
@given(batches=st.lists(st.integers(1, 300), min_size=1, max_size=5))
def test_any_batches_give_the_tree_of_their_leaves(
    tmp_path_factory: pytest.TempPathFactory, batches: list[int]
) -> None:
    archive = Archive(tmp_path_factory.mktemp("archive"))
    archive.seal(*batches)
    leaves = [leaf.encode() for _, leaf in archive.reader().leaves()]
    assert len(leaves) == sum(batches)
    assert merkle.root([merkle.leaf_hash(leaf) for leaf in leaves]) == archive.reader().checkpoint.root.raw


def test_a_writer_goes_on_where_the_last_one_stopped(archive: Archive) -> None:
    for count in (3, 253, 4):
        archive.seal(count)
    assert archive.numbers_said() == list(range(260))


def test_entries_out_of_order_are_refused(archive: Archive) -> None:
    writer = archive.writer()
    for first in (1, 7):
        with pytest.raises(Refusal, match=r"ledger\.out-of-order"):
            writer.seal(archive.entries(first, 2))
    writer.seal(archive.entries(0, 2))
    with pytest.raises(Refusal, match=r"ledger\.out-of-order"):
        writer.seal(archive.entries(0, 2))


def test_sealing_nothing_signs_nothing(archive: Archive) -> None:
    archive.seal(2)
    before = archive.files()
    assert archive.writer().seal([]).size == 2
    assert archive.files() == before


def test_what_waits_is_sealed_at_the_start_once(archive: Archive) -> None:
    waiting = archive.entries(0, 6)
    with archive.writer() as writer:
        writer.seal(waiting[:3])
    for _ in range(2):
        archive.writer(waiting=waiting[2:]).close()
        assert archive.numbers_said() == list(range(6))


def test_tables_that_tell_another_story_are_refused(archive: Archive) -> None:
    archive.seal(3)
    with pytest.raises(Broken, match=r"ledger\.waiting-differs"):
        archive.writer(waiting=archive.entries(2, 2))
    assert archive.reader().size == 3


def test_a_second_writer_waits_its_turn_and_is_refused(archive: Archive) -> None:
    first = archive.writer()
    with pytest.raises(Refusal, match=r"ledger\.busy"):
        archive.writer(patience=0.05)
    first.close()
    archive.writer(patience=0.05).close()


def test_writers_in_turn_see_what_the_other_sealed(archive: Archive) -> None:
    first = archive.writer()
    first.rest()
    with pytest.raises(Refusal, match=r"ledger\.not-your-turn"):
        first.seal(archive.entries(0, 1))
    second = archive.writer()
    second.seal(archive.entries(0, 300))
    second.rest()
    with first.turn():
        assert first.size == 300
        first.seal(archive.entries(300, 2))
    with second.turn():
        second.seal(archive.entries(302, 1))
    assert archive.numbers_said() == list(range(303))


def test_three_processes_seal_in_turns_and_lose_nothing(archive: Archive) -> None:
    names = ["00000000000000aa", "00000000000000bb", "00000000000000cc"]
    tests = str(Path(__file__).parents[1])
    starting = [
        subprocess.Popen(
            [sys.executable, "-m", "ledger.child", str(archive.folder), name, *["3"] * 10],
            env={"PYTHONPATH": tests},
            stdout=subprocess.PIPE,
        )
        for name in names
    ]
    said = [line for child in starting for line in child.communicate()[0].split(b"\n")]
    assert [child.returncode for child in starting] == [0, 0, 0]
    assert {int(line.split()[1]) for line in said if line.startswith(b"ACK")} == set(range(90))
    reader, segments = archive.reader(), Segments(archive.ledger / "bodies")
    assert reader.size == 90
    assert sorted(path.name for path in (archive.ledger / "bodies").iterdir()) == names
    for number, leaf in reader.leaves():
        segments.frame(number, leaf.body)
    assert [number for number, _ in segments.frames()] == list(range(90))


def forget_guard(archive: Archive) -> None:
    archive.guard.unlink()


def old_ledger(archive: Archive) -> None:
    shutil.copytree(archive.data, archive.folder / "copy")
    archive.seal(2)
    shutil.rmtree(archive.data)
    (archive.folder / "copy").rename(archive.data)


def old_guard(archive: Archive) -> None:
    kept = archive.guard.read_bytes()
    archive.seal(2)
    archive.guard.write_bytes(kept)


def other_branch(archive: Archive) -> None:
    shutil.copytree(archive.folder, archive.folder.parent / "branch")
    archive.seal(1)
    branch = Archive(archive.folder.parent / "branch")
    branch.seal(1)
    archive.guard.write_bytes(branch.guard.read_bytes())


def lost_ledger(archive: Archive) -> None:
    shutil.rmtree(archive.ledger / "tile")
    (archive.ledger / "checkpoint").unlink()


def other_keys(archive: Archive) -> None:
    archive.signers = Signers.generate()


def no_policy(archive: Archive) -> None:
    (archive.ledger / "policy").unlink()


def damaged_edge(archive: Archive) -> None:
    path = archive.ledger / "tile" / "entries" / "000.p" / "5"
    path.write_bytes(path.read_bytes().replace(b'"v":1', b'"v":2', 1))


def missing_edge(archive: Archive) -> None:
    (archive.ledger / "tile" / "0" / "000.p" / "5").unlink()


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (old_ledger, "ledger.behind-guard"),
        (old_guard, "ledger.ahead-of-guard"),
        (other_branch, "ledger.forked"),
        (lost_ledger, "ledger.behind-guard"),
        (other_keys, "ledger.other-keys"),
        (no_policy, "ledger.policy-missing"),
        (damaged_edge, "ledger.tile-damaged"),
        (missing_edge, "ledger.tile-missing"),
    ],
)
def test_a_writer_refuses_what_could_fork(archive: Archive, harm: Callable[[Archive], None], code: str) -> None:
    archive.seal(5)
    harm(archive)
    before = archive.files()
    with pytest.raises((Refusal, Broken)) as caught:
        archive.writer()
    assert caught.value.code == code
    assert archive.files() == before


def test_without_its_guard_a_ledger_is_read_only(archive: Archive) -> None:
    archive.seal(5)
    forget_guard(archive)
    writer = archive.writer(waiting=archive.entries(5, 1))
    assert writer.read_only
    assert writer.size == 5
    with pytest.raises(Refusal, match=r"ledger\.guard-missing"):
        writer.seal(archive.entries(5, 1))
    assert archive.reader().size == 5


def test_entries_without_any_ledger_found_no_new_one(archive: Archive) -> None:
    with pytest.raises(Refusal, match=r"ledger\.entries-without-ledger"):
        archive.writer(waiting=archive.entries(3, 1))
    assert not (archive.ledger / "checkpoint").exists()


def test_a_clock_that_goes_back_signs_nothing_and_a_small_step_is_waited_for(archive: Archive) -> None:
    writer = archive.writer(clock=lambda: 1_700_000_000)
    writer.seal(archive.entries(0, 1))
    writer.close()
    writer = archive.writer(clock=lambda: 1_699_999_990)
    with pytest.raises(Refusal, match=r"ledger\.clock-went-back"):
        writer.seal(archive.entries(1, 1))
    writer.close()
    times = iter([1_699_999_999, 1_700_000_000])
    writer = archive.writer(clock=lambda: next(times))
    assert writer.seal(archive.entries(1, 1)).size == 2


def test_no_checkpoint_tells_a_time(archive: Archive) -> None:
    archive.writer(clock=lambda: 1_234_567_890).close()
    writer = archive.writer(clock=lambda: 1_234_567_891)
    writer.seal(archive.entries(0, 1))
    assert b"\ntime 1234567891\n" in archive.guard.read_bytes()
    assert not any(b"123456789" in data for data in archive.files().values())


def test_the_guard_ahead_of_the_checkpoint_is_published_unchanged(archive: Archive) -> None:
    archive.seal(5)
    old = (archive.ledger / "checkpoint").read_bytes()
    archive.seal(7)
    new = (archive.ledger / "checkpoint").read_bytes()
    (archive.ledger / "checkpoint").write_bytes(old)
    (archive.ledger / "checkpoints" / "002").unlink()
    archive.writer().close()
    assert (archive.ledger / "checkpoint").read_bytes() == new
    assert (archive.ledger / "checkpoints" / "002").read_bytes() == new


def test_lost_tiles_are_written_again_from_the_entries_that_wait(archive: Archive) -> None:
    archive.seal(5)
    shutil.copytree(archive.data, archive.folder / "copy")
    waiting = archive.entries(5, 300)
    writer = archive.writer()
    writer.seal(waiting)
    writer.close()
    whole = archive.files()
    shutil.rmtree(archive.data)
    (archive.folder / "copy").rename(archive.data)
    wrong = [*waiting[:-1], archive.entry(304)]
    with pytest.raises(Refusal, match=r"ledger\.behind-guard"):
        archive.writer(waiting=wrong)
    archive.writer(waiting=waiting).close()
    assert archive.files() == whole
    assert archive.numbers_said() == list(range(305))


def test_what_a_crash_left_beyond_the_edge_is_swept(archive: Archive) -> None:
    archive.seal(250)
    strays = ["tile/0/000", "tile/0/000.p/251", "tile/entries/001", "tile/0/001.p/7", "tile/1/000.p/1", "tile/0/999"]
    for name in strays:
        path = archive.ledger / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"left")
    draft = archive.data / "incoming" / "ledger" / "0123.part"
    draft.write_bytes(b"left")
    archive.writer().close()
    assert not any((archive.ledger / name).exists() for name in strays)
    assert not draft.exists()
    assert archive.numbers_said() == list(range(250))


def test_a_torn_segment_is_cut_before_it_is_written_to_again(archive: Archive) -> None:
    archive.seal(4)
    segment = archive.ledger / "bodies" / archive.keys.name
    waiting = archive.entries(4, 2)
    whole = segment.read_bytes()
    segment.write_bytes(whole + waiting[0].frame + waiting[1].frame[:20])
    archive.writer(waiting=waiting).close()
    assert segment.read_bytes() == whole + waiting[0].frame + waiting[1].frame
    assert archive.numbers_said() == list(range(6))


def test_a_frame_that_stands_twice_or_belongs_to_nothing_is_passed_over(archive: Archive) -> None:
    archive.seal(4)
    segment = archive.ledger / "bodies" / archive.keys.name
    other = archive.entry(2)
    segment.write_bytes(segment.read_bytes() + segment.read_bytes() + other.frame)
    assert archive.numbers_said() == list(range(4))
    with pytest.raises(Broken, match=r"ledger\.body-missing"):
        Segments(archive.ledger / "bodies").frame(2, Digest.of(b"no such body"))


def test_an_erased_slot_is_zeros_and_its_body_is_dead(archive: Archive) -> None:
    archive.seal(6)
    slots = archive.slots
    kept = slots.read(1)
    slots.erase([2, 3, 5])
    assert [slot is None for slot in slots.read_many(0, 6)] == [False, False, True, True, False, True]
    assert slots.read(1) == kept
    slots.erase([2])


def test_a_slot_with_a_flipped_bit_or_never_written_is_broken(archive: Archive) -> None:
    archive.seal(3)
    path = archive.data / "keys" / "slots" / "000"
    data = bytearray(path.read_bytes())
    data[45] ^= 4
    path.write_bytes(bytes(data))
    assert archive.slots.read(1) == Slots([path.parents[1] / "second" / "slots"], MASK).read(1)
    slots = Slots([path.parent], MASK)
    assert slots.read(0)
    for number in (1, 3, IN_A_FILE):
        with pytest.raises(Broken, match=r"ledger\.slot-damaged"):
            slots.read(number)


def test_slots_pass_from_one_file_to_the_next(tmp_path: Path) -> None:
    slots = Slots([tmp_path], MASK)
    values = [bytes([number]) * 32 for number in range(1, 5)]
    slots.write_many(IN_A_FILE - 2, values)
    assert slots.read_many(IN_A_FILE - 2, 4) == values
    slots.erase(range(IN_A_FILE - 1, IN_A_FILE + 1))
    assert slots.read_many(IN_A_FILE - 2, 4) == [values[0], None, None, values[3]]
    assert {path.name for path in tmp_path.iterdir()} == {"000", "001"}


def test_numbers_beyond_the_ledger_are_refused(archive: Archive) -> None:
    archive.seal(3)
    reader = archive.reader()
    for act in (reader.leaf, reader.inclusion):
        with pytest.raises(Refusal, match=r"ledger\.no-such-entry"):
            act(3)
    with pytest.raises(Refusal, match=r"ledger\.no-such-entry"):
        reader.root_at(4)
    with pytest.raises(Refusal, match=r"ledger\.no-ledger"):
        Reader(archive.folder)


def test_a_damaged_tile_gives_no_proof(archive: Archive) -> None:
    archive.seal(300)
    path = archive.ledger / "tile" / "0" / "000"
    data = bytearray(path.read_bytes())
    data[40] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(Broken, match=r"ledger\.bad-proof"):
        archive.reader().inclusion(7)


def test_the_founding_checkpoint_is_that_of_the_empty_tree(archive: Archive) -> None:
    archive.seal()
    assert Checkpoint.parse(archive.reader().note.text).root.raw == merkle.EMPTY
    assert set(archive.files()) == {"checkpoint", "checkpoints/000", "policy"}
