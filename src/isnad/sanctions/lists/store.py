"""The versions of the lists that were taken in: a plain folder, FollowTheMoney JSON lines and a manifest.

``<store>/<list>/0003/``  holds ``entities.ftm.jsonl`` (sorted by nothing: the order of the file), ``refused.jsonl``
(rows left out, rows read with a doubt) and ``manifest.json`` (digests, counts, the list's own date, when it was taken
in). A version is written under another name and takes its place whole, or not at all; none is ever changed.

 * A list whose listed entities are fewer by more than ``SHRINKAGE`` than its last version's is refused (names and what
   belongs to entities: twice that, for an alias file may have been lost), and so are one that was cut off and one that
   says it is older than the last: each may be the wrong file. ``accept_shrinkage`` takes them. A list with nobody on it
   is refused always.
 * The same list with the same date, taken in again, is the same version.
 * **Age** is counted from the day on which the list says it was issued, or on which the importer says so; a list that
   says nothing has no known age, and is not called new because it was taken in today.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from isnad.sanctions.lists import dates, sources
from isnad.sanctions.lists.account import Account
from isnad.sanctions.lists.draft import Entity
from isnad.words import Broken, Digest, Moment, Refusal, Unavailable, When

FORMAT = "isnad/list/1"
SHRINKAGE = 0.02
TOO_OLD = 7  # days
ENTITIES, REFUSED, MANIFEST = "entities.ftm.jsonl", "refused.jsonl", "manifest.json"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of one list in a store."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def source(self) -> str:
        """The list's name."""
        return str(self.manifest["source"])

    @property
    def number(self) -> int:
        """Counted from 1."""
        return int(self.manifest["version"])

    @property
    def listed(self) -> int:
        """How many entities are listed."""
        return int(self.manifest["listed"])

    def entities(self) -> Iterator[Entity]:
        """Every entity, one line at a time; at the end it is known whether these are the bytes that were kept."""
        digest = hashlib.sha256()
        with (self.folder / ENTITIES).open("rb") as stream:
            for line in stream:
                digest.update(line)
                try:
                    yield orjson.loads(line)
                except orjson.JSONDecodeError as error:
                    raise Broken("lists.altered", source=self.source, version=self.number) from error
        if digest.hexdigest() != self.manifest["digest"]:
            raise Broken("lists.altered", source=self.source, version=self.number)

    def findings(self) -> Iterator[dict[str, Any]]:
        """The rows that were refused or doubted."""
        with (self.folder / REFUSED).open("rb") as stream:
            yield from map(orjson.loads, stream)

    def age(self, today: date) -> int | None:
        """Days since the list was issued, by the latest day that its date can mean; None where it does not say."""
        issued = self.manifest.get("issued")
        latest = When.parse(issued).latest if issued else None
        return (today - latest).days if latest else None

    def is_old(self, today: date) -> bool:
        """Whether nobody may be called "not listed" from it: older than a week, or of no known age."""
        age = self.age(today)
        return age is None or age > TOO_OLD


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import came to; ``new`` is false where the last version was the same."""

    version: Version
    new: bool
    account: Account


class Store:
    """A folder of lists."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def versions(self, source: str) -> list[Version]:
        """The versions of one list, oldest first."""
        place = self.folder / source
        found = [Version(path.parent, _manifest(path)) for path in place.glob("[0-9]*/" + MANIFEST)]
        return sorted(found, key=lambda version: version.number)

    def last(self) -> list[Version]:
        """The last version of every list that is there."""
        return [versions[-1] for source in sources.NAMES if (versions := self.versions(source))]

    def take_in(self, source: str, path: Path, *, issued: str | None = None, accept_shrinkage: bool = False) -> Taken:
        """Reads a list and keeps it as a new version. ``issued`` (EDTF) is used where the list is silent."""
        account = Account()
        entities = sources.read(source, path, account)
        if issued is not None and dates.read(issued) is None:
            raise Refusal("lists.not-a-date", text=issued[:40])
        versions = self.versions(source)
        before = versions[-1] if versions else None
        files = [_file(each) for each in sources.files(source, path)]
        incoming = self.folder / source / f".incoming-{os.getpid()}"
        try:
            incoming.mkdir(parents=True)
            manifest = _written(incoming, entities, account) | {
                "format": FORMAT,
                "source": source,
                "version": before.number + 1 if before else 1,
                "imported": str(Moment.now()),
                "issued": account.issued or issued,
                "files": files,
            }
            _judge(manifest, account, before, accept=accept_shrinkage)
            return self._kept(incoming, manifest, account, before)
        except OSError as error:
            raise Unavailable("lists.cannot-write") from error
        finally:
            shutil.rmtree(incoming, ignore_errors=True)

    def _kept(self, incoming: Path, manifest: dict[str, Any], account: Account, before: Version | None) -> Taken:
        if before and all(before.manifest.get(key) == manifest[key] for key in ("digest", "issued")):
            return Taken(before, False, account)
        with (incoming / MANIFEST).open("w", encoding="utf-8") as stream:
            json.dump(manifest, stream, ensure_ascii=False, indent=1)
            stream.flush()
            os.fsync(stream.fileno())
        place = incoming.with_name(f"{manifest['version']:04d}")
        incoming.rename(place)
        _sync(place.parent)
        return Taken(Version(place, manifest), True, account)


