"""Transcripts: taken whole or refused whole; times that run backward are refused by their line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.testimony.transcripts import LONGEST, clock, milliseconds, read
from isnad.words import Refusal


def lines(path: Path, *parts: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(each) + "\n" for each in parts), "utf-8")
    return path


@given(st.integers(0, LONGEST))
def test_a_time_as_people_read_it_is_the_same_time(time: int) -> None:
    assert milliseconds(clock(time)) == time


@pytest.mark.parametrize("text", ["", "soon", "1:75", "-3", "1:02:03:04", None, True, -1, LONGEST + 1])
def test_what_is_no_time_is_none(text: object) -> None:
    assert milliseconds(text) is None


def test_parts_keep_their_speakers_words_and_translations(tmp_path: Path) -> None:
    path = lines(
        tmp_path / "a.jsonl",
        {"start": "0:00:01", "end": "0:00:04.500", "speaker": "Q", "said": "Where were you held?"},
        {
            "start": 4500,
            "end": 9000,
            "speaker": "W-17",
            "said": "في الفرع",
            "language": "ara",
            "translated": "In the branch",
        },
    )
    first, second = read(path)
    assert (first.span.start, first.span.end, first.speaker) == (1000, 4500, "Q")
    assert (second.said, second.translated, second.language) == ("في الفرع", "In the branch", "ara")


def test_webvtt_is_read_with_its_voices(tmp_path: Path) -> None:
    path = tmp_path / "a.vtt"
    path.write_text("WEBVTT\n\n1\n00:01.000 --> 00:04.000\n<v W-17>I was <i>there</i>.\n\n"
                    "00:04.000 --> 00:05.000\nYes.\n", "utf-8")  # fmt: skip
    assert [(each.speaker, each.said, each.span.start) for each in read(path)] == [
        ("W-17", "I was there.", 1000), ("", "Yes.", 4000)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("second", "code"),
    [
        ({"start": 500, "end": 900, "said": "x"}, "testimony.runs-backward"),
        ({"start": 3000, "end": 2000, "said": "x"}, "testimony.runs-backward"),
        ({"start": "late", "end": 2000, "said": "x"}, "testimony.not-a-time"),
        ({"start": 3000, "end": 4000, "said": " "}, "testimony.line-not-read"),
        ({"start": 3000, "end": 4000}, "testimony.line-not-read"),
    ],
)
def test_what_cannot_be_a_transcript_is_refused_by_its_line(
    tmp_path: Path, second: dict[str, object], code: str
) -> None:
    path = lines(tmp_path / "a.jsonl", {"start": 1000, "end": 2000, "said": "first"}, second)
    with pytest.raises(Refusal) as refused:
        read(path)
    assert (refused.value.code, refused.value.facts["line"]) == (code, 2)


@pytest.mark.parametrize("written", [b"", b"\xff\xfe", b"[1]\n", b"{\n"])
def test_what_is_no_text_of_parts_is_refused(tmp_path: Path, written: bytes) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(written)
    with pytest.raises(Refusal, match=r"testimony\."):
        read(path)
    with pytest.raises(Refusal, match=r"testimony\.not-readable"):
        read(tmp_path / "none")
