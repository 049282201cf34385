"""Read a story made from a stakeholder's mail: need, criteria, questions, estimate request.

Advisory: structure and tell-tale words only. The labels are those of the template handed out.
"""

from __future__ import annotations

import re
from typing import Any

from tpo.engines.text import labelled, mentions, says_date

STORY, ESTIMATE = "Story", "Estimate request"
CRITERIA = ("Criterion 1", "Criterion 2", "Criterion 3")
QUESTIONS = ("Question 1", "Question 2", "Question 3")
LABELS = (STORY, *CRITERIA, *QUESTIONS, ESTIMATE)

SOLUTION = re.compile(r"saturday[\w' -]{0,20}deliver|deliver[\w' -]{0,30}saturday|new button", re.I)
PROMISE = re.compile(
    r"\b(ready|live|done|finished|ships?|shipped|launch\w*|promised?|guarantee\w*|available)\b",
    re.I,
)
DECIDE = re.compile(r"\bdeci(de|sion)|\bforecast\b", re.I)
AMBIGUOUS = (
    "normally",
    "usually",
    "quickly",
    "fast",
    "easy",
    "easily",
    "user-friendly",
    "appropriate",
    "as soon as possible",
    "if needed",
    "if possible",
    "sufficient",
    "reasonable",
    "etc",
)
EFFORT = re.compile(
    r"\b(should|must|can|will)( \w+){0,2} (take|need|cost)\b|\b(only|just|at most|no more than) "
    r"(a |one |two |three |\d+ )\w*|\b(small|easy|quick|trivial) (change|thing|job)\b",
    re.I,
)


def read_story(text: str) -> dict[str, Any]:
    """What a reader finds in the story, its criteria, its questions and its request."""
    parts = labelled(text, LABELS)
    story, estimate = parts[STORY], parts[ESTIMATE]
    criteria = [parts[c] for c in CRITERIA if len(parts[c].split()) >= 5]
    questions = [parts[q] for q in QUESTIONS if "?" in parts[q] and len(parts[q].split()) >= 4]
    vague = [w for w in AMBIGUOUS for c in criteria if mentions(c, [w])]
    promised = [
        sentence
        for label in (STORY, *CRITERIA, ESTIMATE)
        for sentence in re.split(r"(?<=[.!?])\s", parts[label])
        if says_date(sentence) and PROMISE.search(sentence) and not DECIDE.search(sentence)
    ]
    return {
        "words": len(text.split()),
        "user": bool(re.search(r"\bas an? \w+|\bfor (a|the) \w+", story, re.I)),
        "reason": bool(re.search(r"\bso that\b|\bbecause\b|\bin order to\b", story, re.I)),
        "solution": bool(SOLUTION.search(story)),
        "criteria": len(criteria),
        "vague": vague,
        "questions": len(questions),
        "promised": promised,
        "asks": len(estimate.split()) >= 4,
        "dictates": bool(EFFORT.search(estimate)),
        "opens": mentions(estimate, ["what makes", "range", "between", "how large", "how big"]),
    }
