"""Receives a partner's package.

1. Names and sizes first; then the package is checked by the program that travels in packages, and held against what
   the same partner gave before. What does not hold is refused with its findings, unless somebody gives a reason.
2. The accession's source is the partner, by the name it has here. What binds the package binds before a file comes.
3. The package itself (its papers, proofs, policy and checkpoint as one file) is an item; the files given, and the list
   of claims, are items found in it. What is held already is received again.
4. Claims are stated as the partner's, waiting for a verdict like any others (:mod:`isnad.packages.receiving_claims`).
5. The receipt is an entry, said last. A package that has one adds nothing; an interrupted one goes on.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from isnad.claims import told
from isnad.claims.entries import Import
from isnad.claims.lines import Problem
from isnad.claims.models import ImportRow, WithdrawalRow
from isnad.claims.naming import log_name
from isnad.custody import actions as custody
from isnad.custody import queries
from isnad.custody.entries import Accession
from isnad.packages.entries import PackageReceived
from isnad.packages.models import ReceivedPackage
from isnad.packages.receiving_claims import Came, Coming, state_all
from isnad.packages.receiving_files import CLAIMS, opened, papers
from isnad.packages.receiving_items import Arriving, Counts, conclude, files_of, take_in
from isnad.packages.receiving_reading import Told, read
from isnad.packages.receiving_terms import Finding, against_earlier, bind
from isnad.record.pen import say
from isnad.record.shape import Sealed
from isnad.speech import phrase
from isnad.verify import package as checking
from isnad.words import Digest, Label, Refusal

PARTNER = "partner:"
MOST_TOLD = 12  # findings told in a refusal
MOST_KEPT = 200  # findings kept in a receipt
MOST_NAMED = 1000  # unsupported claims that a receipt names
_NAME = re.compile(r"[\w][\w .'-]{0,39}")


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be received: from whom, as which accession, and how widely it may be seen at most."""

    path: Path
    partner: str
    accession: str
    label: Label = Label.INTERNAL
    purpose: str | None = None  # for which we take it: must be the one it was given for
    despite: str | None = None  # why it is taken in though something does not hold
    against: bytes | None = None  # a checkpoint of the partner's log, got elsewhere
    policy_digest: str | None = None
    dry: bool = False


@dataclass
class Taken:
    """What a receipt came to; ``before`` is true where the package had been received already."""

    told: Told
    findings: list[Finding]
    notices: list[str]
    files: int
    before: bool = False
    entry: int | None = None
    accession: int | None = None
    item: int | None = None
    counts: Counts = field(default_factory=Counts)
    conditions: list[int] = field(default_factory=list)
    came: Came = field(default_factory=Came)


def receive(request: Request, *, by: str) -> Taken:
    """Receives the package, or looks at what it would come to (``dry``)."""
    if not _NAME.fullmatch(request.partner):
        raise Refusal("packages.receive-not-a-name")
    with opened(request.path) as root:
        package = checking.check(root, request.against, request.policy_digest)
        if not package.told:
            _refuse_findings(package.bad, request)
        found = read(package)
        findings = [*package.bad, *against_earlier(request.partner, found, package)]
        taken = Taken(found, findings, checking.as_json(package)["notices"], len(found.files))
        if _received(request, taken) or request.dry:
            return taken
        _refuse(request, taken)
        _take(request, root, package, taken, by)
    return taken


def _received(request: Request, taken: Taken) -> bool:
    """Whether this very package was received from this partner; then ``taken`` says where."""
    row = ReceivedPackage.objects.filter(partner=request.partner, digest=taken.told.digest.raw).first()
    if row is None:
        return False
    taken.before, taken.entry, taken.accession, taken.item = True, row.entry, row.accession, row.item
    return True


def _refuse(request: Request, taken: Taken) -> None:
    """Refuses what does not hold, another purpose, and an accession that is wider than the package."""
    _refuse_findings(taken.findings, request)
    if request.purpose not in (None, taken.told.purpose):
        raise Refusal("packages.receive-other-purpose", purpose=taken.told.purpose)
    known = queries.accession(request.accession)
    if known is not None and known.label < _label(request, taken):
        raise Refusal("packages.receive-wider", label=_label(request, taken))


def _refuse_findings(findings: Sequence[Finding], request: Request) -> None:
    if findings and not (request.despite or "").strip():
        lines = [tell_finding(each) for each in findings[:MOST_TOLD]]
        raise Refusal("packages.receive-not-sound", count=len(findings), findings="\n".join(lines))


def tell_finding(each: Finding) -> str:
    """A finding in words; a name from the package without what a terminal would obey."""
    where = checking.printable(each["where"])[:80]
    what, why = phrase(f"packages.what-{each['what']}"), phrase(f"packages.why-{each['why']}")
    return phrase("packages.bad", what=what, where=where, why=why)


