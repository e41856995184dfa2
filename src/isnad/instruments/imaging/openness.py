"""Which metadata is open, and that all else is sealed: the allow-list of ``open_fields.yaml``.

A value that is listed but has not the listed form is sealed: a name written where a number belongs does not slip out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Any

from isnad.words import Json

_RATIO = re.compile(r"-?\d{1,5}/\d{1,7}|-?\d{1,7}/\d{1,4}")
_TIME = re.compile(r"(19|20)\d\d:(0[1-9]|1[0-2]):[0-3]\d [0-2]\d:[0-5]\d:[0-6]\d")
_FORMS: dict[str, Callable[[Json], bool]] = {
    "number": lambda value: type(value) is int and -100_000 < value < 100_000,
    "ratio": lambda value: type(value) is str and _RATIO.fullmatch(value) is not None,
    "time": lambda value: type(value) is str and _TIME.fullmatch(value) is not None,
}


@cache
def allowed() -> dict[str, dict[str, dict[str, str]]]:
    """The allow-list: ``always`` and ``capture_time``, each directory → field → form."""
    import yaml

    source = resources.files("isnad.instruments.imaging").joinpath("open_fields.yaml")
    found: dict[str, dict[str, dict[str, str]]] = yaml.safe_load(source.read_text("utf-8"))
    return found


def split(fields: dict[str, Json], *, capture_time: bool = False) -> tuple[dict[str, Json], dict[str, Json]]:
    """Metadata in two: open and sealed. Together they are all of it; nothing is in both.

    ``capture_time``: whether the series' policy lets the time of capture be open.
    """
    exif = fields.get("exif", {})
    opened: dict[str, Any] = {}
    for listed in (allowed()["always"], allowed()["capture_time"] if capture_time else {}):
        for directory, names in listed.items():
            for name, form in names.items():
                value = exif.get(directory, {}).get(name)
                if value is not None and _FORMS[form](value):
                    opened.setdefault(directory, {})[name] = value
    rest = {
        directory: {name: value for name, value in values.items() if name not in opened.get(directory, {})}
        for directory, values in exif.items()
    }
    sealed = {key: value for key, value in fields.items() if key != "exif"}
    if any(rest.values()):
        sealed["exif"] = {directory: values for directory, values in rest.items() if values}
    return ({"exif": opened} if opened else {}), sealed
