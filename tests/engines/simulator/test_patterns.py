"""Parallel calls, hedging, rate limits, autoscaling, classes, users, caches: counted by hand."""

import math

import numpy as np
import pytest

from tpo.engines.simulator import (
    Arrivals,
    Autoscale,
    Breaker,
    Cache,
    Call,
    Constant,
    Down,
    Errors,
    Exponential,
    Keys,
    Loss,
    Poisson,
    RateLimit,
    RequestClass,
    Retry,
    Scenario,
    Service,
    Slow,
    System,
    Users,
    simulate,
)
from tpo.engines.simulator.plan import Plan

ONE = Keys(1)


def tree(times, leaves, faults=(), root=(), **scenario):
    """Run client → root → each leaf: (service, call options)."""
    services = [Service("root", Constant(0.0), slots=99, **dict(root))]
    calls = [Call("client", "root")]
    for leaf, options in leaves:
        services.append(leaf)
        calls.append(Call("root", leaf.name, **options))
    system = System(tuple(services), tuple(calls))
    return simulate(system, Scenario(Arrivals(times), faults=faults, **scenario))


A, B, C = (Service(n, Constant(w), slots=9) for n, w in (("a", 1.0), ("b", 3.0), ("c", 2.0)))


# ---- parallel calls ------------------------------------------------------------------------------


def test_parallel_calls_take_as_long_as_the_slowest():
    together = {"parallel": True}
    assert tree([0.0], [(A, {}), (B, together), (C, together)]).latency.tolist() == [3.0]
    assert tree([0.0], [(A, {}), (B, together), (C, {})]).latency.tolist() == [5.0]
    assert tree([0.0], [(A, {}), (B, {}), (C, together)]).latency.tolist() == [4.0]


def test_a_parallel_failure_waits_for_the_others_and_the_first_reason_counts():
    r = tree([0.0], [(A, {}), (B, {"parallel": True})], faults=[Errors("a", 1.0, 0.0, 9.0)])
    assert r.latency.tolist() == [3.0]
    assert r.outcomes["error"] == 1
    r = tree(
        [0.0], [(A, {}), (B, {"parallel": True, "timeout": 0.5})], [Errors("a", 1.0, 0.0, 9.0)]
    )
    assert (r.outcomes["timeout"], r.latency.tolist()) == (1, [1.0])


def test_a_soft_parallel_call_only_degrades():
    r = tree([0.0], [(A, {}), (B, {"parallel": True, "soft": True, "timeout": 0.5})])
    assert (r.latency.tolist(), r.degraded.tolist()) == ([1.0], [True])


def test_copies_draw_their_own_work_and_the_slowest_counts():
    leaf = Service("leaf", Exponential(1.0), slots=10**6)
    r = tree(np.arange(0.0, 2000.0), [(leaf, {"copies": 8})])
    assert r.amplification("leaf") == 8.0
    harmonic = sum(1.0 / k for k in range(1, 9))  # mean of the largest of 8 exponentials
    assert r.latency.mean() == pytest.approx(harmonic, rel=0.05)


def test_one_in_a_hundred_slow_makes_63_in_a_hundred_slow():
    # Dean & Barroso, The Tail at Scale, CACM 56(2), 2013: 1 − 0.99^100 = 63 %.
    leaf = Service("leaf", Constant(0.0), slots=10**6, error_rate=0.01)
    r = tree(np.arange(0.0, 3000.0), [(leaf, {"copies": 100})])
    assert 1.0 - r.success == pytest.approx(0.634, abs=0.025)


# ---- hedging -------------------------------------------------------------------------------------


def hedged(times, hedge, faults=(), drop=False, slots=1, **call):
    service = Service("s", Constant(1.0), slots, replicas=2, on_expired="drop" if drop else "run")
    system = System((service,), (Call("client", "s", hedge=hedge, **call),))
    return simulate(system, Scenario(Arrivals(times), faults=faults))


def test_the_first_good_answer_counts_and_the_other_try_goes_on():
    slow = Slow("s", 10.0, 0.0, 0.25)  # only work that starts now
    r = hedged([0.0], 0.5, [slow])
    assert r.latency.tolist() == [1.5]
    assert r.attempts.tolist() == [2]
    assert r.effects("s").tolist() == [2]
    assert r.window(0.0, 20.0).wasted_work("s") == 10.0 / 11.0


def test_no_hedge_when_the_answer_comes_in_time():
    assert hedged([0.0], 1.5).attempts.tolist() == [1]


