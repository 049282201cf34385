"""CPU seconds of every check and grade over the whole answers bank: `python3 run.py python benchmarks/checks.py`.

The budget is 2 s for one check on a laptop. The last line is JSON.
"""

import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.answers.bank import bank
from tpo.exercises import find
from tpo.exercises.contract import check_artefact, grade_artefact
from tpo.exercises.hidden import draw

BUDGET_S = 2.0


def seconds(action):
    """CPU seconds of one call."""
    before = time.process_time()
    action()
    return time.process_time() - before


def main():
    checks, grades = {}, {}
    for answer in bank("right") + bank("wrong"):
        exercise = find(answer.exercise)
        artefact = answer.artefact
        name = f"{answer.exercise}/{answer.path.stem}"
        checks[name] = seconds(lambda e=exercise, a=artefact: check_artefact(e, a))
        rng = draw("benchmark", name, exercise.id)
        grades[name] = seconds(lambda e=exercise, a=artefact, r=rng: grade_artefact(e, a, r))
        print(f"{name:50} check {checks[name]:6.2f} s   grade {grades[name]:6.2f} s")
    slowest = max(checks, key=checks.get)
    print(
        json.dumps(
            {
                "answers": len(checks),
                "check_s_max": round(checks[slowest], 2),
                "check_slowest": slowest,
                "check_s_mean": round(sum(checks.values()) / len(checks), 3),
                "grade_s_max": round(max(grades.values()), 2),
                "within_budget": checks[slowest] <= BUDGET_S,
            }
        )
    )


if __name__ == "__main__":
    main()
