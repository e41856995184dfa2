"""The age authors' own test vectors: what must open opens to the right bytes, what must not does not.

Isnad is stricter in one point: of a payload that ends badly it hands out one chunk less than the reference does.
"""

from __future__ import annotations

import io
import zlib
from collections import defaultdict
from pathlib import Path

import pytest

from isnad.instruments import sealing
from isnad.words import Broken, Digest, IsnadError, Refusal

VECTORS = sorted(path for path in (Path(__file__).parent / "vectors").iterdir() if path.suffix != ".md")


def read(path: Path) -> tuple[dict[str, list[str]], bytes]:
    """A vector's head, by key, and the age file behind it."""
    head, _, body = path.read_bytes().partition(b"\n\n")
    fields: dict[str, list[str]] = defaultdict(list)
    for line in head.decode().splitlines():
        name, _, value = line.partition(": ")
        fields[name].append(value)
    return fields, zlib.decompress(body) if fields["compressed"] else body


def opened(fields: dict[str, list[str]], body: bytes) -> bytes:
    """What the vector's passphrase or identities find in it."""
    whole = sealing.unarmour(body.decode("latin1")) if fields["armored"] else body
    if fields["passphrase"]:
        return sealing.open_with_passphrase(whole, fields["passphrase"][0])
    for text in fields["identity"]:
        try:
            return sealing.open_bytes(whole, sealing.Identity.parse(text))
        except Refusal:
            continue
    sealing.read_header(io.BytesIO(whole))
    raise Refusal("sealing.not-for-this-identity")


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.name)
def test_a_vector_is_judged_as_its_authors_judge_it(path: Path) -> None:
    fields, body = read(path)
    if fields["expect"] == ["success"]:
        assert str(Digest.of(opened(fields, body))) == fields["payload"][0]
        return
    family = IsnadError if fields["expect"] == ["no match"] else Broken
    with pytest.raises(family):
        opened(fields, body)


def test_the_vectors_are_there() -> None:
    expected = [read(path)[0]["expect"][0] for path in VECTORS]
    assert len(VECTORS) > 100
    assert {"success", "no match", "HMAC failure", "header failure", "payload failure", "armor failure"} == set(
        expected
    )
