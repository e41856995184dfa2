"""Which lists there are, and which reader reads which form of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from isnad.sanctions.lists import australia, eu, ofac_advanced, ofac_csv, ofac_xml, trees, uk_files, un
from isnad.sanctions.lists.account import Account
from isnad.sanctions.lists.draft import Entity
from isnad.words import Refusal

Reader = Callable[[Path, Account], Iterator[Entity]]

NAMES = ("ofac", "un", "eu", "uk", "uk-conlist", "au")
_READERS: dict[str, Reader] = {
    "un": un.read,
    "eu": eu.read,
    "uk": uk_files.read,
    "uk-conlist": uk_files.read_conlist,
    "au": australia.read,
}
_BEGINNING = 64


def read(source: str, path: Path, account: Account) -> Iterator[Entity]:
    """The entities of a published list, as FollowTheMoney JSON, one by one; ``account`` is filled on the way.

    ``source`` is one of ``NAMES``; ``path`` is the file (for OFAC's CSV also the folder that holds its four files).
    """
    if source not in NAMES:
        raise Refusal("lists.no-such-source", source=source, known=", ".join(NAMES))
    if not path.exists():
        raise Refusal("lists.no-file", name=path.name)
    reader = _ofac(path) if source == "ofac" else _READERS[source]
    if reader is not ofac_csv.read and path.is_dir():
        raise Refusal("lists.no-file", name=path.name)
    return _once(reader(path, account))


def _once(entities: Iterator[Entity]) -> Iterator[Entity]:
    """Each entity once: a list that says the same of somebody twice says it once."""
    seen: set[str] = set()
    for entity in entities:
        if entity["id"] not in seen:
            seen.add(entity["id"])
            yield entity


def files(source: str, path: Path) -> list[Path]:
    """The files that a reading of ``path`` reads, for their digests."""
    if source == "ofac" and _ofac(path) is ofac_csv.read:
        return ofac_csv.files(path)
    return [path]


def _ofac(path: Path) -> Reader:
    if path.is_dir() or not _is_xml(path):
        return ofac_csv.read
    root = next(trees.branches(path, ())).element.tag
    readers: dict[str, Reader] = {ofac_xml.ROOT: ofac_xml.read, ofac_advanced.ROOT: ofac_advanced.read}
    if root not in readers:
        raise Refusal("lists.other-list", file=path.name, root=root)
    return readers[root]


def _is_xml(path: Path) -> bool:
    with path.open("rb") as stream:
        return trees.begins_as_xml(stream.read(_BEGINNING))
