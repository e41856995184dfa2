"""Everything a picture file says beside its pixels, as plain values: text, whole numbers, lists; never floating point.

    {"exif": {"0": {"Make": …}, "0/Exif": {…}, "0/GPS": {…}, "1": {…}},   directories by the place they hang at
     "iptc": {"2:80": ["…"]}, "xmp": ["…"], "icc": {"description": …}, "comments": ["…"], "texts": [["key", "text"]],
     "parts": {"APP1": 2, …}, "trailing_bytes": 812}

Text is kept as it stands. Long binary values (maker notes, thumbnails inside) by length and digest: the original has
them. What is malformed is left out, and the rest is still read. Pure; runs inside the sandboxed worker.
"""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Callable
from typing import Any

from PIL.ExifTags import GPSTAGS, TAGS

from isnad.instruments.imaging import directories, kinds, segments
from isnad.instruments.imaging.directories import Directory, bytes_as_plain, text_of
from isnad.instruments.imaging.segments import Structure
from isnad.words import Json

LONG_TEXT = 200_000  # characters of one text that are kept
_EXIF_MARK, _XMP_MARK = b"Exif\x00", b"http://ns.adobe.com/xap/1.0/\x00"
_PIXELS = frozenset({segments.SCAN, "IDAT", "fdAT", "VP8 ", "VP8L", "ALPH", "ANMF", "image"})
_XMP_MORE, _ICC_MARK, _PHOTOSHOP = b"http://ns.adobe.com/xmp/extension/\x00", b"ICC_PROFILE\x00", b"Photoshop 3.0\x00"


def metadata(data: bytes, kind: str, structure: Structure | None = None) -> dict[str, Json]:
    """All metadata of a file of media type ``kind``; ``structure`` where its parts are known already."""
    gathered = _Gathered(data)
    if kind in (kinds.TIFF, kinds.DNG, kinds.RAW):
        gathered.tiff(data)
    elif kind in (kinds.HEIC, kinds.AVIF):
        gathered.boxed(data, kind)
    else:
        _by_parts(gathered, data, kind, structure or segments.structure(data, kind))
    return gathered.found


def orientation(fields: dict[str, Json]) -> int:
    """EXIF's orientation, 1 to 8; 1 where it says nothing sensible."""
    value = fields.get("exif", {}).get("0", {}).get("Orientation", 1)
    return value if type(value) is int and 1 <= value <= 8 else 1


def _by_parts(gathered: _Gathered, data: bytes, kind: str, structure: Structure) -> None:
    take = {kinds.JPEG: _jpeg, kinds.PNG: _png, kinds.WEBP: _webp, kinds.GIF: _gif}.get(kind)
    counted: Counter[str] = Counter()
    for part in structure:
        if part.name == segments.TRAILING:
            gathered.found["trailing_bytes"] = part.end - part.begin
        elif take is not None:
            counted[part.name if part.name.isascii() else "other"] += 1
            if part.name not in _PIXELS:
                take(gathered, part.name, data[part.inside : part.last])
    if counted:
        gathered.found["parts"] = dict(sorted(counted.items()))
    gathered.finish()


def _jpeg(gathered: _Gathered, name: str, inside: bytes) -> None:
    if name == "COM":
        gathered.add("comments", text_of(inside)[:LONG_TEXT])
    elif name == "APP1" and inside.startswith(_EXIF_MARK):
        gathered.exif(inside[6:])
    elif name == "APP1" and inside.startswith(_XMP_MARK):
        gathered.add("xmp", text_of(inside[len(_XMP_MARK) :])[:LONG_TEXT])
    elif name == "APP1" and inside.startswith(_XMP_MORE):
        gathered.add("xmp", text_of(inside[len(_XMP_MORE) + 40 :])[:LONG_TEXT])
    elif name == "APP2" and inside.startswith(_ICC_MARK):
        gathered.profile.append(inside[14:])
    elif name == "APP13" and inside.startswith(_PHOTOSHOP):
        gathered.photoshop(inside[len(_PHOTOSHOP) :])
    elif name.startswith("APP") and name not in ("APP0", "APP14"):
        gathered.add("other", [name, bytes_as_plain(inside)])


def _png(gathered: _Gathered, name: str, inside: bytes) -> None:
    if name == "eXIf":
        gathered.exif(inside)
    elif name in ("tEXt", "zTXt", "iTXt"):
        key, text = _png_text(name, inside)
        if key == "XML:com.adobe.xmp":
            gathered.add("xmp", text)
        else:
            gathered.add("texts", [key, text])
    elif name == "iCCP":
        gathered.profile.append(inflate(inside.partition(b"\x00")[2][1:]))
    elif name == "tIME" and len(inside) == 7:
        year, *rest = struct.unpack(">HBBBBB", inside)
        gathered.add("texts", ["tIME", f"{year:04}-{rest[0]:02}-{rest[1]:02}T{rest[2]:02}:{rest[3]:02}:{rest[4]:02}"])
    elif name not in ("IHDR", "PLTE", "tRNS", "signature", "IDAT", "IEND", "fdAT", segments.GAP):
        gathered.add("other", [name, bytes_as_plain(inside)])


def _png_text(name: str, inside: bytes) -> tuple[str, str]:
    key, _, rest = inside.partition(b"\x00")
    if name == "zTXt":
        rest = inflate(rest[1:])
    elif name == "iTXt":
        packed, rest = rest[:1] == b"\x01", rest[2:].split(b"\x00", 2)[-1]
        rest = inflate(rest) if packed else rest
    return text_of(key), text_of(rest)[:LONG_TEXT]


