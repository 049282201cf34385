"""Hand-checked examples: constant work, so every moment is known by arithmetic."""

import math
from itertools import pairwise

import numpy as np
import pytest

from tpo.engines.simulator import (
    Arrivals,
    Breaker,
    Cache,
    Call,
    Constant,
    Down,
    Errors,
    Flush,
    Keys,
    Recheck,
    Retry,
    Scenario,
    Service,
    Slots,
    Slow,
    System,
    simulate,
)


def one(times, *, work=1.0, faults=(), drain=math.inf, service=(), **call):
    """Run the client against one service 's'."""
    system = System(
        (Service("s", Constant(work), **dict(service)),), (Call("client", "s", **call),)
    )
    return simulate(system, Scenario(Arrivals(times), faults=faults, drain=drain))


def two(times, *, front=0.0, back=1.0, faults=(), a=(), b=(), entry=(), **call):
    """Run client → a → b."""
    system = System(
        (Service("a", Constant(front), **dict(a)), Service("b", Constant(back), **dict(b))),
        (Call("client", "a", **dict(entry)), Call("a", "b", **call)),
    )
    return simulate(system, Scenario(Arrivals(times), faults=faults))


def outcomes(result):
    return {name: n for name, n in result.outcomes.items() if n}


# ---- queues --------------------------------------------------------------------------------------


def test_first_come_first_served():
    r = one((0.0, 0.25, 0.5))
    assert r.latency.tolist() == [1.0, 1.75, 2.5]


def test_newest_first_serves_the_last_arrival_before_the_one_that_waits():
    r = one((0.0, 0.25, 0.5), service={"order": "lifo"})
    assert r.latency.tolist() == [1.0, 2.75, 1.5]


def test_slots_work_at_the_same_time():
    r = one((0.0, 0.0, 0.0), service={"slots": 2})
    assert r.latency.tolist() == [1.0, 1.0, 2.0]


def test_replicas_take_turns_and_keep_their_own_queue():
    r = one((0.0, 0.0, 0.0), service={"replicas": 2})
    assert r.latency.tolist() == [1.0, 1.0, 2.0]


def test_least_in_flight_avoids_the_busy_replica():
    # Round robin sends the fourth call to the replica that still has the third.
    faults = (Slow("s", 5.0, at=0.0, for_=0.1),)
    times = (0.0, 1.0, 2.1, 3.2)
    turns = one(times, faults=faults, service={"replicas": 2})
    assert turns.latency == pytest.approx([5.0, 1.0, 3.9, 1.0])
    for balance in ("least_in_flight", "two_choices"):  # two choices of two see both
        r = one(times, faults=faults, service={"replicas": 2}, balance=balance)
        assert r.latency == pytest.approx([5.0, 1.0, 1.0, 1.0])


def test_a_full_queue_rejects_at_once():
    r = one((0.0, 0.1, 0.2, 1.5), service={"queue_limit": 1})
    assert outcomes(r) == {"ok": 3, "rejected": 1}
    assert r.latency[2] == 0.0
    assert r.latency[3] == 1.5


def test_sync_holding_blocks_the_caller_and_async_does_not():
    held = two((0.0, 0.0), b={"slots": 2})
    free = two((0.0, 0.0), b={"slots": 2}, a={"hold": "async"})
    assert held.latency.tolist() == [1.0, 2.0]
    assert free.latency.tolist() == [1.0, 1.0]
    assert held.utilisation("a") > free.utilisation("a") == 0.0


def test_network_delay_counts_both_ways_and_uses_no_slot():
    r = one((0.0, 0.0), network=0.25)
    assert r.latency.tolist() == [1.5, 2.5]


# ---- timeouts, zombies, ownership ----------------------------------------------------------------


def test_a_timeout_leaves_a_zombie_that_still_has_its_effect():
    r = one((0.0,), work=3.0, timeout=1.0)
    assert outcomes(r) == {"timeout": 1}
    assert r.latency.tolist() == [1.0]
    assert r.effects("s").tolist() == [1]


