"""Whom to believe about a log (C2SP tlog-policy): its keys, its witnesses, and how many of them must have signed.

* ``log vkey [url]``, ``witness name vkey [url]``, ``group name k|any|all members…``, exactly one ``quorum name|none``.
  A group names what stands above it; each name is a member once; no key stands twice.
* Stricter here than C2SP, which asks for any one key: a checkpoint holds when **every** key listed for its origin has
  signed it. So a forger must forge both kinds.
* The policy of our own ledger lists each origin the archive has had, in order; the newest is the last.
* A signature line by a key not in the policy is ignored when a stranger's note is read (`check`), and named by
  `strangers` for whoever keeps the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from isnad.ledger.checkpoint import Checkpoint
from isnad.ledger.note import Note, Signature
from isnad.ledger.vkey import Kind, VerifierKey
from isnad.words import Broken

MOST = 256
"""Lines of each kind that a policy may have."""


@dataclass(frozen=True, slots=True)
class Group:
    """At least ``needed`` of ``members``, each a witness or an earlier group."""

    name: str
    needed: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """The logs' keys in order, the witnesses by name, the groups in order, and the quorum (``none`` for no witness)."""

    logs: tuple[VerifierKey, ...]
    witnesses: tuple[tuple[str, VerifierKey], ...] = ()
    groups: tuple[Group, ...] = ()
    quorum: str = "none"

    @property
    def origins(self) -> list[str]:
        """The origins, in the order in which they came to be; the newest last."""
        return list(dict.fromkeys(key.name for key in self.logs))

    def encode(self) -> bytes:
        """The policy as a file."""
        lines = [f"log {key}" for key in self.logs]
        lines += [f"witness {name} {key}" for name, key in self.witnesses]
        lines += [f"group {each.name} {each.needed} {' '.join(each.members)}" for each in self.groups]
        return "".join(f"{line}\n" for line in [*lines, f"quorum {self.quorum}"]).encode("utf-8")

    @classmethod
    def parse(cls, data: bytes) -> Policy:
        """Reads a policy; what is not one is `Broken`."""
        if any((byte < 0x20 and byte not in b"\t\n") or byte == 0x7F for byte in data):
            raise Broken("ledger.not-a-policy")
        try:
            lines = data.decode("utf-8").split("\n")
        except UnicodeDecodeError as error:
            raise Broken("ledger.not-a-policy") from error
        reading = _Reading()
        for line in lines:
            words = [word for word in line.replace("\t", " ").split(" ") if word]
            if words and not words[0].startswith("#"):
                reading.take(words)
        return reading.finish()

    def check(self, note: Note) -> Checkpoint:
        """The checkpoint in a note; `Broken` unless every key of its origin signed it and the quorum cosigned it."""
        checkpoint = Checkpoint.parse(note.text)
        own = [key for key in self.logs if key.name == checkpoint.origin]
        if not own:
            raise Broken("ledger.unknown-origin")
        if not all(_signed(key, note) for key in own):
            raise Broken("ledger.unsigned")
        cosigned = {name for name, key in self.witnesses if _signed(key, note)}
        if not self._reached(cosigned):
            raise Broken("ledger.quorum-missed")
        return checkpoint

    def strangers(self, note: Note) -> list[Signature]:
        """The signature lines that no key of this policy claims."""
        keys = [*self.logs, *(key for _, key in self.witnesses)]
        return [each for each in note.signatures if not any(key.names(each) for key in keys)]

    def _reached(self, cosigned: Iterable[str]) -> bool:
        reached = {"none", *cosigned}
        for group in self.groups:
            if len(reached.intersection(group.members)) >= group.needed:
                reached.add(group.name)
        return self.quorum in reached


def _signed(key: VerifierKey, note: Note) -> bool:
    """Whether the key signed; a line that claims to be its own and does not hold makes the whole note `Broken`."""
    lines = [each for each in note.signatures if key.names(each)]
    for line in lines:
        key.check(note.text, line)
    return bool(lines)


class _Reading:
    """A policy while its lines are read."""

    def __init__(self) -> None:
        self.logs: list[VerifierKey] = []
        self.witnesses: dict[str, VerifierKey] = {}
        self.groups: dict[str, Group] = {}
        self.quorums: list[str] = []

    def take(self, words: list[str]) -> None:
        """Takes up one line that is neither empty nor a comment."""
        match words:
            case ["log", vkey] | ["log", vkey, _]:
                self.logs.append(self._new_key(vkey, {Kind.ED25519, Kind.ML_DSA_44}))
            case ["witness", name, vkey] | ["witness", name, vkey, _]:
                self._new_name(name)
                self.witnesses[name] = self._new_key(vkey, {Kind.ED25519_COSIGNATURE, Kind.ML_DSA_44})
            case ["group", name, needed, *members] if members:
                self._group(name, needed, members)
            case ["quorum", name] if name == "none" or self._known(name):
                self.quorums.append(name)
            case _:
                raise Broken("ledger.not-a-policy")

    def finish(self) -> Policy:
        """The policy, once every line was read."""
        if len(self.quorums) != 1 or max(len(self.logs), len(self.witnesses), len(self.groups)) > MOST:
            raise Broken("ledger.not-a-policy")
        witnesses, groups = tuple(self.witnesses.items()), tuple(self.groups.values())
        return Policy(tuple(self.logs), witnesses, groups, self.quorums[0])

    def _known(self, name: str) -> bool:
        return name in self.witnesses or name in self.groups

    def _new_name(self, name: str) -> None:
        if name == "none" or self._known(name):
            raise Broken("ledger.not-a-policy")

    def _new_key(self, vkey: str, kinds: set[Kind]) -> VerifierKey:
        key = VerifierKey.parse(vkey)
        if key.kind not in kinds or any(key.key == each.key for each in [*self.logs, *self.witnesses.values()]):
            raise Broken("ledger.not-a-policy")
        return key

    def _group(self, name: str, needed: str, members: list[str]) -> None:
        self._new_name(name)
        written = {"any": "1", "all": str(len(members))}.get(needed, needed)
        taken = [member for group in self.groups.values() for member in group.members]
        once = len(set(members)) == len(members) and not set(members).intersection(taken)
        counted = written.isascii() and written.isdigit() and written[0] != "0" and len(written) < 4
        if not once or not counted or not 1 <= int(written) <= len(members) or not all(map(self._known, members)):
            raise Broken("ledger.not-a-policy")
        self.groups[name] = Group(name, int(written), tuple(members))
