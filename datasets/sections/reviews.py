"""reviews.csv and hidden/review_themes.csv: 300 short reviews, and what each one is about.

A review says one thing about the wait, the door, the Nest, the app, the courier or a neighbour. The
theme is kept apart, so that learners find it themselves.
"""

from pathlib import Path

from sections.draws import Draws

ROWS = 300
OPENINGS = (
    "",
    "Again: ",
    "Second time now. ",
    "Honestly, ",
    "For the record: ",
    "Ordered last week. ",
)
ENDINGS = ("", " Please fix this.", " Otherwise fine.", " I had taken the day off.", " Not the first time.",
           " The parcel itself was fine.", " My sister has the same.", " I work nights.")  # fmt: skip
THEMES: dict[str, tuple[int, tuple[int, ...], tuple[str, ...]]] = {  # percent, ratings, sentences
    "eta_changes": (28, (1, 2, 2, 3), (
        "the time changed three times and then I missed it.",
        "“between 9 and 17” is not a time.",
        "two o'clock became six o'clock, and nobody told me.",
        "I called because the page kept changing.")),
    "not_home": (20, (1, 2, 2, 3), (
        "the card says I was not at home. I was.",
        "nobody rang. The bell works.",
        "third attempt, and always at noon when I sleep.",
        "I could not tell anyone that I would be out.")),
    "cannot_change_place": (18, (2, 2, 3, 3), (
        "I saw that it was on its way and could not send it somewhere else.",
        "why can't I say “leave it with the shop”?",
        "it went to my old address, and I knew it the whole day.",
        "I wanted it in a Nest near work. Too late, said the page.")),
    "nest": (12, (2, 3, 4, 4), (
        "the Nest was full, so back it went.",
        "the Nest is the only thing that works for me.",
        "picked up at midnight, perfect.",
        "compartment would not open in the rain.")),
    "neighbour": (10, (1, 2, 3, 4), (
        "it was with a neighbour I don't know.",
        "my neighbour is my only safe place, please let me choose her.",
        "I don't want the whole house to know what I order.",
        "left with number 12. There are two number 12s.")),
    "courier": (12, (4, 5, 5, 5), (
        "the courier knows us and waits a moment. Thank you.",
        "friendly, quick, careful with the glass.",
        "she called from the street because the lift was broken.",
        "best part of the service is the person who brings it.")),
}  # fmt: skip


def make(root: Path, made: dict[str, bytes]) -> bytes:
    """Return reviews.csv."""
    rows = [f'r{n:03d},"{text}",{rating}\n' for n, (text, rating, _) in enumerate(drawn(), 1)]
    return ("review_id,text,rating\n" + "".join(rows)).encode()


def make_themes(root: Path, made: dict[str, bytes]) -> bytes:
    """Return hidden/review_themes.csv."""
    rows = [f"r{n:03d},{theme}\n" for n, (_, _, theme) in enumerate(drawn(), 1)]
    return ("review_id,theme\n" + "".join(rows)).encode()


def drawn() -> list[tuple[str, int, str]]:
    """(text, rating from 1 to 5, theme) of every review."""
    draws = Draws("reviews")
    themes = [
        name for name, (percent, _, _) in THEMES.items() for _ in range(percent * ROWS // 100)
    ]
    made = []
    for theme in draws.shuffled(themes):
        _, ratings, sentences = THEMES[theme]
        opening = draws.pick(OPENINGS)
        sentence = draws.pick(sentences)
        text = opening + (sentence if opening.endswith((": ", ", ")) else first_large(sentence))
        made.append((text + draws.pick(ENDINGS), draws.pick(ratings), theme))
    return made


def first_large(sentence: str) -> str:
    """The sentence with a capital letter at its start."""
    at = 1 if sentence[0] == "“" else 0
    return sentence[:at] + sentence[at].upper() + sentence[at + 1 :]