def _written(folder: Path, entities: Iterator[Entity], account: Account) -> dict[str, Any]:
    """Writes entities and findings; their digest and counts."""
    digest, count, listed, names = hashlib.sha256(), 0, 0, 0
    with (folder / ENTITIES).open("wb") as stream:
        for entity in entities:
            line = orjson.dumps(entity, option=orjson.OPT_APPEND_NEWLINE)
            stream.write(line)
            digest.update(line)
            count += 1
            listed += is_listed(entity)
            names += len(entity.get("names", ()))
        stream.flush()
        os.fsync(stream.fileno())
    findings = [("refused", each) for each in account.refused] + [("doubt", each) for each in account.doubts]
    with (folder / REFUSED).open("wb") as stream:
        for kind, finding in findings:
            stream.write(orjson.dumps({"kind": kind} | finding.as_json(), option=orjson.OPT_APPEND_NEWLINE))
        stream.flush()
        os.fsync(stream.fileno())
    return {
        "digest": str(Digest(digest.digest())), "entities": count, "listed": listed, "names": names,
        "rows": account.rows,
        "refused": len(account.refused), "doubts": len(account.doubts), "unread": account.unread,
        "cut": account.cut.as_json() if account.cut else None,
    }  # fmt: skip


def is_listed(entity: Entity) -> bool:
    """Whether this entity is itself on the list (and not a document, a link or somebody named beside it)."""
    return "sanction" in entity["properties"].get("topics", ())


def _judge(manifest: dict[str, Any], account: Account, before: Version | None, *, accept: bool) -> None:
    if not manifest["listed"]:
        raise Refusal("lists.empty", refused=manifest["refused"])
    if accept:
        return
    if account.cut:
        raise Refusal("lists.cut-off", file=account.cut.file, line=account.cut.line)
    if before is None:
        return
    for what, least in (("listed", 1 - SHRINKAGE), ("names", 1 - 2 * SHRINKAGE), ("entities", 1 - 2 * SHRINKAGE)):
        if manifest[what] < before.manifest[what] * least:
            raise Refusal(f"lists.shrunk-{what}", before=before.manifest[what], now=manifest[what])
    ours, theirs = manifest["issued"], before.manifest.get("issued")
    if (
        ours
        and theirs
        and (first := When.parse(ours).latest)
        and (last := When.parse(theirs).earliest)
        and first < last
    ):
        raise Refusal("lists.older", issued=ours, last=theirs)


def _file(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").digest()
    except OSError as error:
        raise Unavailable("lists.cannot-read-file", name=path.name) from error
    return {"name": path.name, "digest": str(Digest(digest)), "bytes": path.stat().st_size}


def _manifest(path: Path) -> dict[str, Any]:
    try:
        manifest = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise Unavailable("lists.cannot-read", version=path.parent.name) from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise Refusal("lists.other-format", version=path.parent.name)
    return manifest


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
