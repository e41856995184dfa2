"""Reads transcripts: JSON lines or WebVTT, as parts with times, a speaker and what was said. Pure.

A transcript is taken whole or refused whole, by the line: a time that is none, a part that ends before it begins or
begins before the one ahead of it, words without text. Times are milliseconds from the beginning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from isnad.words import Refusal, Span

LONGEST = 24 * 3_600_000  # milliseconds; no statement lasts longer
MOST_BYTES = 32 << 20
_CLOCK = re.compile(r"(?:(\d{1,3}):)?([0-5]?\d):([0-5]?\d)(?:[.,](\d{1,3}))?")
_ARROW = re.compile(r"\s*(\S+)\s+-->\s+(\S+)")
_VOICE = re.compile(r"<v(?:\.[\w.-]+)?\s+([^>]+)>")
_TAG = re.compile(r"</?[a-z][^>]*>")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a transcript: where in the recording, who spoke, what, and its translation."""

    line: int
    span: Span
    speaker: str
    said: str
    language: str | None = None
    translated: str | None = None


def read(path: Path) -> list[Part]:
    """The parts of a transcript, in order."""
    try:
        written = path.read_bytes() if path.stat().st_size <= MOST_BYTES else None
    except OSError as error:
        raise Refusal("testimony.not-readable") from error
    if written is None:
        raise Refusal("testimony.not-readable")
    try:
        text = written.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal("testimony.not-readable") from error
    parts = list(_vtt(text) if text.startswith("WEBVTT") else _lines(text))
    before = 0
    for each in parts:
        if each.span.start < before:
            raise Refusal("testimony.runs-backward", line=each.line)
        before = each.span.start
    if not parts:
        raise Refusal("testimony.nothing-said")
    return parts


def _lines(text: str) -> Iterator[Part]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            told = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise Refusal("testimony.line-not-read", line=number) from error
        if not isinstance(told, dict):
            raise Refusal("testimony.line-not-read", line=number)
        yield _part(number, told)


def _part(number: int, told: dict[str, Any]) -> Part:
    said = told.get("said")
    if not isinstance(said, str) or not said.strip():
        raise Refusal("testimony.line-not-read", line=number)
    names = {name: told.get(name) for name in ("speaker", "language", "translated")}
    texts = {name: value if isinstance(value, str) and value.strip() else None for name, value in names.items()}
    span = _span(number, told.get("start"), told.get("end"))
    return Part(number, span, texts["speaker"] or "", said.strip(), texts["language"], texts["translated"])


def _vtt(text: str) -> Iterator[Part]:
    listed = text.splitlines()
    at = 0
    while at < len(listed):
        found = _ARROW.match(listed[at])
        if not found:
            at += 1
            continue
        number, words = at + 1, []
        at += 1
        while at < len(listed) and listed[at].strip():
            words.append(listed[at])
            at += 1
        body = " ".join(words)
        voice = _VOICE.search(body)
        said = _TAG.sub("", _VOICE.sub("", body)).strip()
        if not said:
            raise Refusal("testimony.line-not-read", line=number)
        yield Part(number, _span(number, found[1], found[2]), voice[1].strip() if voice else "", said)


def _span(number: int, start: Any, end: Any) -> Span:
    first, last = milliseconds(start), milliseconds(end)
    if first is None or last is None:
        raise Refusal("testimony.not-a-time", line=number)
    if first >= last:
        raise Refusal("testimony.runs-backward", line=number)
    return Span(first, last)


def milliseconds(given: Any) -> int | None:
    """A time as milliseconds: a number of them, or ``1:02:03.456``; None where it is no time."""
    if isinstance(given, bool) or given is None:
        return None
    if isinstance(given, int):
        return given if 0 <= given <= LONGEST else None
    found = _CLOCK.fullmatch(str(given).strip())
    if not found:
        return None
    hours, minutes, seconds, rest = found.groups()
    total = ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int((rest or "0").ljust(3, "0"))
    return total if total <= LONGEST else None


def clock(time: int) -> str:
    """Milliseconds as hours, minutes and seconds."""
    seconds, rest = divmod(time, 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}" + (f".{rest:03}" if rest else "")