def _label(request: Request, taken: Taken) -> Label:
    return max(request.label, taken.told.label)


def _take(request: Request, root: Path, package: checking.Package, taken: Taken, by: str) -> None:
    taken.accession = _accession(request, taken, by)
    taken.conditions = bind(taken.accession, taken.told, by=by)
    prefix = str(taken.told.digest)[:12]
    with tempfile.TemporaryDirectory(prefix="isnad-") as folder:
        packed = papers(root, package.digests, Path(folder))
        arriving = Arriving(packed, f"{prefix}/package.zip", _digest_of(packed))
        items = take_in([arriving], taken.accession, taken.counts, by=by)
    taken.item = items[arriving.digest]
    items |= take_in(list(files_of(root, prefix, taken.told.files, taken.item)), taken.accession, taken.counts, by=by)
    mapped = {entry: items[taken.told.files[name]] for entry, name in taken.told.of_entry.items()}
    taken.came = _claims(request, root, taken, mapped, by)
    conclude(taken.accession, taken.counts, by=by)
    taken.entry = _receipt(request, taken, by)


def _accession(request: Request, taken: Taken, by: str) -> int:
    source, _ = custody.name_source(PARTNER + request.partner, by=by)
    nobody: Sealed[str | None] = Sealed(None)
    record = Accession(
        request.accession, source, None, "bag", writable=True, acquired=None, place=nobody, holders=Sealed(()),
        label=_label(request, taken),
    )  # fmt: skip
    return custody.begin(record, by=by)[0]


def _claims(request: Request, root: Path, taken: Taken, mapped: dict[int, int], by: str) -> Came:
    """Takes the list of claims in, and states what it says."""
    place = root / CLAIMS
    assert taken.accession is not None
    assert taken.item is not None
    if not place.is_file() or not place.stat().st_size:
        return Came()
    listed = Arriving(place, f"{taken.told.digest!s:.12}/{CLAIMS}", _digest_of(place), taken.item)
    items = take_in([listed], taken.accession, taken.counts, by=by)
    dataset = PARTNER + request.partner
    number = _import(dataset, listed, items[listed.digest], by)
    least = min(_label(request, taken), Label.RESTRICTED)  # of a sealed original only the field is sealed
    source = told.Source(number, str(listed.digest), dataset, least)
    author = f"{dataset}/{log_name(taken.told.origin)}"
    coming = Coming(source, taken.item, taken.told.origin, author, mapped, taken.told.claims)
    with place.open("rb") as stream:
        return state_all(stream, coming)


def _import(dataset: str, listed: Arriving, item: int, by: str) -> int:
    """The import of this list, one that was said before and not taken back, or a new one."""
    for row in ImportRow.objects.filter(digest=listed.digest.raw, dataset=dataset).order_by("-pk"):
        if not WithdrawalRow.objects.filter(subject=row.entry).exists():
            return row.entry
    return say([Import(dataset, listed.digest, listed.path.stat().st_size, None, item)], by=by)[0]


def _receipt(request: Request, taken: Taken, by: str) -> int:
    found, came = taken.told, taken.came
    assert taken.accession is not None
    assert taken.item is not None
    record = PackageReceived(
        taken.accession, taken.item, request.partner, found.digest, found.origin, found.size, found.root, found.policy,
        found.label, found.purpose, found.receiver, tuple(taken.conditions), taken.files, came.claims,
        tuple(came.unsupported[:MOST_NAMED]), _codes(taken.findings), request.despite if taken.findings else None,
    )  # fmt: skip
    return say([record], by=by)[0]


def _codes(findings: Sequence[Finding]) -> tuple[list[str], ...]:
    """Findings as codes, without the names that stand in the package."""
    return tuple([each["what"], each["why"]] for each in findings[:MOST_KEPT])


def _digest_of(path: Path) -> Digest:
    return Digest.parse(checking.sha256_of(path))


def as_json(taken: Taken) -> dict[str, object]:
    """What a receipt came to, for machines."""
    found, came, counts = taken.told, taken.came, taken.counts
    return {
        "entry": taken.entry,
        "accession": taken.accession,
        "package": taken.item,
        "digest": str(found.digest),
        "received_before": taken.before,
        "label": str(found.label),
        "purpose": found.purpose,
        "receiver": found.receiver,
        "origin": found.origin,
        "policy_digest": found.policy,
        "conditions": taken.conditions,
        "files": taken.files,
        "received": counts.received,
        "already_held": counts.already_held,
        "claims": came.claims,
        "claims_unproved": came.unproved,
        "claims_proved": len(found.claims),
        "claims_known": came.already,
        "unsupported": came.unsupported,
        "refused": [_problem(each) for each in came.refused],
        "sound": not taken.findings,
        "findings": taken.findings,
        "notices": taken.notices,
    }


def _problem(each: Problem) -> dict[str, object]:
    return {"line": each.line, "code": each.code, **each.facts}
