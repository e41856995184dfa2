"""Checks what is held, in tiers, and says how far it looked.

 * *keyless*: ledger and vault as a stranger would check a copy (:mod:`isnad.verify`).
 * *quick*: the ledger, the tables and the presence of every payload; no payload is read.
 * *sample N*, *rolling DAYS*: as quick, and so many payloads are opened and compared with their plaintext digests.
 * *full*: everything: keyless, every original opened, every table folded anew, every entry judged by the law.
 * *keys*: every wrap opens, every slot has its check value.

It reports and repairs nothing. What it found is an entry (``Checked``), unless it was keyless.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from isnad.custody.actions import report_check
from isnad.custody.entries import Checked
from isnad.custody.models import Item
from isnad.engine import Lost, engine
from isnad.keys.checking import check_keys
from isnad.keys.checking import faults as key_faults
from isnad.ledger import anchors
from isnad.ledger.policy import Policy
from isnad.ledger.reader import Reader
from isnad.record import audit
from isnad.record.bodies import Bodies
from isnad.record.desk import Desk
from isnad.record.models import Held
from isnad.record.tables import WIDTH
from isnad.speech import phrase
from isnad.vault import FolderStore
from isnad.vault.looking import CHANGED, OTHER_CONTENT, Look, look
from isnad.verify.findings import Finding, Report
from isnad.verify.keyless import check_archive
from isnad.verify.ledger import check_ledger
from isnad.words import Broken, Digest, IsnadError, Moment, Refusal

Progress = Callable[[int], None]
HANDS = 2  # originals that are opened at once from a store elsewhere
TOGETHER = 16  # originals that a worker is given at once

Holding = tuple[int, Digest, Digest]  # the entry that brought it, the payload, the digest of what it holds


@dataclass
class Outcome:
    """What a check came to. ``notices`` are things that are odd and harm nothing."""

    tier: str
    items: int = 0
    entries: int = 0
    bad: list[Finding] = field(default_factory=list)
    notices: list[Finding] = field(default_factory=list)
    sampled: int | None = None  # payloads that were opened

    def smallest_loss_found(self, confidence: float = 0.99) -> float | None:
        """The share of lost payloads that a sample of this size would have found with that confidence."""
        if not self.sampled:
            return None
        return float(1 - (1 - confidence) ** (1 / self.sampled))


@dataclass(frozen=True, slots=True)
class Ask:
    """How far to look."""

    keyless: bool = False
    quick: bool = False
    sample: int | None = None
    rolling: int | None = None  # days in which everything is to be seen once
    keys: bool = False

    @property
    def tier(self) -> str:
        """The tier's name, as it stands in the entry."""
        named = [("keyless", self.keyless), ("quick", self.quick), ("sample", self.sample), ("rolling", self.rolling)]
        return next((name for name, asked in [*named, ("keys", self.keys)] if asked), "full")


def check(desk: Desk, ask: Ask, progress: Progress = lambda _: None) -> Outcome:
    """Looks as far as asked. Raises only where it cannot look at all."""
    outcome = Outcome(ask.tier)
    chosen = _choose(_holdings(), ask)
    opened = frozenset(str(payload) for _, payload, _ in chosen) if chosen and _is_here(desk) else frozenset()
    # What is opened below is hashed there, too; the tiers that open few hash no others.
    found = _files(desk, lambda digest: ask.tier == "full" and digest not in opened, progress)
    if sound := all(each.what == "payload" for each in found.bad):
        outcome.items = Item.objects.count()
        outcome.sampled = len(chosen or ()) if ask.tier in ("sample", "rolling") else None
    elif opened:
        found = _files(desk, lambda digest: digest in opened or ask.tier == "full", progress)
    outcome.bad.extend(found.bad)
    outcome.notices.extend(found.notices)
    outcome.entries = found.entries
    if ask.keys or ask.tier == "full":
        outcome.bad.extend(_keys(desk, open_each=ask.keys))
    if sound:  # what does not verify is not folded: the tables would be compared with something nobody signed
        outcome.bad.extend(_tables_and_originals(desk, chosen or (), progress))
    return outcome


