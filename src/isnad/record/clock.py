"""What the kernel says of the machine's clock: whether something keeps it right, and how far it may be off.

From ``adjtimex(2)`` in its reading mode; nothing is set. The order of entries never comes from this clock.
"""

from __future__ import annotations

import ctypes
import sys

from isnad.record.entries import Clock

_UNSYNCHRONISED = 0x0040  # STA_UNSYNC
_NANOSECONDS = 0x2000  # STA_NANO: the offset is in nanoseconds, not microseconds


class _Timex(ctypes.Structure):
    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("rest", ctypes.c_byte * 512),
    )


def read_clock() -> Clock:
    """The clock's state now."""
    if not sys.platform.startswith("linux"):
        return Clock("unknown", synchronised=False, offset_microseconds=None, largest_error_microseconds=None)
    timex = _Timex()
    state = ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.byref(timex))
    if state < 0:
        return Clock("unknown", synchronised=False, offset_microseconds=None, largest_error_microseconds=None)
    synchronised = not timex.status & _UNSYNCHRONISED
    offset = timex.offset // 1000 if timex.status & _NANOSECONDS else timex.offset
    return Clock("kernel", synchronised, int(offset), int(timex.maxerror))
