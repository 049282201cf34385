"""What the criteria judge observes beyond kills."""

from tests.engines.test_second_perch import REFERENCE
from tpo.engines.second_perch import HOLD_OUT
from tpo.judges.criteria import run_criteria


def test_the_reference_refuses_the_ten_and_all_hold_outs():
    seen = run_criteria(REFERENCE, HOLD_OUT)
    assert (seen["killed"], seen["unseen_killed"]) == (10, len(HOLD_OUT))
    assert seen["usable"] == seen["scenarios"]


def test_it_sees_clocks_and_people():
    seen = run_criteria(REFERENCE)
    assert {120, 119, 121, 90} <= set(seen["minutes_left"])
    assert seen["requesters"] == ["the recipient", "a named delegate", "a stranger"]


def test_clicks_and_soft_words_are_noticed_only_in_unknown_steps():
    for line, key in (("clicks the red button", "clicks"), ("is served quickly", "vague")):
        seen = run_criteria(
            f"Scenario: x\n When the recipient {line}\n Then the change is refused\n"
        )
        assert len(seen[key]) == 1
    assert run_criteria(REFERENCE)["clicks"] == []
