"""A child that takes a folder in and says ``ACK item`` after each item is acknowledged; its parent kills it.

python taking_in.py DATA DRIVE ROUND_SIZE
"""

from __future__ import annotations

import sys
from pathlib import Path

from isnad.house.waking import start_django
from isnad.keys import DataFolder


def acknowledge(items: list[int | None]) -> None:
    for item in items:
        print(f"ACK {item}", flush=True)


def main(data: Path, drive: Path, round_size: int) -> None:
    start_django(data)
    from isnad.house import opening
    from isnad.intake.actions import Request, take_in

    opening.open_desk(DataFolder.find(data), "a passphrase for tests")
    request = Request(drive, "drive one", "north wind", "owner", finds_in_a_round=round_size, acknowledged=acknowledge)
    taken = take_in(request, lambda files, size: lambda more, more_bytes: None)
    print(f"DONE {taken.received}", flush=True)
    opening.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
