"""What examining a photograph costs, beside the limit: scaled decode, PDQ, two SHA-256 and age, nothing else.

Run ``python benchmarks/imaging/photographs.py [COUNT]``. Times are of the processor, one thread each, so a
busy machine changes them little; the ratio is of the same run. Photographs are made here: 10 megapixels of
coloured noise at several scales, about as large when packed as a camera's.
"""

from __future__ import annotations

import hashlib
import io
import os
import sys
import time

os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")

import numpy as np
import pyrage
import simplejpeg
from PIL import Image

from isnad.instruments.imaging import Workshop, evidence, kinds, metadata, openness, pictures
from isnad.instruments.imaging.examination import examine
from isnad.instruments.imaging.pdq import pdq

SIZE = (3888, 2592)


def photograph(seed: int) -> bytes:
    """A 10 megapixel JPEG with EXIF."""
    random = np.random.default_rng(seed)
    whole = np.zeros((SIZE[1], SIZE[0], 3), dtype=np.float32)
    for step, weight in ((648, 60), (162, 40), (54, 20), (6, 9), (2, 5)):
        coarse = random.normal(0, weight, (SIZE[1] // step + 2, SIZE[0] // step + 2, 3)).astype(np.float32)
        channels = [Image.fromarray(coarse[..., c]).resize(SIZE, Image.Resampling.BICUBIC) for c in range(3)]
        whole += np.stack([np.asarray(c) for c in channels], axis=-1)
    exif = Image.Exif()
    exif[271], exif[272], exif[306] = "Nikon", "COOLPIX", "2013:05:14 09:12:00"
    out = io.BytesIO()
    Image.fromarray(np.clip(whole + 128, 0, 255).astype(np.uint8)).save(out, "JPEG", quality=88, exif=exif)
    return out.getvalue()


def spent(work: object, many: list[bytes]) -> float:
    """Milliseconds of processor time a photograph."""
    assert callable(work)
    begin = time.process_time()
    for data in many:
        work(data)
    return (time.process_time() - begin) / len(many) * 1000


def main(count: int) -> None:
    many = [photograph(seed) for seed in range(min(count, 6))]
    many = [many[index % len(many)] for index in range(count)]
    key = pyrage.x25519.Identity.generate().to_public()
    height = pictures.SHORT_SIDE

    def decode(data: bytes) -> object:
        return simplejpeg.decode_jpeg(data, "RGB", min_height=height, min_width=height)

    decoded = decode(many[0])
    luma = pictures.luma(decoded)
    shown = pictures.open_small(many[0], kinds.JPEG)
    steps = {
        "scaled decode": spent(decode, many),
        "PDQ": spent(lambda data: pdq(pictures.luma(decoded)), many),
        "SHA-256, twice": spent(lambda data: (hashlib.sha256(data), hashlib.sha256(data)), many),
        "age": spent(lambda data: pyrage.encrypt(data, [key]), many),
    }
    more = {
        "metadata, split": spent(lambda data: openness.split(metadata.metadata(data, kinds.JPEG)), many),
        "evidence copy": spent(lambda data: evidence.make(data, kinds.JPEG), many),
        "thumbnail, blur": spent(lambda data: (pictures.thumbnail(shown.pixels), pictures.blur(shown.pixels)), many),
    }
    limit = sum(steps.values())
    whole = spent(examine, many)
    with Workshop(2) as workshop:
        workshop.isolation  # noqa: B018  starts the first worker
        clock = time.monotonic()
        for _ in workshop.each(many):
            pass
        clock = time.monotonic() - clock
    print(
        f"{len(many)} photographs of {SIZE[0]} x {SIZE[1]}, {sum(map(len, many)) / len(many) / 1e6:.2f} MB;",
        f"compared at {luma.shape[1]} x {luma.shape[0]}",
    )
    for name, value in {**steps, "= the limit": limit, **more, "examine, in process": whole}.items():
        print(f"{name:24} {value:7.2f} ms")
    print(f"two workers, by pipe: {len(many) / clock:.1f} photographs/s by the clock")
    rest = steps["SHA-256, twice"] + steps["age"]
    print(f"limit / (examine in process + SHA-256 + age) = {limit / (whole + rest):.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
