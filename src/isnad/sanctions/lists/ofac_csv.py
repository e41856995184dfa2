"""OFAC's SDN list as CSV: ``sdn.csv`` with ``alt.csv``, ``add.csv`` and ``sdn_comments.csv`` beside it.

* None has a heading: columns are known by their place. More columns than the specification has are counted, not read.
* Null is a *field* that is ``-0-`` and blanks. Inside a field it is part of it: a tax number is ``CH-660-0-469-982-0``.
* Comments continue a remark that reached its 1,000 characters, cut in the middle of a word: joined without a blank.
  A comment for a shorter remark is of a list of another date: kept as notes of its own, and said.
* Rows may come in any order. An alias, address or comment whose number no entity has is refused by its line.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from isnad.sanctions.lists import addresses, ofac
from isnad.sanctions.lists.account import Account
from isnad.sanctions.lists.draft import Draft, Entity, told_in_order
from isnad.sanctions.lists.files import Row, rows
from isnad.sanctions.lists.linked import Link, Links
from isnad.sanctions.lists.remarks import Remarks
from isnad.words import Refusal

_CUT = 1000  # the longest a remark can be in this file
_FULL = 950  # a remark of fewer characters was not cut off at 1,000
_COLUMNS = 12
_BESIDE = {"alt": ("alt.csv", 5), "add": ("add.csv", 6), "comments": ("comments.csv", 2)}


def read(path: Path, account: Account) -> Iterator[Entity]:
    """The entities of a folder that holds the files, or of ``sdn.csv`` and those beside it."""
    yield from _Reading(_main(path), account).entities()


def files(path: Path) -> list[Path]:
    """The files that are read, those that are there."""
    main = _main(path)
    beside = (main.with_name(_name(main, suffix)) for suffix, _ in _BESIDE.values())
    return [main, *(each for each in beside if each.exists())]


class _Reading:
    """One reading: what stands in the files beside the main one, by number, and what is gathered on the way."""

    def __init__(self, main: Path, account: Account) -> None:
        self.main, self.account = main, account
        self.beside = {part: _by_number(main, suffix, least, account) for part, (suffix, least) in _BESIDE.items()}
        self.names = {part: _name(main, suffix) for part, (suffix, _) in _BESIDE.items()}
        self.links = Links(ofac.SOURCE)
        self.remarks = Remarks(account, self.links, main.name)
        self.seen: set[str] = set()

    def entities(self) -> Iterator[Entity]:
        for row in rows(self.main, self.account, fields=_COLUMNS):
            fields = [_null(field) for field in row.fields]
            if reason := self._fault(fields):
                self.account.refuse(self.main.name, row.line, reason, row.fields[0])
                continue
            self.seen.add(fields[0])
            if any(fields[_COLUMNS:]):
                self.account.leave("sdn.csv: more than 12 columns")
            yield from self._entity(row.line, fields[:_COLUMNS])
        for part, numbers in self.beside.items():
            for number in numbers.keys() - self.seen:
                for row in numbers[number]:
                    self.account.refuse(self.names[part], row.line, "no-such-entity", number)
        yield from self.links.entities()

    def _fault(self, fields: list[str]) -> str:
        if not fields[0].isdigit() or not fields[1]:
            return "no-number"
        if fields[0] in self.seen:
            return "number-twice"
        return "" if fields[2].lower() in ofac.SCHEMATA else "unknown-kind"

    def _entity(self, line: int, fields: list[str]) -> Iterator[Entity]:
        number, name, kind, programme, title, call, type_, tonnage, gross, flag, owner, remark = fields
        draft = Draft(ofac.SOURCE, ofac.SCHEMATA[kind.lower()], number, file=self.main.name, line=line)
        _named(draft, name, "primary", line=line)
        self.links.bears(draft.id, name, main=True)
        draft.add("position" if draft.schema == "Person" else "notes", title)
        if draft.schema == "Vessel":
            draft.add("callSign", call)
            draft.add("type", type_)
            draft.add("tonnage", tonnage)
            draft.add("grossRegisteredTonnage", gross)
            draft.country("flag", flag)
        if owner:
            schema = "Ownership" if draft.schema == "Vessel" else "UnknownLink"
            self.links.link(Link(draft.id, "Vessel Owner", owner, schema, self.main.name, line))
        for alias in self._beside("alt", number):
            self._alias(draft, alias)
        places = [[_null(field) for field in each.fields] for each in self._beside("add", number)]
        parts = list(addresses.of_rows(draft, places))
        for words in self._remark(line, remark, number):
            parts += self.remarks.read(draft, words, line)
        parts += ofac.sanctions(draft, ofac.programmes(programme))
        yield draft.as_entity()
        yield from (part.as_entity() for part in parts)

    def _beside(self, part: str, number: str) -> list[Row]:
        return self.beside[part].get(number, [])

    def _alias(self, draft: Draft, row: Row) -> None:
        fields = [_null(field) for field in row.fields]
        kind = "former" if fields[2].lower() == "fka" else "alias"
        _named(draft, fields[3], kind, strength="strong", remark=fields[4], line=row.line, file=self.names["alt"])
        self.links.bears(draft.id, fields[3], main=False)

    def _remark(self, line: int, remark: str, number: str) -> list[str]:
        """A remark with its continuation: one text, or two that do not belong together."""
        rest = "".join(each.fields[1] for each in self._beside("comments", number))
        if not rest and len(remark) >= _CUT:
            self.account.doubt(self.main.name, line, "remark-cut", remark[-60:])
            whole, _, broken = remark.rpartition(";")
            return [whole, f"… {broken.strip()} …"]
        if rest and len(remark) < _FULL:
            self.account.doubt(self.main.name, line, "comment-of-another-date", rest)
            return [remark, rest]
        return [remark + rest]


def _named(draft: Draft, name: str, kind: str, *, strength: str = "", **told: str | int) -> None:
    told_name = told_in_order(name) if draft.schema == "Person" else name
    as_written = name if told_name != name else ""
    draft.name(told_name, kind, strength=strength, as_written=as_written, **told)


def _null(field: str) -> str:
    bare = field.strip()
    return "" if bare == "-0-" else bare


def _by_number(main: Path, suffix: str, least: int, account: Account) -> dict[str, list[Row]]:
    path = main.with_name(_name(main, suffix))
    found: dict[str, list[Row]] = {}
    if not path.exists():
        account.doubt(path.name, 0, "file-missing")
        return found
    for row in rows(path, account, fields=least):
        found.setdefault(row.fields[0].strip(), []).append(row)
    return found


def _main(path: Path) -> Path:
    if path.is_file():
        return path
    found = sorted(each for each in path.iterdir() if each.name.lower().endswith("sdn.csv")) if path.is_dir() else []
    if not found:
        raise Refusal("lists.no-file", name="sdn.csv")
    return found[0]


def _name(main: Path, suffix: str) -> str:
    """The name of a file beside ``…sdn.csv``: ``…alt.csv``, ``…add.csv``, ``…sdn_comments.csv``."""
    stem = main.name[: -len("sdn.csv")] if main.name.lower().endswith("sdn.csv") else ""
    wanted = f"{stem}{'sdn_' if suffix == 'comments.csv' else ''}{suffix}".lower()
    return next((each.name for each in main.parent.iterdir() if each.name.lower() == wanted), wanted)
