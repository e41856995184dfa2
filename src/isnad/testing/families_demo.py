"""Invented families for the demonstration, so that each inquiry has its right body, another, or none.

Everybody is assembled from the common parts of :mod:`isnad.testing.demo.people`. Of the bodies in ``truth.jsonl`` some
are asked for: by the name on the card in another spelling, by a number that the family was told, or by a register that
has both. For one of them a second body looks right too: a list gives its number to somebody of the same name. Others
are nobody's: people found alive, a namesake, a brother, somebody with no trace. The same seed gives the same families.
``pairs.jsonl`` holds what is true, and is read by nobody but tests and the demonstration.
"""

from __future__ import annotations

import csv
import json
import random
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from isnad.testing.demo.chance import chance_of
from isnad.testing.demo.people import FAMILY, GIVEN

MOTHERS = ("فاطمة", "خديجة", "مريم", "سعاد", "هدى", "سميرة", "نادية", "أمينة", "زينب", "وداد")
TOWNS = ("دوما", "داريا", "حمص", "حماة", "درعا", "المعضمية", "الزبداني", "سراقب")
RELATIONS = ("أم", "أب", "أخ", "أخت", "زوجة", "ابنة")
MARKS = ("ندبة فوق الحاجب الأيمن", "وشم صغير على الساعد", "شامة على الخد", "أثر حرق قديم على اليد اليسرى", "")
LATIN = dict(zip((*GIVEN, *FAMILY), (
    "Ahmad", "Mohammed", "Khaled", "Youssef", "Omar", "Samer", "Rami", "Basel", "Nizar", "Mazen", "Husam", "Tareq",
    "Waleed", "Fadi", "Ziad", "Imad", "Kamal", "Maher", "Haitham", "Bilal", "Saeed", "Jamal", "Nabil", "Anas", "Adnan",
    "al-Haddad", "al-Najjar", "al-Khayyat", "al-Sabbagh", "al-Hallaq", "al-Bitar", "al-Saqqa", "al-Dahhan",
    "al-Qabbani", "al-Attar", "al-Farran", "al-Saati", "al-Nahhas", "al-Zayyat", "al-Khabbaz", "al-Ward",
    "al-Bustani", "al-Sayyad", "al-Tahhan", "al-Sarraj",
), strict=True))  # fmt: skip
COLUMNS: Mapping[str, str] = {
    "المعرّف": "id", "الاسم": "name", "الاسم باللاتينية": "alias", "اسم الأم": "motherName", "الميلاد": "birthDate",
    "السكن": "address", "تاريخ الاعتقال": "arrestDate", "مكان الاعتقال": "arrestPlace", "الفرع": "branch",
    "رقم أُبلغوا به": "detaineeNumber", "علامات": "marks", "صلة السائل": "relation", "اسم السائل": "asker.name",
    "هاتف السائل": "asker.phone", "الموافقة": "consent.purposes", "الجهات": "consent.receivers",
}  # fmt: skip
LISTED: Mapping[str, str] = {
    "الرقم": "rowNumber", "الاسم الكامل": "name", "رقم المعتقل": "detaineeNumber", "الفرع": "branch",
    "تاريخ الاعتقال": "arrestDate", "الحالة": "statedStatus",
}  # fmt: skip
RISK = "No call before the family has written; a neighbour may read the telephone."
_EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_IN_NAME = re.compile(r"archive 2015/(\d+)/")


@dataclass(frozen=True, slots=True)
class Body:
    """One body of the demonstration's drive, as the truth has it."""

    number: int
    series: str
    numbers: Mapping[str, str]
    name: str | None
    taken: date
    branch: str


@dataclass(frozen=True, slots=True)
class Pair:
    """What is true of one inquiry: the body that is theirs, or why there is none."""

    id: str
    body: int | None
    why: str  # named, two-look-right, number, listed, second-asker, brother, namesake, alive, no-trace

    def line(self) -> str:
        """As a line of ``pairs.jsonl``."""
        return json.dumps({"id": self.id, "body": self.body, "why": self.why})


