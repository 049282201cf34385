"""kano.csv: 240 people, eight features, a functional and a dysfunctional answer each.

"Choose a neighbour" is attractive for people who are out all day, unwanted by those who mind their
privacy, and looks indifferent when both are pooled. The two questions on "a signed photo" were
unclear, so 11 % of its pairs contradict themselves.
"""

from pathlib import Path

from sections.draws import Draws

SEGMENTS = {"out_all_day": 88, "at_home": 76, "minds_privacy": 76}
LIKE, MUST, NEUTRAL, LIVE, DISLIKE = "like", "must_be", "neutral", "live_with", "dislike"
PAIRS = {  # the pair of answers that stands for each class
    "attractive": (LIKE, NEUTRAL),
    "performance": (LIKE, DISLIKE),
    "must_be": (NEUTRAL, DISLIKE),
    "indifferent": (NEUTRAL, NEUTRAL),
    "reverse": (DISLIKE, LIKE),
    "questionable": (LIKE, LIKE),
}
# feature: for each segment, percent of each class; what is missing is indifferent
FEATURES: dict[str, dict[str, dict[str, int]]] = {
    "choose_a_nest": {
        "out_all_day": {"attractive": 52, "performance": 22},
        "at_home": {"attractive": 14, "performance": 6},
        "minds_privacy": {"attractive": 46, "performance": 20},
    },
    "choose_a_neighbour": {
        "out_all_day": {"attractive": 62, "performance": 12},
        "at_home": {"attractive": 8},
        "minds_privacy": {"reverse": 66, "attractive": 4},
    },
    "choose_another_day": {s: {"performance": 48, "attractive": 22} for s in SEGMENTS},
    "choose_a_safe_place": {
        "out_all_day": {"attractive": 44, "performance": 16},
        "at_home": {"attractive": 20},
        "minds_privacy": {"attractive": 26, "reverse": 24},
    },
    "two_hour_window": {s: {"must_be": 58, "performance": 26} for s in SEGMENTS},
    "told_when_it_changes": {s: {"must_be": 64, "performance": 18} for s in SEGMENTS},
    "live_map": {s: {"performance": 46, "attractive": 24} for s in SEGMENTS},
    "signed_photo": {s: {"questionable": 11, "attractive": 14, "must_be": 10} for s in SEGMENTS},
}


def make(root: Path, made: dict[str, bytes]) -> bytes:
    """Return the file."""
    draws = Draws("kano")
    people = draws.shuffled([s for s, count in SEGMENTS.items() for _ in range(count)])
    answers: dict[tuple[str, str], list[str]] = {}
    for feature, by_segment in FEATURES.items():
        left = 0  # rounding is carried on, so that all segments together add up
        for segment, count in SEGMENTS.items():
            classes: list[str] = []
            for name, percent in by_segment[segment].items():
                left += percent * count
                classes += [name] * (left // 100)
                left %= 100
            classes += ["indifferent"] * (count - len(classes))
            answers[feature, segment] = draws.shuffled(classes)
    rows = []
    for number, segment in enumerate(people, 1):
        for feature in FEATURES:
            yes, no = PAIRS[answers[feature, segment].pop()]
            rows.append(f"k{number:03d},{segment},{feature},{yes},{no}\n")
    return ("respondent,segment,feature,functional,dysfunctional\n" + "".join(rows)).encode()
