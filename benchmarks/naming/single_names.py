"""Rankings: single names across scripts, and the aliases of a public list."""

from __future__ import annotations

import argparse
import csv
import importlib
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.naming.people import ARABIC_ONLY
from training.naming import sources

from isnad.instruments.naming.rank import best
from isnad.instruments.naming.roll import Roll


def single(given: argparse.Namespace) -> None:
    """Arabic queries, Latin candidates."""
    pairs = [
        (arabic, latin)
        for line in (given.data / "names/google_ar2en_eval.tsv").open(encoding="utf-8")
        for arabic, latin in [line.rstrip("\n").split("\t")]
    ]
    candidates = sorted({latin for _, latin in pairs})
    print(f"\nsingle names, Arabic to Latin: {len(pairs)} queries")
    _ranked("  among the eval names", pairs, candidates)
    _ranked("  with a letter only Arabic has", [p for p in pairs if ARABIC_ONLY & set(p[0])], candidates)
    forms = {word for group in sources.groups(sources.rigour_text()) for word in group.native} - set(candidates)
    decoys = np.random.default_rng(0).permutation(sorted(forms))[:20000]
    _ranked("  with 20,000 decoys", pairs, [*candidates, *map(str, decoys)])


def aliases(given: argparse.Namespace) -> None:
    """OFAC: who is meant by an alias?"""
    main = {row[0]: row[1] for row in _rows(given.data / "lists/ofac_sdn.csv") if row[2].strip() == "individual"}
    known = [(row[3], main[row[0]]) for row in _rows(given.data / "lists/ofac_alt.csv") if row[0] in main]
    chosen = [known[place] for place in np.random.default_rng(11).permutation(len(known))[: given.queries]]
    print(f"\nOFAC aliases: {len(chosen)} of {len(known)}, {len(main)} individuals")
    _ranked("  isnad", chosen, list(main.values()))
    _peers(chosen, list(main.values()))


def _rows(path: Path) -> list[list[str]]:
    return [row for row in csv.reader(path.open(encoding="latin-1")) if len(row) > 3]


def _ranked(title: str, pairs: list[tuple[str, str]], candidates: list[str]) -> None:
    places = defaultdict(list)
    for place, name in enumerate(candidates):
        places[name].append(place)
    began = time.process_time()
    roll = Roll(candidates)
    ranks, sure = [], []
    for query, truth in pairs:
        evidence = roll.evidence(query)
        ranks.append(_rank(evidence, places[truth]))
        sure.append(best(evidence, 1)[0].score)
    spent = time.process_time() - began
    rank, score = np.array(ranks), np.array(sure)
    wrong = ((score >= 0.9) & (rank >= 1)).mean()
    print(
        f"{title}: rank 1 {(rank < 1).mean():.4f}, first ten {(rank < 10).mean():.4f}, first fifty "
        f"{(rank < 50).mean():.4f}; a wrong one at 0.9 or more {wrong:.4f}; "
        f"{len(pairs) * len(candidates) / spent:,.0f} pairs/s"
    )


def _rank(evidence: Any, places: list[int]) -> float:
    """How many stand before the true name; ties are decided by the order of the list, as the command does."""
    mine = min(places, key=lambda place: (-evidence[place], place))
    before = np.flatnonzero(evidence == evidence[mine])
    return float((evidence > evidence[mine]).sum() + (before < mine).sum())


def _peers(pairs: list[tuple[str, str]], candidates: list[str]) -> None:
    try:
        fuzz, process = importlib.import_module("rapidfuzz.fuzz"), importlib.import_module("rapidfuzz.process")
    except ImportError:
        print("  rapidfuzz is not installed here")
        return
    lowered = [name.lower().replace(",", "") for name in candidates]
    for name in ("token_sort_ratio", "token_set_ratio"):
        table = process.cdist(
            [query.lower().replace(",", "") for query, _ in pairs], lowered, scorer=getattr(fuzz, name)
        )
        ranks = [
            _rank(row, [place for place, each in enumerate(candidates) if each == truth])
            for row, (_, truth) in zip(table, pairs, strict=True)
        ]
        rank = np.array(ranks)
        print(f"  rapidfuzz {name}: rank 1 {(rank < 1).mean():.4f}, first ten {(rank < 10).mean():.4f}")
