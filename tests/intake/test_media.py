"""Whether a medium may change while it is read, from what the kernel says of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from isnad.intake.media import Medium, medium_of, refuse_if_it_may_change
from isnad.words import Refusal


def a_system(tmp_path: Path, options: str, *, removable: str = "0", usb: bool = False) -> tuple[Path, Path]:
    """What the kernel would say of the device that holds ``tmp_path``."""
    number = tmp_path.stat().st_dev
    name = f"{os.major(number)}:{os.minor(number)}"
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"36 35 {name} / {tmp_path} {options},relatime shared:1 - ext4 /dev/sdb1 {options}\n")
    disk = tmp_path / ("devices/usb1/sdb" if usb else "devices/pci/sdb")
    (disk / "sdb1").mkdir(parents=True)
    (disk / "removable").write_text(removable + "\n")
    devices = tmp_path / "block"
    devices.mkdir()
    (devices / name).symlink_to(disk / "sdb1")
    return mounts, devices


@pytest.mark.parametrize(
    ("options", "removable", "usb", "expected"),
    [
        ("rw", "1", False, Medium(writable=True, removable=True)),
        ("ro", "1", False, Medium(writable=False, removable=True)),
        ("rw", "0", True, Medium(writable=True, removable=True)),
        ("rw", "0", False, Medium(writable=True, removable=False)),
        ("ro", "0", False, Medium(writable=False, removable=False)),
    ],
)
def test_the_medium_is_what_the_kernel_says(
    tmp_path: Path, options: str, removable: str, usb: bool, expected: Medium
) -> None:
    mounts, devices = a_system(tmp_path, options, removable=removable, usb=usb)
    assert medium_of(tmp_path, mounts, devices) == expected


def test_a_removable_medium_that_may_be_written_to_is_refused_unless_accepted() -> None:
    risky = Medium(writable=True, removable=True)
    with pytest.raises(Refusal, match=r"intake\.writable-medium"):
        refuse_if_it_may_change(risky, accepted=False)
    refuse_if_it_may_change(risky, accepted=True)
    refuse_if_it_may_change(Medium(writable=False, removable=True), accepted=False)
    refuse_if_it_may_change(Medium(writable=True, removable=False), accepted=False)


def test_an_ordinary_folder_is_no_removable_medium(tmp_path: Path) -> None:
    assert medium_of(tmp_path).removable is False
