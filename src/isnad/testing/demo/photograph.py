"""Makes the bytes of one file: the scene as a camera would save it, or what is left of it."""

from __future__ import annotations

import io

from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from isnad.testing.demo.chance import chance_of
from isnad.testing.demo.plan import Shot

_TURNED = 6  # EXIF: lying to the left; a viewer turns it upright
_NO_PICTURE = "This file was recovered with errors.\r\nCluster 88213 could not be read.\r\n"


def made(shot: Shot) -> bytes:
    """The bytes of ``shot``; the same shot gives the same bytes."""
    if shot.form == "empty":
        return b""
    if shot.form == "text":
        return _NO_PICTURE.encode("ascii") * 12
    if shot.form == "noise":
        return chance_of(f"noise/{shot.scene.seed}").randbytes(40_000)
    picture = shot.scene.drawn()
    lying = shot.device.turns and picture.height > picture.width
    if lying:
        picture = picture.transpose(Image.Transpose.ROTATE_90)
    out = io.BytesIO()
    exif = _exif(shot, picture, _TURNED if lying else 1)
    if shot.form == "png":
        picture.save(out, "PNG", exif=exif, compress_level=1)
    else:
        picture.save(out, "JPEG", quality=84, exif=exif)
    whole = out.getvalue()
    return whole[: len(whole) * 55 // 100] if shot.form == "cut" else whole


def _exif(shot: Shot, picture: Image.Image, orientation: int) -> Image.Exif:
    chance = chance_of(f"exif/{shot.scene.seed}")
    written = shot.taken.strftime("%Y:%m:%d %H:%M:%S")
    exif = Image.Exif()
    exif.update({
        271: shot.device.make, 272: shot.device.model, 274: orientation,
        282: IFDRational(72, 1), 283: IFDRational(72, 1), 296: 2,
        305: f"{shot.device.model} Ver1.0", 306: written, 531: 1,
    })  # fmt: skip
    exif.get_ifd(0x8769).update({
        0x829A: IFDRational(1, chance.choice((30, 40, 60, 60, 80, 125))), 0x829D: IFDRational(28, 10), 0x8822: 2,
        0x8827: chance.choice((100, 200, 400)), 0x9000: b"0220", 0x9003: written, 0x9004: written,
        0x9204: IFDRational(0, 10), 0x9207: 5, 0x9209: chance.choice((16, 25)),
        0x920A: IFDRational(chance.choice((47, 58, 72)), 10),
        0xA001: 1, 0xA002: picture.width, 0xA003: picture.height, 0xA431: shot.device.serial,
    })  # fmt: skip
    return exif
