"""A folder as a list of files, each of which some check must claim.

* Only plain files count; a link, a device or a socket is unknown, whatever it points to.
* Claiming a file takes it off the list; what is left in the end was accounted for by nothing.
* A file that cannot be read is told from one that is not there.
"""

from __future__ import annotations

import os
from pathlib import Path

from isnad.verify.findings import Report


class Files:
    """The files below ``root``, by their path relative to it, reported under ``name``."""

    def __init__(self, root: Path, name: str, report: Report) -> None:
        self.root = root
        self.name = name
        self.report = report
        self._left: dict[str, bool] = {}
        self._walk(root, "")

    def place(self, path: str) -> str:
        """A path as it stands in findings."""
        return f"{self.name}/{path}"

    def below(self, prefix: str) -> list[str]:
        """The files not yet claimed whose path begins so, in order."""
        return sorted(path for path in self._left if path.startswith(prefix))

    def __contains__(self, path: str) -> bool:
        return path in self._left

    def claim(self, path: str) -> None:
        """Takes a file off the list."""
        self._left.pop(path, None)

    def take(self, path: str, what: str) -> bytes | None:
        """The bytes of a file that must be there, claimed; None and a finding where it is not, or cannot be read."""
        if path not in self._left:
            self.report.blame(what, self.place(path), "missing")
            return None
        self.claim(path)
        return self.read(path, what)

    def read(self, path: str, what: str) -> bytes | None:
        """The bytes of a file, not claimed; None and a finding where it cannot be read."""
        try:
            return (self.root / path).read_bytes()
        except OSError:
            self.report.blame(what, self.place(path), "unreadable")
            return None

    def finish(self) -> None:
        """Reports every file that nobody claimed."""
        for path in sorted(self._left):
            self.report.blame("file", self.place(path), "unknown")

    def _walk(self, folder: Path, prefix: str) -> None:
        try:
            found = list(os.scandir(folder))
        except OSError:
            self.report.blame("file", self.place(prefix.rstrip("/")), "unreadable" if folder.exists() else "missing")
            return
        for each in found:
            name = prefix + _shown(each.name)
            if each.is_dir(follow_symlinks=False):
                self._walk(folder / each.name, f"{name}/")
            elif each.is_file(follow_symlinks=False) and name == prefix + each.name:
                self._left[name] = True
            else:
                self.report.blame("file", self.place(name), "unknown")


def _shown(name: str) -> str:
    """A name that can be printed, whatever bytes it is made of."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
