"""What a file is, told by its content alone; its name and ending are hearsay.

 * Pictures are told by their own marks, here; anything else by ``filetype``, by prefix only: nothing is decoded.
 * A TIFF whose pixels are those of a bare sensor is a RAW file, by whatever name.
 * What nothing recognises is text (valid UTF-8 without control characters) or ``application/octet-stream``.

Safe outside the sandbox: it compares bytes, and follows pointers only in a TIFF's first directories, within bounds.
"""

from __future__ import annotations

import struct

HEAD = 65_536  # bytes of a file's beginning that suffice to tell its kind

JPEG = "image/jpeg"
PNG = "image/png"
TIFF = "image/tiff"
WEBP = "image/webp"
GIF = "image/gif"
BMP = "image/bmp"
HEIC = "image/heic"
AVIF = "image/avif"
JP2 = "image/jp2"
DNG = "image/x-adobe-dng"
RAW = "image/x-raw"
UNKNOWN = "application/octet-stream"
TEXT = "text/plain"
EMPTY = "application/x-empty"

DECODED = frozenset({JPEG, PNG, TIFF, WEBP, GIF, BMP, HEIC, AVIF, JP2, DNG, RAW})
ON_STRUCTURE = frozenset({JPEG, PNG, TIFF, WEBP, GIF})  # metadata can be removed without touching a pixel

_BRANDS = {
    b"heic": HEIC, b"heix": HEIC, b"hevc": HEIC, b"hevx": HEIC, b"heim": HEIC, b"heis": HEIC, b"mif1": HEIC,
    b"msf1": HEIC, b"avif": AVIF, b"avis": AVIF, b"crx ": RAW,
}  # fmt: skip
_MARKS = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", JP2),
    (b"\xff\x4f\xff\x51", JP2),
    (b"FUJIFILMCCD-RAW", RAW),
    (b"\x00MRM", RAW),
    (b"IIU\x00", RAW),  # Panasonic
    (b"IIRO", RAW),  # Olympus
    (b"IIRS", RAW),
    (b"FOVb", RAW),
)
_BMP_HEADERS = (12, 40, 52, 56, 64, 108, 124)  # lengths
_MAKERS = (b"NIKON", b"SONY ", b"SONY\x00", b"PENTA")
_SENSOR = (32_803, 34_892)  # PhotometricInterpretation: colour filter array, linear raw


def media_type(head: bytes | bytearray | memoryview) -> str:
    """The media type of a file that begins with ``head`` (the first ``HEAD`` bytes, or all where there are fewer)."""
    start = bytes(head[:HEAD])
    if not start:
        return EMPTY
    for mark, kind in _MARKS:
        if start.startswith(mark):
            return kind
    return _by_form(start) or _by_library(start) or _text_or_not(start)


def is_picture(kind: str) -> bool:
    """Whether a decoder should be tried on it."""
    return kind in DECODED


def _by_form(start: bytes) -> str | None:
    if start[:4] in (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"):
        return _tiff_kind(start)
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return WEBP
    if start[4:8] == b"ftyp":
        return _boxed_kind(start)
    if start[:2] == b"BM" and int.from_bytes(start[14:18], "little") in _BMP_HEADERS:
        return BMP
    return None


def _boxed_kind(start: bytes) -> str | None:
    """HEIC, AVIF or RAW by the first brand; where that names the container alone, by those it is compatible with."""
    kind = _BRANDS.get(start[8:12])
    if start[8:12] not in (b"mif1", b"msf1"):
        return kind
    end = min(len(start), struct.unpack_from(">I", start)[0], 256)
    others = {start[at : at + 4] for at in range(16, end - 3, 4)}
    return AVIF if others & {b"avif", b"avis"} else kind


def _tiff_kind(start: bytes) -> str:
    """TIFF, or the RAW forms that dress as one."""
    if start[8:12] == b"CR\x02\x00":
        return RAW
    tags = _tags(start)
    if 50_706 in tags:
        return DNG
    if tags.get(262) in _SENSOR:
        return RAW
    for below in (tags.get(330), tags.get(-330)):
        if below is not None and _tags(start, below).get(262) in _SENSOR:
            return RAW
    make = tags.get(271)
    # Makers that write RAW as TIFF keep the sensor's picture in sub-directories beyond the first bytes.
    if (
        330 in tags
        and make is not None
        and start[make : make + 5].upper() in (b"NIKON", b"SONY ", b"SONY\x00", b"PENTA")
    ):
        return RAW
    return TIFF


def _tags(start: bytes, at: int | None = None) -> dict[int, int]:
    """Tag → its value or offset, of one directory of a classic TIFF, as far as it lies in ``start``."""
    order = "<" if start[:1] == b"I" else ">"
    found: dict[int, int] = {}
    try:
        begin = struct.unpack_from(order + "I", start, 4)[0] if at is None else at
        (count,) = struct.unpack_from(order + "H", start, begin)
        for index in range(min(count, 512)):
            tag, kind, number, value = struct.unpack_from(order + "HHII", start, begin + 2 + 12 * index)
            if kind == 3 and number == 1:
                (value,) = struct.unpack_from(order + "H", start, begin + 10 + 12 * index)
            if tag == 330 and number > 1:
                (found[-330],) = struct.unpack_from(order + "I", start, value + 4)
                (value,) = struct.unpack_from(order + "I", start, value)
            found[tag] = value
    except struct.error:
        pass  # the directory lies beyond the head, or the file is cut: what was read is what is known
    return found


def _by_library(start: bytes) -> str | None:
    import filetype  # type: ignore[import-untyped]

    found = filetype.guess(start)
    return str(found.mime) if found else None


def _text_or_not(start: bytes) -> str:
    sample = start[:4_096]
    for cut in range(4):  # the sample may end inside a character
        try:
            text = sample[: len(sample) - cut].decode("utf-8")
        except UnicodeDecodeError:
            continue
        return UNKNOWN if any(c < " " and c not in "\t\n\r\f\v\x1b" for c in text) else TEXT
    return UNKNOWN