def _webp(gathered: _Gathered, name: str, inside: bytes) -> None:
    if name == "EXIF":
        gathered.exif(inside[6:] if inside.startswith(_EXIF_MARK) else inside)
    elif name == "XMP ":
        gathered.add("xmp", text_of(inside)[:LONG_TEXT])
    elif name == "ICCP":
        gathered.profile.append(inside)


def _gif(gathered: _Gathered, name: str, inside: bytes) -> None:
    if name in ("comment", "text") or name.startswith("application "):
        text = text_of(b"".join(_joined(inside)))[:LONG_TEXT]
        gathered.add("xmp" if name == "application XMP DataXMP" else "comments", text)


def _joined(blocks: bytes) -> list[bytes]:
    found, at = [], 0
    while at < len(blocks) and blocks[at]:
        found.append(blocks[at + 1 : at + 1 + blocks[at]])
        at += 1 + blocks[at]
    return found


def inflate(packed: bytes, limit: int = 4_000_000) -> bytes:
    """Unpacks a zlib stream, at most ``limit`` bytes of it; what there is where it is broken."""
    try:
        return zlib.decompressobj().decompress(packed, limit)
    except zlib.error:
        return b""


class _Gathered:
    """What has been found so far."""

    def __init__(self, data: bytes) -> None:
        self.found: dict[str, Any] = {}
        self.profile: list[bytes] = []

    def add(self, where: str, what: Json) -> None:
        self.found.setdefault(where, []).append(what)

    def exif(self, block: bytes) -> None:
        for directory in directories.read(block):
            self._directory(directory)

    def tiff(self, data: bytes) -> None:
        for directory in directories.read(data):
            self._directory(directory)
            for tag, take in ((700, self._xmp), (34_675, self._icc), (33_723, self._iptc), (34_377, self.photoshop)):
                one = directory.fields.get(tag)
                if one is not None:
                    take(one.raw)
        self.finish()

    def boxed(self, data: bytes, kind: str) -> None:
        """HEIC and AVIF, through the library that reads their boxes."""
        from isnad.instruments.imaging import pictures

        try:
            with pictures._pillow(data, kind) as picture:
                info = dict(picture.info)
        except pictures.CannotOpen:
            return
        block = info.get("exif") or b""
        self.exif(block[6:] if block.startswith(_EXIF_MARK) else block)
        for key, take in (("xmp", self._xmp), ("icc_profile", self._icc)):
            if isinstance(info.get(key), bytes):
                take(info[key])
        self.finish()

    def photoshop(self, block: bytes) -> None:
        at = 0
        while at + 12 <= len(block) and block[at : at + 4] == b"8BIM":
            (resource,) = struct.unpack_from(">H", block, at + 4)
            begin = at + 6 + (block[at + 6] + 2) // 2 * 2
            if begin + 4 > len(block):
                break
            (length,) = struct.unpack_from(">I", block, begin)
            inside = block[begin + 4 : begin + 4 + length]
            if resource == 0x0404:
                self._iptc(inside)
            else:
                self.add("photoshop", [resource, bytes_as_plain(inside)])
            at = begin + 4 + length + (length & 1)

    def _iptc(self, block: bytes) -> None:
        at = 0
        while at + 5 <= len(block) and block[at] == 0x1C:
            record, number, length = struct.unpack_from(">BBH", block, at + 1)
            if length & 0x8000:
                break
            text = text_of(block[at + 5 : at + 5 + length])
            self.found.setdefault("iptc", {}).setdefault(f"{record}:{number}", []).append(text)
            at += 5 + length

    def _xmp(self, raw: bytes) -> None:
        self.add("xmp", text_of(raw)[:LONG_TEXT])

    def _icc(self, raw: bytes) -> None:
        self.profile.append(raw)

    def finish(self) -> None:
        """Reads the colour profile once all its pieces are there."""
        profile = b"".join(self.profile)
        if len(profile) >= 128:
            self.found["icc"] = profile_texts(profile)

    def _directory(self, directory: Directory) -> None:
        for each in directory.walk():
            names = GPSTAGS if each.name.endswith("/GPS") else TAGS
            values = self.found.setdefault("exif", {}).setdefault(each.name, {})
            for tag, one in each.fields.items():
                values.setdefault(names.get(tag, f"tag {tag}"), one.plain())


def profile_texts(profile: bytes) -> dict[str, Json]:
    """What a colour profile says in words: its header's codes and its text tags."""
    header: dict[str, Json] = {
        "bytes": len(profile), "class": text_of(profile[12:16]), "space": text_of(profile[16:20]),
        "maker": text_of(profile[48:52]), "model": text_of(profile[52:56]), "creator": text_of(profile[80:84]),
    }  # fmt: skip
    (count,) = struct.unpack_from(">I", profile, 128) if len(profile) >= 132 else (0,)
    for index in range(min(count, 100)):
        at = 132 + 12 * index
        if at + 12 > len(profile):
            break
        name, begin, size = struct.unpack_from(">4sII", profile, at)
        reader = _PROFILE_TEXT.get(profile[begin : begin + 4])
        if reader is not None and name.isascii():
            header[name.decode("ascii")] = reader(profile[begin : begin + size])[:1_000]
    return header


def _multi(raw: bytes) -> str:
    if len(raw) < 28:
        return ""
    length, begin = struct.unpack_from(">II", raw, 20)
    return raw[begin : begin + length].decode("utf-16-be", "replace")


_PROFILE_TEXT: dict[bytes, Callable[[bytes], str]] = {
    b"text": lambda raw: text_of(raw[8:]),
    b"desc": lambda raw: text_of(raw[12 : 12 + int.from_bytes(raw[8:12], "big")]),
    b"mluc": _multi,
}
