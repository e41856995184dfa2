"""Makes the second places of key files whole, where a crash came between the first and the second.

What stands in one place alone is copied to the other. Nothing is overwritten, and nothing is done while a batch, a
segment, an erasure or a rotation is under way.
"""

from __future__ import annotations

from isnad.instruments import durable
from isnad.keys.folder import DataFolder
from isnad.keys.rotation_end import KINDS, gate


def mend(folder: DataFolder) -> int:
    """Copies what stands in one place alone; returns how many files."""
    mended = 0
    with gate(folder).alone_if_free() as free:
        if not free:
            return 0
        for kind in KINDS:
            first, second = folder.both(kind)
            standing = [
                {path.name for path in place.iterdir()} if place.is_dir() else set() for place in (first, second)
            ]
            for here, there, names in (
                (first, second, standing[0] - standing[1]),
                (second, first, standing[1] - standing[0]),
            ):
                for name in sorted(names):
                    durable.make_folders(there)
                    durable.write_new(there / name, (here / name).read_bytes())
                    mended += 1
    return mended
