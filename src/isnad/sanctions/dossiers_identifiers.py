"""How a list writes whom it lists: the same claims, in the form of the list that is asked to take them. Pure.

* United States: ``LAST, First (a.k.a. …); DOB 05 Mar 1960; POB Damascus, Syria; nationality Syria; Passport …``, as the
  SDN list's remarks do; the family name first and in capitals where the name has two parts or more.
* United Kingdom: numbered name fields, then ``DOB: 05/03/1960. POB: …``, the last part of a name as ``Name 6``.
* European Union: ``Date of birth: 5.3.1960``, ``Function: …``, as the annexes do.
* Canada, Switzerland, Australia: by fields, dates as written.

A date that is only a year or a month is written as such, never completed; several values stand side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from isnad.words import Refusal, When

Values = Mapping[str, Sequence[str]]
"""By FollowTheMoney's property, what is claimed; a country by its code."""

NUMBERS = (("passportNumber", "Passport"), ("idNumber", "National ID No."),
           ("registrationNumber", "Registration Number"), ("taxNumber", "Tax ID No."),
           ("imoNumber", "Vessel Registration Identification"))  # fmt: skip
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def as_listed(issuer: str, values: Values, *, person: bool) -> str:
    """One line, as the lists of ``issuer`` (US, GB, EU, CA, CH, AU) write it."""
    written = {name: [each.strip() for each in given if each.strip()] for name, given in values.items()}
    return {"US": _us, "GB": _uk, "EU": _eu}.get(issuer, _fields)(written, person)


def _us(values: Values, person: bool) -> str:
    names = _latin(values.get("name", ()))
    head = _family_first(names[0]) if person and names else next(iter(names), "")
    also = [f"a.k.a. {_quoted(each, person)}" for each in [*names[1:], *_latin(values.get("alias", ()))]]
    also += [f'a.k.a. "{each.upper()}"' for each in _latin(values.get("weakAlias", ()))]
    parts = [f"{head} ({'; '.join(also)})" if also else head]
    parts += _alternatives("DOB", (_dated(each, _us_day) for each in values.get("birthDate", ())))
    parts += _alternatives("POB", values.get("birthPlace", ()))
    parts += [f"nationality {_country(each)}" for each in values.get("nationality", ())]
    parts += [f"Gender {each.capitalize()}" for each in values.get("gender", ())]
    parts += [f"{label} {each}" for name, label in NUMBERS for each in values.get(name, ())]
    parts += values.get("position", ())
    return "; ".join(each for each in parts if each) + "."


def _alternatives(title: str, values: Iterable[str]) -> list[str]:
    return [f"{'alt. ' if at else ''}{title} {each}" for at, each in enumerate(values)]


def _quoted(name: str, person: bool) -> str:
    return _family_first(name) if person else f'"{name}"'


def _family_first(name: str) -> str:
    *given, family = name.split()
    return f"{family.upper()}, {' '.join(given)}" if given else family.upper()


def _uk(values: Values, person: bool) -> str:
    names = _latin(values.get("name", ()))
    parts = []
    if names and person:
        words = names[0].split()
        numbered = [f"Name {at}: {each}" for at, each in enumerate(words[:-1][:5], 1)]
        parts.append("; ".join([f"Name 6: {words[-1].upper()}", *numbered]))
    elif names:
        parts.append(f"Organisation: {names[0]}")
    parts += [f"Name (non-Latin script): {each}" for each in values.get("name", ()) if not each.isascii()]
    parts += [f"a.k.a.: {each}" for each in [*names[1:], *values.get("alias", ())]]
    parts += [f"Low quality a.k.a.: {each}" for each in values.get("weakAlias", ())]
    parts += [f"DOB: {_dated(each, lambda day: f'{day:%d/%m/%Y}')}" for each in values.get("birthDate", ())]
    parts += [f"POB: {each}" for each in values.get("birthPlace", ())]
    parts += [f"Nationality: {_country(each)}" for each in values.get("nationality", ())]
    parts += [f"{label}: {each}" for name, label in NUMBERS for each in values.get(name, ())]
    parts += [f"Position: {each}" for each in values.get("position", ())]
    return ". ".join(parts) + "."


def _eu(values: Values, person: bool) -> str:
    names = list(values.get("name", ()))
    also = [*names[1:], *values.get("alias", ())]
    head = (_latin(names) or names or [""])[0]
    parts = [f"{head} (a.k.a. {'; '.join(each for each in also if each != head)})" if also else head]
    parts += [f"Date of birth: {_dated(each, lambda day: f'{day.day}.{day.month}.{day.year}')}"
              for each in values.get("birthDate", ())]  # fmt: skip
    parts += [f"Place of birth: {each}" for each in values.get("birthPlace", ())]
    parts += [f"Nationality: {_country(each)}" for each in values.get("nationality", ())]
    parts += [f"Gender: {each}" for each in values.get("gender", ())]
    parts += [f"{label}: {each}" for name, label in NUMBERS for each in values.get(name, ())]
    parts += [f"Function: {each}" for each in values.get("position", ())]
    return "; ".join(parts)


def _fields(values: Values, person: bool) -> str:
    titles = {"name": "Name", "alias": "Alias", "weakAlias": "Weak alias", "birthDate": "Date of birth",
              "birthPlace": "Place of birth", "nationality": "Nationality", "position": "Position",
              **dict(NUMBERS)}  # fmt: skip
    return "; ".join(f"{title}: {each}" for name, title in titles.items() for each in values.get(name, ()))


def _latin(names: Iterable[str]) -> list[str]:
    return [each for each in names if each.isascii()]


def _us_day(day: date) -> str:
    return f"{day.day:02d} {_MONTHS[day.month - 1]} {day.year}"


def _dated(text: str, whole: Callable[[date], str]) -> str:
    """A whole day in the list's form; anything less exact as it was claimed."""
    try:
        when = When.parse(text)
    except Refusal:
        return text
    if when.earliest is not None and when.earliest == when.latest:
        return whole(when.earliest)
    month = len(text) == 7 and text[4] == "-" and text[5:].isdecimal() and 1 <= int(text[5:]) <= 12
    return f"{_MONTHS[int(text[5:]) - 1]} {text[:4]}" if month else text


def _country(code: str) -> str:
    from babel import Locale  # the names of countries, in English as the lists write them

    return Locale("en").territories.get(code.upper(), code.upper()) if len(code) == 2 else code
