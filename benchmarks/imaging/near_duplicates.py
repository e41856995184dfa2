"""Near-duplicates among many hashes: milliseconds a query, all within 31 bits, beside faiss where it is installed.

Run ``python benchmarks/imaging/near_duplicates.py [COUNT]`` (default 1,000,000; the goal is at 10,000,000). Random
hashes with a planted one at each distance from 0 to 31; processor time, one thread.
"""

from __future__ import annotations

import os
import sys
import time

os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")

import numpy as np

from isnad.instruments.imaging.near import Near

QUERIES = 128


def planted(hashes: np.ndarray, random: np.random.Generator) -> list[tuple[int, int, bytes]]:
    """Number, distance and hash of each question."""
    found = []
    for index in range(QUERIES):
        number, differ = index * (len(hashes) // QUERIES), index % 32
        bits = np.unpackbits(hashes[number])
        bits[random.choice(256, differ, replace=False)] ^= 1
        found.append((number, differ, np.packbits(bits).tobytes()))
    return found


def main(count: int) -> None:
    random = np.random.default_rng(1)
    hashes = random.integers(0, 256, (count, 32), dtype=np.uint8)
    questions = planted(hashes, random)
    begun = time.process_time()
    index = Near(hashes)
    built = time.process_time() - begun
    index.within(questions[0][2])
    begun = time.process_time()
    answers = [index.within(wanted) for _, _, wanted in questions]
    spent = (time.process_time() - begun) / QUERIES * 1000
    hits = sum((number, differ) in answer for (number, differ, _), answer in zip(questions, answers, strict=True))
    print(f"{count:,} hashes: built in {built:.1f} s; {spent:.2f} ms a query; {hits} of {QUERIES} planted found")
    try:
        import faiss
    except ImportError:
        print("faiss is not installed: nothing beside it")
        return
    faiss.omp_set_num_threads(1)
    flat = faiss.IndexBinaryFlat(256)
    flat.add(hashes)
    begun = time.process_time()
    for _, _, wanted in questions:
        flat.range_search(np.frombuffer(wanted, dtype=np.uint8)[None], 32)  # strictly less than
    print(f"faiss BinaryFlat, same machine, same run: {(time.process_time() - begun) / QUERIES * 1000:.2f} ms a query")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
