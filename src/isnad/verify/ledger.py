"""The ledger's folder, checked without keys.

 1. The policy is read, and the checkpoints as one row (`chain`).
 2. From the newest sound checkpoint's size the tree is computed anew from the bundles; every tile and the root of every
    checkpoint and anchor are held against it (`tree`). Partial tiles that are owed must be there (`strays`).
 3. Every leaf is read strictly; what erases must come after what it erases (`leaves`).
 4. Every body stands in a segment (`bodies`); every stamp is what it is called (`stamps`).
 5. What is left is unknown.

While it reads, it holds the folder's lock shared, so that a writer of a living archive waits a moment. Where there is
no lock to be had (another's disk, a writer that does not let go) it reads all the same.

Not checked: what the bodies say (that takes keys), whether the archive's people signed another history elsewhere (that
takes an anchor: ``against``), and who they are (compare the policy's digest with one that they gave you).
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from isnad.verify.bodies import check_bodies
from isnad.verify.chain import Link, read_chain
from isnad.verify.files import Files
from isnad.verify.findings import Report
from isnad.verify.leaves import Leaves
from isnad.verify.notes import Head, Keys, anchor_faults, read_head
from isnad.verify.stamps import check_stamps
from isnad.verify.strays import check_partials, sweep
from isnad.verify.tree import Tree, climb

PATIENCE = 5.0
"""Seconds to wait for a writer to end its turn."""


@dataclass(frozen=True, slots=True)
class Owed:
    """The payloads that the ledger names, by their digests in hexadecimal, and those that it says were erased."""

    living: frozenset[str]
    erased: frozenset[str]


def check_ledger(ledger: Path, report: Report, *, name: str = "ledger", against: Sequence[bytes] = ()) -> Owed:
    """Checks the folder into ``report``; gives the payloads that must be in the vault.

    ``against`` are anchors: checkpoints, whole or short, that were kept outside.
    """
    with _still(ledger):
        return _check(Files(ledger, name, report), report, against)


@contextmanager
def _still(ledger: Path) -> Iterator[None]:
    """Keeps writers of the same machine away for the block, where that can be had within `PATIENCE` seconds.

    First the gate, behind which whoever comes later waits; then the folder; then the gate is left.
    """
    until = time.monotonic() + PATIENCE
    with ExitStack() as held:
        try:
            with ExitStack() as gate:
                for stack, folder in ((gate, ledger / "checkpoints"), (held, ledger)):
                    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
                    stack.callback(os.close, descriptor)
                    _wait_for(descriptor, fcntl.LOCK_EX if stack is gate else fcntl.LOCK_SH, until)
        except OSError:  # a folder that is not there, a file system without locks
            pass
        yield


def _wait_for(descriptor: int, kind: int, until: float) -> None:
    while time.monotonic() < until:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.005)
        else:
            return


def _check(files: Files, report: Report, against: Sequence[bytes]) -> Owed:
    links, keys = read_chain(files)
    newest = max((link for link in links if link.sound), key=lambda link: link.head.size, default=None)
    anchors = [_anchor(data, report, keys) for data in against]
    leaves = Leaves.of(0)
    if newest is not None:
        size = newest.head.size
        leaves = Leaves.of(size)
        sizes = {link.head.size for link in links} | {each.size for each in anchors if each}
        tree = climb(files, size, newest.head.root, sizes, leaves.read)
        _check_roots(files, tree, links)
        _check_anchors(tree, anchors, report)
        check_partials(files, tree, [link.head.size for link in links])
        _check_leaves(leaves, report)
        leaves_ahead = sweep(files, tree)
        check_bodies(files, size, leaves)
        report.entries = size
        _name_ahead(leaves, size, leaves_ahead)
    check_stamps(files)
    files.finish()
    living, erased = leaves.owed()
    return Owed(frozenset(living), frozenset(erased))


def _check_roots(files: Files, tree: Tree, links: Sequence[Link]) -> None:
    for link in links:
        size = link.head.size
        judged = size <= tree.size and (tree.blind is None or size <= tree.blind)
        if judged and tree.roots.get(size) != link.head.root:
            files.report.blame("checkpoint", files.place(link.path), "root-differs")


def _anchor(data: bytes, report: Report, keys: Keys | None) -> Head | None:
    head = read_head(data)
    faults = ["malformed"] if head is None else anchor_faults(head, keys) if keys else ["unknown-origin"]
    for why in faults:
        report.blame("anchor", "anchor", why)
    return head if not faults else None


def _check_anchors(tree: Tree, anchors: Sequence[Head | None], report: Report) -> None:
    for each in anchors:
        if each is None:
            continue
        if each.size > tree.size:
            report.blame("anchor", f"anchor, {each.size}", "behind-anchor")
        elif tree.roots.get(each.size) != each.root:
            report.blame("anchor", f"anchor, {each.size}", "root-differs")


def _check_leaves(leaves: Leaves, report: Report) -> None:
    for number in leaves.malformed:
        report.blame("leaf", f"entry {number}", "malformed")
    for erased, by in leaves.gone.items():
        if erased >= by:
            report.blame("leaf", f"entry {by}", "erases-later")


def _name_ahead(leaves: Leaves, size: int, ahead: list[bytes]) -> None:
    """Payloads that entries not yet signed name are no strays: the next start signs them."""
    further = Leaves.of(size + len(ahead))
    for number, data in enumerate(ahead, start=size):
        further.read(number, data)
    leaves.names += further.names
