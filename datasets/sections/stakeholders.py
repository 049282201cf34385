"""stakeholders.json: the fourteen people with what they know and what a bargain is worth to them.

Names, wants and facts come from people.yaml. Four of them sit at the table of module M13: what each
option of nine issues is worth to them (0 to 10), and below which sum they walk away. The figures are
the course's choice, made so that splitting every difference leaves three below their walk-away, and
that the package in `FAIR` satisfies all four without touching a red line.
"""

import json
from pathlib import Path

from tpo import case

ISSUES: dict[str, tuple[str, str, str]] = {  # issue: one side, the middle, the other side
    "launch": ("may", "summer", "autumn"),
    "saturday": ("every Saturday", "Nests filled on Friday night", "none"),
    "route_freeze_min": ("60", "75", "90"),
    "neighbour": ("address kept", "address kept for a day", "consent token"),
    "repeat_keys": ("later", "booking only", "all three endpoints"),
    "pilot": ("whole region", "two depots", "Harbour only"),
    "credits": ("none", "first failed Saturday", "each failed Saturday"),
    "courier_taps": ("three more", "one more", "none"),
    "data_days": ("400", "180", "90"),
}
# What the three options of each issue are worth: tomasz, ruth, sofia, amara
WORTH: dict[str, dict[str, tuple[int, int, int]]] = {
    "tomasz": {"launch": (4, 6, 8), "saturday": (10, 9, 0), "credits": (0, 3, 7), "pilot": (6, 4, 3)},
    "ruth": {"route_freeze_min": (0, 2, 10), "saturday": (0, 7, 8), "courier_taps": (0, 2, 8), "pilot": (0, 3, 6)},
    "sofia": {"neighbour": (0, 1, 10), "data_days": (0, 3, 9), "pilot": (1, 3, 5)},
    "amara": {"repeat_keys": (0, 3, 10), "launch": (0, 3, 8), "courier_taps": (2, 2, 1), "pilot": (0, 3, 6)},
}  # fmt: skip
WALK_AWAY = {"tomasz": 21, "ruth": 24, "sofia": 18, "amara": 18}
RED_LINES = {
    "ruth": {"route_freeze_min": ("60", "75")},
    "sofia": {"neighbour": ("address kept", "address kept for a day")},
}
FAIR = {
    "launch": "autumn",
    "saturday": "Nests filled on Friday night",
    "route_freeze_min": "90",
    "neighbour": "consent token",
    "repeat_keys": "all three endpoints",
    "pilot": "Harbour only",
    "credits": "first failed Saturday",
    "courier_taps": "none",
    "data_days": "90",
}


def make(root: Path, made: dict[str, bytes]) -> bytes:
    """Return the file."""
    rows = [
        {
            "id": person.id,
            "name": person.name,
            "role": person.role,
            "wants": person.wants,
            "facts": [
                {"text": f.text, "hidden": f.hidden, "red_line": f.red_line} for f in person.facts
            ],
            "utilities": {
                issue: dict(zip(ISSUES[issue], points, strict=True))
                for issue, points in WORTH.get(person.id, {}).items()
            },
            "walk_away": WALK_AWAY.get(person.id),
            "never": {k: list(v) for k, v in RED_LINES.get(person.id, {}).items()},
        }
        for person in case.people(root).values()
    ]
    return (json.dumps({"stakeholders": rows}, ensure_ascii=False, indent=1) + "\n").encode()
