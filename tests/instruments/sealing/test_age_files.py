"""Our age files and everybody else's: pyrage (Rust) and age (Go) open ours, we open theirs; nothing changed opens."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tracemalloc
from pathlib import Path

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isnad.instruments import sealing
from isnad.instruments.sealing.payload import CHUNK, WINDOW
from isnad.words import Broken, Digest, IsnadError

EDGES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 17, 300_000]
EDGES += [WINDOW * CHUNK + more for more in (-1, 0, 1, CHUNK, WINDOW * CHUNK)]
IDENTITY = sealing.Identity.new()
THEIRS = pyrage.x25519.Identity.from_str(IDENTITY.reveal())


def sealed(plain: bytes) -> tuple[bytes, bytes, sealing.Sealed]:
    """Header, payload and what the pass learnt."""
    file_key, sink = sealing.new_file_key(), io.BytesIO()
    learnt = sealing.seal(io.BytesIO(plain), sink, file_key)
    return sealing.lock(file_key, [IDENTITY.recipient]), sink.getvalue(), learnt


def opened(header: bytes, payload: bytes) -> bytes:
    return b"".join(sealing.open_payload(io.BytesIO(payload), sealing.unlock(header, IDENTITY)))


@pytest.mark.parametrize("size", EDGES)
def test_what_we_seal_pyrage_opens_and_what_it_seals_we_open(size: int) -> None:
    plain = os.urandom(size)
    header, payload, _ = sealed(plain)
    assert pyrage.decrypt(header + payload, [THEIRS]) == plain
    assert sealing.open_bytes(pyrage.encrypt(plain, [THEIRS.to_public()]), IDENTITY) == plain


@pytest.mark.skipif(not shutil.which("age"), reason="age is not installed")
@pytest.mark.parametrize("size", EDGES)
def test_header_and_payload_one_after_the_other_are_a_file_for_the_age_command(tmp_path: Path, size: int) -> None:
    plain = os.urandom(size)
    header, payload, _ = sealed(plain)
    (tmp_path / "identity").write_text(IDENTITY.reveal() + "\n")
    done = subprocess.run(
        ["age", "-d", "-i", str(tmp_path / "identity")], input=header + payload, stdout=subprocess.PIPE, check=True
    )
    assert done.stdout == plain
    theirs = subprocess.run(
        ["age", "-e", "-r", str(IDENTITY.recipient)], input=plain, stdout=subprocess.PIPE, check=True
    ).stdout
    assert sealing.open_bytes(theirs, IDENTITY) == plain


@given(plain=st.binary(max_size=2000), head=st.integers(0, 3))
def test_one_pass_learns_digest_and_size_of_both_sides(plain: bytes, head: int) -> None:
    plain = bytes(head * CHUNK) + plain
    header, payload, learnt = sealed(plain)
    assert learnt == sealing.Sealed(Digest.of(plain), len(plain), Digest.of(payload), len(payload))
    assert sealing.sealed_size(len(plain)) == len(payload)
    assert opened(header, payload) == plain


@settings(max_examples=300)
@given(place=st.integers(0, 2**20), bit=st.integers(0, 7))
def test_no_file_opens_in_which_one_bit_was_flipped(place: int, bit: int) -> None:
    header, payload, _ = sealed(b"a photograph" * 40)
    whole = bytearray(header + payload)
    assert sealing.open_bytes(bytes(whole), IDENTITY)  # untouched, it opens
    whole[place % len(whole)] ^= 1 << bit
    with pytest.raises(IsnadError):
        sealing.open_bytes(bytes(whole), IDENTITY)


@pytest.mark.parametrize("cut", [1, 16, 17, CHUNK, CHUNK + 16])
def test_a_payload_that_was_cut_or_lengthened_is_broken(cut: int) -> None:
    header, payload, _ = sealed(os.urandom(2 * CHUNK))
    for changed in (payload[:-cut], payload + bytes(cut), payload[: 16 + CHUNK + 16]):
        with pytest.raises(Broken):
            opened(header, changed)


def test_chunks_that_changed_places_are_broken() -> None:
    header, payload, _ = sealed(os.urandom(3 * CHUNK))
    size = CHUNK + 16
    first, second = payload[16 : 16 + size], payload[16 + size : 16 + 2 * size]
    with pytest.raises(Broken):
        opened(header, payload[:16] + second + first + payload[16 + 2 * size :])


def test_a_source_that_gives_less_than_was_asked_is_read_whole() -> None:
    class Dripping(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(min(size or 0, 1000))

    plain = os.urandom(CHUNK + 5)
    file_key, sink = sealing.new_file_key(), io.BytesIO()
    sealing.seal(Dripping(plain), sink, file_key)
    assert b"".join(sealing.open_payload(Dripping(sink.getvalue()), file_key)) == plain


def test_a_file_larger_than_memory_takes_two_windows_of_memory() -> None:
    class Endless:
        def __init__(self, size: int) -> None:
            self.left = size

        def read(self, size: int, /) -> bytes:
            given, self.left = min(size, self.left), self.left - min(size, self.left)
            return bytes(given)

    class Nowhere:
        def write(self, data: bytes, /) -> None:
            assert len(data) <= 16 + WINDOW * (CHUNK + 16)

    tracemalloc.start()
    learnt = sealing.seal(Endless(64 << 20), Nowhere(), sealing.new_file_key())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert learnt.size == 64 << 20
    assert peak < 4 * WINDOW * CHUNK


def test_armour_is_text_that_age_reads_and_is_read_strictly(tmp_path: Path) -> None:
    text = sealing.armour(sealing.seal_bytes(b"kept", [IDENTITY.recipient]))
    assert sealing.open_bytes(sealing.unarmour(text), IDENTITY) == b"kept"
    assert pyrage.decrypt(text.encode(), [THEIRS]) == b"kept"
    assert sealing.unarmour(text.replace("\n", "\r\n")) == sealing.unarmour(text)
    for changed in (text.replace("BEGIN", "BEGUN"), text[:-40], text.replace("\n", "\n\n", 1), text + "x"):
        with pytest.raises(Broken):
            sealing.unarmour(changed)
