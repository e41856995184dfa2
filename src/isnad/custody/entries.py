"""The records of custody.

A path, a time on the source's disk, a serial number, a name of somebody present: sealed, each of them. What the law
asks later are traits: that an entry is an item, how large its picture is, which two people acted.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from isnad.record.records import ByTwo, Ground, Holding, Record, Traits, kept_as
from isnad.record.shape import Sealed
from isnad.words import Digest, Json, Label, When

ITEMS = ("received",)  # the kinds of entries that are items


@kept_as("isnad/pseudonym/1")
@dataclass(frozen=True, slots=True)
class Pseudonym(Record):
    """A source, by the name that stands for it. Who it is stands nowhere outside the room of sources."""

    name: str


@kept_as("isnad/carrier/1")
@dataclass(frozen=True, slots=True)
class Carrier(Record):
    """The physical thing that came (ISO/IEC 27037): what it is, how it was sealed, how it was copied, who was there."""

    title: str
    make: str | None
    model: str | None
    capacity: str | None  # as written
    seal: str | None
    write_blocker: str | None
    acquired_with: str | None
    acquired_with_version: str | None
    acquired: Json  # how, and the hashes that the acquiring tool stated
    serial: Sealed[str | None]
    present: Sealed[tuple[str, ...]]
    handed_over: Sealed[Json]
    more: Sealed[Json]
    photographs: tuple[Json, ...] = ()  # of the carrier itself: [payload, digest] each
    log: tuple[Json, ...] = ()  # the acquiring tool's log: [payload, digest] each

    def holds(self) -> tuple[Holding, ...]:
        files = dict(self.photographs + self.log)
        return tuple(Holding(Digest.parse(payload), Digest.parse(digest)) for payload, digest in files.items())


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who had it before: by office or pseudonym, from when to when, how known. A gap is a gap."""

    who: str
    when: When
    basis: str | None = None


@kept_as("isnad/accession/1")
@dataclass(frozen=True, slots=True)
class Accession(Record):
    """One act of taking in: from whom, on which carrier, how, when, and by which officer (the entry's ``by``)."""

    title: str
    source: int
    carrier: int | None
    manner: str  # folder, archive, bag, disk-image, web-archive
    writable: bool  # whether the medium could have been written to while it was read
    acquired: When | None
    place: Sealed[str | None]
    holders: Sealed[tuple[Json, ...]]
    label: Label = Label.INTERNAL

    def stands_on(self) -> tuple[int, ...]:
        return (self.source,) if self.carrier is None else (self.source, self.carrier)

    def admits(self, ground: Ground) -> bool:
        return ground.kind == ("pseudonym" if ground.number == self.source else "carrier")


@dataclass(frozen=True, slots=True)
class EvidenceCopy:
    """How the copy without identity-bearing metadata is made from the original, and the digest that must result."""

    digest: Digest
    size: int
    recipe: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where inside another item this one was found."""

    item: int
    partition: int | None = None
    offset: int | None = None  # bytes
    deleted: bool = False


@kept_as("isnad/received/1")
@dataclass(frozen=True, slots=True)
class Received(Record):
    """An item: one original as received. ``mark`` tells the same path again without telling the path."""

    accession: int
    payload: Digest
    digest: Digest
    size: int  # bytes
    media_type: str
    finding: str | None  # why no decoder opened it, as a code
    width: int | None  # pixels, as stored
    height: int | None
    open_fields: Json
    perceptual: str | None  # PDQ, 64 hexadecimal characters
    quality: int | None  # of the perceptual hash, 0 to 100
    copy: EvidenceCopy | None
    mark: str
    found_in: Place | None
    path_codes: Json  # what the series says the parts of the path mean: codes by index, restricted
    path: Sealed[str]
    times: Sealed[Json]
    metadata: Sealed[Json]
    path_sealed: Sealed[Json]  # parts of the path that the series marks as a person

    def stands_on(self) -> tuple[int, ...]:
        return (self.accession,) if self.found_in is None else (self.accession, self.found_in.item)

    def admits(self, ground: Ground) -> bool:
        return ground.kind == "accession" if ground.number == self.accession else ground.kind in ITEMS

    def traits(self) -> Traits:
        if self.width is not None and self.height is not None:
            return {"width": self.width, "height": self.height}
        runs = self.open_fields.get("duration")  # milliseconds, of a recording
        return {"duration": runs} if isinstance(runs, int) else {}

    def holds(self) -> tuple[Holding, ...]:
        return (Holding(self.payload, self.digest),)


@kept_as("isnad/received-again/1")
@dataclass(frozen=True, slots=True)
class ReceivedAgain(Record):
    """Content that was held already and came once more: from this accession, under this path."""

    accession: int
    item: int
    mark: str
    payload: Digest
    digest: Digest
    found_in: Place | None
    path: Sealed[str]
    times: Sealed[Json]

    def stands_on(self) -> tuple[int, ...]:
        return (self.accession, self.item)

    def admits(self, ground: Ground) -> bool:
        return ground.kind == "accession" if ground.number == self.accession else ground.kind in ITEMS

    def holds(self) -> tuple[Holding, ...]:
        return (Holding(self.payload, self.digest),)


@kept_as("isnad/not-received/1")
@dataclass(frozen=True, slots=True)
class NotReceived(Record):
    """Something on the carrier that could not be kept, and why: a code of ``intake``."""

    accession: int
    reason: str
    mark: str
    path: Sealed[str]

    def stands_on(self) -> tuple[int, ...]:
        return (self.accession,)

    def admits(self, ground: Ground) -> bool:
        return ground.kind == "accession"


@kept_as("isnad/taken-in/1")
@dataclass(frozen=True, slots=True)
class TakenIn(Record):
    """The end of one run of an intake: what was counted."""

    accession: int
    received: int
    already_held: int
    unreadable: int
    damaged: int
    bytes: int

    def stands_on(self) -> tuple[int, ...]:
        return (self.accession,)

    def admits(self, ground: Ground) -> bool:
        return ground.kind == "accession"


@kept_as("isnad/derived/1")
@dataclass(frozen=True, slots=True)
class Derived(Record):
    """A file made from an item, with its recipe; the item is untouched."""

    item: int
    purpose: str  # evidence-copy, redaction, rendering
    recipe: str
    parameters: Json
    payload: Digest
    digest: Digest
    size: int

    def stands_on(self) -> tuple[int, ...]:
        return (self.item,)

    def admits(self, ground: Ground) -> bool:
        return ground.kind in ITEMS

    def holds(self) -> tuple[Holding, ...]:
        return (Holding(self.payload, self.digest),)


@kept_as("isnad/transfer/1")
@dataclass(frozen=True, slots=True)
class Transfer(Record):
    """Custody passes from one officer or organisation to another, with the receiver's signed receipt."""

    subject: int  # a carrier, an accession or an item
    giver: str
    receiver: str
    reason: str
    receipt: str | None  # what the receiver signed, as text
    signature: str | None  # base64, Ed25519 over the receipt
    key: str | None  # base64, the receiver's public key

    def stands_on(self) -> tuple[int, ...]:
        return (self.subject,)

    def admits(self, ground: Ground) -> bool:
        return ground.kind in ("carrier", "accession", *ITEMS) and not ground.gone


