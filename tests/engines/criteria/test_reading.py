"""Gherkin as learners type it: what is read, and what is said about the rest."""

import pytest

from tpo.engines.criteria import read
from tpo.engines.second_perch import STEPS

WHOLE = """
Scenario: in time
  Given it is 12:00
  When the recipient asks for a Nest
  Then the change is accepted
"""


def sentences(text):
    return [p.sentence for p in read(text, STEPS).all_problems]


def test_a_whole_scenario_is_read_with_or_without_a_feature_line():
    for text in (WHOLE, "Feature: changes\n" + WHOLE):
        found = read(text, STEPS)
        assert found.all_problems == ()
        assert [s.name for s in found.scenarios] == ["in time"]
        assert found.scenarios[0].line == (3 if text.startswith("Feature") else 2)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("  Given it", "  Givn it", "Line 3: “Givn it is 12:00” doesn't begin"),
        (
            "  Then the",
            "  Thn the",
            "Line 5: “Thn the change is accepted” doesn't begin with a word that",
        ),
        ("Scenario: in time", "Scenrio: in time", "Line 2: “Scenrio: in time” doesn't begin"),
        (
            "asks for",
            "clicks on",
            "Line 4: “When the recipient clicks on a Nest” is not a step yet",
        ),
        ("When the", "Then the", "is a When step; here it stands under Then"),
        ("  Then the change is accepted\n", "", "has no Then: no build can fail it"),
        ("  When the recipient asks for a Nest\n", "", "has no When: nothing happens in it"),
    ],
)
def test_a_slip_is_named_with_its_line(old, new, told):
    [first, *_] = sentences(WHOLE.replace(old, new))
    assert told in first


def test_an_unknown_step_offers_the_nearest_ones():
    found = read(WHOLE.replace("it is 12:00", "the time was 12:00"), STEPS)
    [problem] = found.all_problems
    assert problem.suggestions[0] == "the time is 12:00"


def test_a_near_miss_is_never_accepted():
    for said in ("the change is not accepted", "the change is accepted quickly", "change accepted"):
        [problem] = read(WHOLE.replace("the change is accepted", said), STEPS).all_problems
        assert problem.sort == "step"


def test_an_outline_runs_one_scenario_a_row_at_the_line_of_the_row():
    text = """
Scenario Outline: cut-off
  Given it is <now>
  When the recipient asks for a Nest
  Then the change is <answer>

  Examples:
    | now   | answer   |
    | 12:00 | accepted |
    | 12:01 | refused  |
"""
    found = read(text, STEPS)
    assert [(s.number, s.line) for s in found.scenarios] == [(1, 9), (2, 10)]
    header = text.split("    | 12:00")[0]
    assert any("no rows under Examples" in told for told in sentences(header))
    assert any(
        "different numbers of cells" in t for t in sentences(text.replace(" | refused ", ""))
    )


def test_a_repeated_scenario_is_told():
    assert sentences(WHOLE + WHOLE) == ["Scenario 2 repeats scenario 1."]


@pytest.mark.parametrize(
    "text", ["", "Feature:", "# only a remark", "{}", "\x00", "Feature: a\n  b\n"]
)
def test_text_without_a_scenario_has_a_problem_and_never_raises(text):
    assert sentences(text)


def test_the_palette_can_be_copied():
    for kind, lines in STEPS.palette.items():
        assert lines
        for line in lines:
            found = STEPS.find(kind, line.replace("…", "x"))
            assert found is not None, line
            assert not isinstance(found, str), line


def test_too_many_scenarios_are_not_cut_in_silence():
    assert sentences(WHOLE * 201)[0] == "There are 201 scenarios; only the first 200 are run."
