"""A tiny exercise, so that the contract is tested without any module's content."""

from dataclasses import replace

from tpo.exercises.contract import Case, Criterion, Exercise, Misconception, ramp
from tpo.exercises.shape import Choice, Fields, Flag, Number
from tpo.exercises.words import Words

WORDS = Words(
    "0.1",
    {
        "title": "Seats",
        "ran": "We opened the café for an hour.",
        "seen": ["{seats} seats for {guests} guests."],
        "begin": "Begin with the seats.",
        "right": {"first": "Every guest has a seat.", "why": "Nobody left."},
        "promises": {
            "seated": {"name": "every guest sits", "first": "{short} guests stand.", "why": "W."},
            "cheap": {"name": "at most 40 seats", "first": "{seats} seats are too many."},
        },
        "hints": ["n", "c", "s"],
        "wrong": {
            "0.1a": {
                "first": "No seats at all: {guests} guests leave.",
                "saw": "S.",
                "why": "Y.",
                "next": "N.",
                "hints": ["one", "two", "three"],
            }
        },
    },
)


def judge(answer, case):
    guests = case.given["guests"]
    return {"seats": answer["seats"], "guests": guests, "short": max(0, guests - answer["seats"])}


TOY = Exercise(
    id="0.1",
    answer="plan",
    points=10,
    stars=1,
    shape=Fields(
        (
            Number("seats", "how many", 0, 1000, "seats", whole=True),
            Number("wait_s", "how long", 0, 600, "s", start=60),
            Number("share", "how much", 0, 1, "share", start=0.5),
            Choice("when_full", "what then", ("wait", "reject"), start="wait"),
            Flag("music", "any?", start=False),
        )
    ),
    judge=judge,
    public=(Case("public", {"guests": 30}),),
    hidden=lambda rng: (Case("hidden", {"guests": rng.randint(29, 34)}),),
    criteria=(
        Criterion("seated", lambda seen: ramp(seen["short"], seen["guests"], 0), gate=True),
        Criterion("cheap", lambda seen: ramp(seen["seats"], 80, 40)),
    ),
    misconceptions=(Misconception("0.1a", lambda answer, ran: answer["seats"] == 0),),
    words=WORDS,
    practice={"small": Case("small", {"guests": 3})},
    facts=lambda answer, ran: dict(ran[0].seen),
)


def answer(**changes):
    return {"seats": 35, "wait_s": 60, "share": 0.5, "when_full": "wait", "music": False, **changes}


def broken(judge):
    return replace(TOY, judge=judge)