def test_timeouts_include_queue_and_network():
    r = one((0.0, 0.0), timeout=1.75, network=0.125)
    assert r.outcome.tolist() == [0, 1]  # 1.25 s is in time; 2.25 s is not
    assert r.latency.tolist() == [1.25, 1.75]


def test_an_answer_at_the_very_moment_of_the_timeout_comes_too_late():
    # The timer was planned when the call was sent, before the end of its work was.
    assert outcomes(one((0.0,), timeout=1.0)) == {"timeout": 1}


def test_retries_wait_longer_each_time_and_zombies_pile_up():
    retry = Retry(3, backoff=0.5)
    r = one((0.0,), work=3.0, timeout=1.0, retry=retry)
    assert r.latency.tolist() == [4.5]  # 1 + 0.5 + 1 + 1.0 + 1
    assert r.attempts.tolist() == [3]
    assert r.calls("s") == 1  # in the window of arrivals; the others come later
    assert r.amplification("s") == 3.0
    assert r.duplicates("s") == 2
    assert r.wasted_work() == 1.0


def test_backoff_is_capped():
    r = one((0.0,), work=9.0, timeout=1.0, retry=Retry(4, backoff=1.0, cap=1.5))
    assert r.latency.tolist() == [4.0 + 1.0 + 1.5 + 1.5]


@pytest.mark.parametrize(("jitter", "low", "high"), [("full", 0.0, 1.0), ("equal", 0.5, 1.0)])
def test_jitter_spreads_the_wait(jitter, low, high):
    times = tuple(10.0 * k for k in range(200))
    r = one(times, work=9.0, timeout=1.0, retry=Retry(2, backoff=2.0, jitter=jitter))
    share = (r.latency - 2.0) / 2.0
    assert low <= share.min() < low + 0.05
    assert high - 0.05 < share.max() < high


def test_dropped_when_it_would_start():
    # Tries are sent at 0, 1.5 and 3.5 s. At 3 s the second one's caller has long given up.
    call = {"work": 3.0, "timeout": 1.0, "retry": Retry(3, backoff=0.5)}
    r = one((0.0,), service={"on_expired": "drop"}, **call)
    assert r.effects("s").tolist() == [2]
    assert one((0.0,), **call).effects("s").tolist() == [3]


def test_running_zombies_of_a_dropping_service_stop_retrying():
    call = {"back": 9.0, "timeout": 1.0, "retry": Retry(5), "entry": {"timeout": 1.5}}
    assert two((0.0,), **call).amplification("b") == 5.0
    assert two((0.0,), a={"on_expired": "drop"}, **call).amplification("b") == 2.0


def test_a_caller_that_fails_because_its_callee_timed_out_is_answered_once():
    # The inner timer fires at 1 s and fails the caller; the outer timer at 2 s finds nobody.
    r = two((0.0,), back=9.0, timeout=1.0, entry={"timeout": 2.0})
    assert outcomes(r) == {"timeout": 1}
    assert r.latency.tolist() == [1.0]
    assert r.in_flight_peak("a") == 1


def test_a_zombie_goes_on_to_call_others():
    # The client leaves at 1 s; 'a' is done at 2 s and calls 'b' all the same.
    r = two((0.0,), front=2.0, entry={"timeout": 1.0})
    assert r.effects("b").tolist() == [1]


def test_three_layers_of_three_tries_make_27_calls():
    layers = ("sdk", "gateway", "booking", "check")
    services = tuple(
        Service(n, Constant(9.0 if n == "check" else 0.0), slots=99) for n in layers[1:]
    )
    calls = tuple(
        Call("client" if a == "sdk" else a, b, timeout=2.0, retry=Retry(3))
        for a, b in pairwise(layers)
    )
    r = simulate(System(services, calls), Scenario(Arrivals((0.0,))))
    assert r.amplification("gateway") == 3.0
    assert r.amplification("booking") == 9.0
    assert r.amplification("check") == 27.0
    assert r.latency.tolist() == [6.0]  # the client's own three timeouts; the rest are zombies


