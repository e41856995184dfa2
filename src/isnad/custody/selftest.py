"""Known answers: does this program, on this machine, still compute what it must?

Each test has a name that never changes; the result is an entry, so that years later one can say what the tool could do
on the day it acted.
"""

from __future__ import annotations

from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from isnad.instruments.sealing import Identity, agefile
from isnad.ledger import merkle
from isnad.ledger.body import SegmentKeys, compose, open_part
from isnad.words import Digest, canonical

_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def sha256() -> bool:
    """FIPS 180-4, example of one block."""
    return str(Digest.of(b"abc")) == _ABC


def canonical_json() -> bool:
    """RFC 8785, sorting of properties, narrowed to what is allowed here."""
    return canonical({"b": [True, None, "é"], "a": 10}) == '{"a":10,"b":[true,null,"é"]}'.encode()


def tree() -> bool:
    """RFC 6962: the root of the empty tree, and of two leaves by hand."""
    empty = Digest.of(b"").raw
    one, two = merkle.leaf_hash(b"one"), merkle.leaf_hash(b"two")
    return merkle.root([]) == empty and merkle.root([one, two]) == Digest.of(b"\x01" + one + two).raw


def signature() -> bool:
    """RFC 8032, test 2 of Ed25519."""
    key = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    signed = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    Ed25519PublicKey.from_public_bytes(key).verify(signed, b"\x72")
    return True


def sealing() -> bool:
    """What is sealed opens again, and not for another."""
    identity = Identity.new()
    sealed = agefile.seal_bytes(b"known", [identity.recipient])
    return agefile.open_bytes(sealed, identity) == b"known" and b"known" not in sealed


def body() -> bool:
    """An entry's body, composed with fixed keys, opens to its fields."""
    keys = SegmentKeys("0" * 16, bytes(range(32)), bytes(range(1, 33)))
    made = compose(keys, 7, b"\x01" * 32, {"a": 1}, {"b": "sealed"})
    return open_part(keys, 7, b"\x01" * 32, made.frame, made.leaf) == {"a": 1}


TESTS: dict[str, Callable[[], bool]] = {
    "sha256": sha256,
    "canonical-json": canonical_json,
    "tree": tree,
    "signature": signature,
    "sealing": sealing,
    "body": body,
}


def run() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the tests that passed, and of those that failed."""
    passed: list[str] = []
    failed: list[str] = []
    for name, test in TESTS.items():
        (passed if _holds(test) else failed).append(name)
    return tuple(passed), tuple(failed)


def _holds(test: Callable[[], bool]) -> bool:
    try:
        return test()
    except Exception:  # noqa: BLE001  whatever a broken machine raises, the answer is that it failed
        return False
