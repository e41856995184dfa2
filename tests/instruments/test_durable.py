"""Files that take their place whole, or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.instruments import durable
from isnad.instruments.growing import Growing
from isnad.words import Refusal, Unavailable


def test_a_new_file_lies_under_its_name_and_nothing_else_is_left(tmp_path: Path) -> None:
    incoming = tmp_path / "incoming"
    durable.make_folders(incoming)
    durable.write_new(tmp_path / "a" / "b" / "c", [b"one ", b"two"], via=incoming)
    assert (tmp_path / "a" / "b" / "c").read_bytes() == b"one two"
    assert list(incoming.iterdir()) == []


def test_a_name_already_taken_is_refused_and_keeps_its_bytes(tmp_path: Path) -> None:
    durable.write_new(tmp_path / "name", b"first")
    with pytest.raises(Refusal, match=r"durable\.exists"):
        durable.write_new(tmp_path / "name", b"second")
    assert (tmp_path / "name").read_bytes() == b"first"
    assert [each.name for each in tmp_path.iterdir()] == ["name"]


def test_a_replaced_file_is_the_new_one(tmp_path: Path) -> None:
    durable.write_new(tmp_path / "name", b"first")
    durable.replace(tmp_path / "name", b"second")
    assert (tmp_path / "name").read_bytes() == b"second"


def test_a_batch_that_fails_leaves_no_draft_behind(tmp_path: Path) -> None:
    def parts() -> Iterator[bytes]:
        yield b"one"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        durable.write_new(tmp_path / "name", parts())
    assert list(tmp_path.iterdir()) == []


def test_a_batch_larger_than_what_may_be_open_settles_whole(tmp_path: Path) -> None:
    with durable.Batch(tmp_path) as batch:
        for number in range(3 * durable.OPEN_AT_ONCE):
            batch.write_new(tmp_path / str(number % 7) / str(number), str(number).encode() * 30_000)
    assert len([each for each in tmp_path.rglob("*") if each.is_file()]) == 3 * durable.OPEN_AT_ONCE


def test_a_draft_can_be_read_before_it_takes_its_place_and_be_thrown_away(tmp_path: Path) -> None:
    with durable.Batch(tmp_path) as batch:
        draft = batch.begin()
        draft.write(b"half")
        assert draft.path.read_bytes() == b"half"
        draft.discard()
    assert list(tmp_path.iterdir()) == []


def test_bytes_are_overwritten_where_they_lie(tmp_path: Path) -> None:
    durable.overwrite(tmp_path / "slots", 4, b"abcd")
    durable.overwrite(tmp_path / "slots", 5, b"XY")
    assert (tmp_path / "slots").read_bytes() == b"\0\0\0\0aXYd"


def test_removing_what_is_gone_is_no_error(tmp_path: Path) -> None:
    durable.write_new(tmp_path / "name", b"")
    durable.remove([tmp_path / "name", tmp_path / "never"])
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_said_without_its_path(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as caught:
        durable.write_new(tmp_path / "name", b"", via=tmp_path / "secret-place")
    assert "secret-place" not in str(caught.value.facts)


def test_a_growing_file_that_failed_once_refuses_to_go_on(tmp_path: Path) -> None:
    file = Growing(tmp_path / "log")
    assert (file.append(b"one"), file.append(b"two")) == (0, 3)
    os.close(file._descriptor)
    with pytest.raises(Unavailable, match=r"durable\.failed"):
        file.append(b"three")
    with pytest.raises(Unavailable, match=r"durable\.stopped"):
        file.append(b"four")
    assert (tmp_path / "log").read_bytes() == b"onetwo"


@given(parts=st.lists(st.binary(max_size=100), max_size=8), cut=st.integers(0, 100))
def test_what_grows_is_the_parts_in_their_order(
    tmp_path_factory: pytest.TempPathFactory, parts: list[bytes], cut: int
) -> None:
    path = tmp_path_factory.mktemp("growing") / "log"
    file = Growing(path)
    offsets = [file.write(part) for part in parts]
    file.sync()
    whole = path.read_bytes()
    assert whole == b"".join(parts)
    assert all(whole[offset:].startswith(part) for offset, part in zip(offsets, parts, strict=True))
    kept = min(cut, len(whole))
    file.cut(kept)
    file.append(b"!")
    assert path.read_bytes() == whole[:kept] + b"!"
    file.close()