def test_a_hedged_try_fails_when_both_have_failed():
    r = hedged([0.0], 0.5, [Down("s", 0.25, 9.0), Slow("s", 3.0, 0.0, 0.1)], timeout=2.0)
    # The twin is refused at 0.5 s; the first try is still on its way until its timeout.
    assert (r.outcomes["timeout"], r.latency.tolist()) == (1, [2.0])
    r = hedged([0.0], 0.5, [Slow("s", 9.0, 0.0, 0.6)], timeout=2.0)
    assert r.latency.tolist() == [2.5]  # the twin has its own timeout, from 0.5 s on


def test_dropping_expired_work_cancels_the_twin_in_the_queue():
    # Three at once on two slots: the third waits behind, is hedged, and one of the two is enough.
    run, drop = (hedged([0.0, 0.0, 0.0], 0.2, drop=d) for d in (False, True))
    assert drop.effects("s").sum() < run.effects("s").sum()
    assert drop.success == run.success == 1.0


def test_a_beaten_try_gives_the_bulkhead_and_the_probe_back():
    slow = Slow("s", 10.0, 0.0, 0.25)
    r = hedged([0.0, 2.0], 0.5, [slow], bulkhead=2, slots=9)
    assert r.latency.tolist() == [1.5, 1.0]
    r = hedged([0.0, 3.0, 9.0], 0.5, [slow], breaker=Breaker(5, 1.0, 1.0), slots=9)
    assert r.success == 1.0


# Dean & Barroso, same article: a second request after 10 ms took the 99.9th percentile from 1,800
# to 74 ms with 2 % more requests. The shape: extra load = P(no answer by then), and the tail falls.
def test_hedging_cuts_the_tail_for_a_few_per_cent_of_load():
    service = Service("s", Exponential(0.01), slots=10**6, replicas=2)

    def run(hedge):
        system = System((service,), (Call("client", "s", hedge=hedge),))
        return simulate(system, Scenario(Poisson(10.0), n=20_000))

    plain, hedge = run(None), run(0.03)
    assert hedge.amplification("s") - 1.0 == pytest.approx(math.exp(-3.0), abs=0.005)
    assert hedge.p(99.9) < 0.8 * plain.p(99.9)
    assert (hedge.latency <= plain.latency).all()


# ---- rate limit, loss ----------------------------------------------------------------------------


def test_a_token_bucket_lets_a_burst_through_and_then_the_rate():
    system = System(
        (Service("s", Constant(0.0)),), (Call("client", "s", rate_limit=RateLimit(2.0, 3.0)),)
    )
    times = [0.0, 0.0, 0.0, 0.0, 0.25, 0.5, 0.75, 10.0, 10.0, 10.0, 10.0]
    r = simulate(system, Scenario(Arrivals(times)))
    assert r.ok.tolist() == [1, 1, 1, 0, 0, 1, 0, 1, 1, 1, 0]
    assert r.outcomes["rejected"] == 4
    assert r.calls("s") == 7


def test_lost_calls_cost_a_timeout_and_no_work():
    loss = Loss("client", "s", 1.0, 0.0, 1.5)
    system = System(
        (Service("s", Constant(0.25)),), (Call("client", "s", timeout=1.0, retry=Retry(3)),)
    )
    r = simulate(system, Scenario(Arrivals([0.0]), faults=(loss,)))
    assert r.latency.tolist() == [2.25]
    assert (r.effects("s").tolist(), r.calls("s")) == ([1], 1)
    half = Loss("client", "s", 0.5, 0.0, 1e9)
    r = simulate(system, Scenario(Poisson(1.0), n=4000, faults=(half,)))
    assert 1.0 - r.success == pytest.approx(0.125, abs=0.02)


# ---- autoscaling ---------------------------------------------------------------------------------


def scaled(boot, n=40, **rule):
    service = Service(
        *("s", Constant(1.0)),
        autoscale=Autoscale(**{"most": 4, "target": 1.0, "every": 5.0, "boot": boot, **rule}),
        price_per_hour=3600.0,
    )
    system = System((service,), (Call("client", "s"),))
    return simulate(system, Scenario(Arrivals([k * 0.5 for k in range(n)])))


