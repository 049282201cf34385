"""Every feature is written down, and has a test that fails without it.

A feature is a field of the model (or a kind of fault, load or work). ``FEATURES`` names, for each,
where its meaning is written and one test. Here that test runs on a model with the feature taken
out, and has to fail. A new field without a line in the table fails too.
"""

import dataclasses

import pytest

import tpo.engines.simulator as simulator
from tpo.engines.simulator import Constant, Poisson, Service, model

from . import test_patterns as patterns
from . import test_queueing_theory as theory
from . import test_result as results
from . import test_semantics as semantics

# Names and addresses, and what has no meaning alone: a run always has a length.
NO_FEATURE = {
    *("Service.name", "Call.caller", "Call.callee", "System.services", "System.calls"),
    *("RequestClass.name", "Keys.count", "Scenario.duration", "Scenario.n", "Scenario.faults"),
    *("Scenario.load", "Call.retry", "Recheck.after", "Recheck.every"),
}

# feature: (paragraph of the package's docstring, what it is without the feature, test, arguments)
DEFAULT = object()
GONE = object()
FEATURES = {
    "Service.work": ("Work", Constant(0.5), semantics.test_first_come_first_served),
    "Service.slots": ("Work", DEFAULT, semantics.test_slots_work_at_the_same_time),
    "Service.replicas": (
        *("Balance", DEFAULT),
        semantics.test_replicas_take_turns_and_keep_their_own_queue,
    ),
    "Service.queue_limit": ("Queue", DEFAULT, semantics.test_a_full_queue_rejects_at_once),
    "Service.order": (
        *("Queue", DEFAULT),
        semantics.test_newest_first_serves_the_last_arrival_before_the_one_that_waits,
    ),
    "Service.on_expired": ("Timeout", DEFAULT, semantics.test_dropped_when_it_would_start),
    "Service.hold": (
        *("Work", DEFAULT),
        semantics.test_sync_holding_blocks_the_caller_and_async_does_not,
    ),
    "Service.error_rate": (
        *("Work", DEFAULT),
        semantics.test_errors_do_their_work_and_call_nobody,
    ),
    "Service.price_per_hour": ("Price", DEFAULT, results.test_the_price_of_the_window),
    "Service.priorities": (
        *("Classes", DEFAULT),
        patterns.test_urgent_classes_go_first_and_within_a_class_the_order_holds,
    ),
    "Service.autoscale": (
        *("Autoscaling", DEFAULT),
        patterns.test_replicas_come_after_the_boot_delay_and_are_paid_from_the_order,
    ),
    "Service.conflicts": (
        *("Conflicts", DEFAULT),
        semantics.test_of_two_that_change_one_record_the_second_fails,
    ),
    "LogNormal.cv": (
        *("Work", DEFAULT, theory.test_pollaczek_khinchine_mean_latency),
        (model.LogNormal(1.0, cv=1.3), 1.69),
    ),
    "Hyperexponential.cv2": (
        *("Work", 1.0, theory.test_pollaczek_khinchine_mean_latency),
        (model.Hyperexponential(1.0, cv2=3.0), 3.0),
    ),
    "Constant.mean": ("Work", 0.5, semantics.test_first_come_first_served),
    "Exponential.mean": ("Work", 0.5, theory.test_p99_of_one_server),
    "LogNormal.mean": (
        *("Work", 0.5, theory.test_pollaczek_khinchine_mean_latency),
        (model.LogNormal(1.0, cv=1.3), 1.69),
    ),
    "Hyperexponential.mean": (
        *("Work", 0.5, theory.test_pollaczek_khinchine_mean_latency),
        (model.Hyperexponential(1.0, cv2=3.0), 3.0),
    ),
    "Autoscale.most": (
        *("Autoscaling", 3),
        patterns.test_replicas_come_after_the_boot_delay_and_are_paid_from_the_order,
    ),
    "Autoscale.least": (
        *("Autoscaling", DEFAULT),
        patterns.test_replicas_go_when_the_load_goes_and_never_below_the_least,
    ),
    "Autoscale.target": (
        *("Autoscaling", 10.0),
        patterns.test_replicas_come_after_the_boot_delay_and_are_paid_from_the_order,
    ),
    "Autoscale.every": (
        *("Autoscaling", DEFAULT),
        patterns.test_replicas_come_after_the_boot_delay_and_are_paid_from_the_order,
    ),
    "Autoscale.boot": (
        *("Autoscaling", DEFAULT),
        patterns.test_replicas_come_after_the_boot_delay_and_are_paid_from_the_order,
    ),
    "Call.share": (
        *("Share", DEFAULT),
        semantics.test_share_of_requests_is_the_same_on_every_try,
    ),
    "Call.timeout": (
        *("Timeout", DEFAULT),
        semantics.test_a_timeout_leaves_a_zombie_that_still_has_its_effect,
    ),
    "Call.breaker": ("Breaker", DEFAULT, semantics.test_breaker_opens_probes_and_closes),
    "Call.bulkhead": ("Bulkhead", DEFAULT, semantics.test_a_bulkhead_rejects_at_home),
    "Call.balance": (
        *("Balance", DEFAULT),
        semantics.test_least_in_flight_avoids_the_busy_replica,
    ),
    "Call.network": (
        *("Network", DEFAULT),
        semantics.test_network_delay_counts_both_ways_and_uses_no_slot,
    ),
    "Call.soft": ("Soft calls", DEFAULT, semantics.test_a_soft_call_lets_the_caller_go_on),
    "Call.event": (
        *("Events", DEFAULT),
        semantics.test_an_event_is_handed_over_and_nobody_waits,
    ),
    "Call.recheck": ("Soft calls", DEFAULT, semantics.test_a_recheck_repeats_until_it_succeeds),
    "Call.cache": (
        *("Cache", DEFAULT),
        semantics.test_a_hit_takes_hit_time_and_an_entry_lives_from_its_answer,
    ),
    "Call.only": ("Classes", DEFAULT, patterns.test_calls_only_for_some_classes),
    "Call.parallel": (
        *("Parallel calls", DEFAULT),
        patterns.test_parallel_calls_take_as_long_as_the_slowest,
    ),
    "Call.copies": (
        *("Parallel calls", DEFAULT),
        patterns.test_copies_draw_their_own_work_and_the_slowest_counts,
    ),
    "Call.hedge": (
        *("Hedging", DEFAULT),
        patterns.test_the_first_good_answer_counts_and_the_other_try_goes_on,
    ),
    "Call.rate_limit": (
        *("Rate limit", DEFAULT),
        patterns.test_a_token_bucket_lets_a_burst_through_and_then_the_rate,
    ),
    "Call.every": (
        *("Batches", DEFAULT),
        patterns.test_batches_leave_together_and_streams_at_once,
    ),
    "Call.lag": ("Replication lag", DEFAULT, patterns.test_lag_shows_old_truth),
    "Retry.attempts": (
        *("Retry", DEFAULT),
        semantics.test_retries_wait_longer_each_time_and_zombies_pile_up,
    ),
    "Retry.backoff": (
        *("Retry", DEFAULT),
        semantics.test_retries_wait_longer_each_time_and_zombies_pile_up,
    ),
    "Retry.cap": ("Retry", DEFAULT, semantics.test_backoff_is_capped),
    "Retry.jitter": ("Retry", DEFAULT, semantics.test_jitter_spreads_the_wait, ("full", 0.0, 1.0)),
    "Retry.budget": ("Retry", DEFAULT, semantics.test_a_budget_allows_one_retry_in_ten),
    "Breaker.window": ("Breaker", DEFAULT, semantics.test_the_breaker_needs_a_full_window),
    "Breaker.threshold": (
        *("Breaker", DEFAULT),
        semantics.test_a_breaker_that_closed_again_has_a_clean_record,
    ),
    "Breaker.open_for": ("Breaker", DEFAULT, semantics.test_breaker_opens_probes_and_closes),
    "RateLimit.rate": (
        *("Rate limit", 100.0),
        patterns.test_a_token_bucket_lets_a_burst_through_and_then_the_rate,
    ),
    "RateLimit.burst": (
        *("Rate limit", DEFAULT),
        patterns.test_a_token_bucket_lets_a_burst_through_and_then_the_rate,
    ),
    "Recheck.attempts": ("Soft calls", 10, semantics.test_rechecks_end_after_their_last_attempt),
    "Recheck.timeout": ("Soft calls", DEFAULT, semantics.test_a_recheck_has_its_own_timeout),
    "Cache.ttl": (
        *("Cache", 1e9),
        semantics.test_a_hit_takes_hit_time_and_an_entry_lives_from_its_answer,
    ),
    "Cache.hit_time": (
        *("Cache", DEFAULT),
        semantics.test_a_hit_takes_hit_time_and_an_entry_lives_from_its_answer,
    ),
    "Cache.ttl_jitter": (
        *("Cache", DEFAULT),
        semantics.test_preloaded_entries_expire_together_unless_spread,
    ),
    "Cache.preloaded": (
        *("Cache", DEFAULT),
        semantics.test_preloaded_entries_expire_together_unless_spread,
    ),
    "Cache.invalidate_after": (
        *("Cache", DEFAULT),
        semantics.test_invalidation_bounds_staleness_by_its_lag,
    ),
    "Cache.capacity": (
        *("Cache", DEFAULT),
        patterns.test_a_full_cache_drops_the_entry_used_least_recently,
    ),
    "Cache.coalesce": (
        *("Cache", DEFAULT),
        patterns.test_coalesced_misses_send_one_call_and_share_its_answer,
    ),
    "Poisson.rate": ("Loads", 30.0, results.test_each_load_keeps_its_rate, (Poisson(10.0),)),
    "Steps.steps": (
        *("Loads", ((0.0, 10.0),), results.test_each_load_keeps_its_rate),
        (model.Steps([(0, 5), (50, 15)]),),
    ),
    "Arrivals.times": ("Loads", (0.0, 0.0, 0.0), semantics.test_first_come_first_served),
    "Users.count": (
        *("Users", 1),
        patterns.test_users_wait_for_the_answer_before_they_ask_again,
    ),
    "Users.think": (
        *("Users", Constant(0.5)),
        patterns.test_users_wait_for_the_answer_before_they_ask_again,
    ),
    "Keys.zipf": (
        *("Cache", DEFAULT),
        patterns.test_a_full_cache_drops_the_entry_used_least_recently,
    ),
    "Keys.shift": ("Cache", DEFAULT, patterns.test_a_shift_flattens_the_top_of_the_keys),
    "Keys.updates": (
        *("Cache", DEFAULT),
        semantics.test_a_hit_is_stale_when_the_key_changed_after_it_was_stored,
    ),
    "RequestClass.share": ("Classes", 0.5, patterns.test_calls_only_for_some_classes),
    "RequestClass.priority": (
        *("Classes", DEFAULT),
        patterns.test_urgent_classes_go_first_and_within_a_class_the_order_holds,
    ),
    "Scenario.seed": ("Randomness", DEFAULT, results.test_another_seed_is_another_day),
    "Scenario.warmup": ("Loads", DEFAULT, results.test_warmup_leaves_early_requests_out),
    "Scenario.keys": (
        *("Cache", model.Keys(1)),
        patterns.test_hash_sends_one_key_to_one_replica,
    ),
    "Scenario.drain": (
        *("Outcomes", DEFAULT),
        semantics.test_a_run_cut_off_by_drain_counts_the_rest_as_in_flight,
    ),
    "Scenario.classes": ("Classes", DEFAULT, patterns.test_classes_are_counted_apart),
    "Slow": ("Faults", GONE, semantics.test_slow_counts_for_work_that_starts_in_the_window),
    "Down": ("Faults", GONE, semantics.test_down_refuses_and_lets_running_work_finish),
    "Errors": ("Faults", GONE, semantics.test_an_error_rate_can_rise_for_a_while),
    "Slots": ("Faults", GONE, semantics.test_added_slots_start_what_waits),
    "Flush": ("Faults", GONE, semantics.test_flush_empties_the_cache),
    "Loss": ("Faults", GONE, patterns.test_lost_calls_cost_a_timeout_and_no_work),
}
FAULTS = ("Slow", "Down", "Errors", "Slots", "Flush", "Loss")


