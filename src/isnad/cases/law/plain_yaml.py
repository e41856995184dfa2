"""YAML with fewer surprises, for facts and for law.

Only ``true`` and ``false`` are booleans (``NO`` is Norway), nothing but them and ``null`` has a type of its own (dates
and numbers stay text), a key written twice is refused, and so are aliases, whose expansion has no bound.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from isnad.words import Refusal

_Fast: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BOOLEAN = re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$")
_NOTHING = re.compile(r"^(?:~|null|Null|NULL|)$")


def plain(written: bytes) -> Any:
    """The value written: text, booleans, None, lists, mappings. Refusal where it is no YAML."""
    try:
        text = written.decode("utf-8-sig")
        for event in yaml.parse(text, Loader=_Fast):
            if isinstance(event, yaml.AliasEvent):
                raise Refusal("cases.not-yaml", line=_line(event.start_mark))
        return yaml.load(text, Loader=_Loader)  # noqa: S506  a safe loader
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise Refusal("cases.not-yaml", line=_line(getattr(error, "problem_mark", None))) from error


def _line(mark: Any) -> int:
    """The line a mark points to, counted from 1; 1 where nothing is known."""
    return mark.line + 1 if mark else 1


class _Loader(_Fast):  # type: ignore[misc]  # one of two classes of PyYAML, whichever was built
    """The rules of this module, as a loader."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> Any:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key.value, str):
                raise Refusal("cases.not-yaml", line=_line(key.start_mark))
            if key.value in seen:
                raise Refusal("cases.key-written-twice", key=key.value)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", _BOOLEAN, list("tTfF"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", _NOTHING, ["~", "n", "N", ""])
