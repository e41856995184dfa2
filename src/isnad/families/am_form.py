"""Fills INTERPOL's ante-mortem form, the official PDF that a user has, from one inquiry; nothing of it is shipped.

1. A field is filled only where its number and the form's own words beside it leave no doubt (``am_form.yaml``). All
   others stay blank, and are told; so is what is known of the person and found no field.
2. What may be read of this inquiry for the receiver is written, and no more: the asker's consent names the receiver
   (FD-9). Nothing of other relatives who ask for the same person is in it, nothing of who asks, nothing sealed.
3. It leaves the house: a disclosure is an entry before the file is there, and takes two people.
4. The form is filled as text; whoever opens it sees it drawn by their own reader, in whatever script.
"""

from __future__ import annotations

import io
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from isnad.access.actions import Second
from isnad.claims import queries as claims
from isnad.custody import actions as custody
from isnad.custody.entries import Disclosure
from isnad.families import queries
from isnad.families.entries import BASES, RECEIVERS, TRACING, InquiriesGiven
from isnad.families.queries import Asked
from isnad.instruments.durable import disk, sync_folder, write_fully
from isnad.record.pen import say
from isnad.remains.forms import interpol
from isnad.words import Digest, Label, Refusal

if TYPE_CHECKING:
    from pypdf import PdfWriter
    from pypdf.generic import DictionaryObject

FORM = "interpol-am"
_WORDS = re.compile(r"[^\w\s]|_")
DEEPEST = 20
SEX = {"male": "Male", "female": "Female"}


@dataclass(frozen=True, slots=True)
class Request:
    """Which inquiry, into which form, to whom, on what basis."""

    inquiry: int
    pdf: Path
    out: Path
    by: str
    receiver: str
    basis: str = BASES[0]


@dataclass
class Filled:
    """What was written: fields by their names with the property each came from; what stayed blank; what found none."""

    fields: dict[str, str] = field(default_factory=dict)
    blank: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    digest: Digest | None = None
    disclosure: int = 0


def fill(request: Request, *, second: Second | None) -> Filled:
    """Writes ``request.out``; refuses a name already taken, what is not the form, and what no consent lets out."""
    _check(request)
    told = _told(request)
    filled, writer = Filled(), _writer(request.pdf)
    _put(writer, told, filled)
    data = io.BytesIO()
    writer.write(data)
    filled.digest = Digest.of(data.getvalue())
    passing = request.out.with_name(f".{secrets.token_hex(8)}.part")
    try:
        _keep(passing, data.getvalue())
        _disclose(request, filled, second)
        with disk():
            os.link(passing, request.out)
            sync_folder(request.out.parent)
    finally:
        passing.unlink(missing_ok=True)
    return filled


def _check(request: Request) -> None:
    if request.out.exists():
        raise Refusal("families.out-exists")
    if request.receiver not in RECEIVERS:
        raise Refusal("families.unknown-receiver", known=", ".join(RECEIVERS))
    if request.basis not in BASES:
        raise Refusal("families.not-a-basis", known=", ".join(BASES))
    interpol.read(request.pdf)


def _told(request: Request) -> Mapping[str, list[str]]:
    """What may leave, by property: of this inquiry's own missing person alone."""
    row = queries.asking_of(request.inquiry)
    asked, today = Asked(Label.RESTRICTED, TRACING, request.receiver), queries.this_day()
    running = any(each.entry == row.entry for each in queries.running())
    found: dict[str, list[str]] = {}
    for each in claims.about([row.person], up_to=asked.label) if running else ():
        if each.value and asked.lets(each, today):
            text = SEX.get(each.normal or "", each.value) if each.property == "gender" else each.value
            found.setdefault(each.property, []).append(text)
    if not found:
        raise Refusal("amform.not-allowed")
    return {name: list(dict.fromkeys(texts)) for name, texts in found.items()}


def _writer(path: Path) -> PdfWriter:
    from pypdf import PdfReader, PdfWriter  # only who has the form needs it
    from pypdf.errors import PyPdfError

    try:
        return PdfWriter(clone_from=PdfReader(path))
    except (OSError, PyPdfError, ValueError, KeyError, RecursionError) as error:
        raise Refusal("findings.not-the-form") from error


def _put(writer: PdfWriter, told: Mapping[str, list[str]], filled: Filled) -> None:
    from pypdf.generic import BooleanObject, NameObject, TextStringObject

    form: Any = writer.root_object["/AcroForm"].get_object()
    used = set()
    for name, found in _fields(form):
        rule = _rule(name, str(found.get("/TU", "")))
        if rule is None or rule not in told or found.get("/FT") != "/Tx" or rule in used:
            filled.blank.append(name)
            continue
        used.add(rule)
        found[NameObject("/V")] = TextStringObject("; ".join(told[rule]))
        found.pop("/AP", None)  # drawn anew by whoever opens it
        filled.fields[name] = rule
    form[NameObject("/NeedAppearances")] = BooleanObject(True)
    filled.without = sorted(set(told) - used)


def _fields(form: Any) -> Iterator[tuple[str, DictionaryObject]]:
    """Every field that holds a value, by its whole name."""
    waiting = [("", each, 0) for each in reversed(form.get("/Fields", []))]
    while waiting:
        before, reference, depth = waiting.pop()
        found = reference.get_object()
        own = str(found.get("/T", ""))
        name = f"{before}.{own}" if before and own else before or own
        kids = [each for each in found.get("/Kids", []) if "/T" in each.get_object()]
        if kids and depth < DEEPEST:
            waiting += [(name, each, depth + 1) for each in reversed(kids)]
        elif "/FT" in found:
            yield name, found


def _rule(name: str, label: str) -> str | None:
    """The property that fills a field, by its number and its own words."""
    words = " ".join(_WORDS.sub("", label.replace("/", " ")).lower().split())
    for each in _rules():
        if words in each["words"] and (name.startswith(each["series"]) if each["series"] else name.startswith("Hdr")):
            return str(each["property"])
    return None


@cache
def _rules() -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = yaml.safe_load(
        resources.files("isnad.families").joinpath("am_form.yaml").read_text("utf-8")
    )
    return listed


def _keep(path: Path, data: bytes) -> None:
    with disk(), os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        write_fully(out.fileno(), data)
        os.fsync(out.fileno())


def _disclose(request: Request, filled: Filled, second: Second | None) -> None:
    row = queries.asking_of(request.inquiry)
    told = Disclosure(
        (row.inquiry,), "inquiries", Label.RESTRICTED, request.receiver, TRACING, None, 1, filled.digest
    )  # fmt: skip
    filled.disclosure = custody.disclose(told, by=request.by, second=second)
    say([InquiriesGiven(filled.disclosure, FORM, request.receiver, request.basis, 1, 0)], by=request.by)
