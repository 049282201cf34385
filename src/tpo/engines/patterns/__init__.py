"""Architecture patterns as trades: each is a composition, and five bars show what it costs.

A ``Place`` is a small system in one situation: phones look and change, a worker does the work, a
store keeps the truth, a partner outside is asked, a listener has to hear. ``compose`` puts one
pattern into it, ``bars`` runs the result. Patterns are not features of the simulator or of the
graph: each is a few parts and calls more, or another cut of the code.
"""

from tpo.engines.patterns.bars import BARS, Bars, bars, days_for_a_change, moved
from tpo.engines.patterns.catalogue import NONE, OFFERED, PATTERNS, compose
from tpo.engines.patterns.place import Code, Design, Place, today

__all__ = [
    "BARS",
    "NONE",
    "OFFERED",
    "PATTERNS",
    "Bars",
    "Code",
    "Design",
    "Place",
    "bars",
    "compose",
    "days_for_a_change",
    "moved",
    "today",
]
