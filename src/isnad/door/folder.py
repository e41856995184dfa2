"""The door's own folder: all that this process reads and writes.

   door.json        what the house prepared: its recipients, a plain name, whom to call, where the way out leads
   records/<name>   a status for one family, 64 bytes, sealed
   letters/<name>   what came, an age file each, until the house takes it out

* Nothing in it opens with anything that is in it.
* Every file carries the midnight of its day as its time; their names are random. (The system keeps a time of its own
  for the last change of a file, which no program can set: the documentation says so.)
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from isnad.door.slots import SIZE
from isnad.instruments import durable
from isnad.instruments.sealing import Recipient
from isnad.words import Broken, Refusal

FORMAT = "isnad/door/1"
NAMES = {"ar": "أخبار", "en": "News"}
WAY_OUT = "https://ar.wikipedia.org/"
_NAME = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the house prepared for its door.

    ``person`` says whom a family can call, when, and where to find them; ``names`` is what the window's title says.
    """

    recipients: tuple[str, ...]
    person: str
    names: Mapping[str, str] = field(default_factory=lambda: dict(NAMES))
    way_out: str = WAY_OUT

    def __post_init__(self) -> None:
        parts = urlsplit(self.way_out)
        if parts.scheme != "https" or not re.fullmatch(r"[a-z0-9.-]+(:\d+)?", parts.netloc):
            raise Refusal("door.way-out-must-be-https")
        if not self.person.strip():
            raise Refusal("door.nobody-to-call")

    def sealed_to(self) -> tuple[Recipient, ...]:
        """Whom letters are sealed for."""
        return tuple(Recipient.parse(each) for each in self.recipients)

    @property
    def way_out_origin(self) -> str:
        """The other site, as a policy names it."""
        return "https://" + urlsplit(self.way_out).netloc


@dataclass(frozen=True, slots=True)
class DoorFolder:
    """A door's folder."""

    root: Path

    @property
    def _file(self) -> Path:
        return self.root / "door.json"

    @property
    def letters(self) -> Path:
        """What came."""
        return self.root / "letters"

    @property
    def records(self) -> Path:
        """What the house tells."""
        return self.root / "records"

    def prepared(self) -> Prepared:
        """What ``door.json`` says; refused where the house prepared nothing here."""
        data = durable.read(self._file)
        if data is None:
            raise Refusal("door.not-prepared")
        try:
            told = json.loads(data)
            if told.pop("format") != FORMAT:
                raise Broken("door.folder-changed")
            return Prepared(**{**told, "recipients": tuple(told["recipients"])})
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise Broken("door.folder-changed") from error

    def prepare(self, prepared: Prepared) -> None:
        """Makes the folder, or changes what its door says."""
        for each in (self.root, self.letters, self.records):
            durable.make_folders(each)
        told = json.dumps({"format": FORMAT, **asdict(prepared)}, ensure_ascii=False, indent=2)
        self._put(self._file, told.encode() + b"\n")

    def keep_letter(self, sealed: bytes) -> None:
        """A letter, durable when this returns."""
        self._put(self.letters / secrets.token_hex(16), sealed)

    def came(self) -> Iterator[Path]:
        """Every letter that waits, in the order of its random name."""
        with durable.disk():
            names = sorted(each.name for each in self.letters.iterdir()) if self.letters.is_dir() else []
        yield from (self.letters / name for name in names if _NAME.fullmatch(name))

    def record(self, name: str) -> bytes | None:
        """The record of this name."""
        return durable.read(self.records / name) if _NAME.fullmatch(name) else None

    def read_itself(self) -> None:
        """Reads a file that is always there, where no record was."""
        durable.read(self._file)

    def keep_record(self, name: str, record: bytes) -> None:
        """Puts a record in its place."""
        assert _NAME.fullmatch(name)
        assert len(record) == SIZE
        self._put(self.records / name, record)

    def drop_record(self, name: str) -> None:
        """Takes a record away."""
        durable.remove([self.records / name] if _NAME.fullmatch(name) else [])
        _blur(self.records)

    def record_names(self) -> set[str]:
        """The names of all records."""
        with durable.disk():
            names = {each.name for each in self.records.iterdir()} if self.records.is_dir() else set()
        return {name for name in names if _NAME.fullmatch(name)}

    def _put(self, place: Path, data: bytes) -> None:
        durable.replace(place, data)
        _blur(place)
        _blur(place.parent)


def usual_place() -> Path:
    """Where a door's folder lies when nobody says: beside the data folder, which is not looked into."""
    data = os.environ.get("ISNAD_DATA")
    return Path(f"{data.rstrip('/')}-door") if data else Path("isnad-door")


def today() -> str:
    """The day, in UTC."""
    return datetime.now(UTC).date().isoformat()


def _blur(path: Path) -> None:
    """Gives a file or folder the midnight of today as its time."""
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
    with durable.disk():
        os.utime(path, (midnight, midnight))