@dataclass
class Families:
    """What was made: rows of inquiries and of a register, by column, and what is true of each inquiry."""

    inquiries: list[dict[str, str]] = field(default_factory=list)
    register: list[dict[str, str]] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)


def families(truth: Iterable[Mapping[str, Any]], seed: int = 1) -> Families:
    """Families for the bodies in ``truth`` (lines of ``truth.jsonl``)."""
    chance = chance_of(f"isnad families/{seed}")
    found = Families()
    teller = _Teller(found, chance, seed)
    for body in _bodies(truth):
        teller.ask_for(body)
    for why in ("brother", "namesake", "alive", "no-trace", "no-trace", "alive", "no-trace"):
        teller.ask_for_nobody(why)
    chance.shuffle(found.register)
    for number, row in enumerate(found.register, 1):
        row["الرقم"] = str(number)
    return found


def write(truth: Iterable[Mapping[str, Any]], folder: Path, seed: int = 1) -> Families:
    """Writes the families as people have them: two tables, what their columns mean, and what is true."""
    found = families(truth, seed)
    folder.mkdir(parents=True, exist_ok=True)
    _table(folder / "inquiries.csv", COLUMNS, found.inquiries)
    _table(folder / "register.csv", LISTED, found.register)
    (folder / "inquiries.yaml").write_text(_mapping(COLUMNS, {}, dataset="demo families"), "utf-8")
    about = {"name": "قائمة معتقلين وردت إلى المنظمة", "kind": "detainees", "issued_at": "2016"}
    (folder / "register.yaml").write_text(_mapping(LISTED, about), "utf-8")
    (folder / "pairs.jsonl").write_text("".join(each.line() + "\n" for each in found.pairs), "utf-8")
    return found


def _bodies(truth: Iterable[Mapping[str, Any]]) -> Iterator[Body]:
    seen: dict[int, Body] = {}
    for line in truth:
        if line["body"] is None or line["body"] in seen or not line["numbers"]:
            continue
        place = _IN_NAME.search(str(line["file"]))
        branch = line["numbers"].get("branch") or (place[1] if place else "")
        taken = date.fromisoformat(str(line["taken"])[:10])
        seen[line["body"]] = Body(line["body"], line["series"], line["numbers"], line["name"], taken, branch)
    yield from (seen[number] for number in sorted(seen))


