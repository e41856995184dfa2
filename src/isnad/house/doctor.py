"""What a careful custodian would mend: looked for, named, never mended by itself."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from isnad.access.models import Credential, User
from isnad.custody.models import Run
from isnad.record.desk import Desk
from isnad.record.entries import KeysRotated
from isnad.record.models import Said

STALE_DAYS = 30


@dataclass(frozen=True, slots=True)
class Advice:
    """Something to mend: a code of ``house`` and the facts that fill its text."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)


def examine(desk: Desk) -> Iterator[Advice]:
    """Everything that is worth mending, the gravest first."""
    yield from _anchors()
    yield from _disk(desk)
    yield from _people()
    yield from _checks()
    yield from _erasures()
    yield from _clock(desk)


def _anchors() -> Iterator[Advice]:
    if not Said.objects.filter(kind="anchor").exists():
        yield Advice("house.no-anchor")


def _disk(desk: Desk) -> Iterator[Advice]:
    if _swaps_in_the_open():
        yield Advice("house.swap")
    if not _is_encrypted(desk.folder.root):
        yield Advice("house.disk-not-encrypted")
    if desk.folder.root.stat().st_mode & 0o077:
        yield Advice("house.folder-open-to-others")
    second = desk.folder.second
    if second.stat().st_dev == desk.folder.root.stat().st_dev and not second.is_symlink():
        yield Advice("house.second-on-same-disk")


def _people() -> Iterator[Advice]:
    if not User.objects.exists():
        yield Advice("house.one-person")
    unproved = User.objects.exclude(name__in=Credential.objects.values("name")).count()
    if unproved:
        yield Advice("house.users-without-passphrase", {"count": unproved})
    yield Advice("house.one-opener")  # the sealing identity is not divided yet


def _checks() -> Iterator[Advice]:
    last = Run.objects.filter(kind__in=["checked-full", "checked-rolling"]).order_by("-pk").first()
    if last is None:
        yield Advice("house.never-checked")
    elif (days := _days_since(last.at)) > STALE_DAYS:
        yield Advice("house.check-is-old", {"count": days})


def _erasures() -> Iterator[Advice]:
    """Entries erased since the last rotation: copies made before the next one still open them with the keys of now."""
    rotated = Said.objects.filter(kind=KeysRotated.KIND).order_by("-pk").first()
    since = 0 if rotated is None else rotated.entry
    waiting = Said.objects.filter(gone__gt=since).count()
    if waiting:
        yield Advice("house.erasures-wait", {"count": waiting})


def _clock(desk: Desk) -> Iterator[Advice]:
    if not desk.read_clock().synchronised:
        yield Advice("house.clock-not-synchronised")


def _days_since(moment: str) -> int:
    at = datetime.fromisoformat(moment)
    return int((time.time() - at.timestamp()) // 86_400)


def _swaps_in_the_open(swaps: Path = Path("/proc/swaps")) -> bool:
    """Whether memory may be written to a disk that is not encrypted (zram is memory)."""
    lines = swaps.read_text().splitlines()[1:] if swaps.is_file() else []
    devices = [line.split()[0] for line in lines if line.strip()]
    return any("zram" not in device and "dm-" not in device for device in devices)


def _is_encrypted(path: Path) -> bool:
    """Whether the file system lies on an encrypted block device, as far as the kernel tells."""
    device = path.stat().st_dev
    node = Path(f"/sys/dev/block/{device >> 8 & 0xFFF}:{device & 0xFF}")
    return _crypt_below(node, 0)


def _crypt_below(node: Path, depth: int) -> bool:
    kind = node / "dm" / "uuid"
    if kind.is_file() and kind.read_text().startswith("CRYPT-"):
        return True
    below = node / "slaves"
    if depth > 8 or not below.is_dir():
        return False
    return any(_crypt_below(each, depth + 1) for each in below.iterdir())
