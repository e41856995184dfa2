"""How long a recording runs is read off its head, and what makes no sense is no answer."""

from __future__ import annotations

import io
import struct
import wave

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.instruments.imaging.examination import examine
from isnad.instruments.imaging.recordings import duration


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


def film(milliseconds: int, *, version: int = 0, scale: int = 600) -> bytes:
    """As cameras write it: the film first, what it is behind it."""
    length = milliseconds * scale // 1000
    times = struct.pack(">IIII", 1, 2, scale, length) if version == 0 else struct.pack(">QQIQ", 1, 2, scale, length)
    header = bytes([version, 0, 0, 0]) + times + bytes(80)
    return box(b"ftyp", b"isom\0\0\0\1isom") + box(b"mdat", bytes(5000)) + box(b"moov", box(b"mvhd", header))


def sound(seconds: float, rate: int = 8000) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(rate)
        written.writeframes(bytes(2 * int(seconds * rate)))
    return out.getvalue()


@pytest.mark.parametrize("version", [0, 1])
def test_a_film_says_how_long_it_runs(version: int) -> None:
    assert duration(film(83_000, version=version)) == 83_000


def test_a_sound_runs_as_long_as_its_samples() -> None:
    assert duration(sound(1.5)) == 1500
    assert duration(sound(1.5)[:-8000]) == 1000  # cut short: what is there


def test_an_avi_runs_as_many_frames_as_it_says() -> None:
    head = struct.pack("<IIIIIIIIII", 40_000, 0, 0, 0, 250, 0, 1, 0, 640, 480)
    data = b"RIFF" + struct.pack("<I", 1000) + b"AVI LIST" + struct.pack("<I", 68) + b"hdrlavih" + struct.pack("<I", 56)
    assert duration(data + head + bytes(16)) == 10_000


def test_what_makes_no_sense_is_no_answer() -> None:
    assert duration(b"") is None
    assert duration(film(0)) is None
    assert duration(film(10, scale=1).replace(struct.pack(">I", 1) + bytes(4), bytes(8))) is None
    assert duration(film(1000).replace(struct.pack(">II", 600, 600), struct.pack(">II", 600, 2**32 - 1))) is None


@given(st.binary(max_size=200), st.sampled_from([b"", b"RIFF\0\0\0\0WAVE", b"RIFF\0\0\0\0AVI avih", b"\0\0\0\x08ftyp"]))
def test_no_bytes_stop_it(tail: bytes, head: bytes) -> None:
    found = duration(head + tail)
    assert found is None or found > 0


def test_it_is_open_of_what_is_no_picture() -> None:
    assert examine(film(5000)).open_fields == {"duration": 5000}
    assert examine(b"plain text").open_fields == {}
