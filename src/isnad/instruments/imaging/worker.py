"""The process that reads hostile bytes: started by the workshop, it sees a pipe and nothing else.

 1. Load every decoder and let each open one small picture, so that nothing needs to be loaded later.
 2. Shut the doors (``confinement``), knock on each, and say in a first frame what was found.
 3. Take a frame, answer with a frame, until the pipe ends. Each task has so much processor time; then this process
    ends, and the workshop starts another.

Run as ``python -I -m isnad.instruments.imaging.worker NAMESPACES``; standard input and output are the pipe.
"""

from __future__ import annotations

import os

os.environ.clear()
os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")  # before numpy; one task, one thread

import codecs
import dataclasses
import io
import signal
import sys
from collections.abc import Callable

import numpy as np
from PIL import Image

from isnad.instruments.imaging import (
    confinement,
    examination,
    kinds,
    lines,
    openness,
    pictures,
    pipe,
    redaction,
    rendering,
)
from isnad.words import Json

_IN, _OUT = 0, 1
Answer = tuple[Json, bytes]


def main(namespaces: bool) -> None:
    """Serves until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _warm()
    os.environ.clear()
    landlock = confinement.confine()
    isolation = confinement.tried(namespaces=namespaces, landlock=landlock)
    _answer(({"isolation": dataclasses.asdict(isolation)}, b""))
    while True:
        try:
            asked, block = pipe.receive(_IN, pipe.MOST_JSON, pipe.MOST_BLOCK)
        except pipe.Ended:
            return
        signal.setitimer(signal.ITIMER_PROF, asked["seconds"])  # its signal ends the process, wherever it is
        _answer(_TASKS[asked["task"]](bytes(block), asked))
        signal.setitimer(signal.ITIMER_PROF, 0)


def _examine(data: bytes, asked: Json) -> Answer:
    return examination.examine(data, capture_time=bool(asked.get("capture_time"))).to_wire()


def _evidence_copy(data: bytes, asked: Json) -> Answer:
    return {}, examination.evidence_copy(data)


def _decoded_copy(data: bytes, asked: Json) -> Answer:
    return _made(lambda: examination.decoded_copy(data))


def _redact(data: bytes, asked: Json) -> Answer:
    return _made(lambda: redaction.redacted(data, [tuple(region) for region in asked["regions"]]))


def _lines(data: bytes, asked: Json) -> Answer:
    return _made(lambda: lines.straightened(data, asked["lines"]))


def _render(data: bytes, asked: Json) -> Answer:
    return _made(lambda: rendering.rendered(data))


def _made(make: Callable[[], bytes]) -> Answer:
    try:
        return {}, make()
    except pictures.CannotOpen:
        return {"finding": "imaging.unreadable"}, b""
    except pictures.TooLarge:
        return {"finding": "imaging.too-large"}, b""
    except redaction.Outside:
        return {"finding": "imaging.region-outside"}, b""
    except lines.NoLine:
        return {"finding": "imaging.region-outside"}, b""


_TASKS: dict[str, Callable[[bytes, Json], Answer]] = {
    "examine": _examine,
    "evidence-copy": _evidence_copy,
    "decoded-copy": _decoded_copy,
    "redact": _redact,
    "lines": _lines,
    "render": _render,
}


def _answer(answer: Answer) -> None:
    told, block = answer
    pipe.send(_OUT, pipe.frame(told, len(block)))
    pipe.send(_OUT, block)


def _warm() -> None:
    """Lets each decoder and encoder work once, and loads what texts may be written in."""
    for name in ("ascii", "latin-1", "utf-8", "utf-16", "utf-16-be", "utf-16-le", "utf-32", "cp1252"):
        codecs.lookup(name)
    pictures.ready()
    kinds.media_type(b"no mark of ours")
    openness.allowed()
    ramp = np.linspace(0, 255, 96 * 64 * 3).reshape(64, 96, 3).astype(np.uint8)
    examination.examine(pictures.as_jpeg(ramp, 80))
    for form in ("PNG", "GIF", "TIFF", "WEBP", "BMP", "AVIF", "JPEG2000"):
        out = io.BytesIO()
        Image.fromarray(ramp).save(out, form)
        examination.examine(out.getvalue())
    for form, packing in (("TIFF", "tiff_lzw"), ("TIFF", "jpeg"), ("TIFF", "tiff_deflate")):
        out = io.BytesIO()
        Image.fromarray(ramp).save(out, form, compression=packing)
        examination.examine(out.getvalue())
    pictures.as_png(ramp)
    rendering.rendered(pictures.as_jpeg(np.zeros((2, rendering.LONG_SIDE + 8, 3), np.uint8), 80))
    lines.straightened(pictures.as_jpeg(ramp, 80), [{"quad": [[4, 4], [60, 8], [58, 40], [2, 36]]}])


if __name__ == "__main__":
    main(sys.argv[1:] == ["namespaces"])
