"""The numbers M06's text quotes: from the case's data and from runs of the engines."""

from collections.abc import Mapping
from typing import Any

from tpo import case
from tpo.exercises.m06 import AT_THE_EDGE, DATABASE_PER_S, TRAFFIC
from tpo.judges.booking_chain import BAD_MINUTES, DEMAND_PER_S, ResiliencePolicy, run_incident
from tpo.judges.booking_designs import cheapest, designs, kept, year_eur
from tpo.judges.capacity import COST_CAP_EUR, PATIENCE_S, WORKER_YEAR_EUR, wait_at
from tpo.judges.tracking_cache import TRACKING, run_cache

ONE: dict[str, Any] = {"sdk_tries": 1, "gateway_tries": 1, "booking_tries": 1}
LONG: dict[str, Any] = {"timeout_s": 10.0}
POLICIES: dict[str, dict[str, Any]] = {
    "base": {},
    "pool": {"pool": 200},
    "backoff": {"backoff_s": 0.5, "jitter": True},
    "one_layer": {**ONE, "sdk_tries": 3},
    "budget": {**ONE, "sdk_tries": 3, "retry_budget": 0.1},
    "none": ONE,
    "long": LONG,
    "breaker": {**ONE, "breaker": True},
    "soft": {**ONE, "timeout_s": 1.0, "address_check": "soft", "recheck_after_min": 20.0},
}


def facts() -> Mapping[str, str]:
    """Every {{name}} of lesson.py, exercises.py and module.yaml."""
    inc, company = case.incident("INC-0417"), case.company()
    given = inc.facts
    cost = inc.cost()
    storm = {name: success(ResiliencePolicy(**change)) for name, change in POLICIES.items()}
    return {
        "demand": f"{DEMAND_PER_S:g}",
        "burst.rps": f"{given['burst_rps']:g}",
        "month.rps": f"{TRAFFIC.month_per_s:g}",
        "nests": f"{company['nests']:,.0f}",
        "booking.mean_s": f"{given['booking_s']:g}",
        "booking.mean_ms": f"{1000 * given['booking_s']:g}",
        "geosure.normal_ms": f"{1000 * given['provider_normal_s']:g}",
        "geosure.slow_rps": f"{given['provider_slow_capacity_rps']:g}",
        "geosure.headroom": f"{given['provider_slow_capacity_rps'] / DEMAND_PER_S:.1f}",
        "inc.requests": f"{given['requests']:,.0f}",
        "inc.failed": f"{given['failed_requests']:,.0f}",
        "inc.failed_share": percent(inc.failed_share(), 0),
        "inc.labels": f"{given['duplicate_labels']:,.0f}",
        "inc.nests": f"{given['double_booked_compartments']:,.0f}",
        "inc.total": f"€{cost['total'] / 1000:.0f} k",
        "inc.table": "\n".join(bill()),
        "flight.normal": f"{DEMAND_PER_S * given['booking_s']:.1f}",
        "flight.burst": f"{given['burst_rps'] * given['booking_s']:.1f}",
        "label.mean_s": "0.12",
        "label.flight": f"{given['burst_rps'] * 0.12:.0f}",
        **{f"knee.{n}": wait(wait_at(n).p95_s) for n in (18, 20, 22)},
        "capacity.price": f"€{WORKER_YEAR_EUR:,.0f}",
        "capacity.cap": f"€{COST_CAP_EUR:,.0f}",
        "capacity.patience": f"{PATIENCE_S:g}",
        "slow.minutes": f"{BAD_MINUTES:g}",
        "low.rps": f"{AT_THE_EDGE.faults[0][2]:g}",
        **{f"storm.{name}": percent(value) for name, value in storm.items()},
        "storm.long_low": percent(success(ResiliencePolicy(**LONG), AT_THE_EDGE)),
        "contact.eur": f"{company['contact_eur']:.2f}",
        "cache.rps": f"{TRACKING.per_s:g}",
        "cache.limit": f"{DATABASE_PER_S:g}",
        **{f"cache.{ttl}": f"{run_cache(ttl).load_per_s:.0f}" for ttl in (60, 120, 300, 3600)},
        "front.designs": f"{len(designs(False).designs)}",
        "front.calm": promise_eur(False, 0.99, 5.0),
        "front.slow": promise_eur(True, 0.99, 5.0),
        "front.fast": promise_eur(True, 0.99, 3.0),
        "front.less": promise_eur(True, 0.9, 5.0),
        "cache.stale_3600": percent(run_cache(3600).stale, 0),
    }


def promise_eur(slow: bool, success: float, p99_s: float) -> str:
    """What the cheapest design of booking costs a year that keeps a promise."""
    best = cheapest(kept(slow, success, p99_s, 1e9))
    assert best is not None
    return f"€{year_eur(best) / 1000:.1f} k"


def success(policy: ResiliencePolicy, *incident: object) -> float:
    """Share of bookings that go through."""
    return run_incident(policy, *incident).success  # type: ignore[arg-type]


def percent(share: float, digits: int | None = None) -> str:
    """ "1.5 %" below ten percent, "81 %" above."""
    digits = (1 if share < 0.1 else 0) if digits is None else digits
    return f"{100 * share:.{digits}f} %"


def wait(seconds: float) -> str:
    """ "2.0 s" or "120 ms"."""
    return f"{seconds:.1f} s" if seconds >= 1 else f"{1000 * seconds:.0f} ms"


def amount(value: float, unit: str) -> str:
    """ "38,700 requests", "31 % of failed requests", "€4.85 per parcel"."""
    if unit.startswith("EUR"):
        return (f"€{value:,.0f}" if value >= 100 else f"€{value:.2f}") + unit[3:]
    if unit.startswith("share"):
        return f"{100 * value:g} %{unit[5:]}"
    return f"{value:,g} {unit}"


def bill() -> list[str]:
    """The incident's cost as Markdown table rows, from the same inputs as everywhere."""
    inc = case.incident("INC-0417")
    rows = []
    for line in inc.cost_lines:
        factors = [amount(factor.value, factor.unit) for factor in line.factors]
        rows.append(f"| {line.name} | {' × '.join(factors)} | €{line.eur / 1000:.1f} k |")
    total = inc.cost()["total"]
    return [*rows, f"| **together** | | **€{total / 1000:.1f} k** |"]
