"""Makes the file of a case: a package with exhibits, claims and proofs, and in it the brief in several languages.

1. What the sentences would rest on is gathered through the gate, and every claim beneath it down to items.
2. The package is made as any other: conditions, labels, a second person, a disclosure; what may not leave is withheld.
3. Inside it, when all else is proved, the brief is written from what really leaves, so that every sentence resolves:
   PDF/A in each language, ``case.json`` (each sentence with its sources, proofs and exhibits), ``case.jsonld``.
4. An entry says which claims the file rests on; when one of them falls, the file shows as stale.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from isnad.access.actions import Second
from isnad.access.gate import Gate
from isnad.actors.exposure import exposure, units_under
from isnad.actors.gathering import Gathered
from isnad.actors.queries import posts_of
from isnad.actors.relations import Relation
from isnad.cases import queries, uco
from isnad.cases.brief import Brief
from isnad.cases.derived import law_rows
from isnad.cases.entries import AT_ONCE, CaseFile
from isnad.cases.known import NAMES, Known, Section, Source, languages_for
from isnad.cases.matters import Matter
from isnad.claims import yielding
from isnad.claims.queries import Stated, stated
from isnad.custody.models import Item
from isnad.instruments.printing import Document, Heading, Ltr, PageBreak, Sourced, Table, pdf
from isnad.packages import actions as packages
from isnad.packages.actions import Made
from isnad.packages.choosing import Request
from isnad.packages.contents import Contents
from isnad.packages.stating import beneath
from isnad.record.pen import pen
from isnad.record.tables import WIDTH, key
from isnad.words import Label, Moment

MOST_IN_MARGIN = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be filed, where to, for whom and how widely."""

    case: int
    out: Path
    receiver: str | None = None
    label: Label = Label.RESTRICTED
    zipped: bool = False


@dataclass
class Filed:
    """What was made: the package, and how much of the brief was written and withheld."""

    made: Made
    entry: int
    languages: tuple[str, ...]
    sentences: int
    withheld: int


