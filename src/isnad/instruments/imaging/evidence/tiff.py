"""TIFF: a new file of the same strips or tiles under an allow-list of tags.

* Every page stays but small versions of others (bit 0 of NewSubfileType); directories below pages go.
* Strips packed as JPEG pass the JPEG filter. The old JPEG form (6), files above 4 GB, and pages whose data do not lie
  wholly in the file have no copy on the structure.
* Whatever lies between the parts of the old file is not in the new one.
"""

from __future__ import annotations

import struct

from isnad.instruments.imaging import directories, kinds, segments
from isnad.instruments.imaging.directories import Directory, Field
from isnad.instruments.imaging.evidence import colour, jpeg
from isnad.instruments.imaging.evidence.pieces import Cannot, Pieces
from isnad.instruments.imaging.segments import Structure

_SUBFILE, _COMPRESSION, _TABLES, _PROFILE = 254, 259, 347, 34_675
_PLACES = {273: 279, 324: 325}  # offsets → byte counts, of strips and of tiles
# Numbers that a decoder needs: sizes, samples, colours, packing, resolution.
_KEPT = frozenset({
    254, 256, 257, 258, 259, 262, 266, 274, 277, 278, 280, 281, 282, 283, 284, 292, 293, 296, 301, 317, 318, 319, 320,
    321, 322, 323, 332, 334, 338, 339, 340, 341, 529, 530, 531, 532,
})  # fmt: skip
_OLD_JPEG, _NEW_JPEG = 6, 7
_NUMBERS = (3, 4, 5, 8, 9, 10, 11, 12)  # types; the rest can hold text


def without_metadata(data: bytes, structure: Structure, orientation: int) -> Pieces:
    """The copy of a classic TIFF file; ``orientation`` stands among its kept tags. Cannot where it needs decoding."""
    chain = directories.read(data)
    pages = [page for index, page in enumerate(chain) if index == 0 or not page.number(_SUBFILE) & 1]
    if not pages:
        raise Cannot
    made = Pieces()
    if len(pages) < len(chain):
        made.leave("tiff:small versions")
    writer = _Writer("<" if data[:1] == b"I" else ">")
    for page in pages:
        writer.page(_fields(made, page), _blocks(made, page, data))
        for below in page.below:
            made.leave(f"tiff:{below.name.partition('/')[2]}")
    made.kept = [writer.whole()]
    return made


def _fields(made: Pieces, page: Directory) -> list[Field]:
    kept = []
    for tag, one in page.fields.items():
        places = tag in _PLACES or tag in _PLACES.values()
        if tag in _KEPT and one.kind in _NUMBERS:
            kept.append(one)
        elif tag == _TABLES:
            tables = b"".join(jpeg.filtered(one.raw, _jpeg_parts(one.raw), tables_only=True).kept)
            kept.append(Field(tag, 7, len(tables), tables, one.order))
        elif tag == _PROFILE:
            plain = colour.numbers_alone(one.raw)
            made.leave("tiff:34675 words and codes")
            if plain:
                kept.append(Field(tag, 7, len(plain), plain, one.order))
        elif not places:
            made.leave(f"tiff:{tag}")
    return kept


def _blocks(made: Pieces, page: Directory, data: bytes) -> tuple[int, list[bytes]]:
    """The tag of the offsets and the strips or tiles."""
    tag = next((tag for tag in _PLACES if tag in page.fields), None)
    packing = page.number(_COMPRESSION, 1)
    if tag is None or packing == _OLD_JPEG or len(data) >= 2**32 - 2**20:
        raise Cannot
    offsets = page.fields[tag].numbers()
    counts = _counts(page, tag, len(offsets), len(data))
    if len(offsets) != len(counts) or any(at + size > len(data) for at, size in zip(offsets, counts, strict=True)):
        raise Cannot
    blocks = [data[at : at + size] for at, size in zip(offsets, counts, strict=True)]
    if packing == _NEW_JPEG:
        cleaned = [jpeg.filtered(block, _jpeg_parts(block)) for block in blocks if block]
        for each in cleaned:
            made.removed += [name.replace("jpeg:", "tiff:jpeg ") for name in each.removed]
        blocks = [b"".join(each.kept) for each in cleaned]
    return tag, blocks


def _jpeg_parts(block: bytes) -> Structure:
    return segments.structure(block, kinds.JPEG)


def _counts(page: Directory, tag: int, blocks: int, size: int) -> tuple[int, ...]:
    """Byte counts; the length of unpacked rows bounds them, so nothing stands behind the pixels of a strip."""
    found = page.fields.get(_PLACES[tag])
    if found is None:
        raise Cannot
    counts = found.numbers()
    if tag != 273 or page.number(_COMPRESSION, 1) != 1 or page.number(262) == 6:
        return counts
    width, height, samples = page.number(256), page.number(257), page.number(277, 1)
    each = page.fields.get(258)
    bits = max(each.numbers(), default=1) if each else 1
    across = (width * bits * (1 if page.number(284, 1) == 2 else samples) + 7) // 8
    rows = min(page.number(278, height) or height, height)
    return tuple(min(count, rows * across) for count in counts)


class _Writer:
    """Writes pages one behind the other: blocks, then values, then the directory."""

    def __init__(self, order: str) -> None:
        self.order = order
        mark = b"II*\x00" if order == "<" else b"MM\x00*"
        self.out = bytearray(mark + bytes(4))
        self.link = 4  # where the next directory's place is written

    def page(self, fields: list[Field], blocks: tuple[int, list[bytes]]) -> None:
        tag, pieces = blocks
        places = [self._append(piece) for piece in pieces]
        fields = [
            *fields,
            self._numbers(tag, places),
            self._numbers(_PLACES[tag], [len(piece) for piece in pieces]),
        ]
        entries = b"".join(self._entry(one) for one in sorted(fields, key=lambda one: one.tag))
        at = self._append(struct.pack(self.order + "H", len(fields)) + entries + bytes(4))
        struct.pack_into(self.order + "I", self.out, self.link, at)
        self.link = at + 2 + len(entries)

    def whole(self) -> bytes:
        return bytes(self.out)

    def _numbers(self, tag: int, values: list[int]) -> Field:
        return Field(tag, 4, len(values), struct.pack(f"{self.order}{len(values)}I", *values), self.order)

    def _entry(self, one: Field) -> bytes:
        head = struct.pack(self.order + "HHI", one.tag, one.kind, one.count)
        if len(one.raw) <= 4:
            return head + one.raw + bytes(4 - len(one.raw))
        return head + struct.pack(self.order + "I", self._append(one.raw))

    def _append(self, piece: bytes) -> int:
        self.out += bytes(len(self.out) & 1)
        at = len(self.out)
        self.out += piece
        return at
