"""work_items.csv and throughput.csv: a year of the team, item by item and week by week.

For sixteen weeks nine people worked in it, then six; points were re-scaled in week 19. The 36 weeks
of the six finish 4.8 items a week, with holidays and weeks of nothing among them, spread so that 40
items take 8 weeks with a chance of 44 %, 9 weeks with 76 % and 10 weeks with 92 % (curriculum,
section 9).
"""

from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from sections.draws import Draws

FIRST = datetime(2025, 1, 6)  # a Monday
WEEKS, OF_NINE, RESCALED, ITEMS = 52, 16, 19, 430
# Weeks of the six that finished so many items: 36 weeks, 173 items.
OF_SIX = {0: 1, 1: 1, 2: 3, 3: 3, 4: 5, 5: 8, 6: 9, 7: 5, 8: 1}
NINE = (6, 9)
HOLIDAYS = (1, 16, 22, 33, 34, 51, 52)
TYPES = ("feature",) * 5 + ("defect",) * 3 + ("debt",) * 2 + ("compliance",)


@lru_cache
def weeks() -> tuple[int, ...]:
    """Items finished in each of 52 weeks."""
    draws = Draws("work_items-weeks")
    nine = [draws.between(*NINE) for _ in range(OF_NINE)]
    pool = sorted(done for done, count in OF_SIX.items() for _ in range(count))
    quiet = [week for week in HOLIDAYS if week > OF_NINE]
    poor, others = iter(pool[: len(quiet)]), iter(draws.shuffled(pool[len(quiet) :]))
    six = [next(poor if week in quiet else others) for week in range(OF_NINE + 1, WEEKS + 1)]
    return (*nine, *six)


def make(root: Path, made: dict[str, bytes]) -> bytes:
    """Return work_items.csv."""
    rows = [",".join(item) + "\n" for item in items()]
    return ("item_id,created,started,finished,type,blocked_days,points\n" + "".join(rows)).encode()


def make_weeks(root: Path, made: dict[str, bytes]) -> bytes:
    """Return throughput.csv."""
    every = [(item[2], item[3]) for item in items()]
    rows = []
    for number, done in enumerate(weeks(), 1):
        first, last = day(7 * number - 7), day(7 * number - 1)
        started = sum(first <= start <= last for start, _ in every)
        wip = sum(bool(start) and start <= last and (not end or end > last) for start, end in every)
        team = 9 if number <= OF_NINE else 6
        holiday = "yes" if number in HOLIDAYS else "no"
        rows.append(f"{number},{first},{done},{started},{wip},{holiday},{team}\n")
    return ("week,begins,done,started,wip,holiday,team_size\n" + "".join(rows)).encode()


@lru_cache
def items() -> tuple[tuple[str, ...], ...]:
    """Every item: those that were finished, then those that are open."""
    draws = Draws("work_items")
    made = []
    for week, done in enumerate(weeks(), 1):
        for _ in range(done):
            end = 7 * (week - 1) + draws.below(5)
            took = draws.between(3, 9) + (draws.between(5, 30) if draws.chance(18) else 0)
            blocked = draws.between(1, took // 2) if draws.chance(35) else 0
            points = draws.pick((1, 2, 3, 5, 8)) * (1 if week < RESCALED else 2)
            waited = draws.between(2, 60)
            made.append((day(end - took - waited), day(end - took), day(end), blocked, points))
    open_items = ITEMS - len(made)
    for number in range(open_items):
        created = 7 * 20 + draws.below(7 * 31)
        begun = number < 7
        start = day(7 * 52 - 1 - draws.between(1, 12)) if begun else ""
        made.append((day(created), start, "", 0, draws.pick((2, 4, 6, 10))))
    made.sort(key=lambda item: (item[0], item[1], item[2]))
    return tuple(
        (f"w{n:03d}", created, start, end, draws.pick(TYPES), str(blocked), str(points))
        for n, (created, start, end, blocked, points) in enumerate(made, 1)
    )


def day(number: int) -> str:
    """The date of a day; 0 is the first Monday."""
    return (FIRST + timedelta(days=number)).strftime("%Y-%m-%d")