# ---- refusals ------------------------------------------------------------------------------------


def test_down_refuses_and_lets_running_work_finish():
    r = one((0.0, 0.5, 1.6), faults=(Down("s", at=0.4, for_=1.0),))
    assert r.outcome.tolist() == [0, 5, 0]
    assert r.latency.tolist() == [1.0, 0.0, 1.0]


def test_errors_do_their_work_and_call_nobody():
    r = two((0.0,), front=1.0, a={"error_rate": 1.0})
    assert outcomes(r) == {"error": 1}
    assert r.latency.tolist() == [1.0]
    assert r.amplification("b") == 0.0
    assert r.effects("a").tolist() == [0]  # it ended, but did not do what it should


def test_an_error_rate_can_rise_for_a_while():
    r = one((0.0, 2.0, 4.0), faults=(Errors("s", 1.0, at=1.5, for_=2.0),))
    assert r.outcome.tolist() == [0, 3, 0]


def test_an_error_fault_never_makes_a_service_better():
    r = one((0.0, 2.0), faults=(Errors("s", 0.0, at=0.0, for_=1.5),), service={"error_rate": 1.0})
    assert r.outcome.tolist() == [3, 3]


def test_a_bulkhead_rejects_at_home():
    r = one((0.0, 0.5, 1.1), work=1.0, bulkhead=1, service={"slots": 9})
    assert outcomes(r) == {"ok": 2, "rejected": 1}
    assert r.amplification("s") == 2 / 3


def test_a_timeout_gives_the_bulkhead_back():
    r = one((0.0, 1.0), work=5.0, bulkhead=1, timeout=0.5, service={"slots": 9})
    assert outcomes(r) == {"timeout": 2}


def test_breaker_opens_probes_and_closes():
    # Down until 4.5 s. Calls at 0 and 1 fail; it opens at 1 s for 2 s. 2 s: refused at home.
    # 3 s: probe, fails, open until 5 s. 4 s: refused. 5 s: probe, works, closed. 6 s: fine.
    times = tuple(float(t) for t in range(7))
    breaker = Breaker(window=2, threshold=1.0, open_for=2.0)
    r = one(times, work=0.25, breaker=breaker, faults=(Down("s", at=0.0, for_=4.5),))
    names = ["down", "down", "open", "down", "open", "ok", "ok"]
    assert [("ok", "timeout", "rejected", "error", "open", "down")[k] for k in r.outcome] == names
    assert r.attempts_at("s").tolist() == [1, 1, 0, 1, 0, 1, 1]


def test_only_one_probe_goes_through_at_a_time():
    breaker = Breaker(window=1, threshold=1.0, open_for=1.0)
    r = one(
        (0.0, 1.5, 1.6, 2.6),
        breaker=breaker,
        faults=(Down("s", at=0.0, for_=0.5),),
        service={"slots": 9},
    )
    assert r.outcome.tolist() == [5, 0, 4, 0]


def test_calls_sent_before_it_opened_do_not_close_the_breaker():
    # The call of 0 s answers at 3 s, when the breaker has been open since 1 s.
    breaker = Breaker(window=1, threshold=1.0, open_for=5.0)
    faults = (Down("s", at=0.5, for_=1.0),)
    r = one((0.0, 1.0, 4.0), work=3.0, breaker=breaker, faults=faults)
    assert r.outcome.tolist() == [0, 5, 4]


def test_the_breaker_needs_a_full_window():
    breaker = Breaker(window=3, threshold=0.5, open_for=9.0)
    r = one((0.0, 1.0, 2.0, 3.0), work=0.5, breaker=breaker, faults=(Down("s", at=0.0, for_=9.0),))
    assert r.outcome.tolist() == [5, 5, 5, 4]


