"""Writes a dossier: sentences, each with what it rests on. Pure: it is given what is known, and asks nothing.

* Every sentence names its sources: claims by their entries, a text of law or a list with its day, or the rule that
  made it. A sentence whose claims may not leave is not written; one in its place says so, and is counted.
* What is not known is a sentence of its own, a gap; nothing is filled in.
* Names are claims too: whoever may not be named is called by the number of the entity.
* The same sentences stand in both languages under the same numbers; what claims say is never translated.
* It says "claims that speak to", never that somebody did.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from isnad.actors.exposure import Kind
from isnad.actors.relations import Relation, weakest
from isnad.cases.known import Source, cited_bodies
from isnad.claims.queries import Stated
from isnad.sanctions.actor_facts_which import SPEAKING, Grounded
from isnad.sanctions.dossiers_identifiers import as_listed
from isnad.sanctions.dossiers_known import MORE
from isnad.sanctions.dossiers_sentences import Teller, by_entry, label_named, label_of, of, refers_of, rule
from isnad.sanctions.programmes.overview import overview
from isnad.sanctions.support import Edge
from isnad.speech import phrase, spoken_in

LIMITS = ("chain", "machine", "taken-over", "decides", "court", "stale")
LISTED_FORM = ("name", "alias", "weakAlias", "birthDate", "birthPlace", "nationality", "gender", "passportNumber",
               "idNumber", "registrationNumber", "taxNumber", "imoNumber", "position")  # fmt: skip


@dataclass
class Writer(Teller):
    """A dossier in one language, part by part."""

    def write(self) -> Writer:
        """Writes every part, the summary first."""
        with spoken_in(self.language):
            for part in (self._submitter, self._person, self._abuse, self._connection, self._criteria, self._recency,
                         self._exculpatory, self._interest, self._measures, self._confidentiality, self._after,
                         self._limits):  # fmt: skip
                part()
            rest, self.sections = self.sections, []
            self._summary()
            self.sections += rest
            self.renumber()
        return self

    def _summary(self) -> None:
        known, programme = self.known, self.known.programme
        self.section("summary")
        key = f"request-{programme.issuer}"
        if known.historical:
            self.say("historical", self.law(), programme=str(programme.title), day=self.apart(known.day))
        else:
            self.say(key, [*self.naming(known.actor), *self.law()], name=self.named(known.actor),
                      programme=str(programme.title))  # fmt: skip
        for row in known.speaking:
            self.say("speaks", [*by_entry(row.claims), *self.law(row)], words=self.words(row),
                      answer=phrase(f"sanctions.answer-{row.row.answer.value}"), day=self.apart(known.day))  # fmt: skip
        if not known.speaking:
            self.say("speaks-to-none", self.law(), day=self.apart(known.day))
        for post in known.posts[:6]:
            self._post(post)
        for edge in known.given[:6]:
            self._edge(edge)
        self.say("effects", self.law(), effects=self.effects())
        self.say("ready" if known.ready else "not-ready", [rule("readiness")])
        self.say("counts", [rule("gap")], gaps=self.gaps, contrary=len(known.contrary),
                  unanswered=len(known.unanswered))  # fmt: skip
        self.say("contents", [rule("package.json")], exhibits=self.contents.get("exhibits", 0),
                  claims=self.contents.get("claims", 0))  # fmt: skip

    def _submitter(self) -> None:
        self.section("submitter")
        about = overview(self.known.programme, self.known.day)
        self.say("decides", self.law(), who=about["decides"], may_ask=about["may_ask"])
        if self.written.submitter:
            self.say("submitter", [rule("written-by-a-person")], who=self.apart(self.written.submitter))
        else:
            self.gap(self.text("what-submitter"))
        self.say("sources-kept", [rule("sources")])

    def _person(self) -> None:
        self.section("person")
        known = self.known
        for name in dict.fromkeys((*known.expected, *MORE)):
            for each in known.values(name):
                self.say("identifier", of([each]), label=label_of(each, self.language), value=self.value(each))
            if name in known.missing:
                self.gap(label_named(name, known.person, self.language))
        formed = [each for name in LISTED_FORM for each in known.values(name) if each.entry in self.leaving]
        values = {name: [each.normal or each.value for each in formed if each.property == name] for name in LISTED_FORM}
        values["name"] = [each.value for each in formed if each.property == "name"]
        listed = as_listed(known.programme.issuer, values, person=known.person)
        self.say("as-listed", of(formed), issuer=known.programme.issuer, line=self.apart(listed))

    def _abuse(self) -> None:
        self.section("abuse")
        for claims in self.known.conduct:
            for each in claims:
                if each.property not in ("actor", "exculpatory"):
                    self.say("stated", [*of([each]), *self.naming(*refers_of([each]))],
                              label=label_of(each, self.language), value=self.value(each))  # fmt: skip
        for edge in self.known.given:
            self._edge(edge)
        if not self.known.conduct and not self.known.given:
            self.gap(self.text("what-conduct"))
        for under in self.known.exposure.posts if self.known.exposure else ():
            ground = [*of(under.post.claims), *self.naming(under.post.other)]
            cited = [Source(claim=entry) for entry in cited_bodies(under.bodies) if entry in self.leaving]
            self.say(
                "exposed", [*ground, *cited, rule("exposure")], unit=self.named(under.post.other),
                sure=under.count(Kind.SURE), proposed=under.count(Kind.BRANCH_PROPOSED), unread=under.unread,
                vague=under.count(Kind.DAYS_VAGUE) + under.count(Kind.BOTH),
            )  # fmt: skip

    def _connection(self) -> None:
        self.section("connection")
        known = self.known
        for post in known.posts:
            self._post(post)
        for each in known.commands:
            self.say("under", [*of(each.claims), *self.naming(each.one, each.other)], one=self.named(each.one),
                      other=self.named(each.other), period=self.days(each))  # fmt: skip
        for edge in known.suppliers:
            self._edge(edge)
        based = [each for each in known.programme.criteria if each.status_based]
        if based:
            self.say("status-based", self.law(), criteria=", ".join(each.key for each in based))
        ground = [said for each in (*known.posts, *known.commands) for said in each.claims]
        ground += [said for each in known.given for said in each.claims]
        if ground:
            first = weakest(ground)
            self.say(
                "weakest",
                [*of([first]), *self.naming(*refers_of([first]))],
                label=label_of(first, self.language),
                value=self.value(first),
            )
        else:
            self.gap(self.text("what-connection"))

    def _post(self, post: Relation) -> None:
        self.say("post", [*of(post.claims), *self.naming(post.one, post.other)], name=self.named(post.one),
                  unit=self.named(post.other), role=self.apart(post.value("role") or self.text("not-stated")),
                  period=self.days(post), form=self.text(f"form-{post.form}"))  # fmt: skip

    def _edge(self, edge: Edge) -> None:
        each = edge.relation
        kind = ", ".join((*each.values("supportKind"), *(f"{share} %" for share in each.values("percentage"))))
        criteria = ", ".join(one.criterion for one in edge.criteria if one.programme == self.known.programme.key)
        self.say(
            "edge-criteria" if criteria else "edge", [*of(edge.claims), *self.naming(each.one, each.other)],
            one=self.named(each.one), other=self.named(each.other), period=self.days(each),
            what=phrase(f"sanctions-archive.edge-{each.schema}"), kind=f" ({self.apart(kind)})" if kind else "",
            criteria=self.apart(criteria),
        )  # fmt: skip

    def _criteria(self) -> None:
        self.section("criteria")
        for each in self.known.rows:
            criterion = next(one for one in self.known.programme.criteria if one.key == each.row.criterion)
            answer = phrase(f"sanctions.answer-{each.row.answer.value}")
            self.say("criterion", [*by_entry(each.claims), *self.law(each)], words=str(criterion.words),
                      key=self.apart(criterion.key), answer=answer)  # fmt: skip
            if each.row.answer in SPEAKING:
                self._reasons(each)
                if criterion.standard:
                    self.say("standard", self.law(each), 1, standard=self.apart(criterion.standard))

    def _reasons(self, each: Grounded) -> None:
        for reason in each.row.because:
            self.say("reason", [*by_entry(each.claims_of(reason)), *self.law(each)], 1, reason=str(reason))
        for missing in each.row.missing:
            self.gap(str(missing), 1)
        for warning in each.row.warnings:
            self.say("warning", [*by_entry(each.claims_of(warning)), *self.law(each)], 1, warning=str(warning))

    def _recency(self) -> None:
        self.section("recency")
        recency, known = self.known.programme.recency, self.known
        ground = [said for claims in known.conduct for said in claims if said.property in ("startDate", "endDate")]
        ground += [said for each in (*known.posts, *(edge.relation for edge in known.given)) for said in each.claims
                   if said.property in ("startDate", "endDate", "date")]  # fmt: skip
        if known.last is None:
            self.gap(self.text("what-last"))
        elif known.last >= known.day:
            self.say("last-open", [*of(ground), rule("recency")])
        else:
            self.say("last", [*of(ground), rule("recency")], day=self.apart(known.last))
        self.say(f"recency-{recency.kind}", self.law(), years=recency.years or 0)
        for post in known.posts:
            answer = post.time.on(date.today()).name.lower()
            self.say(f"in-post-{answer}", [*of(post.claims), *self.naming(post.other)], unit=self.named(post.other))

    def _exculpatory(self) -> None:
        self.section("exculpatory")
        for each in self.known.contrary:
            for said in each.said:
                self.say(
                    "against",
                    [*of([said]), *self.naming(*refers_of([said]))],
                    label=label_of(said, self.language),
                    value=self.value(said),
                )
            for answer in each.answers:
                self.say("answer", of([answer]), 1, value=self.value(answer))
            if not each.answers:
                self.say("unanswered", [rule("readiness")], 1)
        flawed = [each for each in self.known.posts if each.contested or set(each.time.flaws) - {"undated"}]
        for post in flawed:
            self.say(
                "flawed",
                [*of(post.claims), *self.naming(post.other)],
                unit=self.named(post.other),
                period=self.days(post),
            )
        if not self.known.contrary and not flawed:
            self.say("nothing-against", [rule("exculpatory")])

    def _interest(self) -> None:
        self.section("interest")
        if self.written.interest:
            self.say("interest", [rule("written-by-a-person")], text=self.written.interest)
        else:
            self.gap(self.text("what-interest"))
        self.say("asks-for", self.law(), effects=self.effects())

    def _measures(self) -> None:
        self.section("measures")
        for claims in self.known.sanctions:
            told = ", ".join(each.value for each in claims if each.property in ("authority", "programId", "program"))
            self.say("listed-by", of(claims), told=self.apart(told or self.text("not-stated")))
        for row in self.known.lists.rows if self.known.lists else ():
            for each in row.standings:
                self._standing(each.source, each.answer, [s for made in each.decisions for s in made.claims])
        for step in self.known.steps:
            what = " ".join(each.value for each in step.claims if each.property in ("stepKind", "court", "summary"))
            self.say("step", of(step.claims), day=self.apart(" | ".join(step.on)), what=self.apart(what))

    def _standing(self, source: str, answer: str, decided: list[Stated]) -> None:
        assert self.known.lists is not None
        version = self.known.lists.versions.get(source)
        if version is None:
            self.gap(self.text("what-list", list=self.apart(source)))
            return
        issued = version.manifest.get("issued") or version.manifest["imported"][:10]
        law = Source(law=f"{source} list, version {version.number}", as_of=str(issued))
        told = phrase(f"sanctions-archive.gap-{answer}")
        self.say("on-list", [*of(decided), law], list=self.apart(source), answer=told, day=self.apart(issued))

    def _confidentiality(self) -> None:
        self.section("confidentiality")
        self.say("annexes", [rule("labels")])
        self.say(f"review-{self.known.programme.issuer}", [rule("confidentiality")])

    def _after(self) -> None:
        self.section("after")
        self.say("after", [rule("filing")])

    def _limits(self) -> None:
        self.section("limits")
        for name in LIMITS:
            self.say(f"limit-{name}", [rule("BP-15")])
        counted = {name: self.contents.get(f"withheld-{name}", 0) for name in ("items", "claims")}
        self.say("limit-withheld", [rule("withheld.json")], sentences=self.withheld, **counted)
