"""One family of errors.

    IsnadError
    ├── Refusal       a rule says no; the person can do something about it          exit 2
    ├── Broken        bytes, order or a signature do not verify; never caught inside exit 3
    └── Unavailable   a disk, a network, a stamp is out of reach; may be retried     exit 4

An error is a code that never changes ("custody.title-taken") and the facts that fill its template. The templates, in
Arabic and English, stand in ``speech/texts/<room>.yaml`` under the code; whoever meets the error at a door renders
it there. Facts are shown to people: no secret, name, path inside a source or coordinate may be one.
"""

from __future__ import annotations


class IsnadError(Exception):
    """What went wrong, as a code with its facts; said in words only at a door.

    ``code`` is ``room.reason`` and stands in ``speech/texts/room.yaml``; ``facts`` fill the template there.
    """

    exit_code = 1

    def __init__(self, code: str, /, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        # The code alone: facts may only be shown through a template that chose them.
        return self.code


class Refusal(IsnadError):
    """A rule says no."""

    exit_code = 2


class Broken(IsnadError):
    """Bytes, order or a signature do not verify. Never caught inside the house."""

    exit_code = 3


class Unavailable(IsnadError):
    """A disk, a network or a stamp is out of reach; the act may be tried again."""

    exit_code = 4
