"""YAML with fewer surprises, for facts and for law.

Only ``true`` and ``false`` are booleans (``NO`` is Norway), nothing but them and ``null`` has a type of its own (dates
and numbers stay text), a key written twice is refused, and so are anchors, whose expansion has no bound.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from isnad.words import Refusal

_BOOLEAN = re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$")
_NOTHING = re.compile(r"^(?:~|null|Null|NULL|)$")


def plain(written: bytes) -> Any:
    """The value written: text, booleans, None, lists, mappings. Refusal where it is no YAML."""
    try:
        return yaml.load(written.decode("utf-8-sig"), Loader=_Loader)  # noqa: S506  a safe loader
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        raise Refusal("cases.facts-not-yaml", line=mark.line + 1 if mark else 1) from error


class _Loader(yaml.SafeLoader):
    """The rules of this module, as a loader."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise Refusal("cases.facts-not-yaml", line=self.line + 1)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key.value, str):
                raise Refusal("cases.facts-not-yaml", line=key.start_mark.line + 1)
            if key.value in seen:
                raise Refusal("cases.key-written-twice", key=key.value)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", _BOOLEAN, list("tTfF"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", _NOTHING, ["~", "n", "N", ""])