@dataclass
class _Enclosing:
    """Writes the papers of one file once it is known what leaves."""

    known: Known
    languages: tuple[str, ...]
    ground: Mapping[int, frozenset[int]]  # by claim: the items beneath it
    leaving: frozenset[int] = frozenset()
    briefs: list[Brief] = field(default_factory=list)
    law: list[Source] = field(default_factory=list)

    def __call__(self, contents: Contents) -> dict[str, bytes]:
        """The papers, by name."""
        self.leaving = frozenset(each["entry"] for each in contents.claims)
        exhibits = {each["entry"]: {"number": f"E{at}", **each}
                    for at, each in enumerate(sorted(contents.files, key=lambda each: each["entry"]), 1)}  # fmt: skip
        counts = {
            "exhibits": len(exhibits), "claims": len(self.leaving),
            **{f"withheld-{what}": sum(reasons.values()) for what, reasons in contents.withheld.items()},
        }  # fmt: skip
        found: dict[str, bytes] = {}
        for language in self.languages:
            brief = Brief(self.known, language, self.leaving, counts).write()
            self.briefs.append(brief)
            self.law = list(dict.fromkeys(s for each in brief.sentences for s in each.sources if s.law is not None))
            found[f"brief.{language}.pdf"] = self._printed(brief, exhibits, contents.at)
        proofs = {each["entry"]: each for each in contents.claims}
        told = self._told(exhibits, proofs, contents)
        found["case.json"] = orjson.dumps(told, option=orjson.OPT_INDENT_2) + b"\n"
        found["case.jsonld"] = uco.graph(self.known, exhibits, self.leaving, contents)
        return found

    def _printed(self, brief: Brief, exhibits: Mapping[int, Mapping[str, Any]], at: Moment) -> bytes:
        parts: list[Any] = []
        for section in brief.sections:
            parts += [Heading(section.title), *self._sourced(section, exhibits)]
            if section is brief.sections[0]:
                parts.append(PageBreak())
        if exhibits:
            parts += [Heading(brief.text("h-exhibits")), self._exhibits(brief, exhibits)]
        parts += [Heading(brief.text("h-authorities")), self._authorities(brief)]
        name = next(iter(self.known.matter.values("name")), "")
        subtitle = brief.text("subtitle", country=self.known.matter.country, day=str(at)[:10])
        return pdf(Document(brief.language, brief.text("title", name=name), subtitle, parts), at)

    def _sourced(self, section: Section, exhibits: Mapping[int, Mapping[str, Any]]) -> list[Sourced]:
        return [Sourced(each.number, each.text, self._margin(each.sources, exhibits), each.indent)
                for each in section.sentences]  # fmt: skip

    def _margin(self, sources: Iterable[Source], exhibits: Mapping[int, Mapping[str, Any]]) -> list[str]:
        """The sources as the margin has them: c claims, E exhibits, L law, § rules; all of them in ``case.json``."""
        claims = [each.claim for each in sources if each.claim is not None]
        items = sorted({item for claim in claims for item in self.ground.get(claim, ()) if item in exhibits})
        told = [f"c{each}" for each in claims[:MOST_IN_MARGIN]]
        told += [f"+{len(claims) - MOST_IN_MARGIN}"] if len(claims) > MOST_IN_MARGIN else []
        told += [exhibits[each]["number"] for each in items[:MOST_IN_MARGIN]]
        told += [f"+{len(items) - MOST_IN_MARGIN}"] if len(items) > MOST_IN_MARGIN else []
        others = [f"L{1 + self.law.index(each)}" if each in self.law else f"§ {each.rule}"
                  for each in sources if each.claim is None]  # fmt: skip
        return told + others

    def _authorities(self, brief: Brief) -> Table:
        """The texts of law, by the numbers that the margin has."""
        head = ["", brief.word("authority"), brief.word("as-of")]
        rows = [[Ltr(f"L{at}"), Ltr(each.law or ""), Ltr(each.as_of or "")] for at, each in enumerate(self.law, 1)]
        return Table(head, rows, (1, 8, 2))

    def _exhibits(self, brief: Brief, exhibits: Mapping[int, Mapping[str, Any]]) -> Table:
        head = [brief.word(each) for each in ("exhibit", "file", "digest", "rests")]
        rows = []
        for item, each in exhibits.items():
            numbers = [
                str(sentence.number)
                for sentence in brief.sentences
                if any(s.claim is not None and item in self.ground.get(s.claim, ()) for s in sentence.sources)
            ]
            used = ", ".join(numbers[:12]) + (" …" if len(numbers) > 12 else "")
            rows.append([Ltr(each["number"]), Ltr(each["file"].rpartition("/")[2]), Ltr(each["sha256"]), Ltr(used)])
        return Table(head, rows, (1, 2, 4, 2))

    def _told(
        self, exhibits: Mapping[int, Mapping[str, Any]], proofs: Mapping[int, Mapping[str, Any]], contents: Contents
    ) -> dict[str, Any]:
        first = self.briefs[0]
        sentences = []
        for at, each in enumerate(first.sentences):
            texts = {brief.language: brief.sentences[at].text for brief in self.briefs}
            sources = [self._resolved(source, exhibits, proofs) for source in each.sources]
            sentences.append({"number": each.number, "text": texts, "sources": sources})
        return {
            "format": "isnad/case-file/1", "case": self.known.matter.entity, "at": str(contents.at)[:10],
            "ready": self.known.matter.ready, "languages": list(self.languages), "sentences": sentences,
            "withheld_sentences": first.withheld,
            "exhibits": [{"number": each["number"], "entry": item, "file": each["file"], "sha256": each["sha256"]}
                         for item, each in exhibits.items()],
            "files_taken_over": contents.grounds,
        }  # fmt: skip

    def _resolved(
        self, source: Source, exhibits: Mapping[int, Mapping[str, Any]], proofs: Mapping[int, Mapping[str, Any]]
    ) -> dict[str, Any]:
        told = source.as_json()
        if source.claim is not None:
            proof = proofs[source.claim]
            told |= {"proof": proof["proof"], "disclosure": proof["disclosure"]}
            told["exhibits"] = [exhibits[each]["number"] for each in sorted(self.ground.get(source.claim, ()))
                                if each in exhibits]  # fmt: skip
        return told


