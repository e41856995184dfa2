"""The checkpoints as one unbroken row.

* ``checkpoints/`` holds every one, numbered from 0 in groups of three digits (1234 is ``x001/234``), without a gap.
* Their sizes grow; only where a new origin begins may one have the size of the one before. Origins follow the policy's
  order. The first is that of the empty tree.
* ``checkpoint`` is, byte for byte, the last of them. Where the very last step of a seal was cut off by a crash, the row
  is one ahead: a notice.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise

from isnad.verify.files import Files
from isnad.verify.notes import Head, Keys, faults, read_head, read_policy


@dataclass(frozen=True, slots=True)
class Link:
    """A checkpoint that was read: where it stands and what it says; sound when its signatures hold."""

    path: str
    head: Head
    sound: bool


def group(number: int) -> str:
    """A number as it stands in paths."""
    text = f"{number % 1000:03}"
    while number := number // 1000:
        text = f"x{number % 1000:03}/{text}"
    return text


def read_chain(files: Files) -> tuple[list[Link], Keys | None]:
    """Every checkpoint that can be read, in order, and the policy's keys; what is wrong is reported."""
    data = files.take("policy", "policy")
    keys = read_policy(data) if data is not None else None
    if data is not None and keys is None:
        files.report.blame("policy", files.place("policy"), "malformed")
    links, count, last = _read_row(files, keys)
    _check_order(files, links, keys)
    _check_newest(files, links, count, last, keys)
    return links, keys


def _read_row(files: Files, keys: Keys | None) -> tuple[list[Link], int, bytes]:
    kept = set(files.below("checkpoints/"))
    links, number, last = [], 0, b""
    while kept or number == 0:
        path = f"checkpoints/{group(number)}"
        if path not in kept and not any(_number(name) > number for name in kept):
            break
        kept.discard(path)
        data = files.take(path, "checkpoint")
        last = data or b""
        head = _head(files, path, data, keys)
        links += [head] if head else []
        number += 1
    return links, number, last


def _number(path: str) -> int:
    """The number that a path stands for; -1 for one that stands for none."""
    digits = path.removeprefix("checkpoints/").replace("/", "").replace("x", "")
    plain = digits.isascii() and digits.isdigit() and len(digits) <= 12
    return int(digits) if plain and path == f"checkpoints/{group(int(digits))}" else -1


def _head(files: Files, path: str, data: bytes | None, keys: Keys | None) -> Link | None:
    if data is None:
        return None
    head = read_head(data)
    if head is None:
        files.report.blame("checkpoint", files.place(path), "malformed")
        return None
    found = faults(head, keys) if keys else []
    for why in found:
        files.report.blame("checkpoint", files.place(path), why)
    return Link(path, head, not found)


def _check_order(files: Files, links: list[Link], keys: Keys | None) -> None:
    names = list(keys.origins) if keys else []
    if links and links[0].path == "checkpoints/000" and (links[0].head.size or links[0].head.root != sha256().digest()):
        files.report.blame("checkpoint", files.place(links[0].path), "out-of-order")
    for before, after in pairwise(links):
        same = before.head.origin == after.head.origin
        grows = after.head.size > before.head.size if same else after.head.size >= before.head.size
        known = before.head.origin in names and after.head.origin in names
        if not grows or (known and names.index(after.head.origin) < names.index(before.head.origin)):
            files.report.blame("checkpoint", files.place(after.path), "out-of-order")


def _check_newest(files: Files, links: list[Link], count: int, last: bytes, keys: Keys | None) -> None:
    data = files.take("checkpoint", "checkpoint")
    if data is None or data == last:
        return
    found = _head(files, "checkpoint", data, keys)
    if found is None:
        return
    if not links or found.head.size > links[-1].head.size:
        files.report.blame("checkpoint", files.place(f"checkpoints/{group(count)}"), "missing")
        links.append(found)
    elif len(links) > 1 and found.head == links[-2].head:
        files.report.note("checkpoint", files.place("checkpoint"), "not-yet-published")
    else:
        files.report.blame("checkpoint", files.place("checkpoint"), "not-the-newest")
