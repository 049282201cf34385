"""past_stories.csv: 60 stories of team Delivery Choice, what was ready, and what it cost later.

Nine stories that began without an example for each rule, or with an open question, carry half of
all rework. Checks such as an estimate in hours stand in the table too, without any effect, and
three signatures cost days of waiting. One row a story, in the order they were started.
"""

from pathlib import Path

from sections.draws import Draws

STORIES = 60
CHECKS = (
    "examples",
    "no_open_question",
    "small_enough",
    "user_named",
    "neighbours_agreed",
    "test_data",
    "design_final",
    "estimate_hours",
    "three_signatures",
)
# Which of the 60 (before they are shuffled) miss a check. 0 to 8 are the costly ones.
MISSING: dict[str, tuple[int, ...]] = {
    "examples": tuple(range(0, 6)),
    "no_open_question": tuple(range(4, 9)),
    "small_enough": tuple(range(9, 15)),
    "user_named": (1, 5, 7),
    "neighbours_agreed": tuple(range(13, 19)),
    "test_data": tuple(range(18, 23)),
    "design_final": tuple(range(21, 29)),
    "estimate_hours": (9, 11, 14, 16, 18, 20, 23, 25, 27, 28),
    "three_signatures": tuple(range(9, 29)),
}
REWORK_TENTHS = {"costly": (95, 125), "middling": (14, 30), "ready": (6, 18)}  # of a day
WAITED_TENTHS = {"signed": (45, 75), "unsigned": (10, 30)}


def make(root: Path, made: dict[str, bytes]) -> bytes:
    """Return the file."""
    draws = Draws("past_stories")
    rows = []
    for number in range(STORIES):
        ready = [number not in MISSING[check] for check in CHECKS]
        sort = "costly" if number < 9 else "middling" if number < 29 else "ready"
        rework = draws.between(*REWORK_TENTHS[sort])
        waited = draws.between(*WAITED_TENTHS["signed" if ready[-1] else "unsigned"])
        flags = [str(flag).lower() for flag in ready]
        rows.append([*flags, f"{rework / 10:.1f}", f"{waited / 10:.1f}"])
    lines = [",".join(("story_id", *CHECKS, "rework_days", "waited_days"))]
    for number, row in enumerate(draws.shuffled(rows), 1):
        lines.append(",".join([f"DC-{100 + number}", *row]))
    return ("\n".join(lines) + "\n").encode()
