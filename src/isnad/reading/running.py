"""``isnad read run`` and ``isnad read calibrate``, with an archive open."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict

from isnad.access.actions import OWNER
from isnad.reading import actions, calibration
from isnad.reading.actions import Outcome, Progress
from isnad.speech import phrase
from isnad.speech.output import print_json
from isnad.speech.progress import steps


def run(readers: tuple[str, ...], limit: int | None, *, as_json: bool) -> None:
    """Has readers read, with a bar for each."""
    with _bars() as bars:
        outcomes = actions.run(actions.Request(OWNER, readers, limit), bars.of)
    if as_json:
        print_json([asdict(each) for each in outcomes])
        return
    for each in outcomes:
        print(told(each))


def told(outcome: Outcome) -> str:
    """One reader's run in words."""
    facts = asdict(outcome)
    if not outcome.items:
        return phrase("reading.nothing-new", reader=outcome.reader, version=outcome.version)
    return phrase("reading.was-read", **facts)


class _Bars:
    """A bar for each reader, one after the other."""

    def __init__(self) -> None:
        self._stack = ExitStack()

    def of(self, name: str, total: int) -> Progress:
        self._stack.close()
        if not sys.stderr.isatty() and total:
            print(phrase("reading.begins", reader=name, total=total), file=sys.stderr)
        return self._stack.enter_context(steps(phrase("reading.begins", reader=name, total=total), total))

    def close(self) -> None:
        self._stack.close()


@contextmanager
def _bars() -> Iterator[_Bars]:
    bars = _Bars()
    try:
        yield bars
    finally:
        bars.close()


def calibrate(*, as_json: bool) -> None:
    """Says how often the reader of numbers is right on this archive."""
    found = calibration.calibrate()
    if as_json:
        print_json(found.as_json())
        return
    if not found.settled:
        print(phrase("reading.nothing-settled"))
        return
    print(phrase("reading.settled", settled=found.settled, two=found.by_two_people, review=found.by_review))
    for code, share in (
        ("reading.emitted-right", found.emitted),
        ("reading.firm-right", found.firm),
        ("reading.firm-share", found.firm_of_settled),
        ("reading.role-right", found.role),
    ):
        low, high = calibration.wilson(share.right, share.of) if share.of else (0.0, 1.0)
        print(phrase(code, right=share.right, of=share.of, low=f"{low:.3f}", high=f"{high:.3f}"))
    print(phrase("reading.calibration-error", error="–" if found.error is None else f"{found.error:.3f}"))
