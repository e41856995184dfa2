"""What is said of a picture: plain values that pass through a pipe and are believed only in their form.

The worker that fills them has read hostile bytes; so whoever receives them checks types and sizes (``from_wire``) and
never more than that: a captured worker can lie about a picture, and can do nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from isnad.words import Digest, IsnadError, Json, canonical

THUMBNAIL_SIDE = 640  # pixels, of the longer side at most
BLUR = (24, 18)  # pixels; (18, 24) where the picture stands upright

EMPTY = "imaging.empty"  # zero bytes
NOT_A_PICTURE = "imaging.not-a-picture"  # something else, perhaps quite sound
UNREADABLE = "imaging.unreadable"  # a picture by its marks, and no decoder opens it
DAMAGED = "imaging.damaged"  # opened in part: cut short, or wrong within
TOO_LARGE = "imaging.too-large"  # more pixels or bytes than a decoder is let near
TIMEOUT = "imaging.timeout"  # the decoder did not finish
CRASHED = "imaging.crashed"  # the decoder ended, or asked for more memory than it may have
PREVIEW_ONLY = "imaging.preview-only"  # RAW: what is shown is the small picture the camera put in

FINDINGS = frozenset({EMPTY, NOT_A_PICTURE, UNREADABLE, DAMAGED, TOO_LARGE, TIMEOUT, CRASHED, PREVIEW_ONLY})
NO_DECODER_OPENS = frozenset({EMPTY, UNREADABLE, TOO_LARGE, TIMEOUT, CRASHED})  # what an intake counts as unreadable


class NotOfThisForm(ValueError):
    """An answer that does not have the form of one. Never leaves this package."""


@dataclass(frozen=True, slots=True)
class EvidenceCopy:
    """A copy without identity-bearing metadata, made on the file's structure: pixels untouched.

    ``recipe`` names the method and its version (the same bytes come from the same original); ``removed`` what was taken
    out, as ``where:what`` (``jpeg:APP1 Exif``), never a value.
    """

    digest: Digest
    size: int
    recipe: str
    removed: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """As plain values; no value of what was removed is among them."""
        return {"digest": str(self.digest), "size": self.size, "recipe": self.recipe, "removed": list(self.removed)}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> EvidenceCopy:
        """The copy that ``as_json`` wrote."""
        return cls(Digest.parse(value["digest"]), value["size"], value["recipe"], tuple(value["removed"]))


@dataclass(frozen=True, slots=True)
class Isolation:
    """What kept the decoders in while they worked.

    ``namespaces``: bubblewrap's (files, network, processes of its own). ``landlock``: version of the kernel's Landlock
    in force, 0 for none. ``descriptors``: no new file or socket can be opened. The worker tried each door from inside
    before it took work: ``file_refused``, ``network_refused``, ``environment`` (variables it could see).
    """

    namespaces: bool
    landlock: int
    descriptors: bool
    file_refused: bool
    network_refused: bool
    environment: int

    @property
    def code(self) -> str:
        """The code of the sentence that says it: ``imaging.isolation-`` and bubblewrap, landlock, limits or none."""
        if not (self.file_refused and self.network_refused and self.environment == 0):
            return "imaging.isolation-none"
        if self.namespaces:
            return "imaging.isolation-bubblewrap"
        return "imaging.isolation-landlock" if self.landlock else "imaging.isolation-limits"


@dataclass(frozen=True, slots=True)
class Examined:
    """All that is said of one file.

    ``width`` and ``height`` are of the stored pixels, 0 where unknown; ``orientation`` is EXIF's, 1 to 8. ``pdq`` (32
    bytes, of the upright picture; empty where there is none) with its quality, 0 to 100. ``thumbnail`` and ``blur`` are
    JPEG files of the upright picture, without metadata, or empty. ``finding`` is the code of what was wrong, or None.
    """

    media_type: str
    width: int = 0
    height: int = 0
    orientation: int = 1
    open_fields: dict[str, Json] = field(default_factory=dict)
    sealed_fields: dict[str, Json] = field(default_factory=dict)
    pdq: bytes = b""
    pdq_quality: int = 0
    thumbnail: bytes = b""
    blur: bytes = b""
    evidence_copy: EvidenceCopy | None = None
    finding: str | None = None

    def to_wire(self) -> tuple[dict[str, Json], bytes]:
        """As a JSON value and one block of bytes."""
        head = {
            "media_type": self.media_type, "width": self.width, "height": self.height, "orientation": self.orientation,
            "open": self.open_fields, "sealed": self.sealed_fields, "pdq_quality": self.pdq_quality,
            "evidence": self.evidence_copy.as_json() if self.evidence_copy else None, "finding": self.finding,
            "parts": [len(self.pdq), len(self.thumbnail), len(self.blur)],
        }  # fmt: skip
        return head, self.pdq + self.thumbnail + self.blur

    @classmethod
    def from_wire(cls, head: Json, block: bytes) -> Examined:
        """What ``to_wire`` wrote; NotOfThisForm where it has another form."""
        try:
            pdq, thumbnail, blur = _split(block, head["parts"])
            found = cls(
                head["media_type"], head["width"], head["height"], head["orientation"], head["open"], head["sealed"],
                pdq, head["pdq_quality"], thumbnail, blur,
                EvidenceCopy.from_json(head["evidence"]) if head["evidence"] else None, head["finding"],
            )  # fmt: skip
            found._check()
        except NotOfThisForm:
            raise
        except (KeyError, TypeError, ValueError, AttributeError, IsnadError) as error:
            raise NotOfThisForm from error
        return found

    def _check(self) -> None:
        small = (self.width, self.height, self.orientation, self.pdq_quality)
        ok = (
            type(self.media_type) is str and len(self.media_type) < 100
            and all(type(number) is int and 0 <= number < 2**31 for number in small)
            and 1 <= self.orientation <= 8 and self.pdq_quality <= 100 and len(self.pdq) in (0, 32)
            and type(self.open_fields) is dict and type(self.sealed_fields) is dict
            and self.finding in FINDINGS | {None}
        )  # fmt: skip
        if not ok:
            raise NotOfThisForm
        canonical([self.open_fields, self.sealed_fields])  # plain values, whole numbers, ASCII keys


def _split(block: bytes, lengths: list[int]) -> tuple[bytes, bytes, bytes]:
    if len(lengths) != 3 or any(type(n) is not int or n < 0 for n in lengths) or sum(lengths) != len(block):
        raise NotOfThisForm
    one, two, _ = lengths
    return block[:one], block[one : one + two], block[one + two :]
