"""How many calls are in flight: a product of named quantities against the simulator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import prod

from tpo.engines.simulator import (
    Call,
    Constant,
    Exponential,
    Poisson,
    Retry,
    Scenario,
    Service,
    System,
    simulate,
)

SITUATIONS = ("normal_day", "burst", "one_layer", "three_layers")
ENDLESS = 1_000_000  # workers: nobody queues, so "in flight" is what arrived and hasn't left
WARM_UP = 60.0  # s; the longest stay below is 54 s


@dataclass(frozen=True)
class Traffic:
    """The numbers of one scenario: rates per second, times in seconds."""

    normal_per_s: float
    burst_per_s: float
    month_per_s: float
    mean_s: float
    p99_s: float
    timeout_s: float
    tries: int
    layers: int = 3
    seed: int = 1

    def quantities(self, situation: str) -> dict[str, float]:
        """The named quantities a learner may multiply in a situation."""
        return {
            "calls_per_s": self.burst_per_s if situation == "burst" else self.normal_per_s,
            "month_calls_per_s": self.month_per_s,
            "mean_s": self.mean_s,
            "mean_ms": self.mean_s * 1000,
            "p99_s": self.p99_s,
            "timeout_s": self.timeout_s,
            "tries": self.tries,
            "layers": self.layers,
        }


QUANTITIES = tuple(Traffic(1, 1, 1, 1, 1, 1, 1).quantities("burst"))


def estimate(choice: Sequence[str], traffic: Traffic, situation: str) -> float:
    """The product of the chosen quantities."""
    values = traffic.quantities(situation)
    return prod(values[name] for name in choice)


def compare(
    flight: Mapping[str, Sequence[str]], traffic: Traffic
) -> dict[str, tuple[float, float]]:
    """{situation: (learner's product, mean in flight in the simulator)}."""
    return {s: (estimate(flight[s], traffic, s), held(traffic, s)) for s in SITUATIONS}


@lru_cache(maxsize=64)
def held(traffic: Traffic, situation: str) -> float:
    """Mean number of calls inside booking, in the simulator.

    In the incidents the provider answers nobody, so booking holds each call for its full
    time-out, once for each try; the layers above try again when they are told of the failure.
    """
    if situation in ("normal_day", "burst"):
        rate = traffic.burst_per_s if situation == "burst" else traffic.normal_per_s
        booking = Service("booking", Exponential(traffic.mean_s), ENDLESS)
        system = System((booking,), (Call("client", "booking"),))
        return _mean(system, Scenario(Poisson(rate), duration=360, seed=traffic.seed))
    above = Retry(traffic.tries if situation == "three_layers" else 1)
    system = System(
        (
            Service("gateway", Constant(0.0), ENDLESS),
            Service("booking", Constant(0.0), ENDLESS),
            Service("provider", Constant(1e6), ENDLESS),
        ),
        (
            Call("client", "gateway", retry=above),
            Call("gateway", "booking", retry=above),
            Call("booking", "provider", timeout=traffic.timeout_s, retry=Retry(traffic.tries)),
        ),
    )
    load = Poisson(traffic.normal_per_s)
    return _mean(system, Scenario(load, duration=360, seed=traffic.seed))


def _mean(system: System, scenario: Scenario) -> float:
    return simulate(system, replace(scenario, warmup=WARM_UP)).in_flight_mean("booking")
