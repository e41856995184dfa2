"""Attack: a picture has taken over the worker, or kills it. The house believes the form of its answers alone."""

from __future__ import annotations

import os
import signal
import sys
import threading

import pytest

from instruments.imaging.making import full_jpeg
from isnad.instruments.imaging import Workshop, values
from isnad.instruments.imaging.bench import Bench, Failed
from isnad.instruments.imaging.workshop import LIFE
from isnad.instruments.imaging.workshop import Workshop as House
from isnad.words import Broken, Unavailable

HELLO = """
import os, struct, sys
def frame(told, block=b""):
    os.write(1, struct.pack(">QQ", len(told), len(block)) + told + block)
def asked():
    head = b""
    while len(head) < 16: head += os.read(0, 16 - len(head))
    size = sum(struct.unpack(">QQ", head))
    while size: size -= len(os.read(0, size))
frame(b'{"isolation":{"namespaces":true,"landlock":7,"descriptors":true,"file_refused":true,"network_refused":true,"environment":0}}')
asked()
"""
LIES = {
    "nothing": "",
    "no JSON": "frame(b'][')",
    "another form": 'frame(b\'{"media_type":"image/jpeg"}\')',
    "a list": "frame(b'[1,2,3]')",
    "an endless length": 'os.write(1, b"\\xff" * 16)',
    "half a frame": 'os.write(1, struct.pack(">QQ", 100, 0) + b"{")',
    "code for a finding": 'frame(b\'{"parts":[0,0,0],"finding":"__import__","media_type":"x"}\')',
}


class Captured(House):
    """A workshop whose workers are someone else's."""

    def __init__(self, script: str) -> None:
        super().__init__(1, seconds=1)
        self._lines = [[sys.executable, "-I", "-c", HELLO + script]]


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_becomes_a_finding_and_no_error(lie: str) -> None:
    with Captured(LIES[lie]) as workshop:
        assert workshop.examine(full_jpeg()).finding == values.CRASHED
        assert workshop.examine(full_jpeg()).finding == values.CRASHED, "and again, with a new worker"


def test_a_worker_that_does_not_introduce_itself_is_given_no_work() -> None:
    for script in ("", "import os; os.write(1, bytes(16))", "import os; os.write(1, b'x' * 64)"):
        with pytest.raises(Failed):
            Bench([sys.executable, "-I", "-c", script])
    with pytest.raises(Failed):
        Bench(["/no/such/program"])


def test_where_one_way_of_starting_fails_the_next_is_taken_and_told() -> None:
    workshop = Workshop(1)
    workshop._lines = [["/no/such/bwrap"], *workshop._lines[-1:]]
    with workshop:
        assert workshop.examine(full_jpeg()).finding is None
        assert not workshop.isolation.namespaces
        assert len(workshop._lines) == 1


def test_where_no_way_works_it_is_unavailable_and_may_be_tried_again() -> None:
    workshop = Workshop(1)
    good, workshop._lines = workshop._lines, [["/no/such/program"]]
    with workshop:
        with pytest.raises(Unavailable, match=r"imaging\.no-worker"):
            workshop.examine(full_jpeg())
        workshop._lines = good
        assert workshop.examine(full_jpeg()).finding is None


def test_a_worker_that_stands_open_is_refused() -> None:
    workshop = Workshop(1)
    told = HELLO.replace('"file_refused":true', '"file_refused":false')
    workshop._lines = [[sys.executable, "-I", "-c", told]]
    with workshop, pytest.raises(Broken, match=r"imaging\.not-confined"):
        workshop.examine(full_jpeg())


def test_a_killed_worker_costs_one_file_and_no_more() -> None:
    with Workshop(2) as workshop:
        assert workshop.examine(full_jpeg()).finding is None
        victims = [bench._process.pid for bench in workshop._free if bench is not None]
        for victim in victims:
            os.killpg(victim, signal.SIGKILL)
        answers = [workshop.examine(full_jpeg()).finding for _ in range(4)]
        assert answers.count(values.CRASHED) <= 2
        assert answers[-1] is None


def test_a_worker_is_replaced_after_its_time() -> None:
    with Workshop(1) as workshop:
        workshop.examine(full_jpeg())
        first = workshop._free[0]
        assert first is not None
        first.asked = LIFE
        assert workshop.examine(full_jpeg()).finding is None
        assert workshop._free[0] is None
        assert workshop.examine(full_jpeg()).finding is None


def test_many_threads_share_few_workers() -> None:
    found: list[object] = []
    with Workshop(2) as workshop:
        threads = [
            threading.Thread(target=lambda: found.append(workshop.examine(full_jpeg()).finding)) for _ in range(12)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == [None] * 12
