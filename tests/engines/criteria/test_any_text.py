"""Whatever is typed, the engine answers; and text that refuses nothing can't pay."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.test_second_perch import REFERENCE
from tpo.engines.criteria import judge
from tpo.engines.second_perch import DOMAIN
from tpo.exercises import find
from tpo.exercises.contract import check_artefact

LINES = REFERENCE.splitlines()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(max_size=300))
def test_any_text_is_read(text):
    found = judge(text, DOMAIN)
    assert found.usable or found.text.all_problems or found.too_strict


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(LINES), max_size=40))
def test_any_order_of_good_lines_is_read_and_judged(lines):
    verdict = check_artefact(find("3.1"), "\n".join(lines))
    assert verdict.outcome in ("not yet", "not started")
    assert 0 <= verdict.points < 12
    assert len(verdict.message.first) <= 80, verdict.message.first


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.integers(0, len(LINES) - 1))
def test_without_one_line_it_is_never_worth_more(drop):
    whole = check_artefact(find("3.1"), REFERENCE).points
    less = check_artefact(find("3.1"), "\n".join(LINES[:drop] + LINES[drop + 1 :]))
    assert less.points <= whole
    assert less.outcome in ("right", "not yet")
