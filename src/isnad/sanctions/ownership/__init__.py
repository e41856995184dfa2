"""Whether listed persons own an entity, on a day, by one of three rules.

 * A graph is FollowTheMoney JSON lines; a share is an exact decimal or an interval; nothing is ever rounded.
 * OFAC: 50 per cent or more, all listed owners together, step by step down the chain; shares are never multiplied.
   The smallest solution counts: a circle of owners blocks nobody by itself.
 * EU: the same steps with another threshold until 2 July 2024, and control; the answer is a presumption.
 * UK: more than 50 per cent in one listed person's hands; several are not simply added; control of the board counts.
 * What is not known is an interval. Two runs, all lows and all highs, give *yes*, *no* or *unknown*.
 * Every answer carries its derivation, step by step, in words.

It knows no archive and no list: who is listed stands in the graph.
"""

from isnad.sanctions.ownership.examine import Finding, examine, survey
from isnad.sanctions.ownership.graph import Graph
from isnad.sanctions.ownership.lines import read_graph
from isnad.sanctions.ownership.rules import RULES, Rule, rule_on
from isnad.sanctions.ownership.solution import Solution, solve

__all__ = ["RULES", "Finding", "Graph", "Rule", "Solution", "examine", "read_graph", "rule_on", "solve", "survey"]