def test_failures_that_are_long_ago_leave_the_window():
    # Fails at 0 and 3 s of seven calls: never two of the last three.
    faults = (Down("s", at=0.0, for_=0.5), Down("s", at=2.5, for_=1.0), Down("s", at=5.5, for_=1.0))
    breaker = Breaker(window=3, threshold=0.6, open_for=9.0)
    r = one(tuple(float(t) for t in range(8)), work=0.25, breaker=breaker, faults=faults)
    assert r.outcome.tolist() == [5, 0, 0, 5, 0, 0, 5, 0]


def test_a_breaker_that_closed_again_has_a_clean_record():
    # Opens at 1 s, probe at 3 s works. One failure at 4 s must not open it: the window is new.
    faults = (Down("s", at=0.0, for_=1.5), Down("s", at=3.5, for_=1.0))
    breaker = Breaker(window=2, threshold=1.0, open_for=2.0)
    r = one(tuple(float(t) for t in range(7)), work=0.25, breaker=breaker, faults=faults)
    assert r.outcome.tolist() == [5, 5, 4, 0, 5, 0, 0]
    faults = (Down("s", at=0.0, for_=1.5), Down("s", at=3.5, for_=9.0))
    r = one(tuple(float(t) for t in range(7)), work=0.25, breaker=breaker, faults=faults)
    assert r.outcome.tolist() == [5, 5, 4, 0, 5, 5, 4]


def test_refusals_travel_back_over_the_network():
    down = one((0.0,), network=0.25, faults=(Down("s", at=0.0, for_=1.0),))
    full = one((0.0, 0.1), network=0.25, service={"queue_limit": 0})
    assert down.latency.tolist() == [0.5]
    assert full.latency == pytest.approx([1.5, 0.5])


def test_work_that_expired_on_its_way_is_dropped_at_the_door():
    late = {"network": 0.5, "timeout": 0.25}
    assert one((0.0,), **late).effects("s").tolist() == [1]
    assert one((0.0,), service={"on_expired": "drop"}, **late).effects("s").tolist() == [0]


def test_a_budget_allows_one_retry_in_ten():
    times = tuple(float(k) for k in range(100))
    faults = (Down("s", at=0.0, for_=999.0),)
    r = one(times, retry=Retry(3, budget=0.1), faults=faults)
    assert int(r.attempts.sum()) == 110
    assert int(one(times, retry=Retry(3), faults=faults).attempts.sum()) == 300


def test_a_budget_saves_up_at_most_ten_retries():
    times = (*(float(k) for k in range(500)), *(600.0 + k / 100 for k in range(50)))
    faults = (Down("s", at=550.0, for_=999.0),)
    r = one(times, work=0.1, retry=Retry(3, budget=0.1), faults=faults)
    assert int((r.attempts - 1).sum()) == 10 + 4  # 10 saved, and 4.9 earned by 49 more calls


# ---- soft calls, re-checks, events ---------------------------------------------------------------


def test_a_soft_call_lets_the_caller_go_on():
    hard = two((0.0,), back=9.0, timeout=1.0)
    soft = two((0.0,), back=9.0, timeout=1.0, soft=True)
    assert outcomes(hard) == {"timeout": 1}
    assert outcomes(soft) == {"ok": 1}
    assert soft.latency.tolist() == [1.0]
    assert soft.degraded.tolist() == [True]
    assert math.isnan(soft.verified_at[0])


def test_a_recheck_repeats_until_it_succeeds():
    # Refused at 0 s; re-checks at 2, 5 and 8 s; up again at 6 s; the answer takes 1 s.
    recheck = Recheck(after=2.0, every=3.0)
    r = two((0.0,), faults=(Down("b", at=0.0, for_=6.0),), soft=True, recheck=recheck)
    assert r.verified_at.tolist() == [9.0]
    assert r.amplification("b") == 4.0


def test_rechecks_end_after_their_last_attempt():
    recheck = Recheck(after=2.0, every=3.0, attempts=2)
    r = two((0.0,), faults=(Down("b", at=0.0, for_=6.0),), soft=True, recheck=recheck)
    assert math.isnan(r.verified_at[0])
    assert r.amplification("b") == 3.0