def test_replicas_come_after_the_boot_delay_and_are_paid_from_the_order():
    r = scaled(boot=2.0)
    # At 5 s eleven calls have come and four are done (the fifth ends at that moment): 4 replicas.
    assert r.replicas("s")[:2] == [(0.0, 5.0, 1, 1), (5.0, 7.0, 1, 4)]
    assert r.replicas("s")[2][2:] == (4, 4)
    late = scaled(boot=6.0)
    assert late.replicas("s")[1] == (5.0, 11.0, 1, 4)
    assert late.p(99) > r.p(99)
    assert r.cost == pytest.approx(sum(paid * (b - a) for a, b, _, paid in r.replicas("s")))


def test_replicas_go_when_the_load_goes_and_never_below_the_least():
    quiet = [20.0 + 5.0 * k for k in range(8)]
    service = Service(
        "s", Constant(1.0), replicas=3, autoscale=Autoscale(4, 2, target=1.0, every=5.0, boot=1.0)
    )
    system = System((service,), (Call("client", "s"),))
    r = simulate(system, Scenario(Arrivals(quiet)))
    assert [taking for *_, taking, _ in r.replicas("s")] == [3, 2]
    assert r.utilisation("s") == pytest.approx(
        7.0 / (3 * 5.0 + 2 * 50.0)
    )  # the last one works after the end


# ---- classes -------------------------------------------------------------------------------------


def test_urgent_classes_go_first_and_within_a_class_the_order_holds():
    classes = (RequestClass("low", 0.5), RequestClass("high", 0.5, priority=1))
    times = [0.0] * 40

    def run(priorities):
        system = System(
            (Service("s", Constant(1.0), priorities=priorities),), (Call("client", "s"),)
        )
        return simulate(system, Scenario(Arrivals(times), classes=classes))

    r = run(True)
    first = r.latency[0]  # already at work: nobody interrupts it
    low, high = r.of_class("low"), r.of_class("high")
    assert low.n + high.n == 40
    assert (np.diff(low.latency) > 0).all()
    assert (np.diff(high.latency) > 0).all()
    assert high.latency.max() < low.latency[low.latency > first].min()
    assert run(False).latency.tolist() == sorted(run(False).latency)


def test_classes_are_counted_apart():
    classes = (RequestClass("read", 0.8), RequestClass("write", 0.2))
    r = tree(np.arange(500.0), [(A, {})], classes=classes)
    assert [c.name for c in r.scenario.classes] == ["read", "write"]
    assert r.of_class("read").n + r.of_class("write").n == r.n


def test_calls_only_for_some_classes():
    classes = (RequestClass("read", 0.8), RequestClass("write", 0.2))
    r = tree(
        np.arange(2000.0), [(A, {"only": ("read",)}), (B, {"only": ("write",)})], classes=classes
    )
    assert set(r.of_class("read").latency.round(6)) == {1.0}
    assert set(r.of_class("write").latency.round(6)) == {3.0}
    assert r.of_class("read").n / 2000 == pytest.approx(0.8, abs=0.03)


# ---- users ---------------------------------------------------------------------------------------


def test_users_wait_for_the_answer_before_they_ask_again():
    system = System((Service("s", Constant(1.0)),), (Call("client", "s"),))
    r = simulate(system, Scenario(Users(1, Constant(2.0)), n=4))
    assert r.arrival.tolist() == [2.0, 5.0, 8.0, 11.0]
    # Three users on one slot: it is always busy, and each waits for the two others.
    r = simulate(system, Scenario(Users(3, Constant(0.0)), n=30))
    assert r.latency[3:].tolist() == [3.0] * 27


def test_users_obey_the_interactive_response_time_law():
    # N = X · (R + Z): users = throughput × (response time + think time).
    system = System((Service("s", Exponential(0.1), slots=2),), (Call("client", "s"),))
    r = simulate(system, Scenario(Users(25, Exponential(1.0)), n=30_000, warmup=20.0))
    throughput = r.n / (r.end - r.start)
    assert throughput * (r.latency.mean() + 1.0) == pytest.approx(25.0, rel=0.02)


# ---- cache, lag, batches, hash -------------------------------------------------------------------


def cached(times, keys, cache, faults=(), **call):
    system = System(
        (Service("a", Constant(0.0), slots=99), Service("b", Constant(1.0), slots=99)),
        (Call("client", "a"), Call("a", "b", cache=cache, **call)),
    )
    return simulate(system, Scenario(Arrivals(times), keys=keys, faults=faults))


