"""How sentences of a dossier are said: with their sources, withheld where a claim may not leave, gaps as gaps. Pure.

Names are claims too: whoever may not be named is called by the number of the entity. What claims say is never
translated; in Arabic, what may be read from left to right is set apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from isnad.actors.relations import Relation
from isnad.cases.known import NAMES, Section, Sentence, Source
from isnad.claims.queries import Stated
from isnad.claims.schemata import schemata
from isnad.claims.standing import Standing
from isnad.sanctions.actor_facts_which import Grounded
from isnad.sanctions.dossiers_known import Known
from isnad.speech import Language, phrase
from isnad.words import Label

_ISOLATE, _POP = "\u2068", "\u2069"  # first strong isolate, and its end


@dataclass(frozen=True, slots=True)
class Person:
    """What only a person can write: who submits, and why it is in the receiver's interest."""

    submitter: str = ""
    interest: str = ""


NOTHING_WRITTEN = Person()


@dataclass
class Teller:
    """Says sentences in one language. ``leaving``: the claims that may leave, with their labels."""

    known: Known
    language: Language
    leaving: Mapping[int, Label]
    written: Person = NOTHING_WRITTEN
    contents: Mapping[str, int] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)
    withheld: int = 0
    gaps: int = 0
    _number: int = 0

    @property
    def sentences(self) -> list[Sentence]:
        """All of them, in order."""
        return [each for section in self.sections for each in section.sentences]

    def text(self, key: str, /, **facts: object) -> str:
        """A text of the dossier, in its language."""
        return phrase(f"sanctions-dossier.{key}", self.language, **facts)

    def apart(self, value: object) -> str:
        """In Arabic, what may be read from left to right is set apart, so that a date does not turn round."""
        return f"{_ISOLATE}{value}{_POP}" if self.language == "ar" else str(value)

    def annex(self, each: Sentence) -> str:
        """``A`` where everything it rests on is open, ``B`` where something is restricted."""
        labels = [self.leaving[s.claim] for s in each.sources if s.claim is not None]
        return "B" if max(labels, default=Label.PUBLIC) >= Label.RESTRICTED else "A"

    def named(self, entity: int) -> str:
        """What an actor is called by claims that leave, in the reader's script where it has a name in that."""
        names = [each for each in self.known.names.get(entity, ()) if each.entry in self.leaving and each.value]
        ordered = [each.value for name in NAMES for each in names if each.property == name]
        fitting = [each for each in ordered if _arabic(each) == (self.language == "ar")]
        return self.apart(next(iter((*fitting, *ordered)), f"#{entity}"))

    def naming(self, *entities: int) -> list[Source]:
        """The claims by which these are called here, one for each."""
        found = []
        for entity in dict.fromkeys(entities):
            names = [each for each in self.known.names.get(entity, ()) if each.entry in self.leaving]
            found += of([each for each in names if self.apart(each.value) == self.named(entity)][:1])
        return found

    def section(self, key: str) -> None:
        """Begins a part."""
        self.sections.append(Section(self.text(f"h-{key}")))

    def say(self, key: str, sources: Iterable[Source], indent: int = 0, /, **facts: object) -> None:
        """A sentence; where a claim of it may not leave, the sentence that says so."""
        sources = tuple(dict.fromkeys(sources))
        self._number += 1
        if any(each.claim is not None and each.claim not in self.leaving for each in sources):
            self.withheld += 1
            text, sources = self.text("withheld"), (rule("withheld"),)
        else:
            text = self.text(key, **facts)
        self.sections[-1].sentences.append(Sentence(self._number, text, sources or (rule(key),), indent))

    def gap(self, what: str, indent: int = 0) -> None:
        """A sentence that says what is not known."""
        self.gaps += 1
        self.say("gap", [rule("gap")], indent, what=what)

    def renumber(self) -> None:
        """Numbers the sentences in the order in which they are read."""
        number = 0
        for section in self.sections:
            for at, each in enumerate(section.sentences):
                number += 1
                section.sentences[at] = Sentence(number, each.text, each.sources, each.indent)

    def effects(self) -> str:
        """What a listing brings, in words."""
        return ", ".join(self.text(f"effect-{each}") for each in self.known.programme.effects)

    def law(self, row: Grounded | None = None) -> list[Source]:
        """The texts behind a criterion, or behind the programme."""
        own = self.known.programme.sources.values()
        cited = row.row.sources if row else [(each.citation, each.as_of) for each in own]
        return [Source(law=citation, as_of=str(as_of)) for citation, as_of in cited] or [rule("programme")]

    def words(self, row: Grounded) -> str:
        """A criterion in words."""
        return next(str(each.words) for each in self.known.programme.criteria if each.key == row.row.criterion)

    def value(self, each: Stated) -> str:
        """What a claim says, and what a reader must know of it."""
        marks = [word for word, holds in (
            ("machine", each.method == "machine"), ("proposed", each.standing is Standing.PROPOSED),
            ("disputed", each.standing is Standing.DISPUTED), ("hearsay", each.kind == "hearsay"),
            ("opinion", each.kind == "opinion"),
        ) if holds]  # fmt: skip
        marked = f" ({', '.join(self.text(f'mark-{each}') for each in marks)})" if marks else ""
        told = self.named(each.refers) if each.refers is not None else self.apart(self._called(each))
        return f"{told}{marked}"

    def _called(self, each: Stated) -> str:
        """A country by its name in the reader's language; everything else as it was said."""
        own = schemata().get(each.schema)
        prop = own.properties.get(each.property) if own else None
        if prop is None or prop.type != "country":
            return each.value
        from babel import Locale

        return str(Locale(self.language).territories.get((each.normal or each.value).upper(), each.value))

    def days(self, each: Relation) -> str:
        """From when to when; rival dates beside each other."""
        days = (" | ".join(each.values(name)) or "…" for name in ("startDate", "endDate"))
        return self.apart(" – ".join(days))


def refers_of(claims: Iterable[Stated]) -> list[int]:
    """The actors that these claims name."""
    return [each.refers for each in claims if each.refers is not None]


def of(claims: Iterable[Stated]) -> list[Source]:
    """These claims as sources."""
    return [Source(claim=each.entry) for each in claims]


def by_entry(entries: Iterable[int]) -> list[Source]:
    """Claims by their entries, as sources."""
    return [Source(claim=each) for each in entries]


def rule(name: str) -> Source:
    """A rule of this house as a source."""
    return Source(rule=name)


def _arabic(text: str) -> bool:
    return any("\u0600" <= letter <= "\u06ff" for letter in text)


def label_of(said: Stated, language: Language) -> str:
    """What a claim's property is called."""
    own = schemata().get(said.schema)
    prop = own.properties.get(said.property) if own else None
    return prop.labels[language] if prop else said.property


def label_named(name: str, person: bool, language: Language) -> str:
    """What a property of a person or a body is called."""
    own = schemata()["Person" if person else "Company"].properties.get(name)
    return own.labels[language] if own else name