def test_a_request_is_verified_when_all_its_rechecks_are():
    def run(attempts_at_c):
        system = System(
            (Service("a", Constant(0.0)), Service("b", Constant(1.0)), Service("c", Constant(1.0))),
            (
                Call("client", "a"),
                Call("a", "b", soft=True, recheck=Recheck(after=2.0, every=1.0)),
                Call("a", "c", soft=True, recheck=Recheck(3.0, 4.0, attempts=attempts_at_c)),
            ),
        )
        faults = (Down("b", at=0.0, for_=1.0), Down("c", at=0.0, for_=5.0))
        return simulate(system, Scenario(Arrivals((0.0,)), faults=faults)).verified_at.tolist()

    assert run(2) == [8.0]
    assert math.isnan(run(1)[0])


def test_a_recheck_has_its_own_timeout():
    recheck = Recheck(after=1.0, every=5.0, timeout=0.5)
    r = two((0.0,), faults=(Slow("b", 9.0, at=0.0, for_=4.0),), soft=True, timeout=0.5,
            recheck=recheck, back=0.25, b={"slots": 9})  # fmt: skip
    assert r.verified_at.tolist() == [0.5 + 1.0 + 0.5 + 5.0 + 0.25]


def test_a_request_is_rechecked_once_however_often_it_was_tried():
    r = two((0.0,), back=9.0, timeout=1.0, soft=True, recheck=Recheck(after=50.0, every=1.0),
            entry={"timeout": 0.5, "retry": Retry(3)}, a={"slots": 9}, b={"slots": 9})  # fmt: skip
    assert r.amplification("b") == 4.0  # three tries, one re-check


def test_an_event_is_handed_over_and_nobody_waits():
    r = two((0.0,), back=5.0, event=True)
    assert r.latency.tolist() == [0.0]
    assert r.effects("b").tolist() == [1]


def test_calls_of_one_service_are_made_one_after_another():
    system = System(
        (Service("a", Constant(0.5)), Service("b", Constant(1.0)), Service("c", Constant(2.0))),
        (Call("client", "a"), Call("a", "b"), Call("a", "c")),
    )
    r = simulate(system, Scenario(Arrivals((0.0,))))
    assert r.latency.tolist() == [3.5]


def test_share_of_requests_is_the_same_on_every_try():
    times = tuple(float(10 * k) for k in range(1000))
    system = System(
        (Service("a", Constant(0.0), slots=9), Service("b", Constant(9.0), slots=99)),
        (Call("client", "a", timeout=1.0, retry=Retry(3)), Call("a", "b", share=0.3)),
    )
    r = simulate(system, Scenario(Arrivals(times)))
    calls = r.attempts_at("b")
    assert set(calls.tolist()) == {0, 3}
    assert (calls == 3).mean() == pytest.approx(0.3, abs=0.05)


# ---- caches --------------------------------------------------------------------------------------


def cached(times, faults=(), updates=0.0, count=1, **cache):
    system = System(
        (Service("a", Constant(0.0), slots=99), Service("db", Constant(1.0), slots=99)),
        (Call("client", "a"), Call("a", "db", cache=Cache(**cache))),
    )
    keys = Keys(count, zipf=0.0, updates=updates)
    return simulate(system, Scenario(Arrivals(times), faults=faults, keys=keys))


def test_a_hit_takes_hit_time_and_an_entry_lives_from_its_answer():
    # Miss at 0, stored at 1, expires at 11.
    r = cached((0.0, 2.0, 10.9, 11.0), ttl=10.0, hit_time=0.125)
    assert r.latency.tolist() == [1.0, 0.125, 0.125, 1.0]
    use = r.cache("a", "db")
    assert (use.lookups, use.hits, use.stale) == (4, 2, 0)


def test_misses_of_one_key_all_go_through():
    assert cached((0.0, 0.5, 0.9), ttl=10.0).amplification("db") == 1.0


