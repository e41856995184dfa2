"""Where a path lies: on what medium, and whether that medium could be written to while it is read.

A removable medium mounted read-write is refused unless the custodian accepts it, for a write-blocker or a read-only
mount would have kept it as it came. An ordinary folder is taken, and that it was writable is recorded.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from isnad.words import Refusal

MOUNTS = Path("/proc/self/mountinfo")
DEVICES = Path("/sys/dev/block")


@dataclass(frozen=True, slots=True)
class Medium:
    """The file system that holds a path."""

    writable: bool
    removable: bool


def medium_of(path: Path, mounts: Path = MOUNTS, devices: Path = DEVICES) -> Medium:
    """The medium that holds ``path``, from what the kernel says of its mounts."""
    device = os.stat(path).st_dev
    wanted = f"{os.major(device)}:{os.minor(device)}"
    for line in mounts.read_text("utf-8", "surrogateescape").splitlines():
        fields = line.split(" ")
        if len(fields) > 5 and fields[2] == wanted:
            return Medium("ro" not in fields[5].split(","), _is_removable(devices / wanted))
    return Medium(os.access(path, os.W_OK), False)


def refuse_if_it_may_change(medium: Medium, *, accepted: bool) -> None:
    """Refuses a removable medium that is mounted read-write, unless that was accepted."""
    if medium.removable and medium.writable and not accepted:
        raise Refusal("intake.writable-medium")


def _is_removable(device: Path) -> bool:
    """Whether a block device, or the disk that its partition lies on, can be taken out, or hangs on USB."""
    try:
        real = device.resolve(strict=True)
    except OSError:
        return False
    if re.search(r"/usb\d", str(real)):
        return True
    for folder in (real, real.parent):
        flag = folder / "removable"
        if flag.is_file():
            return flag.read_text().strip() == "1"
    return False
