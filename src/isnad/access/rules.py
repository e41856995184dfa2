"""House rules: versioned records in the ledger, not settings, so that an old archive explains itself.

Each has a value from a closed set or a range, and a direction in which it protects more. To protect less, two people
are needed; to protect more, one is enough. A rule that nobody set has the value this version ships with.
Only what some act really asks stands here: a rule without effect would be a promise nobody keeps.
"""

from __future__ import annotations

from dataclasses import dataclass

from isnad.access.actions import Second, two_people
from isnad.access.entries import RuleSet
from isnad.access.models import RuleRow
from isnad.record.pen import pen
from isnad.words import Refusal


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule may be: words from the least protecting to the most, or a range where the smaller protects more."""

    shipped: str
    values: tuple[str, ...] = ()
    least: int = 0
    most: int = 0

    def strength(self, value: str) -> int:
        """How much a value protects; refused where it is none of this rule's."""
        if self.values:
            if value not in self.values:
                raise Refusal("access.not-a-rule-value", known=", ".join(self.values))
            return self.values.index(value)
        if not value.isascii() or not value.isdigit() or not self.least <= int(value) <= self.most:
            raise Refusal("access.not-a-rule-value", known=f"{self.least} … {self.most}")
        return -int(value)


RULES: dict[str, Rule] = {
    "release": Rule("on", values=("on", "off")),  # off: nothing of this archive can become public
    "items-without-second": Rule("200", least=0, most=200),
    "openings-a-day": Rule("100", least=0, most=10_000),  # originals that one person opens, one by one
    "second-factor": Rule("optional", values=("optional", "required")),  # of whoever signs in at the site
    "blind-entry": Rule("on", values=("off", "on")),  # on: whoever types sees no machine's reading before their own
    "station-rest-minutes": Rule("40", least=5, most=240),  # at the station without a pause, until a rest is advised
    "station-day-minutes": Rule("180", least=5, most=600),  # with cards before one's eyes, until the day there is over
}


def value(name: str) -> str:
    """The rule's value now."""
    rule = _rule(name)
    row = RuleRow.objects.filter(name=name).order_by("-pk").first()
    return rule.shipped if row is None else row.value


def change(name: str, wanted: str, reason: str, *, by: str, second: Second | None) -> int:
    """Sets a rule from now on; returns the entry. Two people where it protects less than before."""
    rule = _rule(name)
    weaker = rule.strength(wanted) < rule.strength(value(name))
    agreed = two_people(second) if weaker else (second.name if second else None)
    with pen(by) as held:
        return held.say(RuleSet(name, wanted, reason, agreed))


def table() -> list[dict[str, object]]:
    """Every rule: its value, whether that is the shipped one, and every change with who, when and why."""
    rows = list(RuleRow.objects.order_by("pk"))
    return [
        {
            "name": name,
            "value": value(name),
            "shipped": rule.shipped,
            "changes": [
                {"entry": row.entry, "value": row.value, "reason": row.reason, "by": row.by, "at": row.at}
                for row in rows
                if row.name == name
            ],
        }
        for name, rule in RULES.items()
    ]


def _rule(name: str) -> Rule:
    if name not in RULES:
        raise Refusal("access.unknown-rule", known=", ".join(RULES))
    return RULES[name]
