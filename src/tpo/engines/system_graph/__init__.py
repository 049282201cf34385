"""A system as containers and relations: drawn, walked, changed, and asked how often it works.

``read_map`` and the ``to_*`` functions read and write Mermaid (flowchart and C4) and a small
YAML. ``walk`` replays journeys and traces, ``ripple`` follows a change, ``availability`` and
``without`` ask what fails together, ``coupling`` counts how many modules a change touches.
"""

from tpo.engines.system_graph.availability import Part, availability, hours_down, parallel
from tpo.engines.system_graph.coupling import Coupling, coupling, cut_by_changes
from tpo.engines.system_graph.formats import (
    UnreadableMap,
    read_map,
    to_c4,
    to_mermaid,
    to_yaml,
)
from tpo.engines.system_graph.model import (
    KINDS,
    Container,
    Relation,
    SystemMap,
    key,
)
from tpo.engines.system_graph.replay import Hop, Walk, phantoms, walk
from tpo.engines.system_graph.ripple import (
    Reached,
    blast_radius,
    circles,
    hard_chain,
    ripple,
    single_points,
)

__all__ = [
    "KINDS",
    "Container",
    "Coupling",
    "Hop",
    "Part",
    "Reached",
    "Relation",
    "SystemMap",
    "UnreadableMap",
    "Walk",
    "availability",
    "blast_radius",
    "circles",
    "coupling",
    "cut_by_changes",
    "hard_chain",
    "hours_down",
    "key",
    "parallel",
    "phantoms",
    "read_map",
    "ripple",
    "single_points",
    "to_c4",
    "to_mermaid",
    "to_yaml",
    "walk",
]
