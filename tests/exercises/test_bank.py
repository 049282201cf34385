"""Every exercise of every module against its answers bank."""

from collections import Counter

import pytest

from tests.answers.bank import bank
from tpo.exercises import MODULES, find, module
from tpo.exercises.contract import Ran, check_artefact, grade_artefact
from tpo.exercises.hidden import draw
from tpo.exercises.render import as_text
from tpo.paths import answers

EXERCISES = [exercise for name in MODULES for exercise in module(name).values()]
IDS = [exercise.id for exercise in EXERCISES]
RIGHT, WRONG = bank("right"), bank("wrong")
LEARNERS = ("ada", "ben", "chi", "dora")

each = pytest.mark.parametrize("exercise", EXERCISES, ids=IDS)
each_right = pytest.mark.parametrize("answer", RIGHT, ids=[a.id for a in RIGHT])
each_wrong = pytest.mark.parametrize("answer", WRONG, ids=[a.id for a in WRONG])


@each_right
def test_a_right_answer_earns_everything_in_public(answer):
    verdict = check_artefact(find(answer.exercise), answer.artefact)
    assert verdict.outcome == "right", as_text(verdict)
    assert verdict.points == verdict.max_points


@each_right
def test_a_right_answer_earns_everything_in_fresh_scenarios(answer):
    exercise = find(answer.exercise)
    for learner in LEARNERS:
        verdict = grade_artefact(exercise, answer.artefact, draw("a", learner, exercise.id))
        assert verdict.outcome == "right", f"{learner}: {as_text(verdict)}"
        assert verdict.points == verdict.max_points


@each_wrong
def test_a_wrong_answer_gets_its_own_message_and_first_line(answer):
    verdict = check_artefact(find(answer.exercise), answer.artefact)
    assert verdict.outcome == "not yet"
    assert verdict.message.id == answer.header["expect"], verdict.message.first
    assert verdict.message.first == answer.header["first"]
    assert answer.path.stem.startswith(answer.header["expect"] + "-")


@each_wrong
def test_a_wrong_answer_never_earns_everything(answer):
    exercise = find(answer.exercise)
    assert check_artefact(exercise, answer.artefact).points < exercise.points
    verdict = grade_artefact(exercise, answer.artefact, draw("a", "ada", exercise.id))
    assert verdict.outcome == "not yet"
    assert verdict.points < exercise.points


@each
def test_the_bank_is_complete(exercise):
    folder = answers(exercise.id)
    right = {path.stem for path in (folder / "right").glob("*.py")}
    assert "reference" in right
    assert len(right) >= 3, "a reference and at least two of another shape"
    named = {wrong.id for wrong in exercise.misconceptions}
    held = Counter(path.stem.partition("-")[0] for path in (folder / "wrong").glob("*.py"))
    assert set(held) == named == set(exercise.words.text["wrong"])


@each
def test_the_untouched_cell_is_not_started(exercise):
    cell = exercise.shape.cell(exercise.answer)
    if cell.startswith("%%"):  # the magic keeps the text below its line
        artefact = cell.partition("\n")[2]
    else:
        scope: dict = {}
        exec(cell, scope)
        artefact = scope[exercise.answer]
    verdict = check_artefact(exercise, artefact)
    assert (verdict.outcome, verdict.points) == ("not started", 0)


@each
def test_the_untouched_cell_fits_the_page(exercise):
    cell = exercise.shape.cell(exercise.answer)
    assert max(len(line) for line in cell.splitlines()) <= 98, cell


@each
def test_every_message_is_short_whole_and_has_a_ladder(exercise):
    words = exercise.words
    for wrong in exercise.misconceptions:
        assert len(words.hints(wrong.id)) == 3
        assert len(set(words.hints(wrong.id))) == 3
    for criterion in exercise.criteria:
        assert not any(
            letter.isdigit()
            for letter in words.promise(criterion.name)
            .replace("95 of 100", "")
            .replace("150 ms", "")
            .replace("30 minutes", "")
            .replace("1 %", "")
            .replace("10 %", "")
        ), "hidden feedback must not show a case's numbers"


def test_no_two_wrong_answers_share_a_message():
    firsts = Counter(answer.header["first"] for answer in WRONG)
    assert [first for first, count in firsts.items() if count > 1] == []
    ids = Counter(answer.header["expect"] for answer in WRONG)
    assert [id for id, count in ids.items() if count > 1] == []


@each_wrong
def test_every_part_of_a_message_is_said(answer):
    message = check_artefact(find(answer.exercise), answer.artefact).message
    assert len(message.first) <= 80
    for part in (message.ran, message.why, message.next):
        assert len(part.split()) >= 4, part
    assert "{" not in as_text(check_artefact(find(answer.exercise), answer.artefact))


@each
def test_junk_never_crashes_and_never_pays(exercise):
    for junk in (
        None,
        7,
        float("nan"),
        "",
        "x" * 10_000,
        [],
        [1, 2],
        {},
        {"a": 1},
        {1: {2: 3}},
        ...,
        print,
        object(),
        {"x"},
        (1,),
        b"bytes",
        exercise.answer,
    ):
        verdict = check_artefact(exercise, junk)
        assert verdict.outcome in ("not started", "not yet"), junk
        assert verdict.points == 0
        assert len(verdict.message.first) <= 80


@pytest.mark.parametrize(
    ("exercise", "reference"),
    [
        (find(a.exercise), a.artefact)
        for a in RIGHT
        if a.path.stem == "reference" and isinstance(a.artefact, dict)
    ],
    ids=lambda value: getattr(value, "id", ""),
)
def test_one_bad_value_gets_one_sentence(exercise, reference):
    """Every field of the reference answer spoiled in turn."""
    for field in reference:
        for bad in (float("nan"), -1e30, "many", None, [], object(), ...):
            verdict = check_artefact(exercise, {**reference, field: bad})
            if verdict.message.id != f"{exercise.id}:shape":
                # None may mean "no limit", and ... alone that nothing was filled in
                assert verdict.outcome in ("right", "not yet", "not started")
                continue
            sentence = f"{verdict.message.first} {verdict.message.saw}"
            assert field in sentence
            assert "Traceback" not in sentence


def test_points_of_the_module_are_forty():
    for name in MODULES:
        assert sum(exercise.points for exercise in module(name).values()) == 40


@each
def test_every_sentence_finds_its_numbers(exercise):
    """All words of an exercise, filled with the facts of some run."""
    for answer in (a for a in RIGHT + WRONG if a.exercise == exercise.id):
        clean = exercise.shape.read(answer.artefact)
        ran = [Ran(case, exercise.judge(clean, case)) for case in exercise.public]
        facts = exercise.facts(clean, ran)
        exercise.words.right(True, facts)
        exercise.words.seen(facts)
        for criterion in exercise.criteria:
            message = exercise.words.broken(criterion.name, facts)
            assert len(message.first) <= 80, message.first
            assert message.why
            assert message.next
