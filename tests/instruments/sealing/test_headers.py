"""Headers: who can open, what is refused, and that a new lock leaves the payload as it is."""

from __future__ import annotations

import io
import os

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from isnad.instruments import sealing
from isnad.instruments.sealing import bech32
from isnad.instruments.sealing.header import Stanza, assemble, parse, read_header
from isnad.words import Broken, Refusal

ONE, OTHER = sealing.Identity.new(), sealing.Identity.new()


def test_a_relocked_header_opens_the_same_payload_for_others_and_no_longer_for_the_first() -> None:
    file_key, sink = sealing.new_file_key(), io.BytesIO()
    sealing.seal(io.BytesIO(b"handed over"), sink, file_key)
    header = sealing.relock(sealing.lock(file_key, [ONE.recipient]), ONE, [OTHER.recipient])
    assert sealing.open_bytes(header + sink.getvalue(), OTHER) == b"handed over"
    with pytest.raises(Refusal, match="not-for-this-identity"):
        sealing.open_bytes(header + sink.getvalue(), ONE)


def test_each_of_several_recipients_opens_and_a_stranger_does_not() -> None:
    both = sealing.seal_bytes(b"for two", [ONE.recipient, OTHER.recipient])
    assert sealing.open_bytes(both, ONE) == sealing.open_bytes(both, OTHER) == b"for two"
    with pytest.raises(Refusal):
        sealing.open_bytes(both, sealing.Identity.new())


def test_a_header_without_a_recipient_is_refused() -> None:
    with pytest.raises(Refusal, match="no-recipient"):
        sealing.lock(sealing.new_file_key(), [])


def test_stanzas_that_nobody_knows_are_passed_over() -> None:
    file_key = sealing.new_file_key()
    known = parse(sealing.lock(file_key, [ONE.recipient])).stanzas
    grease = Stanza("x-grease", ("!", "abc"), os.urandom(48))  # a body of exactly one line, then an empty one
    header = assemble(file_key, [grease, *known, Stanza("y", (), b"")])
    assert sealing.unlock(header, ONE) == file_key
    assert parse(header).stanzas[0] == grease


@pytest.mark.parametrize(
    "change",
    [
        lambda header: header.replace(b"v1\n", b"v2\n", 1),
        lambda header: header.replace(b"-> X25519 ", b"-> X25519  "),
        lambda header: header.replace(b"\n---", b"=\n---"),
        lambda header: header.replace(b"\n", b"\r\n"),
        lambda header: header[:-1],
        lambda header: header + b"\n",
        lambda header: header.replace(b"--- ", b"---"),
        lambda header: b"",
        lambda header: header.replace(b"-> ", b"->", 1),
        lambda header: b"\n" + header,
    ],
)
def test_what_is_nearly_a_header_is_broken(change: object) -> None:
    header = sealing.lock(sealing.new_file_key(), [ONE.recipient])
    assert parse(header)
    with pytest.raises(Broken):
        parse(change(header))  # type: ignore[operator]


def test_a_share_of_low_order_is_broken() -> None:
    file_key = sealing.new_file_key()
    header = assemble(file_key, [Stanza("X25519", ("A" * 43,), os.urandom(32))])
    with pytest.raises(Broken):
        sealing.unlock(header, ONE)


def test_reading_a_header_leaves_the_stream_at_the_payload() -> None:
    stream = io.BytesIO(sealing.seal_bytes(b"x", [ONE.recipient]))
    header = read_header(stream)
    assert header.endswith(b"\n")
    assert len(stream.read()) == sealing.sealed_size(1)
    with pytest.raises(Broken):
        read_header(io.BytesIO(b"age-encryption.org/v1\n" + b"-> x\n\n" * 20_000))


@given(st.binary(min_size=32, max_size=32))
def test_recipients_and_identities_are_spelled_as_others_spell_them(secret: bytes) -> None:
    identity = sealing.Identity(secret)
    theirs = pyrage.x25519.Identity.from_str(identity.reveal())
    assert str(theirs.to_public()) == str(identity.recipient)
    assert sealing.Recipient.parse(str(identity.recipient)) == identity.recipient
    assert sealing.Identity.parse(f"# made today\n{identity.reveal()}\n").raw == secret


@given(st.binary(max_size=40), st.integers(0, 200), st.sampled_from(bech32.ALPHABET))
def test_one_wrong_letter_is_never_taken(data: bytes, place: int, letter: str) -> None:
    text = bech32.encode("age", data)
    assert bech32.decode("age", text) == bech32.decode("age", text.upper().lower()) == data
    place = 4 + place % (len(text) - 4)
    changed = text[:place] + letter + text[place + 1 :]
    if changed != text:
        with pytest.raises(Refusal):
            bech32.decode("age", changed)


def test_an_identity_is_not_shown_by_accident() -> None:
    assert ONE.reveal() not in f"{ONE} {ONE!r} {[ONE]}"
    assert ONE.raw.hex() not in repr(ONE)
    for text in ("", "age1", "AGE-SECRET-KEY-1", str(ONE.recipient), ONE.reveal() + "\n" + OTHER.reveal()):
        with pytest.raises(Refusal):
            sealing.Identity.parse(text)
