import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exercises.test_contract import JUNK
from tests.exercises.toy import TOY, answer
from tpo.exercises.contract import check_artefact
from tpo.exercises.handover import MAX_BYTES, Refused, pack, unpack


def through(value):
    """As it travels: packed, written as JSON, read, unpacked."""
    return unpack(json.loads(json.dumps(pack("0.1", value))), "0.1")


@given(JUNK)
def test_a_verdict_is_the_same_before_and_after_the_hand_over(junk):
    assert check_artefact(TOY, through(junk)).outcome == check_artefact(TOY, junk).outcome


def test_plain_data_comes_through_unchanged():
    value = {"a": [1, 2.5, "x", None, True, ...], "$": {"nested": ["y"]}}
    assert through(value) == value
    assert through(answer()) == answer()


def test_numpy_numbers_become_numbers():
    assert through({"seats": np.int64(3), "share": np.float64(0.5)}) == {"seats": 3, "share": 0.5}


@pytest.mark.parametrize("value", [print, object(), {1, 2}, lambda: 1, type])
def test_code_never_crosses(value):
    verdict = check_artefact(TOY, through(answer(seats=value)))
    assert verdict.outcome == "not yet"
    assert "`seats` needs a number" in verdict.message.first + verdict.message.saw


def test_a_very_large_answer_is_replaced_not_sent():
    record = pack("0.1", ["x" * 1000] * 1000)
    assert len(json.dumps(record)) < MAX_BYTES
    assert check_artefact(TOY, unpack(record, "0.1")).outcome == "not yet"


def deep(levels):
    value: list = []
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    "record",
    [
        None,
        [],
        "text",
        {},
        {"exercise": "0.1"},
        {"exercise": "0.2", "artefact": {}},
        {"exercise": "0.1", "artefact": {}, "score": 10},
        {"exercise": "0.1", "artefact": {"$": "code"}},
        {"exercise": "0.1", "artefact": {"$": "table"}},
        {"exercise": "0.1", "artefact": {"$": "table", "pairs": [[1]]}},
        {"exercise": "0.1", "artefact": {"$": "number", "is": "1; import os"}},
        {"exercise": "0.1", "artefact": float("nan")},
        {"exercise": "0.1", "artefact": "x" * (MAX_BYTES + 1)},
        {"exercise": "0.1", "artefact": deep(40)},
        {"exercise": "0.1", "artefact": {"no": "tag"}},
    ],
)
def test_forged_records_are_refused_with_one_sentence(record):
    with pytest.raises(Refused):
        unpack(record, "0.1")


@given(st.text())
def test_any_text_survives(text):
    assert through({"a": text}) == {"a": text}
