"""RapidOCR behind a pipe, run by the Python of ``.venv-peers``: a path a line in, one JSON value a line out."""

from __future__ import annotations

import json
import logging
import sys
import time

import numpy as np
from PIL import Image
from rapidocr import RapidOCR  # type: ignore[import-not-found]


def main() -> None:
    """Reads until there are no more paths."""
    logging.disable(logging.CRITICAL)
    engine = RapidOCR(params={"EngineConfig.onnxruntime.intra_op_num_threads": 1})
    for line in sys.stdin:
        picture = np.asarray(Image.open(line.strip()).convert("RGB"))[:, :, ::-1]
        began = time.process_time()
        said = engine(picture)
        seconds = time.process_time() - began
        boxes = [] if said.boxes is None else said.boxes.tolist()
        lines = list(zip(said.txts or (), boxes, map(float, said.scores or ()), strict=True))
        print(json.dumps({"seconds": seconds, "lines": lines}), flush=True)


if __name__ == "__main__":
    main()
