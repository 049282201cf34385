"""The numbers M05's text quotes: from the case's data and from runs of the engines."""

import ast
from collections.abc import Mapping
from typing import Any

from tpo import case
from tpo.exercises import find
from tpo.exercises.m05 import COUNT_SHARE, ENOUGH, FREE_MISSES, LONGEST_HOLD_S, MOST_DAYS
from tpo.judges.booking_api import press_again
from tpo.judges.listing import BIG_LIST, COUNT_S, PAGE_S, ROW_S, World, read_all
from tpo.judges.partners import CHANGES, DAYS, run_change
from tpo.judges.reroute_builds import judge_builds
from tpo.judges.reroute_call import FEE_EUR, PATIENCE_S, PROGRAMS, SCENARIOS, Day
from tpo.judges.reroute_service import build
from tpo.judges.sunset import CARRY_PEOPLE, DUAL_LIMIT, WEEKS, partners
from tpo.paths import answers


def _reference() -> Mapping[str, Any]:
    text = (answers("5.2") / "right" / "reference.py").read_text(encoding="utf-8")
    said: Any = find("5.2").shape.read(ast.literal_eval(text.partition("reroute = ")[2]))
    return dict(said)


def facts() -> Mapping[str, str]:
    """Every {{name}} of lesson.py, exercises.py and module.yaml."""
    inc = case.incident("INC-0417")
    who = partners()
    offset = read_all("offset", 100)
    three, keyed = press_again(1, 3, False), press_again(1, 3, True)
    breaking = [name for name in CHANGES if run_change(name)]
    return {
        "inc.labels": f"{inc.facts['duplicate_labels']:,.0f}",
        "partners": f"{len(who)}",
        "changes": f"{len(CHANGES)}",
        "breaking": f"{len(breaking)}",
        "misses": f"{FREE_MISSES}",
        "days.cap": f"{MOST_DAYS}",
        **{f"days.{way}": f"{days}" for way, days in DAYS.items()},
        "press.labels": f"{three.labels}",
        "press.eur": f"€{three.charged_eur:.2f}",
        "press.keyed": f"{keyed.labels}",
        "scenarios": f"{len(SCENARIOS)}",
        "enough": f"{ENOUGH}",
        "programs": {6: "six"}.get(len(PROGRAMS), f"{len(PROGRAMS)}"),
        "faulty": f"{judge_builds(build(_reference()), Day())['faulty']}",
        "fee": f"€{FEE_EUR:.2f}",
        "patience": f"{PATIENCE_S:g}",
        "list": f"{World().parcels:,}",
        "offset.missing": f"{offset.missing}",
        "offset.twice": f"{offset.twice}",
        "big": f"{BIG_LIST:,}",
        "big.s": f"{BIG_LIST * ROW_S:g}",
        "hold.ms": f"{1000 * LONGEST_HOLD_S:g}",
        "count.share": f"{100 * COUNT_S / (COUNT_S + PAGE_S):.0f} %",
        "count.most": f"{100 * COUNT_SHARE:.0f} %",
        "weeks": f"{WEEKS}",
        "dual": f"{DUAL_LIMIT}",
        "carry": f"{CARRY_PEOPLE:g}",
        "deaf": f"{sum(not p.reads_mail and not p.monthly for p in who)}",
        "monthly": f"{sum(p.monthly for p in who)}",
    }
