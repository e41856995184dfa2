"""The papers of a dossier, written once it is known what leaves: dossier with annex A, annex B, and ``dossier.json``.

* ``dossier.en.pdf``, ``dossier.ar.pdf``: the whole dossier and annex A, from what is open. A sentence that rests on
  anything restricted stands there by its number alone, and in words in annex B.
* ``annex-b.en.pdf``, ``annex-b.ar.pdf``: those sentences and their claims. Absent where nothing is restricted.
* ``dossier.json``: every sentence with its annex, its sources, their proofs and exhibits.

Exhibits are evidence copies, made for handing on: nothing in them or in these papers names a source.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from isnad.cases.known import Sentence, Source
from isnad.instruments.printing import Document, Heading, Ltr, PageBreak, Sourced, Table, pdf
from isnad.packages.contents import Contents
from isnad.sanctions.dossiers_known import Known
from isnad.sanctions.dossiers_sentences import Person
from isnad.sanctions.dossiers_writing import Writer
from isnad.speech import Language
from isnad.words import Label

LANGUAGES: tuple[Language, ...] = ("en", "ar")
MOST_IN_MARGIN = 8
Proofs = Mapping[int, Mapping[str, Any]]
Part = Heading | Sourced | Table | PageBreak


@dataclass
class Papers:
    """Makes them for one package. ``ground``: by claim the items beneath it; ``labels``: of every claim."""

    known: Known
    written: Person
    ground: Mapping[int, frozenset[int]]
    labels: Mapping[int, Label]
    writers: list[Writer] = field(default_factory=list)
    exhibits: dict[int, dict[str, Any]] = field(default_factory=dict)
    law: list[Source] = field(default_factory=list)

    def __call__(self, contents: Contents) -> dict[str, bytes]:
        """The papers, by name."""
        leaving = {each["entry"]: self.labels[each["entry"]] for each in contents.claims}
        files = sorted(contents.files, key=lambda each: each["entry"])
        self.exhibits = {each["entry"]: {"number": f"E{at}", **each} for at, each in enumerate(files, 1)}
        counts = {f"withheld-{what}": sum(reasons.values()) for what, reasons in contents.withheld.items()}
        counts |= {"exhibits": len(self.exhibits), "claims": len(leaving)}
        found: dict[str, bytes] = {}
        for language in LANGUAGES:
            writer = Writer(self.known, language, leaving, self.written, counts).write()
            self.writers.append(writer)
            self.law = list(dict.fromkeys(s for each in writer.sentences for s in each.sources if s.law is not None))
            found[f"dossier.{language}.pdf"] = self._dossier(writer, contents)
            if any(writer.annex(each) == "B" for each in writer.sentences):
                found[f"annex-b.{language}.pdf"] = self._annex_b(writer, contents)
        proofs = {each["entry"]: each for each in contents.claims}
        found["dossier.json"] = orjson.dumps(self._told(proofs, contents), option=orjson.OPT_INDENT_2) + b"\n"
        return found

    def _dossier(self, writer: Writer, contents: Contents) -> bytes:
        parts: list[Part] = []
        for section in writer.sections:
            parts += [Heading(section.title), *(self._open(writer, each) for each in section.sentences)]
            if section is writer.sections[0]:
                parts.append(PageBreak())
        parts += [Heading(writer.text("h-annex-a")), self._claims(writer, "A")]
        if self.exhibits:
            parts += [Heading(writer.text("h-exhibits")), self._exhibits(writer)]
        parts += [Heading(writer.text("h-law")), self._authorities(writer)]
        title = writer.text("title-historical" if self.known.historical else "title", name=self._title_name(writer))
        subtitle = writer.text("subtitle", programme=str(self._titled(writer)), day=writer.apart(str(contents.at)[:10]))
        return pdf(Document(writer.language, title, subtitle, parts), contents.at)

    def _titled(self, writer: Writer) -> str:
        title = self.known.programme.title
        return title.ar if writer.language == "ar" else title.en

    def _title_name(self, writer: Writer) -> str:
        """The name, unless what names the actor is restricted."""
        actor, told = self.known.actor, writer.named(self.known.actor)
        said = [each.entry for each in self.known.names.get(actor, ()) if writer.apart(each.value) == told]
        restricted = any(writer.leaving.get(each, Label.SEALED) >= Label.RESTRICTED for each in said[:1])
        return f"#{actor}" if restricted else told

    def _annex_b(self, writer: Writer, contents: Contents) -> bytes:
        sentences = [each for each in writer.sentences if writer.annex(each) == "B"]
        parts: list[Part] = [*(self._sourced(each, each.text) for each in sentences), Heading(writer.text("h-claims")),
                 self._claims(writer, "B")]  # fmt: skip
        subtitle = writer.text("annex-b-subtitle", day=writer.apart(str(contents.at)[:10]))
        return pdf(Document(writer.language, writer.text("annex-b"), subtitle, parts), contents.at)

    def _open(self, writer: Writer, each: Sentence) -> Sourced:
        text = writer.text("in-annex-b") if writer.annex(each) == "B" else each.text
        return self._sourced(each, text)

    def _sourced(self, each: Sentence, text: str) -> Sourced:
        return Sourced(each.number, text, self._margin(each.sources), each.indent)

    def _margin(self, sources: Iterable[Source]) -> list[str]:
        """The sources as the margin has them: c claims, E exhibits, L law, § rules; all of them in ``dossier.json``."""
        claims = [each.claim for each in sources if each.claim is not None]
        items = [self.exhibits[each]["number"] for each in self._items(claims)]
        told: list[str] = []
        for listed in ([f"c{each}" for each in claims], items):
            told += listed[:MOST_IN_MARGIN]
            told += [f"+{len(listed) - MOST_IN_MARGIN}"] if len(listed) > MOST_IN_MARGIN else []
        return told + [f"L{1 + self.law.index(each)}" if each in self.law else f"§ {each.rule}"
                       for each in sources if each.claim is None]  # fmt: skip

    def _items(self, claims: Iterable[int]) -> list[int]:
        return sorted({item for claim in claims for item in self.ground.get(claim, ()) if item in self.exhibits})

    def _claims(self, writer: Writer, annex: str) -> Table:
        """The claims of one annex: where each is used, its label, its exhibits. Their words stand in the sentences."""
        used: dict[int, list[int]] = {}
        for each in writer.sentences:
            for source in each.sources:
                if source.claim is not None:
                    used.setdefault(source.claim, []).append(each.number)
        rows = []
        for claim in sorted(used):
            restricted = writer.leaving[claim] >= Label.RESTRICTED
            if restricted is (annex == "B"):
                items = ", ".join(self.exhibits[each]["number"] for each in self._items([claim])[:12])
                numbers = ", ".join(map(str, used[claim][:12])) + (" …" if len(used[claim]) > 12 else "")
                rows.append([Ltr(f"c{claim}"), Ltr(str(writer.leaving[claim])), Ltr(items), Ltr(numbers)])
        head = [writer.text(f"head-{each}") for each in ("claim", "label", "exhibits", "used")]
        return Table(head, rows, (1, 2, 4, 3))

    def _exhibits(self, writer: Writer) -> Table:
        rows = [[Ltr(each["number"]), Ltr(each["file"].rpartition("/")[2]), Ltr(each["sha256"])]
                for each in self.exhibits.values()]  # fmt: skip
        return Table([writer.text(f"head-{each}") for each in ("exhibit", "file", "digest")], rows, (1, 2, 5))

    def _authorities(self, writer: Writer) -> Table:
        rows = [[Ltr(f"L{at}"), Ltr(each.law or ""), Ltr(each.as_of or "")] for at, each in enumerate(self.law, 1)]
        return Table(["", writer.text("head-law"), writer.text("head-as-of")], rows, (1, 8, 2))

    def _told(self, proofs: Proofs, contents: Contents) -> dict[str, Any]:
        first = self.writers[0]
        return {
            "format": "isnad/dossier/1", "actor": self.known.actor, "programme": self.known.programme.key,
            "on": str(self.known.day), "historical": self.known.historical, "at": str(contents.at)[:10],
            "ready": self.known.ready, "languages": list(LANGUAGES),
            "criteria": [{"criterion": each.row.criterion, "answer": each.row.answer.value, "claims": each.claims}
                         for each in self.known.rows],
            "sections": [{"title": {writer.language: writer.sections[at].title for writer in self.writers},
                          "sentences": [each.number for each in section.sentences]}
                         for at, section in enumerate(first.sections)],
            "sentences": [{
                "number": each.number, "annex": first.annex(each),
                "text": {writer.language: writer.sentences[at].text for writer in self.writers},
                "sources": [self._resolved(source, proofs) for source in each.sources],
            } for at, each in enumerate(first.sentences)],
            "gaps": first.gaps, "withheld_sentences": first.withheld,
            "exhibits": [{"number": each["number"], "entry": item, "file": each["file"], "sha256": each["sha256"]}
                         for item, each in self.exhibits.items()],
            "files_taken_over": contents.grounds,
        }  # fmt: skip

    def _resolved(self, source: Source, proofs: Proofs) -> dict[str, Any]:
        told = source.as_json()
        if source.claim is not None:
            proof = proofs[source.claim]
            told |= {"proof": proof["proof"], "disclosure": proof["disclosure"]}
            told["exhibits"] = [self.exhibits[each]["number"] for each in self._items([source.claim])]
        return told
