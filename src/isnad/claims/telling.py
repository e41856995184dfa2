"""What each kind of entry tells in a chain, from the folded tables. Nothing sealed stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

from isnad.claims.models import ClaimRow, EntityRow, IdentityRow, ImportRow, ReviewRow, WithdrawalRow
from isnad.custody.models import AccessionRow, CarrierRow, Derivative, Event, Item, Source
from isnad.record.models import Said
from isnad.record.tables import Folded, key
from isnad.words import Digest, Label

_CLAIM = ("about", "schema", "property", "value", "normal", "refers", "language", "method", "reader", "version", "kind")
_CARRIER = ("title", "make", "model", "capacity")
_ITEM = ("size", "media_type", "finding", "width", "height", "taken", "found_in")

_TABLES: Mapping[str, tuple[type[Folded], tuple[str, ...]]] = {
    "entity": (EntityRow, ("schema", "foreign")),
    "claim": (ClaimRow, _CLAIM),
    "sealed-claim": (ClaimRow, _CLAIM),
    "claims-import": (ImportRow, ("dataset", "digest", "size")),
    "review": (ReviewRow, ("verdict", "reason", "source", "content", "technical")),
    "withdrawn": (WithdrawalRow, ("reason",)),
    "parted": (WithdrawalRow, ("reason",)),
    "identity": (IdentityRow, ("one", "other", "reason", "method")),
    "received": (Item, (*_ITEM, "digest", "copy_digest", "copy_recipe")),
    "derived": (Derivative, ("purpose", "recipe", "digest", "size")),
    "accession": (AccessionRow, ("title", "manner", "writable")),
    "carrier": (CarrierRow, _CARRIER),
    "pseudonym": (Source, ("name",)),
}
_EVENTS = ("transfer", "hold", "hold-lifted", "opening", "disclosure", "incident")


def of(said: Iterable[Said]) -> dict[int, dict[str, Any]]:
    """What each of these entries tells, by its number; one that is gone tells nothing."""
    by_kind: dict[str, list[int]] = {}
    for row in said:
        if row.gone is None:
            by_kind.setdefault(row.kind, []).append(row.entry)
    found: dict[int, dict[str, Any]] = {}
    for kind, numbers in by_kind.items():
        model, names = (Event, ("other", "reason")) if kind in _EVENTS else _TABLES.get(kind, (None, ()))
        if model is not None:
            found.update(_told(model, names, numbers))
    return found


def _told(model: type[Folded], names: tuple[str, ...], numbers: list[int]) -> Iterator[tuple[int, dict[str, Any]]]:
    for row in model._default_manager.filter(pk__in=[key(each) for each in numbers]):
        yield row.entry, {name: _plain(getattr(row, name)) for name in names} | _more(row)


def _more(row: Folded) -> dict[str, Any]:
    """What a table holds in a form of its own: citations, confidence from 0 to 1, labels by name."""
    more: dict[str, Any] = {}
    if isinstance(row, ClaimRow):
        more["citations"] = orjson.loads(row.citations)
        more["supersedes"] = row.supersedes
    if isinstance(row, ClaimRow | IdentityRow):
        more["confidence"] = row.confidence / 1000
    if isinstance(row, ClaimRow | AccessionRow):
        more["label"] = str(Label(row.label))
    return more


def _plain(value: Any) -> Any:
    return str(Digest(bytes(value))) if isinstance(value, bytes | memoryview) else value