@kept_as("isnad/hold/1")
@dataclass(frozen=True, slots=True)
class Hold(Record):
    """What must not be erased, and why. It runs until it is lifted."""

    BARS = True
    subject: int  # an accession or an item
    reason: str

    def stands_on(self) -> tuple[int, ...]:
        return (self.subject,)

    def admits(self, ground: Ground) -> bool:
        return ground.kind in ("accession", *ITEMS) and not ground.gone


@kept_as("isnad/hold-lifted/1")
@dataclass(frozen=True, slots=True)
class HoldLifted(ByTwo):
    """A hold ends; two people."""

    LIFTS = True
    hold: int
    reason: str
    second: str | None  # None only in an archive founded as a demo

    def stands_on(self) -> tuple[int, ...]:
        return (self.hold,)

    def admits(self, ground: Ground) -> bool:
        return ground.kind == "hold"


@kept_as("isnad/opening/1")
@dataclass(frozen=True, slots=True)
class Opening(ByTwo):
    """An original is shown or given to somebody: who asked (the entry's ``by``), who agreed, why, and to whom."""

    items: tuple[int, ...]
    second: str | None  # None only in an archive founded as a demo
    reason: str
    receiver: str | None

    def stands_on(self) -> tuple[int, ...]:
        return self.items

    def admits(self, ground: Ground) -> bool:
        return ground.kind in ITEMS and not ground.gone


@kept_as("isnad/disclosure/1")
@dataclass(frozen=True, slots=True)
class Disclosure(Record):
    """Something left the house: which entries, in what form, under which label, to whom, for what, who agreed."""

    items: tuple[int, ...]
    form: str  # evidence-copy, original, list, package, open-formats
    label: Label
    receiver: str | None
    purpose: str | None
    second: str | None
    count: int
    digest: Digest | None = None  # of what left, where it is one file

    def needs_two(self) -> bool:
        """By law for what is restricted or an original; for how many at once, the house's rule says so besides."""
        return self.label >= Label.RESTRICTED or self.form == "original"

    def agreed(self) -> str | None:
        return self.second

    def stands_on(self) -> tuple[int, ...]:
        return self.items

    def admits(self, ground: Ground) -> bool:
        return not ground.gone


@kept_as("isnad/checked/1")
@dataclass(frozen=True, slots=True)
class Checked(Record):
    """A verification was run: how far it looked and how much it found."""

    tier: str  # full, quick, sample, rolling, keyless, keys
    items: int
    entries: int
    bad: int
    codes: tuple[str, ...] = ()


@kept_as("isnad/selftest/1")
@dataclass(frozen=True, slots=True)
class Selftest(Record):
    """The tool ran its known answers."""

    passed: tuple[str, ...]
    failed: tuple[str, ...]


@kept_as("isnad/incident/1")
@dataclass(frozen=True, slots=True)
class Incident(Record):
    """Something failed during an act of custody: a code, and what it concerned."""

    what: str
    concerns: tuple[int, ...] = ()
    told: Sealed[str] = field(default_factory=lambda: Sealed(""))

    def stands_on(self) -> tuple[int, ...]:
        return self.concerns

    def admits(self, ground: Ground) -> bool:
        return True


@kept_as("isnad/anchor/1")
@dataclass(frozen=True, slots=True)
class Anchor(Record):
    """A checkpoint was given to the outside: on paper, by mail, as a time stamp."""

    size: int
    root: str
    means: str  # export, stamp
    token: Digest | None = None
