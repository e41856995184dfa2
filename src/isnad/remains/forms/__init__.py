"""Forms for findings: which fields there are, what each may be answered, and where on the body chart it may lie.

The built-in form is what photographs alone can tell. INTERPOL's own is read from the official PDF by who has it
(`isnad.remains.forms.interpol`); it is not shipped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

import yaml

from isnad.words import Refusal

PHOTOGRAPHS = "photographs"
PRESENT, ABSENT, NOT_VISIBLE, NOT_ASSESSED = ANSWERS = ("present", "absent", "not_visible", "not_assessed")

Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form. ``chart``: the parts on which it may lie; empty where it has no place on the body."""

    name: str
    group: str
    label: Labels
    values: Mapping[str, Labels] = field(default_factory=dict)
    chart: tuple[str, ...] = ()
    feeds: str | None = None
    sealed: bool = False
    opinion: bool = False
    graded: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A form in one version."""

    name: str
    version: int
    fields: Mapping[str, Field]

    @property
    def title(self) -> str:
        """As claims name it: ``photographs/1``."""
        return f"{self.name}/{self.version}"

    def field(self, name: str) -> Field:
        """The field of that name; refused where there is none."""
        try:
            return self.fields[name]
        except KeyError as error:
            raise Refusal("findings.no-such-field", known=", ".join(self.fields)) from error


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the body chart: side, rectangle (left, top, width, height, radius), and the views it is seen in."""

    name: str
    side: str
    shape: tuple[int, int, int, int, int]
    label: Labels
    seen_in: tuple[str, ...]


@cache
def chart() -> Mapping[str, Part]:
    """The parts of a neutral body, by their names."""
    return {
        name: Part(name, told["side"], tuple(told["shape"]), told["label"], tuple(told["seen_in"]))
        for name, told in _read("body_chart.yaml").items()
    }


@cache
def photographs() -> Form:
    """What photographs alone can tell."""
    told = _read("photographs.yaml")
    return Form(told["name"], told["version"], {name: _field(name, each) for name, each in told["fields"].items()})


def _field(name: str, told: dict[str, Any]) -> Field:
    parts = told.pop("chart", ())
    return Field(name, chart=tuple(chart()) if parts == "all" else tuple(parts), **told)


def _read(name: str) -> dict[str, Any]:
    text = resources.files("isnad.remains.forms").joinpath(name).read_text("utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found
