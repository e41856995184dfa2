"""Which items leave, in what form, and which are withheld, and why.

* An item leaves as its evidence copy, the one promised when it was received, else one made by ``derive``; with
  ``original`` as itself. One that has no copy is withheld, and counted.
* An item's label is the highest of the accessions it came with; above the package's label it is withheld, and counted.
* Of an item's entry only a few fields are opened, and those asked for by name from a short list; never the path, the
  source, the officer or the time on the source's disk. What tells an original again (its digest) needs *restricted*.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from isnad.custody import queries
from isnad.custody.models import Arrival, Derivative, Item
from isnad.instruments.sealing import Recipient
from isnad.packages.entries import PURPOSES
from isnad.packages.terms import chunks
from isnad.record.tables import WIDTH, key
from isnad.words import Digest, Label, Refusal

if TYPE_CHECKING:
    from isnad.packages.contents import Contents

ALWAYS = ("format", "media_type", "width", "height")
FORMS = {"evidence-copy": ("copy",), "derived": (), "original": ("digest", "size", "payload")}
ALLOWED = {
    "at": Label.INTERNAL,
    "size": Label.INTERNAL,
    "finding": Label.INTERNAL,
    "open_fields": Label.INTERNAL,
    "quality": Label.INTERNAL,
    "copy": Label.PUBLIC,
    "digest": Label.RESTRICTED,
    "payload": Label.RESTRICTED,
    "perceptual": Label.RESTRICTED,
    "path_codes": Label.RESTRICTED,
}
"""What ``--fields`` may open, and the label from which on a package may hold it."""

_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/tiff": "tif", "image/gif": "gif", "image/webp": "webp"}


Enclose = Callable[["Contents"], Mapping[str, bytes]]
"""Given what the package holds, the papers to put beside it, by name; none of them under ``data/``."""


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for: where to, which items, up to which label, for what and whom, and in what form."""

    out: Path
    accession: str | None = None
    items: Path | None = None
    label: Label = Label.INTERNAL
    purpose: str = "justice"
    receiver: str | None = None
    recipients: tuple[Recipient, ...] = ()
    fields: tuple[str, ...] = ()
    original: bool = False
    reason: str = ""
    zipped: bool = False
    entries: tuple[int, ...] | None = None  # the items, for a room that chose them
    claims: frozenset[int] | None = None  # only these claims leave, those too that rest on a file that was taken over
    enclose: Enclose | None = None  # papers of the room that asked, made once everything else is proved

    @property
    def carried(self) -> Label:
        """The label of the package as a whole: an original has the label of its most sealed field."""
        return Label.SEALED if self.original else self.label

    def check(self) -> None:
        """Refuses what cannot be, before anything is looked up."""
        if sum(each is not None for each in (self.accession, self.items, self.entries)) != 1:
            raise Refusal("packages.choose-one")
        if self.out.exists():
            raise Refusal("packages.out-exists")
        if not self.out.parent.is_dir():
            raise Refusal("packages.no-such-folder")
        if self.purpose not in PURPOSES:
            raise Refusal("packages.unknown-purpose")
        if self.original and not self.reason:
            raise Refusal("custody.reason-needed")
        for name in self.fields:
            if name not in ALLOWED:
                raise Refusal("packages.unknown-field", name=name, known=", ".join(ALLOWED))
            if self.carried < ALLOWED[name]:
                raise Refusal("packages.field-needs-label", name=name, label=ALLOWED[name])


@dataclass(frozen=True, slots=True)
class Leaving:
    """One item that leaves: its form, where its bytes lie, what they must come to, and its name in the package."""

    row: Item
    form: str  # evidence-copy, derived, original
    payload: Digest
    digest: Digest
    name: str
    derivative: int | None = None  # the entry of the file made from it


@dataclass
class Chosen:
    """What leaves, and what does not, by reason."""

    leaving: list[Leaving] = field(default_factory=list)
    withheld: Counter[str] = field(default_factory=Counter)

    @property
    def entries(self) -> list[int]:
        """The entries of the items that leave."""
        return [each.row.entry for each in self.leaving]


