"""``isnad ledger``: a proof for a stranger, the check that needs nothing of ours, and going on after a disaster.

`build` makes the group; whoever knows where guards lie and how new signing keys are made passes that in.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from isnad import speech
from isnad.instruments import durable
from isnad.ledger import anchors
from isnad.ledger.checkpoint import Checkpoint
from isnad.ledger.guard import standing_place
from isnad.ledger.policy import Policy
from isnad.ledger.proof import Proof
from isnad.ledger.reader import Reader
from isnad.ledger.signers import Signers
from isnad.words import Broken, Digest, Refusal

Data = Annotated[Path, typer.Option(envvar="ISNAD_DATA", help=speech.phrase("ledger.help-data"))]
AsJson = Annotated[bool, typer.Option("--json", help=speech.phrase("ledger.help-json"))]


def prove(
    entry: Annotated[int, typer.Argument(min=0, help=speech.phrase("ledger.help-entry"))],
    out: Annotated[Path, typer.Option(help=speech.phrase("ledger.help-out"))],
    data: Data = Path("."),
    as_json: AsJson = False,
) -> None:
    """Writes one entry's proof, and beside it the policy that says whose signatures it needs."""
    proof = Proof.of(Reader(data / "ledger"), entry)
    policy = _read(data / "ledger" / "policy")
    proof.check(Policy.parse(policy))
    durable.replace(out, proof.encode())
    durable.replace(_beside(out), policy)
    told = {"entry": entry, "proof": str(out), "policy": str(_beside(out)), "policy_digest": str(Digest.of(policy))}
    _tell(told, as_json, speech.phrase("ledger.proved", **told))


def check(
    file: Annotated[Path, typer.Argument(help=speech.phrase("ledger.help-proof"))],
    policy: Annotated[Path | None, typer.Option(help=speech.phrase("ledger.help-policy"))] = None,
    data: Annotated[Path | None, typer.Option(envvar="ISNAD_DATA", help=speech.phrase("ledger.help-data"))] = None,
    as_json: AsJson = False,
) -> None:
    """Checks a proof against a policy; needs no archive, no key and no network."""
    rule = _read(_policy_for(file, policy, data))
    trusted = str(Digest.of(rule))
    try:
        proof = Proof.parse(_read(file))
        checkpoint = proof.check(Policy.parse(rule))
    except Broken as error:
        _tell({"sound": False, "why": error.code, "policy_digest": trusted}, as_json, speech.explain(error))
        raise typer.Exit(1) from error
    told = {"sound": True, "entry": proof.index, **_shown(checkpoint), "policy_digest": trusted}
    _tell(told, as_json, speech.phrase("ledger.checked", **told))


def build(
    guard_of: Callable[[Path], Path] | None = None,
    renew: Callable[[Path], tuple[str, Signers]] | None = None,
) -> typer.Typer:
    """The group of commands.

    ``guard_of`` gives the guard's place for a ledger's folder; ``renew`` makes a new origin and new signing keys, keeps
    them, and returns both: without it ``--new-origin`` is refused here.
    """
    group = typer.Typer(no_args_is_help=True)
    group.command("prove", help=speech.phrase("ledger.help-prove"))(prove)
    group.command("check", help=speech.phrase("ledger.help-check"))(check)

    def place(ledger: Path, origin: str) -> Path:
        return guard_of(ledger) if guard_of else standing_place(origin)

    @group.command("resume", help=speech.phrase("ledger.help-resume"))
    def resume(
        against: Annotated[Path | None, typer.Option(help=speech.phrase("ledger.help-against"))] = None,
        new_origin: Annotated[bool, typer.Option("--new-origin", help=speech.phrase("ledger.help-new-origin"))] = False,
        data: Data = Path("."),
        as_json: AsJson = False,
    ) -> None:
        ledger = data / "ledger"
        if (against is None) == (not new_origin):
            raise Refusal("ledger.resume-needs-one")
        if against is not None:
            resumed = anchors.resume_against(ledger, place(ledger, Reader(ledger).checkpoint.origin), _read(against))
        elif renew is None:
            raise Refusal("ledger.keys-elsewhere")
        else:
            origin, signers = renew(data)
            resumed = anchors.resume_new_origin(ledger, place(ledger, origin), origin, signers)
        _tell(_shown(resumed), as_json, speech.phrase("ledger.resumed", **_shown(resumed)))

    return group


def _shown(checkpoint: Checkpoint) -> dict[str, object]:
    return {"origin": checkpoint.origin, "size": checkpoint.size, "root": str(checkpoint.root)}


def _policy_for(file: Path, policy: Path | None, data: Path | None) -> Path:
    """The policy named, else that of the archive at hand, else the one that came with the proof."""
    if policy is not None:
        return policy
    own = data / "ledger" / "policy" if data else None
    return own if own is not None and own.is_file() else _beside(file)


def _beside(file: Path) -> Path:
    return file.with_name(file.name + ".policy")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refusal("ledger.cannot-read", name=path.name) from error


def _tell(told: dict[str, object], as_json: bool, text: str) -> None:
    typer.echo(json.dumps(told, ensure_ascii=False) if as_json else text)


commands = build()