def _is_here(desk: Desk) -> bool:
    return isinstance(desk.vault.store, FolderStore)


def _tables_and_originals(desk: Desk, chosen: Collection[Holding], progress: Progress) -> Iterator[Finding]:
    """The tables here, the originals in workers beside them."""
    store = desk.vault.store
    opened = _open_here(desk, store, chosen) if isinstance(store, FolderStore) else _open_elsewhere(desk, chosen)
    with ThreadPoolExecutor(1) as beside:
        originals = beside.submit(_counted, opened, progress)
        yield from _tables(desk)
        yield from originals.result()


def _counted(opened: Iterator[list[Finding]], progress: Progress) -> list[Finding]:
    found: list[Finding] = []
    for done, findings in enumerate(opened, start=1):
        found += findings
        progress(done)
    return found


def _files(desk: Desk, chosen: Callable[[str], bool], progress: Progress) -> Report:
    """Ledger and vault as a stranger would check them; a vault that is no folder is asked for its names."""
    if _is_here(desk):
        return check_archive(desk.folder.root, chosen=chosen, progress=progress)
    report = Report()
    owed = check_ledger(desk.folder.ledger, report)
    there = {str(payload) for payload in desk.vault.store.payloads()}
    for missing in sorted(owed.living - there):
        report.blame("payload", f"vault/{missing}", "missing")
    for left in sorted(owed.erased & there):
        report.blame("payload", f"vault/{left}", "still-there")
    for stray in sorted(there - owed.living - owed.erased):
        report.note("payload", f"vault/{stray}", "not-named")
    report.items = len(owed.living)
    return report