def without(value, feature, neutral):
    """The same data with one feature at its neutral value, wherever it occurs."""
    kind, _, name = feature.partition(".")
    if isinstance(value, tuple):
        kept = [v for v in value if neutral is not GONE or type(v).__name__ != kind]
        return tuple(without(v, feature, neutral) for v in kept)
    if not dataclasses.is_dataclass(value):
        return value
    changed = {
        f.name: without(getattr(value, f.name), feature, neutral) for f in dataclasses.fields(value)
    }
    if type(value).__name__ == kind and neutral is not GONE:
        (field,) = (f for f in dataclasses.fields(value) if f.name == name)
        default = field.default
        changed[name] = default if neutral is DEFAULT else neutral
    return type(value)(**changed)


@pytest.mark.parametrize("feature", FEATURES)
def test_without_the_feature_its_test_fails(feature, monkeypatch):
    _, neutral, test, *arguments = FEATURES[feature]

    def crippled(system, scenario):
        return simulator.simulate(
            without(system, feature, neutral), without(scenario, feature, neutral)
        )

    monkeypatch.setitem(test.__globals__, "simulate", crippled)
    with pytest.raises(AssertionError):
        test(*(arguments[0] if arguments else ()))


def test_every_feature_is_in_the_table():
    found = {
        f"{name}.{f.name}"
        for name, kind in model._KINDS.items()
        if name not in FAULTS
        for f in dataclasses.fields(kind)
    }
    assert found - NO_FEATURE | set(FAULTS) == set(FEATURES)


@pytest.mark.parametrize("feature", FEATURES)
def test_the_feature_is_written_down(feature):
    paragraph, *_ = FEATURES[feature]
    kind, _, name = feature.partition(".")
    assert f"\n{paragraph}. " in simulator.__doc__
    assert not name or f"``{name}" in model._KINDS[kind].__doc__


def test_a_test_that_needs_nothing_of_a_feature_would_be_noticed(monkeypatch):
    monkeypatch.setitem(
        FEATURES, "Service.slots", ("Work", DEFAULT, semantics.test_first_come_first_served)
    )
    with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
        test_without_the_feature_its_test_fails("Service.slots", monkeypatch)


def test_taking_a_feature_out_leaves_the_rest():
    service = Service("s", Constant(1.0), slots=3, order="lifo")
    assert without((service,), "Service.slots", DEFAULT) == (
        Service("s", Constant(1.0), order="lifo"),
    )
