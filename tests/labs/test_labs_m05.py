"""What the labs of M05 must show, whatever the exact numbers of the run."""

import pytest

from tpo.judges.partners import CHANGES
from tpo.labs import lab as labs
from tpo.labs import m05


def seen(lab, **state):
    return labs.data(lab, {**labs.start(lab), **state}, False)


def test_presses_print_labels_and_a_key_prints_one():
    for presses in (2, 3, 4):
        lost = {"presses": presses, "lost": 1}
        assert seen(m05.CALL, **lost)["labels"] == presses
        assert seen(m05.CALL, **lost, key=True)["labels"] == 1
    assert labs.reveal(m05.CALL, "3 labels", 70).right


def test_every_change_has_a_way_that_breaks_nobody():
    for change in CHANGES:
        assert not seen(m05.ROULETTE, change=change, way="opt_in")["broken"]
    assert labs.reveal(m05.ROULETTE, "strict enum", 70).right


@pytest.mark.parametrize("moves", [1, 5, 20])
def test_a_cursor_reads_each_parcel_once(moves):
    assert seen(m05.PAGING, moves=moves, paging="cursor")["twice"] == 0
    assert seen(m05.PAGING, moves=moves, paging="offset")["twice"] > 0


def test_the_prediction_of_paging_is_one_of_the_offers():
    assert labs.reveal(m05.PAGING, "about 30", 70).right