def _holdings() -> list[Holding]:
    """Every payload that is held, once."""
    seen: dict[bytes, Holding] = {}
    for pk, payload, digest in Held.objects.order_by("pk").values_list("pk", "payload", "digest"):
        seen.setdefault(bytes(payload), (pk // WIDTH, Digest(bytes(payload)), Digest(bytes(digest))))
    return list(seen.values())


def _choose(holdings: list[Holding], ask: Ask) -> list[Holding] | None:
    match ask.tier:
        case "full":
            return holdings
        case "sample":
            return sorted(secrets.SystemRandom().sample(holdings, min(ask.sample or 0, len(holdings))))
        case "rolling":
            return [each for each in holdings if _day_of(each[1], ask.rolling or 1) == _today(ask.rolling or 1)]
        case _:
            return None


def _day_of(payload: Digest, days: int) -> int:
    """The day of the round on which a payload's turn comes; spread evenly, for a digest is."""
    return int.from_bytes(payload.raw[:8], "big") % days


def _today(days: int) -> int:
    return Moment.now().at.toordinal() % days


def _open_here(desk: Desk, store: FolderStore, chosen: Iterable[Holding]) -> Iterator[list[Finding]]:
    """Opens originals of this machine's vault in workers, who get their file keys one by one and no identity."""
    entries: dict[Digest, int] = {}
    headless: list[Finding] = []

    def looks() -> Iterator[Look]:
        for entry, payload, digest in chosen:
            entries[payload] = entry
            try:
                file_key = desk.holder.open_header(desk.vault.header(payload))
            except Broken as error:
                headless.append(Finding("payload", str(payload), error.code))
                continue
            yield Look(str(store.place(payload)), payload, digest, file_key)

    def told() -> Iterator[list[Finding]]:
        for many, faults in results:
            codes = [["custody.worker-lost"]] * len(many) if isinstance(faults, Lost) else faults
            for each, found in zip(many, codes, strict=True):
                yield [_finding(code, each.payload, entries.pop(each.payload)) for code in found]
        yield headless

    results = engine().run(look, _handfuls(looks()), ahead=4)  # the workers start here, not in the thread beside
    return told()


def _handfuls(looks: Iterator[Look]) -> Iterator[list[Look]]:
    while many := list(islice(looks, TOGETHER)):
        yield many


def _finding(code: str, payload: Digest, entry: int) -> Finding:
    if code == CHANGED:  # as a stranger would say it, who has no key
        name = str(payload)
        return Finding("payload", f"vault/{name[:2]}/{name}", "changed")
    if code == OTHER_CONTENT:
        return Finding("item", str(entry), "custody.not-what-was-received")
    return Finding("payload", str(payload), code)


def _open_elsewhere(desk: Desk, chosen: Iterable[Holding]) -> Iterator[list[Finding]]:
    with ThreadPoolExecutor(HANDS) as hands:
        yield from hands.map(lambda each: _open(desk, *each), chosen)


def _open(desk: Desk, entry: int, payload: Digest, digest: Digest) -> list[Finding]:
    """Opens one original and compares what is in it with the digest that was received."""
    hasher = hashlib.sha256()
    try:
        for piece in desk.vault.open(payload, desk.holder):
            hasher.update(piece)
    except Broken as error:
        return [_finding(error.code, payload, entry)]
    return [] if hasher.digest() == digest.raw else [_finding(OTHER_CONTENT, payload, entry)]


def _tables(desk: Desk) -> Iterator[Finding]:
    """Rows that no entry explains, rows that are missing or changed, entries that came past the law."""
    bodies = Bodies(desk.folder, desk.holder)
    try:
        with audit.scratch(desk.folder.cache) as scratch:
            lawless = audit.fold_and_judge(bodies, scratch)
            for difference in audit.differences(scratch, "default"):
                yield Finding("row", f"{difference.table}:{difference.entry}", f"record.row-{difference.how}")
        yield from (Finding("law", str(number), fault) for number, fault in lawless)
    except IsnadError as error:
        yield Finding("entry", str(error.facts.get("entry", "")), error.code)


def _keys(desk: Desk, *, open_each: bool) -> Iterator[Finding]:
    """Every wrap and slot must have its check value, in both places, and open where that is asked.

    The full tier opens every original anyway, so there the wraps are not opened a second time.
    """
    found = check_keys(desk.folder, desk.holder) if open_each else key_faults(desk.folder)
    yield from (Finding("key", where, code) for where, code in found)


def against(desk: Desk, path: Path) -> Iterator[Finding]:
    """Holds the ledger against a checkpoint that somebody outside kept."""
    policy = Policy.parse((desk.folder.ledger / "policy").read_bytes())
    try:
        anchor = anchors.read_anchor(path.read_bytes(), policy)
        anchors.hold_against(Reader(desk.folder.ledger), anchor)
    except OSError as error:
        raise Refusal("custody.anchor-unreadable") from error
    except (Broken, Refusal) as error:
        yield Finding("anchor", "", error.code)


def note(outcome: Outcome, *, by: str) -> None:
    """Says that a check was run, and how it ended."""
    codes = tuple(sorted({finding.why for finding in outcome.bad}))[:50]
    report_check(Checked(outcome.tier, outcome.items, outcome.entries, len(outcome.bad), codes), by=by)


def as_json(outcome: Outcome) -> dict[str, Any]:
    """The contract's form."""
    told: dict[str, Any] = {
        "items": outcome.items,
        "entries": outcome.entries,
        "bad": [_told(finding) for finding in outcome.bad],
        "notices": [_told(finding) for finding in outcome.notices],
        "tier": outcome.tier,
    }
    if (loss := outcome.smallest_loss_found()) is not None:
        told["sampled"] = outcome.sampled
        told["finds_loss_of"] = round(loss, 6)
    return told


def sentence(finding: Finding) -> str:
    """A finding's reason in words; reasons of ``verify`` itself stand without the room's name."""
    return phrase(finding.why if "." in finding.why else f"verify.{finding.why}")


def _told(finding: Finding) -> dict[str, str]:
    return {"what": finding.what, "where": finding.where, "why": finding.why, "text": sentence(finding)}
