"""Criteria filled in as a table: the same engine, the same exactness."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpo.engines.criteria import judge, read
from tpo.engines.second_perch import DOMAIN, STEPS
from tpo.exercises import find
from tpo.exercises.contract import check_artefact

TABLE = """
| scenario    | Given it is … | And the window starts at … | When                            | Then the change is … | And the fee is … | Then the old compartment is free |
|-------------|---------------|----------------------------|---------------------------------|----------------------|------------------|---|
| early       | 09:00         | 14:00                      | the recipient asks for a Nest   | accepted             | €0.00            |   |
| on the line | 12:00         | 14:00                      | the recipient asks for a Nest   | accepted             |                  |   |
| late        | 12:01         | 14:00                      | the recipient asks for a Nest   | refused              |                  |   |
|             |               |                            | a stranger asks for another day | refused              |                  |   |
"""
GHERKIN = """
Scenario: early
  Given it is 09:00
  And the window starts at 14:00
  When the recipient asks for a Nest
  Then the change is accepted
  And the fee is €0.00
Scenario: on the line
  Given it is 12:00
  And the window starts at 14:00
  When the recipient asks for a Nest
  Then the change is accepted
Scenario: late
  Given it is 12:01
  And the window starts at 14:00
  When the recipient asks for a Nest
  Then the change is refused
Scenario: line 7
  When a stranger asks for another day
  Then the change is refused
"""


def told(text):
    return [problem.sentence for problem in read(text, STEPS).all_problems]


def test_a_table_says_what_the_same_scenarios_say_in_gherkin():
    table, gherkin = read(TABLE, STEPS), read(GHERKIN, STEPS)
    assert table.all_problems == ()
    assert [(s.name, s.steps) for s in table.scenarios] == [
        (s.name, s.steps) for s in gherkin.scenarios
    ]
    assert [s.line for s in table.scenarios] == [4, 5, 6, 7]
    assert judge(TABLE, DOMAIN).killed == judge(GHERKIN, DOMAIN).killed


def test_the_exercise_judges_a_table_like_any_criteria():
    one, other = (check_artefact(find("3.1"), text) for text in (TABLE, GHERKIN))
    assert (one.points, one.message.first) == (other.points, other.message.first)
    assert one.points > 0


def test_a_column_without_a_gap_is_switched_on_with_an_x():
    table = "| Given the parcel is age-restricted | When | Then the change is … |\n"
    rows = "| x | the recipient asks for a neighbour | refused |\n| | the recipient asks for a neighbour | accepted |"
    found = read(table + rows, STEPS)
    assert found.all_problems == ()
    assert [len(s.steps) for s in found.scenarios] == [3, 2]
    assert len(judge(table + rows, DOMAIN).usable) == 2


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("| Givn it is … |\n| 9:00 |", "Line 1: the column “Givn it is …” is no step. Did you mean “Given”?"),
        ("| fee |\n| 9 |", "Line 1: the column “fee” is no step. Begin it with Given, When or Then."),
        ("| When |\n\n| a | b |", "Line 3: this row has 2 cells and the header 1."),
        ("| When |\nthe recipient asks", "Line 2: a row of the table begins and ends with a bar, |."),
        ("| Given it is … or … |\n| 9 |", "Line 1: the column “Given it is … or …” has two gaps"),
        ("| Given notifications fail |\n| often |", "Line 2: “Given notifications fail” has no gap for “often”"),
        (
            "| When | Then the change is … |\n| the recipient asks for a Nest | not refused |",
            "Line 2: “Then the change is not refused” is not a step yet. Did you mean “Then the change is",
        ),
        ("| When | Then the change is … |", "There is no scenario"),
    ],
)  # fmt: skip
def test_a_slip_is_named_with_the_table_s_own_line(text, sentence):
    assert told(text)[0].startswith(sentence)


def test_a_near_miss_is_never_accepted():
    rows = "| When | Then the change is … |\n| the recipient asks for a Nests | accepted |\n"
    assert judge(rows, DOMAIN).usable == ()
    assert "Did you mean" in told(rows)[0]


@given(st.text(alphabet="|-… \nGivenWhThx\\", max_size=80))
def test_any_table_is_read(text):
    read("|" + text, STEPS)
