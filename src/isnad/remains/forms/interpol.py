"""INTERPOL's DVI form, read from the official fillable PDF by who has it: fields by number, with the PDF's words.

Field names are ``NNN.item[.option][.L|R]``; ``Hdr…`` and ``Ckl…`` belong to the page's head. The digest of the PDF
stands in what is made, so that two houses know whether they use the same form. Nothing of the form is shipped.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from isnad.words import Digest, Refusal

_NUMBERED = re.compile(r"(\d{3})\.(.+)")
LARGEST = 64 << 20


def read(path: Path) -> dict[str, Any]:
    """The form as a structure for YAML: its digest, then by number the fields, each with its tooltip and its options.

    Refused where the file is no PDF with a form whose fields are numbered so.
    """
    from pypdf import PdfReader  # only who has the form needs it
    from pypdf.errors import PyPdfError

    try:
        if path.stat().st_size > LARGEST:
            raise Refusal("findings.not-the-form")
        data = path.read_bytes()
        fields = PdfReader(path).get_fields() or {}
    except (OSError, PyPdfError, ValueError, KeyError, RecursionError) as error:
        raise Refusal("findings.not-the-form") from error
    numbered: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for name, told in fields.items():
        if found := _NUMBERED.fullmatch(str(name)):
            numbered[found[1]].append(_field(found[2], told))
    if not numbered:
        raise Refusal("findings.not-the-form")
    by_number = {
        number: sorted(each, key=lambda field: str(field["item"])) for number, each in sorted(numbered.items())
    }
    return {"form": "interpol-dvi", "sha256": str(Digest.of(data)), "fields": by_number}


def _field(item: str, told: Any) -> dict[str, Any]:
    found: dict[str, Any] = {
        "item": item,
        "kind": {"/Btn": "choice", "/Tx": "text", "/Ch": "list"}.get(told.get("/FT"), "other"),
    }
    if label := told.get("/TU"):
        found["label"] = str(label)
    if options := [str(each).lstrip("/") for each in told.get("/_States_", ()) if str(each) != "/Off"]:
        found["options"] = sorted(options)
    return found
