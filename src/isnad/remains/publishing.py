"""Gives statistics out: to the screen, or as files, which are a disclosure like any other.

In public form no cell is under five and no remains is named; the internal form names every remains behind a count, and
with more than 200 of them it needs a second person to leave as a file.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

from isnad.access.actions import Second
from isnad.custody import actions as custody
from isnad.custody.entries import Disclosure
from isnad.instruments import durable
from isnad.remains import counting, printing
from isnad.remains.counting import Statistics
from isnad.remains.queries import Asked
from isnad.words import Digest, Label, Moment, Refusal


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks, for what, in which form, and which files are to be written."""

    by: str
    purpose: str
    internal: bool
    csv: Path | None
    pdf: Path | None


def give(request: Request, *, second: Second | None) -> Statistics:
    """Counts, and writes the files that were asked for; refuses names already taken."""
    files = [each for each in (request.pdf,) if each is not None]
    if any(each.exists() for each in files) or (request.csv is not None and _holds_something(request.csv)):
        raise Refusal("remains.out-exists")
    found = counting.count(Asked(Label.INTERNAL, request.purpose), internal=request.internal)
    if request.csv is not None:
        tables = printing.as_csv(found)
        _disclose(request, found, b"".join(tables[name] for name in sorted(tables)), second)
        request.csv.mkdir(parents=True, exist_ok=True)
        for name, data in tables.items():
            durable.write_new(request.csv / name, [data])
    if request.pdf is not None:
        data = printing.as_pdf(found, Moment.now())
        _disclose(request, found, data, second)
        durable.write_new(request.pdf, [data])
    return found


def handed(asked: Asked, form: str, *, by: str, internal: bool, second: Second | None = None) -> bytes:
    """The statistics as one file, a PDF/A or the tables packed in a ZIP; its disclosure is said first."""
    found = counting.count(asked, internal=internal)
    data = printing.as_pdf(found, Moment.now()) if form == "pdf" else _packed(printing.as_csv(found))
    _disclose(Request(by, asked.purpose, internal, None, None), found, data, second)
    return data


def _packed(files: dict[str, bytes]) -> bytes:
    """A ZIP of these files, which tells nothing of when it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(files):
            packed.writestr(zipfile.ZipInfo(name), files[name])
    return out.getvalue()


def _holds_something(folder: Path) -> bool:
    return folder.exists() and (not folder.is_dir() or any(folder.iterdir()))


def _disclose(request: Request, found: Statistics, data: bytes, second: Second | None) -> None:
    label = Label.INTERNAL if request.internal else Label.PUBLIC
    count = len({number for table in found.tables for row in table.rows for number in row.remains})
    digest = Digest(hashlib.sha256(data).digest())
    custody.disclose(
        Disclosure((), "statistics", label, None, request.purpose, None, count, digest), by=request.by, second=second
    )