def file_case(asked: Asked, gate: Gate, *, by: str, second: Second | None) -> Filed:
    """Makes the file of a case at ``asked.out``."""
    matter = queries.matter(asked.case, gate, law=True)
    known = gather(matter, gate)
    ground = ground_of(gate, [*(each.entry for each in known.claims()), *known.bodies()])
    enclosing = _Enclosing(known, languages_for(matter.country), ground)
    items = sorted({item for items in ground.values() for item in items})
    request = Request(
        asked.out.absolute(), label=asked.label, purpose="justice", receiver=asked.receiver, zipped=asked.zipped,
        entries=tuple(items), claims=frozenset(ground), enclose=enclosing,
    )  # fmt: skip
    made = packages.create(request, by=by, second=second)
    entry = _note(matter, made, enclosing, by)
    brief = enclosing.briefs[0]
    return Filed(made, entry, enclosing.languages, len(brief.sentences), brief.withheld)


def _note(matter: Matter, made: Made, enclosing: _Enclosing, by: str) -> int:
    """Says what the file rests on, in as many entries as it takes; returns the first."""
    used = {source.claim for each in enclosing.briefs[0].sentences for source in each.sources}
    claims = sorted(each for each in used if each is not None)
    with pen(by) as held:
        numbers = [
            held.say(CaseFile(matter.entity, made.entry, made.digest, enclosing.languages,
                              tuple(claims[start : start + AT_ONCE])))
            for start in range(0, max(len(claims), 1), AT_ONCE)
        ]  # fmt: skip
    return numbers[0]


def gather(matter: Matter, gate: Gate) -> Known:
    """All that the brief of a case is made from, through the gate."""
    posts = {each: posts_of(each, gate) for each in matter.accused}
    commands: dict[int, Relation] = {}
    for post in (post for held in posts.values() for post in held):
        for reached in units_under(post, gate):
            commands.update((each.entity, each) for each in reached.through)
    known = Known(
        matter, Moment.now(), {}, posts, list(commands.values()), [exposure(each, gate) for each in matter.accused],
        law_rows(matter, gate, queries.today()),
    )  # fmt: skip
    known.names = _names(known, gate)
    return known


def _names(known: Known, gate: Gate) -> dict[int, list[Stated]]:
    """The claims that name the actors and things of which the brief speaks."""
    entities = {each.entity for each in known.claims()} | {each.refers for each in known.claims()} - {None}
    entities |= {end for posts in known.posts.values() for post in posts for end in (post.one, post.other)}
    entities |= {end for each in known.commands for end in (each.one, each.other)} | set(known.matter.accused)
    gathered, wanted = Gathered(gate), sorted(each for each in entities if each is not None)
    gathered.fetch(wanted)
    return {each: [said for said in gathered.about.get(gathered.first(each), []) if said.property in NAMES]
            for each in wanted}  # fmt: skip


def ground_of(gate: Gate, wanted: Iterable[int]) -> dict[int, frozenset[int]]:
    """Of these claims those that may be used, with all beneath them: by claim, the items on which it rests.

    A claim that rests on one that the gate does not yield is not used either.
    """
    rows = beneath(wanted)
    held = {each.entry: each for each in yielding.through(gate, stated(rows)) if each.standing.holds}
    known, cited = {row.entry for row in rows}, {place.entry for each in held.values() for place in each.citations}
    items = _items(cited - known)
    found: dict[int, frozenset[int]] = {}
    for number in sorted(held):
        below = [place.entry for place in held[number].citations]
        if all(each in found for each in below if each in known):
            own = {each for each in below if each in items}
            found[number] = frozenset(own.union(*(found[each] for each in below if each in found)))
    return found


def _items(entries: Iterable[int]) -> set[int]:
    listed, found = sorted(entries), set[int]()
    for start in range(0, len(listed), 900):
        rows = Item.objects.filter(pk__in=map(key, listed[start : start + 900])).values_list("pk", flat=True)
        found |= {pk // WIDTH for pk in rows}
    return found
