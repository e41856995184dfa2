"""The verbs of hand-overs: set and lift conditions, make a package.

A package is made in this order: who and what is decided; where it is grave, two people; conditions; the opening of
originals; the key as an entry; the build, under a passing name; the disclosure as an entry; and only then its place.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from isnad.access import rules
from isnad.access.actions import Second, two_people
from isnad.custody import actions as custody
from isnad.custody.entries import Disclosure
from isnad.instruments.durable import disk, sync_folder
from isnad.instruments.imaging.workshop import Workshop
from isnad.packages import terms
from isnad.packages.building import Plan, build
from isnad.packages.choosing import Chosen, Request, choose
from isnad.packages.contents import Contents, given_before
from isnad.packages.entries import Condition, ConditionLifted, PackageKey
from isnad.packages.filling import copying
from isnad.packages.stating import choose_claims
from isnad.record.desk import desk
from isnad.record.pen import pen
from isnad.words import Digest, Label, Moment, Refusal

AT_ONCE = 900  # entries that one disclosure or opening can name

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """A package that was made: the entries of its disclosure and its key, what is in it, and what stands for it."""

    entry: int
    key_entry: int
    items: int
    claims: int
    withheld: dict[str, dict[str, int]]
    label: Label
    digest: Digest  # of tagmanifest-sha256.txt
    checkpoint: dict[str, object]
    given_before: int


def set_condition(condition: Condition, *, by: str) -> int:
    """Binds a source, an accession or an item, and all that came from it."""
    with pen(by) as held:
        return held.say(condition)


def lift_condition(number: int, reason: str, *, by: str, second: Second | None) -> int:
    """Ends a condition; two people."""
    agreed = two_people(second)
    with pen(by) as held:
        return held.say(ConditionLifted(number, reason, agreed))


def create(request: Request, *, by: str, second: Second | None, progress: Progress = lambda _: None) -> Made:
    """Makes a package at ``request.out``."""
    request.check()
    with copying(request) as workshop:
        return _create(request, workshop, by=by, second=second, progress=progress)


def _create(
    request: Request, workshop: Workshop, *, by: str, second: Second | None, progress: Progress = lambda _: None
) -> Made:
    _refuse_release(request)
    chosen = choose(request)
    if _grave(request, chosen):
        two_people(second)
    conditions = terms.binding(chosen.entries)
    terms.refuse_forbidden(conditions, request.purpose, request.receiver)
    stating = choose_claims(chosen.entries, request.label, request.purpose, request.receiver, request.claims)
    given = given_before(chosen.entries)
    if request.original:
        for part in parts_of(chosen.entries):
            custody.open_original(part, request.reason, by=by, second=second, receiver=request.receiver)
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw().hex()
    carried = PackageKey(
        public, request.carried, request.purpose, request.receiver, tuple(each.entry for each in conditions)
    )
    with pen(by) as held:
        key_entry = held.say(carried)
    withheld = {"items": dict(chosen.withheld), "claims": dict(stating.withheld)}
    contents = Contents(
        Moment.now(), public, request.carried, request.purpose, request.receiver, conditions, withheld, given
    )
    plan = Plan(request, chosen, stating, key, key_entry, workshop)
    digest, entry = _place(plan, contents, by=by, second=second, progress=progress)
    return Made(
        entry, key_entry, len(chosen.leaving), len(stating.leaving), withheld, request.carried, digest,
        contents.checkpoint, len(given),
    )  # fmt: skip


def _refuse_release(request: Request) -> None:
    """Where the house releases nothing, nothing is given for publication or as public."""
    public = request.purpose == "publication" or request.label is Label.PUBLIC
    if public and rules.value("release") == "off":
        raise Refusal("packages.release-off")


def _grave(request: Request, chosen: Chosen) -> bool:
    many = len(chosen.leaving) > int(rules.value("items-without-second"))
    return many or request.original or request.carried >= Label.RESTRICTED


def _place(plan: Plan, contents: Contents, *, by: str, second: Second | None, progress: Progress) -> tuple[Digest, int]:
    """Builds it under a passing name, says the disclosure, and lets it take its place."""
    out = plan.request.out
    passing = out.with_name(f".{secrets.token_hex(8)}.part")
    packed = passing.with_suffix(".zip")
    try:
        bag, digest = build(desk(), passing, plan, contents, progress)
        if plan.request.zipped:
            bag.zip_to(packed, out.name.removesuffix(".zip") or "package")
        entry = _disclose(plan, digest, by=by, second=second)
        if out.exists():
            raise Refusal("packages.out-exists")
        with disk():
            (packed if plan.request.zipped else passing).rename(out)
        sync_folder(out.parent)
    finally:
        shutil.rmtree(passing, ignore_errors=True)
        packed.unlink(missing_ok=True)
    return digest, entry


def _disclose(plan: Plan, digest: Digest, *, by: str, second: Second | None) -> int:
    """Says what leaves. One entry names so many others; more are said in several, each counting all."""
    request, items = plan.request, plan.chosen.entries
    numbers = []
    for part in parts_of(items) if items else iter([()]):
        said = Disclosure(
            tuple(part), "package", request.carried, request.receiver, request.purpose, None, len(items), digest
        )
        numbers.append(custody.disclose(said, by=by, second=second))
    return numbers[0]


def parts_of(entries: Sequence[int]) -> Iterator[Sequence[int]]:
    """Entries in parts that one opening or disclosure can name."""
    for start in range(0, len(entries), AT_ONCE):
        yield entries[start : start + AT_ONCE]