def test_preloaded_entries_expire_together_unless_spread():
    times = tuple(k / 10 for k in range(1, 100))
    together = cached(times, ttl=5.0, preloaded=True, count=50)
    spread = cached(times, ttl=5.0, preloaded=True, ttl_jitter=0.9, count=50)
    assert (together.latency[:49] == 0.0).all()
    assert (together.latency[50:] > 0.0).sum() > 20
    assert (spread.latency[:49] > 0.0).sum() > 10


def test_flush_empties_the_cache():
    r = cached((0.0, 2.0, 4.0), ttl=99.0, faults=(Flush("a", "db", at=3.0),))
    assert r.latency.tolist() == [1.0, 0.0, 1.0]


def test_a_hit_is_stale_when_the_key_changed_after_it_was_stored():
    times = tuple(float(k) for k in range(2000))
    r = cached(times, ttl=20.0, updates=0.01)
    # Ages are uniform on [0, 20] s: the share of stale hits is 1 − (1 − e^−0.2) / 0.2 = 9.4 %.
    use = r.cache("a", "db")
    assert use.stale / use.hits == pytest.approx(0.094, abs=0.03)
    assert r.stale.sum() == use.stale
    assert cached(times, ttl=20.0).cache("a", "db").stale == 0


def test_invalidation_bounds_staleness_by_its_lag():
    times = tuple(float(k) for k in range(2000))
    never = cached(times, ttl=500.0, updates=0.01)
    lag = cached(times, ttl=500.0, updates=0.01, invalidate_after=2.0)
    at_once = cached(times, ttl=500.0, updates=0.01, invalidate_after=0.0)
    assert at_once.stale.sum() == 0
    assert 0 < lag.stale.sum() <= 2 * 30
    assert never.stale.sum() > 500


# ---- faults on capacity and speed ----------------------------------------------------------------


def test_slow_counts_for_work_that_starts_in_the_window():
    r = one((0.0, 5.0, 20.0), faults=(Slow("s", 3.0, at=4.0, for_=4.0),))
    assert r.latency.tolist() == [1.0, 3.0, 1.0]


def test_overlapping_slowdowns_multiply():
    faults = (Slow("s", 2.0, at=0.0, for_=9.0), Slow("s", 3.0, at=4.0, for_=9.0))
    r = one((0.0, 5.0, 11.5), faults=faults)
    assert r.latency.tolist() == [2.0, 6.0, 3.0]


def test_added_slots_start_what_waits():
    # Three at 0 s on one slot; a second slot boots at 0.5 s.
    r = one((0.0, 0.0, 0.0), faults=(Slots("s", 2, at=0.5),))
    assert r.latency.tolist() == [1.0, 1.5, 2.0]


def test_lost_slots_let_running_work_finish():
    r = one((0.0, 0.0, 0.1), faults=(Slots("s", 0, at=0.5, for_=3.0),), service={"slots": 2})
    assert r.latency == pytest.approx([1.0, 1.0, 4.4])
    r = r.window(0.0, 4.0)
    assert r.utilisation("s") == pytest.approx((1.0 + 1.0 + 0.5) / (2 * 0.5 + 2 * 0.5))


# ---- conflicts -----------------------------------------------------------------------------------


def test_of_two_that_change_one_record_the_second_fails():
    # The first to write, at 1.0 s, wins; the second began before and fails at 1.25 s; the third
    # began afterwards.
    both = {"slots": 9, "conflicts": True}
    assert one((0.0, 0.25, 1.125), service=both).outcome.tolist() == [0, 3, 0]
    again = one((0.0, 0.25), service=both, retry=Retry(2))
    assert again.latency.tolist() == [1.0, 2.0]
    alone = one((0.0, 0.25), service={**both, "replicas": 2})  # a record for each replica
    assert alone.outcome.tolist() == [0, 0]


# ---- the cut -------------------------------------------------------------------------------------


def test_a_run_cut_off_by_drain_counts_the_rest_as_in_flight():
    r = one((0.0, 1.0, 2.0), work=2.0, drain=0.5)
    assert outcomes(r) == {"ok": 1, "in_flight": 2}
    assert np.isnan(r.latency[1:]).all()
