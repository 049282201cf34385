"""A typed trade study: what is read, and one sentence for what can't be."""

import pytest

from tests.answers.bank import read
from tpo.exercises.shape import BadShape
from tpo.exercises.study_text import read_study
from tpo.paths import answers

TEXT = read(answers("9.3") / "right" / "reference.py", "9.3").artefact


def test_text_and_plain_data_mean_the_same():
    import yaml

    assert read_study(TEXT) == read_study(yaml.safe_load(TEXT))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("answer_s: 20", "answer_s: 30", "add up to 110"),
        ("  failed: 25", "  faild: 25", "did you mean `failed`"),
        ("result: events", "result: evnts", "`result` is one of"),
        ("result: events", "result: ...", "Still blank: `result`"),
        ("pick: events\n", "", "`pick:` is missing"),
        ("confidence: 96", "confidence: 960", "between 0 and 100"),
        ("weights_fixed: 2026-05-04", "weights_fixed: soon", "is a day such as"),
        ("[10, E2]", "[10, E2, E3]", "[points, evidence]"),
        ("[10, E2]", "[11, E2]", "between 0 and 10"),
        ("edits: []", "edits: [{day: 2026-05-08}]", "An edit reads"),
        ("tipping: {criterion: effort_weeks, weight: 42}", "tipping: 42", "`tipping` reads"),
        ("options:", "options: [", "can't be read"),
    ],
)
def test_what_cannot_be_read_gets_one_sentence(old, new, words):
    assert old in TEXT
    with pytest.raises(BadShape) as problem:
        read_study(TEXT.replace(old, new, 1))
    assert words in str(problem.value)


def test_weights_fixed_after_the_first_score_are_late():
    late = TEXT.replace("weights_fixed: 2026-05-04", "weights_fixed: 2026-05-09")
    assert read_study(late)["late_edits"] == 1
    early = TEXT.replace(
        "edits: []", "edits: [{day: 2026-05-05, criterion: failed, from: 20, to: 25}]"
    )
    assert read_study(early)["late_edits"] == 0
