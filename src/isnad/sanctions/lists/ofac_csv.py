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

_Beside = dict[str, dict[str, list[Row]]]


def read(path: Path, account: Account) -> Iterator[Entity]:
    """The entities of a folder that holds the files, or of ``sdn.csv`` and those beside it."""
    main = _main(path)
    beside = {part: _by_number(main, suffix, least, account) for part, (suffix, least) in _BESIDE.items()}
    names = {part: _name(main, suffix) for part, (suffix, _) in _BESIDE.items()}
    links = Links(ofac.SOURCE)
    remarks = Remarks(account, links, main.name)
    seen: set[str] = set()
    for row in rows(main, account, fields=_COLUMNS):
        fields = [_null(field) for field in row.fields]
        if not fields[0].isdigit() or not fields[1]:
            account.refuse(main.name, row.line, "no-number", row.fields[0])
            continue
        if fields[0] in seen:
            account.refuse(main.name, row.line, "number-twice", fields[0])
            continue
        seen.add(fields[0])
        if any(fields[_COLUMNS:]):
            account.leave("sdn.csv: more than 12 columns")
        yield from _entity(main.name, Row(row.line, fields), beside, links, remarks, account)
    for part, numbers in beside.items():
        for number in numbers.keys() - seen:
            for row in numbers[number]:
                account.refuse(names[part], row.line, "no-such-entity", number)
    yield from links.entities()


def files(path: Path) -> list[Path]:
    """The files that are read, those that are there."""
    main = _main(path)
    beside = (main.with_name(_name(main, suffix)) for suffix, _ in _BESIDE.values())
    return [main, *(each for each in beside if each.exists())]


def _entity(file: str, row: Row, beside: _Beside, links: Links, remarks: Remarks, account: Account) -> Iterator[Entity]:
    number, name, kind, programme, title, call, type_, tonnage, gross, flag, owner, remark = row.fields[:_COLUMNS]
    schema = ofac.SCHEMATA.get(kind.lower())
    if schema is None:
        account.refuse(file, row.line, "unknown-kind", kind)
        return
    draft = Draft(ofac.SOURCE, schema, number, file=file, line=row.line)
    _named(draft, name, "primary", row.line)
    links.bears(draft.id, name, main=True)
    draft.add("position" if schema == "Person" else "notes", title)
    if schema == "Vessel":
        draft.add("callSign", call)
        draft.add("type", type_)
        draft.add("tonnage", tonnage)
        draft.add("grossRegisteredTonnage", gross)
        draft.country("flag", flag)
    if owner:
        links.link(
            Link(draft.id, "Vessel Owner", owner, "Ownership" if schema == "Vessel" else "UnknownLink", file, row.line)
        )
    for alias in beside["alt"].get(number, ()):
        _alias(draft, alias, links)
    parts = list(addresses.of_rows(draft, [[_null(f) for f in each.fields] for each in beside["add"].get(number, ())]))
    for words in _remark(file, row.line, remark, beside["comments"].get(number, ()), account):
        parts += remarks.read(draft, words, row.line)
    parts += ofac.sanctions(draft, ofac.programmes(programme))
    yield draft.as_entity()
    yield from (part.as_entity() for part in parts)


def _alias(draft: Draft, row: Row, links: Links) -> None:
    fields = [_null(field) for field in row.fields]
    kind = "former" if fields[2].lower() == "fka" else "alias"
    _named(draft, fields[3], kind, row.line, strength="strong", remark=fields[4])
    links.bears(draft.id, fields[3], main=False)


def _named(draft: Draft, name: str, kind: str, line: int, **told: str) -> None:
    told_name = told_in_order(name) if draft.schema == "Person" else name
    as_written = name if told_name != name else ""
    draft.name(told_name, kind, line=line, as_written=as_written, **told)


def _remark(file: str, line: int, remark: str, comments: list[Row] | tuple[()], account: Account) -> list[str]:
    rest = "".join(each.fields[1] for each in comments)
    if not rest and len(remark) >= _CUT:
        account.doubt(file, line, "remark-cut", remark[-60:])
        whole, _, broken = remark.rpartition(";")
        return [whole, f"… {broken.strip()} …"]
    if not rest:
        return [remark] if remark else []
    if len(remark) >= _FULL:
        return [remark + rest]
    account.doubt(file, line, "comment-of-another-date", rest)
    return [remark, rest] if remark else [rest]


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
