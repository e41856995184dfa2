"""A file of a case as CASE/UCO JSON-LD: the investigation, its exhibits with their hashes, who vouches for them.

Identifiers are made from the entries, so the same file gives the same bytes. Only what really leaves is told. Claims
are annotations of the exhibits they rest on; people stand in it only as accused, by names that claims give.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID, uuid5

import orjson

from isnad.cases.brief import Brief
from isnad.cases.known import Known
from isnad.packages.contents import Contents

SPACE = UUID("6d0e5f3c-9a4b-4f53-8a2e-0c1b7f6f2d11")
CONTEXT = {
    "kb": "urn:isnad:",
    "case-investigation": "https://ontology.caseontology.org/case/investigation/",
    "uco-core": "https://ontology.unifiedcyberontology.org/uco/core/",
    "uco-identity": "https://ontology.unifiedcyberontology.org/uco/identity/",
    "uco-observable": "https://ontology.unifiedcyberontology.org/uco/observable/",
    "uco-types": "https://ontology.unifiedcyberontology.org/uco/types/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


Exhibits = Mapping[int, Mapping[str, Any]]


def graph(known: Known, exhibits: Exhibits, leaving: frozenset[int], contents: Contents) -> bytes:
    """The whole graph, as JSON-LD."""
    origin = str(contents.checkpoint.get("origin", ""))
    nodes = [*_exhibits(origin, exhibits), *_accused(origin, known, leaving)]
    objects = [{"@id": each["@id"]} for each in nodes]
    record = {
        "@id": _id(origin, "ProvenanceRecord", "file"),
        "@type": "case-investigation:ProvenanceRecord",
        "uco-core:description": "Exhibits of this case file, each proved in the log at the checkpoint of the package",
        "uco-core:object": [{"@id": each["@id"]} for each in nodes if each["@type"] == "uco-observable:File"],
    }
    case = {
        "@id": _id(origin, "Investigation", str(known.matter.entity)),
        "@type": "case-investigation:Investigation",
        "uco-core:name": next(iter(known.matter.values("name")), ""),
        "case-investigation:focus": sorted({each.crime for each in known.matter.charges}),
        "uco-core:object": [*objects, {"@id": record["@id"]}],
    }
    if not record["uco-core:object"]:
        del record["uco-core:object"]
    told = {"@context": CONTEXT, "@graph": [case, record, *nodes]}
    return orjson.dumps(told, option=orjson.OPT_INDENT_2) + b"\n"


def _exhibits(origin: str, exhibits: Exhibits) -> Iterator[dict[str, Any]]:
    for item, each in exhibits.items():
        yield {
            "@id": _id(origin, "File", str(item)),
            "@type": "uco-observable:File",
            "uco-core:name": each["number"],
            "uco-core:hasFacet": [
                {
                    "@id": _id(origin, "FileFacet", str(item)),
                    "@type": "uco-observable:FileFacet",
                    "uco-observable:fileName": each["file"].rpartition("/")[2],
                    "uco-observable:sizeInBytes": {"@type": "xsd:integer", "@value": str(each["size"])},
                },
                {
                    "@id": _id(origin, "ContentDataFacet", str(item)),
                    "@type": "uco-observable:ContentDataFacet",
                    "uco-observable:hash": [
                        {
                            "@id": _id(origin, "Hash", str(item)),
                            "@type": "uco-types:Hash",
                            "uco-types:hashMethod": "SHA256",
                            "uco-types:hashValue": {"@type": "xsd:hexBinary", "@value": each["sha256"]},
                        }
                    ],
                },
            ],
        }


def _accused(origin: str, known: Known, leaving: frozenset[int]) -> Iterator[dict[str, Any]]:
    brief = Brief(known, "en", leaving)
    for each in known.matter.accused:
        yield {
            "@id": _id(origin, "Identity", str(each)),
            "@type": "uco-identity:Identity",
            "uco-core:name": brief.named(each),
        }


def _id(origin: str, kind: str, name: str) -> str:
    return f"kb:{kind}-{uuid5(SPACE, f'{origin}/{kind}/{name}')}"
