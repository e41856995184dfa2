"""``ro-crate-metadata.json``: the package for programs of archives (RO-Crate 1.1), with events in PREMIS's words."""

from __future__ import annotations

from typing import Any

import orjson

import isnad
from isnad.packages.contents import Contents

CONTEXT = ["https://w3id.org/ro/crate/1.1/context", {"premis": "http://www.loc.gov/premis/rdf/v3/"}]
TOOL = {"@id": "#isnad"}


def crate(contents: Contents) -> bytes:
    """The metadata file. It gives no time but the day of the hand-over, and names no person but the receiver."""
    graph = [
        {
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
            "about": {"@id": "./"},
        },
        _root(contents),
        {"@id": "#isnad", "@type": "SoftwareApplication", "name": "Isnad", "version": isnad.__version__},
        *_events(contents),
        *[_file(each) for each in contents.files],
        {"@id": "claims.ftm.jsonl", "@type": "File", "name": "Claims, as FollowTheMoney writes entities",
         "encodingFormat": "application/json-lines"},
    ]  # fmt: skip
    return orjson.dumps({"@context": CONTEXT, "@graph": graph}, option=orjson.OPT_INDENT_2) + b"\n"


def _root(contents: Contents) -> dict[str, Any]:
    parts = [{"@id": each["file"]} for each in contents.files]
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": "A package from Isnad",
        "description": "Files, claims and proofs handed over under the conditions in conditions.en.txt.",
        "datePublished": str(contents.at)[:10],
        "license": {"@id": "conditions.en.txt"},
        "identifier": contents.public,
        "hasPart": [*parts, {"@id": "claims.ftm.jsonl"}],
        "mentions": [{"@id": "#copies"}, {"@id": "#package"}],
    }


def _events(contents: Contents) -> list[dict[str, Any]]:
    files = [{"@id": each["file"]} for each in contents.files]
    return [
        {
            "@id": "#copies",
            "@type": ["CreateAction", "premis:Event"],
            "name": "Identity-bearing metadata removed; each copy compared with the digest promised at intake",
            "premis:eventType": ["metadata modification", "fixity check"],
            "instrument": TOOL,
            "result": files,
        },
        {
            "@id": "#package",
            "@type": ["CreateAction", "premis:Event"],
            "name": "Package made, listed and signed",
            "premis:eventType": ["information package creation", "digital signature generation"],
            "endTime": str(contents.at)[:10],
            "instrument": TOOL,
            "result": {"@id": "./"},
        },
    ]


def _file(each: dict[str, Any]) -> dict[str, Any]:
    return {
        "@id": each["file"],
        "@type": "File",
        "name": f"Entry {each['entry']}",
        "encodingFormat": each["media_type"],
        "contentSize": str(each["size"]),
        "sha256": each["sha256"],
        "identifier": f"{each['entry']}",
        "description": f"proofs/{each['entry']}.tlog-proof",
    }
