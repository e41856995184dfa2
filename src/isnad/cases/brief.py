"""Writes a brief: sentences, each with what it rests on. Pure: it is given what is known, and asks nothing.

* Every sentence names its sources: claims by their entries, the law by its citation, or the rule that made it.
* A sentence whose claims may not leave is not written; one in its place says so, and is counted.
* Names are claims too: an actor whose name may not leave is called by the number of its entity.
* The same sentences stand in every language under the same numbers; what claims say is never translated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from isnad.actors.exposure import Kind
from isnad.actors.relations import Relation
from isnad.cases.elements import book
from isnad.cases.known import NAMES, Known, Section, Sentence, Source, cited_bodies, texts
from isnad.cases.matters import Charge, Ground, Proof, State
from isnad.cases.telling import as_json as law_json
from isnad.claims.queries import Stated
from isnad.claims.schemata import schemata
from isnad.claims.standing import Standing
from isnad.speech import Language, phrase, spoken_in

_ISOLATE, _POP = "\u2068", "\u2069"  # first strong isolate, and its end
APART = ("name", "day", "country", "place", "role", "unit", "superior", "code")
LIMITS = ("chain", "machine", "clocks", "command", "elements", "taken-over", "stale")


@dataclass
class Brief:
    """A brief in one language. ``leaving``: the claims that may leave with it; ``withheld`` sentences are counted."""

    known: Known
    language: str
    leaving: frozenset[int]
    contents: Mapping[str, int] = field(default_factory=dict)  # how much is enclosed and withheld
    sections: list[Section] = field(default_factory=list)
    withheld: int = 0
    _number: int = 0

    def write(self) -> Brief:
        """Writes every section, the two-page summary first."""
        self._summary()
        self._posts()
        self._law()
        for charge in self.known.matter.charges:
            self._charge(charge)
        self._witnesses()
        self._steps()
        self._limits()
        return self

    @property
    def sentences(self) -> list[Sentence]:
        """All of them, in order."""
        return [each for section in self.sections for each in section.sentences]

    def text(self, key: str, **facts: object) -> str:
        """A text of the template."""
        told = {name: self.apart(value) if name in APART else value for name, value in facts.items()}
        return str(texts()["texts"][key][self.language]).format(**told)

    def apart(self, value: object) -> object:
        """In Arabic, what may be read from left to right is set apart, so that a date does not turn round."""
        return f"{_ISOLATE}{value}{_POP}" if self.language == "ar" and isinstance(value, str) else value

    def word(self, key: str) -> str:
        """A word of the template."""
        return str(texts()["words"][key][self.language])

    def named(self, entity: int | None) -> str:
        """What an actor is called by claims that leave, in the reader's script where it has a name in that."""
        names = [each for each in self.known.names.get(entity or -1, ()) if each.entry in self.leaving and each.value]
        ordered = [each.value for name in NAMES for each in names if each.property == name]
        fitting = [each for each in ordered if _arabic(each) == (self.language == "ar")]
        return next(iter((*fitting, *ordered)), f"#{entity}")

    def _period(self, starts: Iterable[str], ends: Iterable[str]) -> str:
        """From when to when; rival dates beside each other."""
        told = (" | ".join(str(self.apart(each)) for each in days if each) or "…" for days in (starts, ends))
        return " – ".join(told)

    def _days(self, each: Relation) -> str:
        return self._period(each.values("startDate"), each.values("endDate"))

    def _section(self, key: str, **facts: object) -> None:
        self.sections.append(Section(self.text(key, **facts)))

    def _say(self, key: str, sources: Iterable[Source], indent: int = 0, **facts: object) -> None:
        """A sentence; where a claim of it may not leave, the sentence that says so."""
        sources = tuple(dict.fromkeys(sources))
        self._number += 1
        if any(each.claim is not None and each.claim not in self.leaving for each in sources):
            self.withheld += 1
            text, sources = self.text("withheld"), (_rule("withheld"),)
        else:
            text = self.text(key, **facts)
        self.sections[-1].sentences.append(Sentence(self._number, text, sources, indent))

    def _summary(self) -> None:
        matter = self.known.matter
        self._section("h-summary")
        for each in matter.accused:
            said = [claim for claim in matter.claims if claim.property == "accused" and claim.refers == each]
            self._say("accused", (*_of(said), *self._names(each)), name=self.named(each))
        for charge in matter.charges:
            self._charged(charge)
        states = {str(state): matter.count(state) for state in State}
        self._say("readiness", [_rule("readiness")], count=sum(states.values()), **states)
        self._say("ready" if matter.ready else "not-ready", [_rule("readiness")])
        counted = {name: self.contents.get(name, 0) for name in ("exhibits", "claims")}
        self._say("contents", [_rule("package.json")], **counted)

    def _charged(self, charge: Charge) -> None:
        start, end, place = (next(iter(charge.values(name)), None) for name in ("startDate", "endDate", "place"))
        none = self.word("none")
        period = self._period([start or ""], [end or ""]) if start or end else none
        self._say(
            "charged", (*_of(charge.claims), *self._names(charge.accused)), name=self.named(charge.accused),
            crime=self._called(charge.crime, book().crimes), mode=self._called(charge.mode, book().modes),
            period=period, place=(place or none).upper() if place else none,
        )  # fmt: skip

    def _called(self, code: str, sets: Mapping[str, Any]) -> str:
        found = sets.get(code)
        return found.name[self._ours()] if found else code

    def _ours(self) -> Language:
        """Elements and reasons of the law are written in Arabic and English."""
        return "ar" if self.language == "ar" else "en"

    def _names(self, entity: int | None) -> list[Source]:
        """The claim by which an actor is called here."""
        names = [each for each in self.known.names.get(entity or -1, ()) if each.entry in self.leaving]
        return _of([each for each in names if each.value == self.named(entity)][:1])

    def _posts(self) -> None:
        self._section("h-posts")
        for posts in self.known.posts.values():
            for post in posts:
                self._say(
                    "post", (*_of(post.claims), *self._names(post.one), *self._names(post.other)),
                    name=self.named(post.one), role=post.value("role") or self.word("none"),
                    unit=self.named(post.other), period=self._days(post), form=self.word(_form(post)),
                )  # fmt: skip
        for each in self.known.commands:
            self._say(
                "under", (*_of(each.claims), *self._names(each.one), *self._names(each.other)),
                unit=self.named(each.one), superior=self.named(each.other), period=self._days(each),
                form=self.word(_form(each)),
            )  # fmt: skip
        for exposure in self.known.exposures:
            for under in exposure.posts:
                cited = [Source(claim=entry) for entry in cited_bodies(under.bodies) if entry in self.leaving]
                self._say(
                    "exposed", (*_of(under.post.claims), *cited, _rule("exposure")), 1, sure=under.count(Kind.SURE),
                    proposed=under.count(Kind.BRANCH_PROPOSED), unread=under.unread,
                    vague=under.count(Kind.DAYS_VAGUE) + under.count(Kind.BOTH),
                )  # fmt: skip

    def _law(self) -> None:
        self._section("h-law")
        if not self.known.law:
            self._say("no-law", [_rule("law")])
        day = self.known.at.at.date()
        with spoken_in(self._ours()):
            for row in self.known.law:
                told = law_json(row, day, day)
                sources = [Source(law=each["citation"], address=each.get("address"), as_of=str(each["as_of"]))
                           for each in told["sources"]] or [_rule("law")]  # fmt: skip
                offence = phrase(f"cases.offence.{row.offence.value}")
                self._say("law", sources, country=row.country.code, offence=offence, answer=self.word(told["answer"]))
                for reason in told["because"]:
                    self._say("because", sources, 1, reason=reason)

    def _charge(self, charge: Charge) -> None:
        names = (self._called(charge.crime, book().crimes), self._called(charge.mode, book().modes))
        self._section("h-charge", crime=names[0], mode=names[1])
        for proof in charge.proofs:
            self._element(proof)

    def _element(self, proof: Proof) -> None:
        element, state = proof.element, proof.state
        authority = element.authority
        source = Source(law=authority.citation, address=authority.address, as_of=str(authority.as_of))
        word = self.word("state-proposed" if state is State.PROPOSED else str(state))
        self._say("element", [source], code=element.code, text=element.text[self._ours()], state=word)
        for ground in proof.supporting:
            self._ground("for", ground)
        if not proof.supporting:
            self._say("nothing", [_rule("readiness")], 1)
        for ground in proof.weakening:
            self._ground("against", ground)
            for each in ground.answers:
                self._say("answer", _of([each]), 2, told=each.value)
            if not ground.answers:
                self._say("unanswered", [_rule("readiness")], 2)

    def _ground(self, key: str, ground: Ground) -> None:
        for each in ground.relies_on:
            names = (*self._names(each.entity), *self._names(each.refers))
            self._say(key, (*_of([each, ground.said]), *names), 1, told=self._told(each))

    def _told(self, said: Stated) -> str:
        """A claim in words: of whom, which property, what; and what a reader must know of it."""
        own = schemata().get(said.schema)
        prop = own.properties.get(said.property) if own else None
        label = prop.labels[self._ours()] if prop else said.property
        known = texts()["words"].get(said.value, {}).get(self.language)
        value = self.named(said.refers) if said.refers is not None else str(known or self.apart(said.value))
        marks = [word for word, holds in (
            ("machine", said.method == "machine"), ("proposed", said.standing is not Standing.ACCEPTED),
            ("hearsay", said.kind == "hearsay"), ("opinion", said.kind == "opinion"),
        ) if holds]  # fmt: skip
        marked = f" ({', '.join(self.word(each) for each in marks)})" if marks else ""
        whom = self.named(said.entity)
        kind = own.labels[self._ours()] if own else said.schema
        return f"{kind} {self.apart(whom)}, {label}: {value}{marked}"

    def _witnesses(self) -> None:
        if self.known.matter.witnesses:
            self._section("h-witnesses")
        for each in self.known.matter.witnesses:
            measures = [phrase(f"case.measure-{name}", self._ours()) for name in each.measures]
            self._say("witness", _of(each.claims), name=each.pseudonym,
                      measures=", ".join(measures) or self.word("none"))  # fmt: skip

    def _steps(self) -> None:
        if self.known.matter.steps:
            self._section("h-steps")
        for each in self.known.matter.steps:
            what = " ".join(claim.value for claim in each.claims if claim.property in ("court", "summary"))
            kind = phrase(f"case.step-{each.kind}", self._ours()) if each.kind else ""
            self._say("step", _of(each.claims), day=" | ".join(each.on) or self.word("none"), kind=kind, what=what)

    def _limits(self) -> None:
        self._section("h-limits")
        for name in LIMITS:
            self._say(f"limit-{name}", [_rule("BP-15")])
        counted = {name: self.contents.get(f"withheld-{name}", 0) for name in ("items", "claims")}
        self._say("limit-withheld", [_rule("withheld.json")], sentences=self.withheld, **counted)


def _of(claims: Iterable[Stated]) -> list[Source]:
    return [Source(claim=each.entry) for each in claims]


def _rule(name: str) -> Source:
    return Source(rule=name)


def _arabic(text: str) -> bool:
    return any("\u0600" <= letter <= "\u06ff" for letter in text)


def _form(each: Relation) -> str:
    return "none" if each.form == "none" else each.form
