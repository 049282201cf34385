"""Journeys walked after each slice."""

from tests.answers.bank import bank
from tpo.judges.slices import RULES, WALKS, walk_slices

ANSWERS = {a.path.stem: a.artefact for a in bank("right") + bank("wrong") if a.exercise == "3.2"}


def test_every_rule_but_the_notification_is_needed_by_someone():
    needed = {rule for walk in WALKS.values() for rule in walk.rules}
    assert set(RULES) - needed == {"R9"}  # R9 protects everybody and opens nothing
    assert sum(walk.share for walk in WALKS.values()) == 1


def test_vertical_slices_serve_early_and_layers_at_the_end():
    good, layers = walk_slices(ANSWERS["reference"]), walk_slices(ANSWERS["3.2a-by-layer"])
    assert good["first_week"] == 2
    assert good["walking"] == good["slices"]
    assert layers["first_week"] == layers["weeks"][-1]
    assert layers["walking"] <= 1


def test_a_part_is_paid_once():
    one = {"rules": ["R1"], "steps": ["ask"], "data": ["changes"], "who": "another_day"}
    assert walk_slices([one, one])["weeks"] == [0.8, 0.8]


def test_a_slice_that_builds_nothing_opens_nothing():
    done = walk_slices([*ANSWERS["reference"], ANSWERS["reference"][0]])
    assert done["own"][-1] is False


def test_no_journey_without_its_rule():
    screens = {"rules": [], "steps": ["ask", "see"], "data": ["changes"], "who": "another_day"}
    assert walk_slices([screens])["first_week"] is None


def test_the_pace_scales_the_weeks():
    slow = walk_slices(ANSWERS["reference"], 1.5)
    assert slow["first_week"] == 3
