"""An incident review run again: would these actions have changed the day, and a sibling of it?

The slow phase of INC-0417 is replayed on the booking chain with the actions in place. The sibling
is a slow PingCo: messages walk the same shape of chain with the same library (three callers,
three tries each, a provider with a little room), so it is the same model with actions that only
touch the address check left out. Minutes come from the incident's clock; an action on noticing or
understanding shortens its part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tpo import case
from tpo.engines.slo import AlertRule, minutes_to_alert
from tpo.judges.booking_chain import ResiliencePolicy, run_incident, slow

ACTIONS = {
    "be_more_careful": "remind everybody to be more careful",
    "more_servers": "three times as many booking workers",
    "longer_timeout": "wait ten seconds for the address check",
    "geosure_penalty": "a contract penalty for a slow GeoSure",
    "retries_in_one_layer": "only the outermost caller tries again, in every chain",
    "retry_budget": "retries are at most 10 % of the calls, in every chain",
    "breaker": "stop calling a provider that fails half of the time, in every chain",
    "soft_address_check": "book without the check when it is late; check within 30 minutes",
    "messages_by_event": "messages wait in line; nobody waits for PingCo",
    "idempotency_key": "a repeated booking prints no second label",
    "burn_alert": "page when the booking budget burns 14.4 times too fast (1 h and 5 min)",
    "retry_runbook": "a page of first questions for Jun: who tries again, and how often?",
    "off_switch": "retries and the address check can be switched off without a release",
}
FACTORS = {
    "geosure_to_blame": "GeoSure failed us",
    "somebody_careless": "somebody should have looked earlier",
    "too_few_servers": "there were too few servers",
    "friday_bad_luck": "it was a bad Friday",
    "provider_slow": "GeoSure answered in one second instead of 0.09",
    "nested_retries": "three layers tried three times each",
    "no_retry_limit": "nothing limited how much of the traffic was retries",
    "booking_waits": "a booking can't be made without the address check",
    "cpu_alerts_only": "alerts watched CPU, not failed bookings",
    "no_switch": "retries could only be changed by a release",
    "no_key": "a repeated booking printed a second label",
    "servers_first": "the runbook says: add servers",
}
TRUE_FACTORS = tuple(FACTORS)[4:]
BLAME = ("geosure_to_blame", "somebody_careless", "friday_bad_luck")
OWNERS = ("amara", "jun", "hana", "priya", "callum", "you", "everyone", "nobody_yet")
NOBODY = ("everyone", "nobody_yet")
MOST_ACTIONS, MOST_WEEKS = 5, 12
LEAST_FACTORS = 4
RUNBOOK_LEAVES, SWITCH_LEAVES = 1 / 3, 1 / 3  # of the minutes of their part
GENERAL: Mapping[str, Mapping[str, Any]] = {  # change of the policy, in every chain
    "more_servers": {"pool": 192},
    "retries_in_one_layer": {"gateway_tries": 1, "booking_tries": 1},
    "retry_budget": {"retry_budget": 0.10},
    "breaker": {"breaker": True},
    "idempotency_key": {"idempotency_key": True},
}
SOFT: Mapping[str, Any] = {"address_check": "soft", "timeout_s": 0.5, "recheck_after_min": 10.0}
ADDRESS: Mapping[str, Mapping[str, Any]] = {
    "soft_address_check": SOFT,
    "longer_timeout": {"timeout_s": 10.0},
}
MESSAGES: Mapping[str, Mapping[str, Any]] = {"messages_by_event": SOFT}


def true_minutes() -> dict[str, float]:
    """The three parts of the incident, from its clock."""
    inc = case.incident("INC-0417")
    return {
        "notice_min": inc.minutes("slow", "first_page"),
        "understand_min": inc.minutes("first_page", "retries_suspected"),
        "mend_min": inc.minutes("retries_suspected", "recovered"),
    }


def review(
    timeline: Mapping[str, float],
    factors: Sequence[str],
    actions: Sequence[Mapping[str, Any]],
    capacity_per_s: float = 7.0,
    sibling_per_s: float = 6.8,
    seed: int = 1,
) -> dict[str, Any]:
    """Run the review; capacities are what each slow provider can still answer per second."""
    chosen = [row["action"] for row in actions]
    inc = run_incident(_policy(chosen, ADDRESS), slow(capacity_per_s, seed=seed))
    other = run_incident(
        _policy(chosen, MESSAGES), slow(sibling_per_s, minutes=10.0, seed=seed + 1)
    )
    before = run_incident(ResiliencePolicy(), slow(capacity_per_s, seed=seed))
    before_other = run_incident(
        ResiliencePolicy(), slow(sibling_per_s, minutes=10.0, seed=seed + 1)
    )
    true = true_minutes()
    minutes = dict(true)
    if "burn_alert" in chosen:
        rule = AlertRule(60, 5, 14.4)
        minutes["notice_min"] = minutes_to_alert(
            case.incident("INC-0417").failed_share(), rule, 0.005
        )
    if "retry_runbook" in chosen:
        minutes["understand_min"] *= RUNBOOK_LEAVES
    if "off_switch" in chosen:
        minutes["mend_min"] *= SWITCH_LEAVES
    off = {name: abs(timeline[name] - true[name]) for name in true}
    found = [name for name in dict.fromkeys(factors) if name in TRUE_FACTORS]
    owned = [row for row in actions if row["owner"] not in NOBODY and row["weeks"] <= MOST_WEEKS]
    return {
        "success": inc.success,
        "success_before": before.success,
        "sibling": other.success,
        "sibling_before": before_other.success,
        "labels": inc.duplicate_labels + other.duplicate_labels,
        "minutes": sum(minutes.values()),
        "minutes_before": sum(true.values()),
        "notice": minutes["notice_min"],
        "notice_before": true["notice_min"],
        "timeline_off": max(off.values()),
        "timeline_sum": sum(timeline.values()),
        "factors": len(found),
        "blames": [name for name in BLAME if name in factors],
        "actions": len(actions),
        "repeats": len(chosen) - len(set(chosen)),
        "owned": len(owned) / len(actions) if actions else 0.0,
        "unowned": len(actions) - len(owned),
    }  # fmt: skip


def _policy(chosen: Sequence[str], own: Mapping[str, Mapping[str, Any]]) -> ResiliencePolicy:
    values: dict[str, Any] = {}
    for name in chosen:
        values |= GENERAL.get(name, {})
    for name in sorted(own):  # a soft check's own wait wins over a longer one
        if name in chosen:
            values |= own[name]
    return ResiliencePolicy(**values)
