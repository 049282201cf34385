"""Strong or eventual: what each choice costs."""

import pytest

from tpo.judges.consistency import (
    KINDS,
    OPERATIONS,
    Evening,
    leader_p95_ms,
    oversold,
    run_evening,
    unseen,
)

PLAN = {
    "reserve_compartment": ("strong", 0, True),
    "show_free_compartments": ("eventual", 30, False),
    "charge_second_change": ("strong", 0, True),
    "tracking_page": ("eventual", 60, False),
    "own_changed_place": ("read_your_writes", 10, False),
    "merchant_webhook": ("eventual", 30, False),
}


def run(**changes):
    names = ("consistency", "staleness_s", "once_key")
    plan = {name: dict(zip(names, row, strict=True)) for name, row in {**PLAN, **changes}.items()}
    return run_evening(plan)


def test_a_sound_plan_costs_nothing():
    seen = run()
    assert (seen["oversold"], seen["twice"], seen["unseen"], seen["too_old"]) == (0, 0, 0, 0)
    assert seen["page_ms"] < 500


def test_double_bookings_grow_with_the_lag():
    """Design check (curriculum section 9): 0 s none, 0.5 s 49, 2 s 154, 5 s 259 per 10,000."""
    counts = [oversold(lag) for lag in (0, 0.5, 2, 5, 30)]
    assert counts[0] == 0
    assert counts == sorted(counts)
    assert 30 <= counts[1] <= 70
    assert 110 <= counts[2] <= 200
    assert 220 <= counts[3] <= 400


def test_no_eventual_reservation_is_safe():
    for kind in ("eventual", "read_your_writes"):
        assert run(reserve_compartment=(kind, 0, True))["oversold"] > 0


def test_a_charge_is_safe_with_a_key_or_from_the_leader():
    assert run(charge_second_change=("eventual", 5, False))["twice"] == 60
    assert run(charge_second_change=("eventual", 5, True))["twice"] == 0
    assert run(charge_second_change=("strong", 0, False))["twice"] == 0


def test_strong_everywhere_breaks_the_page():
    seen = run(**dict.fromkeys(OPERATIONS, ("strong", 0, True)))
    assert seen["page_ms"] > 2_000
    assert seen["page_stops_s"] > 0
    assert seen["leader_load"] == sum(Evening().rates)


def test_the_leaders_wait_follows_queueing_theory_and_never_falls_with_load():
    assert leader_p95_ms(50, 150) == pytest.approx(20 + 1000 * 2.9957 / 100, rel=1e-4)
    waits = [leader_p95_ms(load, 150) for load in (0, 50, 100, 140, 149, 150, 200, 400)]
    assert waits == sorted(waits)


def test_people_miss_their_own_change_only_on_an_old_copy():
    assert unseen(0.5) == 0
    assert 0 < unseen(10) < unseen(60) < 1


def test_bounds_above_a_promise_are_counted():
    assert run(merchant_webhook=("eventual", 60, False))["too_old"] == 0
    late = run(merchant_webhook=("eventual", 61, False))
    assert (late["too_old"], late["webhook_late"]) == (1, True)
    assert set(KINDS) == {"strong", "read_your_writes", "eventual"}
