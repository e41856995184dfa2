"""JPEG: tables, frames and scans stay; of the application segments only what a decoder needs to get the colours right.

``APP0 JFIF`` is written anew without its thumbnail, ``APP14 Adobe`` cut to its form, the colour profile reduced to
numbers. Tables are cut to the length their own form gives. Everything behind the first ``EOI`` goes: second
pictures (MPF), film clips, whatever was hung on.
"""

from __future__ import annotations

import struct

from isnad.instruments.imaging import segments
from isnad.instruments.imaging.evidence import colour
from isnad.instruments.imaging.evidence.pieces import Cannot, Pieces, orientation_block
from isnad.instruments.imaging.segments import Part, Structure

_ICC = b"ICC_PROFILE\x00"
_KNOWN = (
    (b"Exif\x00", "Exif"),
    (b"http://ns.adobe.com/x", "XMP"),
    (_ICC, "ICC"),
    (b"MPF\x00", "MPF"),
    (b"Photoshop", "Photoshop"),
    (b"JFXX\x00", "JFXX"),
    (b"Ducky", "Ducky"),
    (b"FPXR\x00", "FlashPix"),
)


def without_metadata(data: bytes, structure: Structure, orientation: int) -> Pieces:
    """The copy of a JPEG file; Cannot where it has no picture."""
    made = filtered(data, structure)
    head: list[bytes | memoryview] = [b"\xff\xd8"]
    if orientation != 1:
        head.append(_segment(0xE1, b"Exif\x00\x00" + orientation_block(orientation)))
    made.kept[0:1] = head
    return made


def filtered(data: bytes, structure: Structure, *, tables_only: bool = False) -> Pieces:
    """The parts of a JPEG stream that make the picture; also of the abbreviated streams inside a TIFF."""
    made, view, profile, scans = Pieces(), memoryview(data), b"", 0
    for part in structure:
        inside = data[part.inside : part.last] if part.name != segments.SCAN else b""
        if part.name in (segments.SCAN, "SOI", "EOI") or part.name.startswith("RST"):
            scans += part.name == segments.SCAN
            made.keep(view[part.begin : part.end])
        elif part.name == "APP2" and inside.startswith(_ICC):
            profile += inside[14:]
            made.leave("jpeg:APP2 ICC words and codes")
        else:
            _segment_of(made, part, data[part.end - len(inside) - 3 : part.end - len(inside) - 2], inside)
    if not made.kept or bytes(made.kept[0]) != b"\xff\xd8" or not (scans or tables_only):
        raise Cannot
    if profile:
        _add_profile(made, profile)
    return made


def _segment_of(made: Pieces, part: Part, marker: bytes, inside: bytes) -> None:
    kept = _cut(part.name, inside)
    if kept is None:
        made.leave(f"jpeg:{part.name}{_what(inside)}")
        return
    if len(kept) < len(inside):
        made.leave(f"jpeg:{part.name} beyond its form")
    made.keep(_segment(marker[0], kept))


def _cut(name: str, inside: bytes) -> bytes | None:
    """What stays of a segment; None for nothing."""
    if name.startswith("SOF") and len(inside) >= 6:
        return inside[: 6 + 3 * inside[5]]
    if name == "SOS" and inside:
        return inside[: 4 + 2 * inside[0]]
    if name == "DQT":
        return _tables(inside, lambda at: 65 + 64 * (inside[at] >> 4 > 0))
    if name == "DHT":
        return _tables(inside, lambda at: 17 + sum(inside[at + 1 : at + 17]))
    if name in ("DRI", "DNL"):
        return inside[:2]
    if name == "DAC":
        return inside[: len(inside) // 2 * 2]
    if name == "APP0" and inside.startswith(b"JFIF\x00") and len(inside) >= 12:
        return inside[:12] + b"\x00\x00"
    if name == "APP14" and inside.startswith(b"Adobe") and len(inside) >= 12:
        return inside[:12]
    return None


def _tables(inside: bytes, length: object) -> bytes:
    assert callable(length)
    at = 0
    while at < len(inside):
        end = at + length(at)
        if end > len(inside):
            break
        at = end
    return inside[:at] if at else inside


def _add_profile(made: Pieces, profile: bytes) -> None:
    plain = colour.numbers_alone(profile)
    if plain is None:
        made.leave("jpeg:APP2 ICC")
        return
    size = 65_000
    pieces = [plain[at : at + size] for at in range(0, len(plain), size)]
    wrapped = [_segment(0xE2, _ICC + bytes((n + 1, len(pieces))) + piece) for n, piece in enumerate(pieces)]
    made.kept[1:1] = wrapped


def _segment(marker: int, inside: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(inside) + 2) + inside


def _what(inside: bytes) -> str:
    return next((f" {name}" for mark, name in _KNOWN if inside.startswith(mark)), "")