def test_a_full_cache_drops_the_entry_used_least_recently():
    times = [10.0 * k for k in range(400)]
    small, large = (
        cached(times, Keys(5, zipf=0.0), Cache(1e9, capacity=c)).cache("a", "b") for c in (2, 5)
    )
    assert large.lookups - large.hits == 5
    # Two of five keys, all asked for alike: a hit when the key was among the last two others.
    assert small.hits / small.lookups == pytest.approx(0.4, abs=0.06)
    # Least recently *used*, not stored: with unequal keys that keeps the popular ones.
    keys = cached(times, Keys(50, zipf=1.0), Cache(1e9, capacity=10))
    asked = keys._run.jobs.request[keys._run.jobs.edge == 1]
    which = [Plan(keys.system, keys.scenario).keys[k] for k in asked]
    recent, hits = [], 0
    for key in which:
        hits += key in recent
        recent = [*[k for k in recent if k != key][-9:], key]
    assert keys.cache("a", "b").hits == hits


def test_a_shift_flattens_the_top_of_the_keys():
    # Zipf–Mandelbrot: the first of two keys is asked for (1 + shift)⁻¹ to (2 + shift)⁻¹ times.
    times = [10.0 * k for k in range(3000)]
    for shift, share in ((0.0, 2.0 / 3.0), (8.0, 10.0 / 19.0)):
        r = cached(times, Keys(2, zipf=1.0, shift=shift), Cache(1e9, capacity=1))
        # One entry: a hit is the same key twice running.
        use = r.cache("a", "b")
        expected = share**2 + (1.0 - share) ** 2
        assert use.hits / use.lookups == pytest.approx(expected, abs=0.03)


def test_coalesced_misses_send_one_call_and_share_its_answer():
    times = [0.0, 0.25, 0.5, 1.5]
    r = cached(times, ONE, Cache(9.0, coalesce=True))
    assert r.calls("b") == 1
    assert r.latency.tolist() == [1.0, 0.75, 0.5, 0.0]
    assert r.cache("a", "b").hits == 1
    assert cached(times, ONE, Cache(9.0)).calls("b") == 3


def test_coalesced_misses_share_a_failure_after_its_retries():
    r = cached(
        *([0.0, 0.25, 4.0], ONE, Cache(9.0, coalesce=True), [Down("b", 0.0, 2.0)]),
        retry=Retry(2, backoff=1.0),
    )
    assert r.ok.tolist() == [0, 0, 1]
    assert r.latency.tolist() == [1.0, 0.75, 1.0]
    assert r.calls("b") == 3


def test_lag_shows_old_truth():
    times = [0.5 * k for k in range(2000)]
    keys = Keys(1, updates=0.1)
    fresh, lagging = (cached(times, keys, None, lag=lag) for lag in (0.0, 2.0))
    assert not fresh.stale.any()
    # Stale when an update came in the last 2 s: 1 − e^(−0.2).
    assert lagging.stale.mean() == pytest.approx(1.0 - math.exp(-0.2), abs=0.04)
    kept = cached(times, keys, Cache(1.0), lag=2.0)
    assert kept.stale.mean() > lagging.stale.mean()


def test_batches_leave_together_and_streams_at_once():
    def run(every):
        system = System(
            (Service("a", Constant(0.0)), Service("news", Constant(0.25), slots=9)),
            (Call("client", "a"), Call("a", "news", event=True, every=every)),
        )
        return simulate(system, Scenario(Arrivals([0.0, 3.0, 9.5, 10.0])))

    assert run(0.0).delays("news").tolist() == [0.25] * 4
    assert run(10.0).delays("news").tolist() == [10.25, 7.25, 0.75, 10.25]
    assert run(10.0).in_flight_peak("news") <= 3


def test_hash_sends_one_key_to_one_replica():
    system = System(
        (Service("s", Constant(1.0), replicas=4),), (Call("client", "s", balance="hash"),)
    )
    r = simulate(system, Scenario(Arrivals([0.0] * 4), keys=ONE))
    assert r.latency.tolist() == [1.0, 2.0, 3.0, 4.0]
    r = simulate(system, Scenario(Arrivals([0.0] * 4), keys=Keys(1000, zipf=0.0)))
    assert r.latency.max() < 4.0


# ---- figures -------------------------------------------------------------------------------------


def test_goodput_and_the_share_within_a_limit():
    system = System((Service("s", Constant(1.0)),), (Call("client", "s"),))
    r = simulate(system, Scenario(Arrivals([0.0, 0.0, 0.0, 9.0]))).window(0.0, 10.0)
    assert r.goodput == 0.4
    assert r.within(2.0) == 0.75
