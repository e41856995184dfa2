"""The process that turns a secret into recovery words and back: one task from standard input, one answer, the end."""

from __future__ import annotations

import json
import sys
from typing import Any

from shamir_mnemonic import MnemonicError, Share, combine_mnemonics, generate_mnemonics  # type: ignore[import-untyped]

from isnad.instruments.sealing.hardening import harden


def answer(task: dict[str, Any]) -> dict[str, Any]:
    """What to say to one task."""
    if task["do"] == "split":
        groups = generate_mnemonics(1, [(task["needed"], task["of"])], bytes.fromhex(task["secret"]))
        return {"lists": groups[0]}
    return _join(task["lists"])


def _join(lists: list[str]) -> dict[str, Any]:
    try:
        shares = [Share.from_mnemonic(words) for words in lists]
    except MnemonicError:
        return {"refused": "mistyped"}
    if len({share.common_parameters() for share in shares}) != 1:
        return {"refused": "mixed"} if shares else {"refused": "too-few"}
    if len({share.index for share in shares}) < shares[0].member_threshold:
        return {"refused": "too-few"}
    try:
        return {"secret": combine_mnemonics(_enough(lists, shares)).hex()}
    except MnemonicError:
        return {"refused": "mistyped"}


def _enough(lists: list[str], shares: list[Share]) -> list[str]:
    """Exactly as many different lists as are needed; the library takes no more."""
    different = {share.index: words for share, words in zip(shares, lists, strict=True)}
    return list(different.values())[: shares[0].member_threshold]


if __name__ == "__main__":
    harden()
    json.dump(answer(json.load(sys.stdin)), sys.stdout)
