"""``isnad identifications``: reviewers decide, each without seeing another's verdict."""

from __future__ import annotations

from typing import Annotated

import typer

from isnad.access.actions import OWNER
from isnad.access.asking import second_person
from isnad.families import candidates_queries as candidates
from isnad.families import candidates_showing as showing
from isnad.families import devices
from isnad.families import identifications as actions
from isnad.families import identifications_queries as queries
from isnad.families.candidate_commands import AsJson, By, Cites, who
from isnad.families.candidates_queries import Pair
from isnad.families.deciding_parts import Outcome
from isnad.families.identifications import Judgement
from isnad.speech import phrase
from isnad.speech.output import print_json
from isnad.words import Citation

commands = typer.Typer(no_args_is_help=True)

Candidate = Annotated[int, typer.Argument(min=0, help=phrase("candidates.help-candidate"))]
Reason = Annotated[str, typer.Option("--reason", help=phrase("candidates.help-reason"))]


@commands.command("review", help=phrase("identifications.help-review"))
def review(
    candidate: Candidate,
    certainty: Annotated[str, typer.Option("--certainty", help=phrase("identifications.help-certainty"))],
    reason: Reason,
    cite: Cites,
    basis: Annotated[list[str] | None, typer.Option("--basis", help=phrase("identifications.help-basis"))] = None,
    seen: Annotated[bool, typer.Option("--seen", help=phrase("identifications.help-seen"))] = False,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Gives a verdict on a candidate."""
    against = queries.contradictions(candidates.pair(candidate))
    if not as_json:
        for each in showing.sentences(against):
            typer.echo(phrase("candidates.why", sign=each.sign, sentence=each.text), err=True)
    judgement = Judgement(certainty, tuple(basis or ()), reason, tuple(Citation(each) for each in cite))
    shown = [each.code for each in against] if seen else []
    done = actions.review(candidate, judgement, by=who(by), shown=shown, device=devices.this_machine())
    if as_json:
        print_json({
            "entry": done.entry, "outcome": str(done.outcome), "decision": done.decision,
            "one_device": done.one_device,
        })  # fmt: skip
        return
    state = phrase(f"identifications.outcome-{done.outcome}")
    typer.echo(phrase("identifications.said", entry=done.entry, state=state))
    if done.one_device:
        typer.echo(phrase("identifications.one-device"), err=True)


@commands.command("list", help=phrase("identifications.help-list"))
def list_candidates(
    state: Annotated[Outcome | None, typer.Option("--state", help=phrase("identifications.help-state"))] = None,
    as_json: AsJson = False,
) -> None:
    """Candidates by their state."""
    found = candidates.every(outcome=state)
    if as_json:
        print_json([showing.as_json(each) for each in found])
        return
    for each in found:
        kind = phrase(f"candidates.kind-{each.kind}", entry=each.other)
        facts = {"entry": each.entry, "person": each.person, "kind": kind, "state": showing.state(each)}
        typer.echo(phrase("identifications.line", **facts))


@commands.command("show", help=phrase("identifications.help-show"))
def show(candidate: Candidate, as_json: AsJson = False) -> None:
    """What was decided of a candidate, and why."""
    pair = candidates.pair(candidate)
    given = queries.verdicts(pair)
    if as_json:
        verdicts = [
            {
                "entry": each.entry, "by": each.by, "certainty": each.certainty, "bases": list(each.bases),
                "reason": each.reason, "citations": list(each.citations), "at": each.at,
            }
            for each in given
        ]  # fmt: skip
        print_json({**showing.as_json(pair), "verdicts": verdicts, "one_device": queries.one_device(pair)})
        return
    _say(pair, given)


def _say(pair: Pair, given: list[queries.Given]) -> None:
    for line in showing.in_words(pair, showing.how_many([pair])[pair.kind]):
        typer.echo(line)
    if not given:
        typer.echo(phrase("identifications.blind"))
    for each in given:
        bases = ", ".join(phrase(f"identifications.basis-{basis}") for basis in each.bases)
        certainty = phrase(f"identifications.certainty-{each.certainty}")
        typer.echo(phrase("identifications.verdict", by=each.by, certainty=certainty, bases=bases, reason=each.reason))
    if queries.one_device(pair):
        typer.echo(phrase("identifications.one-device"))


@commands.command("step-back", help=phrase("identifications.help-step-back"))
def step_back(
    subject: Annotated[int, typer.Argument(min=0, help=phrase("identifications.help-subject"))],
    reason: Reason,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """One step back; the record is kept."""
    _said(actions.step_back(subject, reason, by=who(by)), as_json)


@commands.command("found-alive", help=phrase("identifications.help-found-alive"))
def found_alive(
    person: Annotated[int, typer.Argument(min=0, help=phrase("candidates.help-person"))],
    reason: Reason,
    cite: Cites,
    second: Annotated[str | None, typer.Option("--second", help=phrase("custody.help-second"))] = None,
    as_json: AsJson = False,
) -> None:
    """Says that a person sought was found alive."""
    cited = [Citation(each) for each in cite]
    _said(actions.found_alive(person, reason, cited, by=OWNER, second=second_person(second)), as_json)


@commands.command("found-consent", help=phrase("identifications.help-found-consent"))
def found_consent(
    found: Annotated[int, typer.Argument(min=0, help=phrase("identifications.help-found"))],
    inquiry: Annotated[int, typer.Argument(min=0, help=phrase("identifications.help-asking"))],
    words: Annotated[str, typer.Option("--words", help=phrase("identifications.help-words"))],
    agrees: Annotated[bool, typer.Option("--agrees/--declines", help=phrase("identifications.help-agrees"))],
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Says what the found person wishes one asker to know."""
    _said(actions.found_consents(found, inquiry, agrees=agrees, words=words, by=who(by)), as_json)


def _said(entry: int, as_json: bool) -> None:
    if as_json:
        print_json({"entry": entry})
    else:
        typer.echo(phrase("candidates.said", entry=entry))
