"""Items for tests of reading and remains: bytes taken in as they are, without an intake."""

from __future__ import annotations

import io
from dataclasses import dataclass

from isnad.custody.entries import Accession, Pseudonym, Received
from isnad.record.desk import Desk
from isnad.record.pen import pen
from isnad.record.shape import Sealed
from isnad.words import Digest, Label


@dataclass
class Shelf:
    """An accession that takes bytes in."""

    desk: Desk
    accession: int
    count: int = 0

    def put(self, data: bytes | None = None, *, path: str = "", codes: list[object] | None = None,
            media_type: str = "image/jpeg", size: tuple[int, int] = (1280, 960), likeness: str | None = None,
            ) -> tuple[int, Digest]:  # fmt: skip
        """One item; its entry and its digest."""
        self.count += 1
        (kept,) = self.desk.vault.put_many([io.BytesIO(b"picture %d" % self.count if data is None else data)])
        record = Received(
            self.accession, kept.payload, kept.digest, kept.size, media_type, None, *size, {}, likeness,
            None if likeness is None else 90, None, f"{self.count:032x}", None, codes or [],
            Sealed(path or f"sub/IMG_{self.count:04}.JPG"), Sealed({}), Sealed({}), Sealed([]),
        )  # fmt: skip
        with pen("custodian") as held:
            return held.say(record), kept.digest


def shelf(desk: Desk, title: str = "first") -> Shelf:
    """A new accession."""
    with pen("custodian") as held:
        source = held.say(Pseudonym("north wind"))
        record = Accession(title, source, None, "folder", True, None, Sealed(None), Sealed(()), Label.INTERNAL)
        return Shelf(desk, held.say(record))