def choose(request: Request) -> Chosen:
    """Decides about each item that was asked for."""
    request.check()
    wanted = _wanted(request)
    labels = _labels(wanted)
    derived = _derived(wanted)
    chosen = Chosen()
    for row in _rows(wanted):
        reason, leaving = _decide(row, request, labels[row.entry], derived.get(row.entry))
        if leaving is None:
            chosen.withheld[reason] += 1
        else:
            chosen.leaving.append(leaving)
    return chosen


def _wanted(request: Request) -> list[int]:
    if request.entries is not None:
        return sorted(set(request.entries))
    return _of_accession(request.accession) if request.accession is not None else _of_file(request.items)


def _decide(row: Item, request: Request, label: Label, derived: Derivative | None) -> tuple[str, Leaving | None]:
    if label > request.label and not request.original:
        return "label", None
    locked = ".age" if request.recipients else ""
    payload = Digest(bytes(row.payload))
    if request.original:
        name = f"data/items/{row.entry}.{_ending(row.media_type)}{locked}"
        return "", Leaving(row, "original", payload, Digest(bytes(row.digest)), name)
    if row.copy_digest is not None:
        name = f"data/items/{row.entry}.{_ending(row.media_type)}{locked}"
        return "", Leaving(row, "evidence-copy", payload, Digest(bytes(row.copy_digest)), name)
    if derived is not None:
        made = Digest(bytes(derived.payload)), Digest(bytes(derived.digest))
        return "", Leaving(row, "derived", *made, f"data/items/{row.entry}.png{locked}", derived.entry)
    return "no-evidence-copy", None


def _ending(media_type: str) -> str:
    """A file's ending, from its kind alone: what it was called is not told."""
    return _ENDINGS.get(media_type, "bin")


def _of_accession(title: str | None) -> list[int]:
    """Every item that came with an accession, those among them that were held already."""
    accession = queries.accession_titled(title or "")
    found = Arrival.objects.filter(accession_id=accession.pk, item__isnull=False).values_list("item", flat=True)
    return sorted({number for number in found if number is not None})


def _of_file(path: Path | None) -> list[int]:
    """The items that a file names, a line each: by digest, by entry, or as ``isnad item list`` prints them."""
    assert path is not None
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal("packages.items-unreadable") from error
    return sorted({_item(number, line) for number, line in enumerate(lines, start=1) if line.split("#")[0].strip()})


def _item(number: int, line: str) -> int:
    word = line.split()[0]
    if word.startswith("{"):
        word = str(_read(line).get("digest"))
    if re.fullmatch("[0-9a-f]{64}", word):
        return queries.item(Digest.parse(word)).entry
    if re.fullmatch("[0-9]{1,15}", word) and Item.objects.filter(pk=key(int(word))).exists():
        return int(word)
    raise Refusal("packages.not-an-item", line=number)


def _read(line: str) -> dict[str, object]:
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def _rows(wanted: Iterable[int]) -> Iterator[Item]:
    for part in chunks(wanted):
        yield from Item.objects.filter(pk__in=map(key, part)).order_by("pk")


def _labels(wanted: Iterable[int]) -> dict[int, Label]:
    found: dict[int, Label] = {}
    for part in chunks(wanted):
        rows = Arrival.objects.filter(item__in=part).values_list("item", "accession__label").distinct()
        for item, label in rows:
            if item is not None:
                found[item] = max(Label(label), found.get(item, Label.PUBLIC))
    return found


def _derived(wanted: Iterable[int]) -> dict[int, Derivative]:
    """The newest evidence copy made of each, where one was made later."""
    found: dict[int, Derivative] = {}
    for part in chunks(wanted):
        rows = Derivative.objects.filter(item_id__in=map(key, part), purpose="evidence-copy").order_by("pk")
        found.update((row.item_id // WIDTH, row) for row in rows)
    return found