class _Teller:
    """Tells families one by one."""

    def __init__(self, found: Families, chance: random.Random, seed: int) -> None:
        self._found, self._chance, self._seed = found, chance, seed
        self._named: list[tuple[list[str], Body]] = []
        self._unasked: list[Body] = []

    def ask_for(self, body: Body) -> None:
        """A family of this body, or none: four of ten bodies of the first series are asked for, and all with a name."""
        if body.name is not None:
            name = body.name.split()
            self._named.append((name, body))
            self._add(name, body, "two-look-right" if self._unasked else "named", number=self._chance.random() < 0.3)
            if self._unasked:
                like = self._unasked.pop()
                self._list(name, like.numbers["detainee"], like.branch, like.taken, "متوفى")
                self._unasked.clear()
            if self._chance.random() < 0.25:
                self._add(name, body, "second-asker", number=False)
        elif self._chance.random() < 0.45:
            self._add(self._name(), body, "number", number=True)
        elif self._chance.random() < 0.5:
            name = self._name()
            self._add(name, body, "listed", number=False)
            self._list(name, body.numbers["detainee"], body.branch, body.taken, "نُقل إلى المستشفى")
        else:
            self._unasked.append(body)

    def ask_for_nobody(self, why: str) -> None:
        """Somebody whose body is not here: a brother or a namesake of one who is, one found alive, one of no trace."""
        name = self._name()
        if self._named and why in ("brother", "namesake"):
            (own, father, family), _ = self._chance.choice(self._named)
            other = next(each for each in GIVEN if each not in (own, father))
            name = [other, father, family] if why == "brother" else [own, other, family]
        self._add(name, None, why, number=False)
        if why == "alive":
            number = str(50_000 + len(self._found.register))
            self._list(name, number, "", date(2014, 6, 1), "أُفرج عنه 2015-04")

    def _name(self) -> list[str]:
        own, father = self._chance.sample(GIVEN, 2)
        return [own, father, self._chance.choice(FAMILY)]

    def _add(self, name: list[str], body: Body | None, why: str, *, number: bool) -> None:
        chance, told = self._chance, f"F{len(self._found.inquiries) + 1:03}"
        lost = body.taken if body else date(2013, 1, 1) + timedelta(days=chance.randrange(400))
        who = chance_of(f"missing/{self._seed}/{body.number if body else told}")  # what is true of them, whoever asks
        arrested = lost - timedelta(days=who.randrange(40, 260))
        number_told = body.numbers["detainee"] if body and number else ""
        if chance.random() < 0.5:
            number_told = number_told.translate(_EASTERN)
        branch = body.branch if body and chance.random() < 0.7 else ""
        self._found.inquiries.append({
            "المعرّف": told, "الاسم": _spelt(name, chance),
            "الاسم باللاتينية": " ".join(LATIN[each] for each in name) if chance.random() < 0.6 else "",
            "اسم الأم": who.choice(MOTHERS), "الميلاد": str(arrested.year - who.randrange(19, 46)),
            "السكن": who.choice(TOWNS), "تاريخ الاعتقال": f"{arrested:%Y-%m}" if chance.random() < 0.8 else "",
            "مكان الاعتقال": who.choice(("حاجز", "المنزل", "الجامعة", "")),
            "الفرع": f"فرع {branch}" if branch else "", "رقم أُبلغوا به": number_told, "علامات": who.choice(MARKS),
            "صلة السائل": chance.choice(RELATIONS), "اسم السائل": f"{chance.choice(MOTHERS)} {name[2]}",
            "هاتف السائل": f"+963 000 {chance.randrange(1000, 9999)}",
            "الموافقة": "العدالة" if chance.random() < 0.3 else "",
            "الجهات": chance.choice(("", "icrc", "iimp؛ icrc", "هذه المجموعة")),
        })  # fmt: skip
        self._found.pairs.append(Pair(told, body.number if body else None, why))

    def _list(self, name: list[str], number: str, branch: str, taken: date, status: str) -> None:
        arrested = taken - timedelta(days=self._chance.randrange(40, 260))
        self._found.register.append({
            "الرقم": "", "الاسم الكامل": " ".join(name), "رقم المعتقل": number, "الفرع": branch,
            "تاريخ الاعتقال": f"{arrested:%Y-%m}", "الحالة": status,
        })  # fmt: skip


def _spelt(name: list[str], chance: random.Random) -> str:
    """The same name as another hand writes it: without hamza, without the article, without the father."""
    text = " ".join(name)
    way = chance.randrange(4)
    if way == 0:
        return text.replace("أ", "ا")
    if way == 1:
        return f"{name[0]} {name[1]} {name[2].removeprefix('ال')}"
    return f"{name[0]} {name[2]}" if way == 2 and chance.random() < 0.5 else text


def _table(path: Path, columns: Mapping[str, str], rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(columns))
        writer.writeheader()
        writer.writerows(rows)


def _mapping(columns: Mapping[str, str], about: Mapping[str, str], dataset: str | None = None) -> str:
    told = [f"{name}: {json.dumps(text, ensure_ascii=False)}" for name, text in about.items()]
    told += [f"dataset: {json.dumps(dataset)}"] if dataset else []
    told.append("columns:")
    told += [f"  {json.dumps(name, ensure_ascii=False)}: {target}" for name, target in columns.items()]
    return "\n".join(told) + "\n"
