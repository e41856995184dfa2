"""Partitions (recipe 10), at the level of what is exchanged: checkpoints, consistency proofs and cosignatures as files.

A log, witnesses and a mirror; links fall and come back at random. The log may be honest, or hold a second history that
it shows to whomever it likes. Witness and mirror here are the least that C2SP's tlog-witness and tlog-mirror ask.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from isnad.ledger import cosignature, merkle
from isnad.ledger.checkpoint import Checkpoint
from isnad.ledger.note import Note, Signature
from isnad.ledger.policy import Group, Policy
from isnad.ledger.signers import Signers
from isnad.ledger.vkey import Kind, VerifierKey
from isnad.words import Broken, Digest

ORIGIN = "archive.example/log"
SIGNERS = Signers.from_seeds(b"e" * 32, b"m" * 32)


@dataclass
class Log:
    """A history, and what it signed of it."""

    leaves: list[bytes] = field(default_factory=list)

    def grow(self, name: str, count: int) -> None:
        self.leaves += [f"{name} {len(self.leaves) + at}".encode() for at in range(count)]

    def _node(self, height: int, place: int) -> bytes:
        return merkle.perfect([merkle.leaf_hash(leaf) for leaf in self.leaves[place << height : (place + 1) << height]])

    def note(self) -> Note:
        root = merkle.root([merkle.leaf_hash(leaf) for leaf in self.leaves])
        return SIGNERS.sign(Checkpoint(ORIGIN, len(self.leaves), Digest(root)))

    def proof(self, old: int) -> list[bytes]:
        return merkle.consistency(old, len(self.leaves), self._node) if old <= len(self.leaves) else []


@dataclass
class Witness:
    """Cosigns what goes on from what it last cosigned, and nothing else."""

    name: str
    secret: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    last: Checkpoint = field(default_factory=lambda: Checkpoint(ORIGIN, 0, Digest.of(b"")))
    signed: list[Note] = field(default_factory=list)

    @property
    def key(self) -> VerifierKey:
        return VerifierKey(self.name, Kind.ED25519_COSIGNATURE, self.secret.public_key().public_bytes_raw())

    def asked(self, note: Note, proof: list[bytes], time: int) -> Signature | None:
        """Its cosignature, or None where the checkpoint does not go on from the last one."""
        new = Policy(SIGNERS.vkeys(ORIGIN)).check(note)
        try:
            merkle.check_consistency(self.last.size, new.size, self.last.root.raw, new.root.raw, proof)
        except Broken:
            return None
        self.last = new
        blob = time.to_bytes(8, "big") + self.secret.sign(cosignature.ed25519_message(note.text, time))
        self.signed.append(note)
        return Signature(self.name, self.key.key_id, blob)


@dataclass
class Mirror:
    """Keeps leaves that lead to a checkpoint which enough witnesses cosigned."""

    policy: Policy
    leaves: list[bytes] = field(default_factory=list)

    def fetch(self, note: Note, leaves: list[bytes]) -> bool:
        try:
            found = self.policy.check(note)
        except Broken:
            return False
        root = merkle.root([merkle.leaf_hash(leaf) for leaf in leaves])
        if found.size < len(self.leaves) or leaves[: len(self.leaves)] != self.leaves or root != found.root.raw:
            return False
        self.leaves = list(leaves)
        return True


def policy_of(witnesses: list[Witness]) -> Policy:
    names = tuple(each.name for each in witnesses)
    most = Group("most", len(names) // 2 + 1, names)
    return Policy(SIGNERS.vkeys(ORIGIN), tuple((each.name, each.key) for each in witnesses), (most,), "most")


def cosigned(log: Log, witnesses: list[Witness], time: int) -> Note:
    """What the log has when it asked these witnesses."""
    note = log.note()
    answers = [each.asked(note, log.proof(each.last.size), time) for each in witnesses]
    return note.signed_also_by(answer for answer in answers if answer)


def agree(notes: list[Note], log: Log) -> bool:
    """Whether all these checkpoints are of one history."""
    for note in notes:
        checkpoint = Checkpoint.parse(note.text)
        if merkle.root([merkle.leaf_hash(leaf) for leaf in log.leaves[: checkpoint.size]]) != checkpoint.root.raw:
            return False
    return True


@given(st.integers(0, 2**32), st.integers(1, 5), st.integers(2, 12))
def test_an_honest_log_is_followed_by_whoever_can_be_reached(seed: int, count: int, steps: int) -> None:
    chance = random.Random(seed)
    log, witnesses = Log(), [Witness(f"w{number}.example") for number in range(count)]
    mirror = Mirror(policy_of(witnesses))
    for time in range(steps):
        log.grow("entry", chance.randrange(1, 9))
        note = cosigned(log, [each for each in witnesses if chance.random() < 0.5], time)
        if chance.random() < 0.5:
            mirror.fetch(note, log.leaves)
    log.grow("entry", 1)
    assert mirror.fetch(cosigned(log, witnesses, steps), log.leaves)  # all links are up: who lagged has caught up
    assert mirror.leaves == log.leaves
    assert all(each.last.size == len(log.leaves) for each in witnesses)
    assert agree([note for each in witnesses for note in each.signed], log)


@given(st.integers(0, 2**32), st.integers(1, 7), st.integers(2, 12))
def test_no_witness_signs_two_histories_and_at_most_one_reaches_a_quorum(seed: int, count: int, steps: int) -> None:
    chance = random.Random(seed)
    witnesses = [Witness(f"w{number}.example") for number in range(count)]
    common = Log()
    common.grow("entry", chance.randrange(1, 9))
    cosigned(common, [each for each in witnesses if chance.random() < 0.5], 0)
    branches = [Log(list(common.leaves)), Log(list(common.leaves))]
    mirrors = [Mirror(policy_of(witnesses)), Mirror(policy_of(witnesses))]
    reached = set()
    for time in range(1, steps + 1):
        for number, branch in enumerate(branches):
            branch.grow(f"branch {number}", chance.randrange(1, 9))
            note = cosigned(branch, [each for each in witnesses if chance.random() < 0.5], time)
            if mirrors[number].fetch(note, branch.leaves):
                reached.add(number)
    for witness in witnesses:
        assert agree(witness.signed, branches[0]) or agree(witness.signed, branches[1])
    assert len(reached) < 2


def test_a_witness_that_signs_whatever_it_is_shown_lets_two_histories_reach_a_quorum() -> None:
    class Careless(Witness):
        def asked(self, note: Note, proof: list[bytes], time: int) -> Signature | None:
            self.last = Checkpoint(ORIGIN, 0, Digest.of(b""))
            return super().asked(note, proof, time)

    witnesses: list[Witness] = [Careless(f"w{number}.example") for number in range(3)]
    mirrors = []
    for number in range(2):
        branch = Log()
        branch.grow(f"branch {number}", 5)
        mirrors.append(Mirror(policy_of(witnesses)))
        assert mirrors[-1].fetch(cosigned(branch, witnesses, number), branch.leaves)
    assert mirrors[0].leaves != mirrors[1].leaves  # so the tests above test something
    assert not any(agree(each.signed, Log(mirror.leaves)) for each in witnesses for mirror in mirrors)


def test_a_third_of_the_witnesses_is_no_quorum() -> None:
    witnesses = [Witness(f"w{number}.example") for number in range(3)]
    log = Log()
    log.grow("entry", 3)
    note = cosigned(log, witnesses[:1], 1)
    with pytest.raises(Broken, match="quorum-missed"):
        policy_of(witnesses).check(note)
