"""Compares and finds personal names within Arabic, within Latin, and across.

For registers, families and sanctions. Must not know any of them: it takes text and gives numbers with reasons.

    compare("محمد نور الدين", "Mohamad Nouraldin").score      one pair, with its reasons
    scores(queries, candidates)                               many against many, evidence in nats
    rank(queries, candidates, top)                            for each, who it may be, or nobody
    Index.build(names).best("Ala al-Din Hasan", 100)          the same among millions
"""

from isnad.instruments.naming.compare import Comparison, compare
from isnad.instruments.naming.index import Index
from isnad.instruments.naming.rank import Ranked, rank, scores

__all__ = ["Comparison", "Index", "Ranked", "compare", "rank", "scores"]
