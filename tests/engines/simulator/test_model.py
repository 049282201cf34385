"""Bad input is refused in one sentence that names the field; good input survives JSON."""

import json
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
    Exponential,
    Flush,
    Hyperexponential,
    Keys,
    LogNormal,
    Loss,
    Poisson,
    RateLimit,
    Recheck,
    RequestClass,
    Retry,
    RunTooLong,
    Scenario,
    Service,
    Slots,
    Slow,
    Steps,
    System,
    Users,
    simulate,
)

S = Service("s", Exponential(1.0))
ENTRY = Call("client", "s")
ONE = System((S,), (ENTRY,))
CHAIN = tuple(Service(n, Constant(1.0)) for n in "abc")

BAD = [
    (lambda: Constant(-1), "Constant: mean is -1; it must be 0 or more, and finite."),
    (lambda: Exponential(math.nan), "Exponential: mean is nan; it must be a number."),
    (lambda: Exponential([2]), "Exponential: mean is [2]; it must be a number."),
    (
        lambda: Exponential("2"),
        "Exponential: mean is '2', which has no unit; units are ms, s, min, h.",
    ),
    (
        lambda: Call("a", "b", timeout="150"),
        "Call 'a' → 'b': timeout is '150', which has no unit; units are ms, s, min, h.",
    ),
    (
        lambda: Call("a", "b", timeout="two seconds"),
        "Call 'a' → 'b': timeout is 'two seconds', which is not a number with a unit; "
        "units are ms, s, min, h.",
    ),
    (
        lambda: Call("a", "b", timeout="-2 s"),
        "Call 'a' → 'b': timeout is -2.0; it must be above 0, and finite.",
    ),
    (lambda: Poisson("40"), "Poisson: rate is '40', which has no unit; units are /s, /min, /h."),
    (
        lambda: Poisson("40 ms"),
        "Poisson: rate is '40 ms', which is not a number with a unit; units are /s, /min, /h.",
    ),
    (
        lambda: Steps((("1", 2),)),
        "Steps: a start is '1', which has no unit; units are ms, s, min, h.",
    ),
    (
        lambda: Service("db", Exponential(1.0), conflicts=1),
        "Service 'db': conflicts is 1; it must be True or False.",
    ),
    (lambda: Exponential(math.inf), "Exponential: mean is inf; it must be 0 or more, and finite."),
    (lambda: Exponential(True), "Exponential: mean is True; it must be a number."),
    (
        lambda: Exponential(10**5000),
        "Exponential: mean is <int>; it must be 0 or more, and finite.",
    ),
    (lambda: LogNormal(1.0, cv=-2), "LogNormal: cv is -2; it must be at least 0 and at most 100."),
    (
        lambda: Hyperexponential(1.0, 0.5),
        "Hyperexponential: cv2 is 0.5; it must be at least 1 and at most 1e+06.",
    ),
    (
        lambda: Service("db", Exponential(1.0), slots=0),
        "Service 'db': slots is 0; it must be a whole number of at least 1.",
    ),
    (
        lambda: Service("db", Exponential(1.0), slots=2.5),
        "Service 'db': slots is 2.5; it must be a whole number of at least 1.",
    ),
    (
        lambda: Service("db", Exponential(1.0), replicas=10**9),
        "Service 'db': replicas is 1000000000; it must be a whole number of at least 1 and at most 10000.",
    ),
    (
        lambda: Service("db", Exponential(1.0), queue_limit=-1),
        "Service 'db': queue_limit is -1; it must be a whole number of at least 0.",
    ),
    (
        lambda: Service("db", Exponential(1.0), order="random"),
        "Service 'db': order is 'random'; it must be one of fifo, lifo.",
    ),
    (
        lambda: Service("db", 0.1),
        "Service 'db': work is 0.1; it must be one of Constant, Exponential, LogNormal, Hyperexponential.",
    ),
    (
        lambda: Service("db", Exponential(1.0), error_rate=1.5),
        "Service 'db': error_rate is 1.5; it must be at least 0 and at most 1.",
    ),
    (
        lambda: Service("", Exponential(1.0)),
        "Service: name is ''; it must be a name without '>', '#', '/'.",
    ),
    (
        lambda: Service("client", Exponential(1.0)),
        "Service 'client': the name 'client' is kept for the outside world.",
    ),
    (
        lambda: Retry(0),
        "Retry: attempts is 0; it must be a whole number of at least 1 and at most 100.",
    ),
    (lambda: Retry(2, backoff=-1), "Retry: backoff is -1; it must be 0 or more, and finite."),
    (lambda: Retry(2, cap=math.nan), "Retry: cap is nan; it must be a number."),
    (
        lambda: Retry(2, jitter=True),
        "Retry: jitter is True; it must be one of none, full, equal.",
    ),
    (lambda: Retry(2, budget=3), "Retry: budget is 3; it must be at least 0 and at most 1."),
    (
        lambda: Breaker(10, 0.0),
        "Breaker: threshold is 0.0; it must be above 0 and at most 1.",
    ),
    (lambda: Recheck(-1, 1), "Recheck: after is -1; it must be 0 or more, and finite."),
    (lambda: Cache(0), "Cache: ttl is 0; it must be above 0, and finite."),
    (
        lambda: Call("a", "b", timeout=0),
        "Call 'a' → 'b': timeout is 0; it must be above 0, and finite.",
    ),
    (
        lambda: Call("a", "b", share=-0.1),
        "Call 'a' → 'b': share is -0.1; it must be at least 0 and at most 1.",
    ),
    (
        lambda: Call("a", "b", retry=3),
        "Call 'a' → 'b': retry is 3; it must be one of Retry.",
    ),
    (
        lambda: Call("a", "b", soft="yes"),
        "Call 'a' → 'b': soft is 'yes'; it must be True or False.",
    ),
    (
        lambda: Call("a", "b", recheck=Recheck(1, 1)),
        "Call 'a' → 'b': recheck needs soft=True; only a soft call can go unverified.",
    ),
    (
        lambda: Call("a", "b", event=True, soft=True),
        "Call 'a' → 'b': an event has no answer, so soft and cache make no sense.",
    ),
    (
        lambda: Call("client", "b", soft=True),
        "Call 'client' → 'b': the entry call is hard: no soft, no event, share 1.",
    ),
    (
        lambda: System((S,), (ENTRY, Call("s", "dbb"))),
        "Call 's' → 'dbb': callee 'dbb' is not a service; the services are s.",
    ),
    (
        lambda: System((S,), (Call("x", "s"),)),
        "Call 'x' → 's': caller 'x' is not a service; the services are s.",
    ),
    (
        lambda: System((S,), ()),
        "System: calls needs exactly one call from 'client'; it has 0.",
    ),
    (lambda: System((S, S), (ENTRY,)), "System: two services have the same name 's'."),
    (lambda: System((S,), (ENTRY, ENTRY)), "Call 'client' → 's': this call is listed twice."),
    (lambda: System(S, (ENTRY,)), "System: services must be a list."),
    (
        lambda: System((S, "t"), (ENTRY,)),
        "System: services holds 't', which does not belong there.",
    ),
    (
        lambda: System(
            CHAIN, (Call("client", "a"), Call("a", "b"), Call("b", "c"), Call("c", "a"))
        ),
        "System: the calls form a circle: a → b → c → a.",
    ),
    (
        lambda: System(CHAIN, (Call("client", "a"), Call("b", "b"))),
        "System: the calls form a circle: b → b.",
    ),
    (
        lambda: System(tuple(Service(f"s{k}", Constant(1.0)) for k in range(101)), ()),
        "System: services holds 101; at most 100 are allowed.",
    ),
    (lambda: Poisson(0), "Poisson: rate is 0; it must be above 0, and finite."),
    (lambda: Steps(()), "Steps: the first step must start at 0 s."),
    (lambda: Steps(((0, 1), (0, 2))), "Steps: each step must start later than the one before."),
    (lambda: Steps(((0, 0),)), "Steps: every rate is 0, so nobody would ever arrive."),
    (lambda: Steps((1, 2)), "Steps: steps must be pairs of (start in s, rate per second)."),
    (lambda: Arrivals(()), "Arrivals: times is empty; give at least one moment."),
    (lambda: Arrivals((2, 1)), "Arrivals: times must be in order."),
    (lambda: Slow("s", 2, at=-1, for_=1), "Slow: at is -1; it must be 0 or more, and finite."),
    (lambda: Down("s", at=0, for_=0), "Down: for_ is 0; it must be above 0, and finite."),
    (
        lambda: Scenario(Poisson(1.0)),
        "Scenario: give either duration (seconds) or n (requests), not both.",
    ),
    (
        lambda: Scenario(Arrivals((0,)), n=3),
        "Scenario: Arrivals fix the length; leave out duration and n.",
    ),
    (
        lambda: Scenario(Steps(((0, 1), (5, 0))), n=3),
        "Scenario: n needs a load whose last rate is above 0.",
    ),
    (
        lambda: Scenario(Poisson(1.0), n=3, seed=-1),
        "Scenario: seed is -1; it must be a whole number of at least 0.",
    ),
    (
        lambda: simulate(ONE, Scenario(Poisson(1.0), n=9, faults=(Slow("x", 2, 0, 1),))),
        "Slow: 'x' is not a service; the services are s.",
    ),
    (
        lambda: simulate(ONE, Scenario(Poisson(1.0), n=9, faults=(Flush("client", "s", 1),))),
        "Flush: the call 'client' → 's' has no cache.",
    ),
    (
        lambda: simulate(
            System((S,), (Call("client", "s", cache=Cache(1.0)),)), Scenario(Poisson(1.0), n=9)
        ),
        "Scenario: keys is missing; a cache, a lag or balance 'hash' needs to know what is asked for.",
    ),
    (
        lambda: simulate(ONE, Scenario(Poisson(1e9), duration=1e6)),
        "Scenario: about 1e+15 arrivals would happen; at most 2,000,000 are possible, so lower the rate or the duration.",
    ),
    (
        lambda: simulate(ONE, Scenario(Poisson(1e-9), duration=1.0)),
        "Scenario: nobody arrives in this time; make duration longer.",
    ),
    (
        lambda: simulate(ONE, Scenario(Poisson(1.0), n=9, warmup=1e6)),
        "Scenario: warmup is as long as the run; nothing is left to measure.",
    ),
    (
        lambda: simulate(ONE, Scenario(Poisson(1.0), n=9)).window(5, 5),
        "window: start is 5; it must be before end (5).",
    ),
    (
        lambda: simulate(ONE, Scenario(Poisson(1.0), n=9)).p(101),
        "percent is 101; it must be from 0 to 100.",
    ),
    (
        lambda: simulate(ONE, Scenario(Poisson(1.0), n=9)).timeline(0),
        "timeline: dt is 0; it must be above 0 s.",
    ),
    (
        lambda: simulate(ONE, Scenario(Poisson(1.0), n=9)).calls("x"),
        "System: there is no service 'x'.",
    ),
    (
        lambda: System.from_dict({"kind": "System", "services": []}),
        "System: the field 'calls' is missing.",
    ),
    (
        lambda: System.from_dict({"kind": "Poisson", "rate": 1}),
        "This is not a System: kind must be 'System'.",
    ),
    (
        lambda: System.from_dict({"kind": "Retry", "tries": 3}),
        "Retry: there is no field 'tries'; it has attempts, backoff, cap, jitter, budget.",
    ),
    (
        lambda: Service("s", Constant(1.0), autoscale=Autoscale(4, 2)),
        "Service 's': replicas is 1; autoscale keeps it from 2 to 4.",
    ),
    (
        lambda: Autoscale(1, 2),
        "Autoscale: most is 1; it must be a whole number of at least 2 and at most 10000.",
    ),
    (lambda: RateLimit(0.0), "RateLimit: rate is 0.0; it must be above 0, and finite."),
    (
        lambda: Call("a", "b", event=True, hedge=1.0),
        "Call 'a' → 'b': nobody waits for an event: no parallel, hedge or lag.",
    ),
    (
        lambda: Call("a", "b", copies=2, cache=Cache(1.0)),
        "Call 'a' → 'b': copies would all ask the cache for the same key.",
    ),
    (
        lambda: Call("client", "b", copies=2),
        "Call 'client' → 'b': the entry call is one call: no only, parallel or copies.",
    ),
    (
        lambda: Scenario(Users(3, Constant(1.0)), duration=9.0),
        "Scenario: Users need n (requests) and run until all are answered.",
    ),
    (
        lambda: Scenario(Poisson(1.0), n=9, classes=(RequestClass("a", 0.5),)),
        "Scenario: the shares of classes must add up to 1.",
    ),
    (
        lambda: Scenario(Poisson(1.0), n=9, classes=(RequestClass("a", 0.5),) * 2),
        "Scenario: two classes have the same name.",
    ),
    (
        lambda: simulate(ONE, Scenario(Poisson(1.0), n=9, faults=(Loss("client", "s", 1, 0, 1),))),
        "Loss: the call 'client' → 's' has no timeout, so its caller would wait for ever.",
    ),
    (
        lambda: simulate(
            System(
                (*ONE.services, Service("b", Constant(1.0))),
                (*ONE.calls, Call("s", "b", only=("x",))),
            ),
            Scenario(Poisson(1.0), n=9),
        ),
        "Call 's' → 'b': only names 'x', but the scenario's classes are none yet.",
    ),
    (
        lambda: simulate(ONE, Scenario(Users(3, Constant(1.0)), n=9, keys=Keys(9, updates=1.0))),
        "Keys: updates need a load whose end is known, so no Users.",
    ),
    (
        lambda: simulate(ONE, Scenario(Poisson(1.0), n=9)).of_class("x"),
        "of_class: there is no class 'x'; there are none.",
    ),
    (lambda: System.from_dict("[]"), "This is not a System: kind must be 'System'."),
]


@pytest.mark.parametrize(("make", "sentence"), BAD, ids=[b[1][:60] for b in BAD])
def test_bad_input_gets_one_sentence(make, sentence):
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the sentence is compared below
        make()
    assert str(error.value) == sentence


def test_an_unknown_kind_is_named():
    with pytest.raises(ValueError, match=r"^kind is 'Sistem'; it must be one of Constant, "):
        System.from_dict({"kind": "Sistem"})


def test_nesting_without_end_is_refused():
    data = []
    for _ in range(100_000):
        data = [data]
    with pytest.raises(ValueError, match="nested too deeply"):
        System.from_dict(data)


def test_a_run_that_cannot_end_says_which_queue_grew():
    system = System(
        (Service("web", Constant(0.0), slots=9999), Service("slow one", Constant(9.0))),
        (Call("client", "web"), Call("web", "slow one")),
    )
    with pytest.raises(RunTooLong) as error:
        simulate(system, Scenario(Poisson(10.0), n=1000), max_events=600)
    text = str(error.value)
    assert text.startswith("The run was stopped after 600 events, at ")
    assert "the queue of 'slow one' had grown to " in text
    assert "\n" not in text


def test_a_run_that_is_merely_large_says_so():
    with pytest.raises(RunTooLong, match="no queue had grown"):
        simulate(
            System((Service("s", Constant(0.0)),), (ENTRY,)),
            Scenario(Poisson(1.0), n=1000),
            max_events=50,
        )


def test_a_chain_of_a_hundred_services_is_fine():
    names = [f"s{k}" for k in range(100)]
    services = tuple(Service(n, Constant(0.0), error_rate=float(n == "s99")) for n in names)
    calls = tuple(Call(a, b) for a, b in zip(["client", *names], names, strict=False))
    assert simulate(System(services, calls), Scenario(Poisson(1.0), n=5)).outcomes["error"] == 5


def test_times_and_rates_may_carry_their_unit():
    written = Call("a", "b", timeout="35 ms", network="0.5s", hedge="2 min", lag="1 h")
    assert written == Call("a", "b", timeout=0.035, network=0.5, hedge=120.0, lag=3600.0)
    assert Poisson("90/min") == Poisson(1.5)
    assert Steps([("0 s", "2/s"), ("1 min", "3 /s")]) == Steps([(0, 2), (60, 3)])
    assert Arrivals(["5 ms", 1]) == Arrivals([0.005, 1.0])
    calm = Scenario(Poisson(1.0), duration="2 min", warmup="1 s", drain="3 s")
    assert calm == Scenario(Poisson(1.0), duration=120.0, warmup=1.0, drain=3.0)
    assert calm.digest == Scenario(Poisson(1.0), duration=120.0, warmup=1.0, drain=3.0).digest
    assert Down("s", at="1 min", for_="10 s") == Down("s", 60.0, 10.0)


def test_numpy_numbers_are_numbers():
    service = Service("s", Exponential(np.float64(0.5)), slots=np.int64(3))
    assert service == Service("s", Exponential(0.5), slots=3)
    assert type(service.slots) is int


def test_json_keeps_everything():
    system = System(
        [
            Service("a", LogNormal(1, cv=2), slots=2, replicas=3, queue_limit=0, order="lifo"),
            Service("b", Hyperexponential(1), on_expired="drop", hold="async", price_per_hour=2),
        ],
        [
            Call("client", "a", timeout=1, retry=Retry(3, 0.1, 2, "full", 0.1), network=0.1),
            Call("a", "b", breaker=Breaker(), bulkhead=3, soft=True, recheck=Recheck(1, 2),
                 cache=Cache(5, ttl_jitter=0.1), balance="two_choices"),
        ],
    )  # fmt: skip
    assert System.from_dict(json.loads(json.dumps(system.to_dict()))) == system
    scenario = Scenario(
        Steps([(0, 1), (2, 3)]),
        duration=9,
        faults=[Slots("a", 1, 2), Slow("a", 3, 1, 1)],
        keys=Keys(5),
        drain=3,
    )
    assert Scenario.from_dict(json.loads(json.dumps(scenario.to_dict()))) == scenario
    assert hash(system) == hash(System.from_dict(system.to_dict()))


def test_defaults_stay_out_of_the_json():
    assert ONE.to_dict() == {
        "kind": "System",
        "services": [
            {"kind": "Service", "name": "s", "work": {"kind": "Exponential", "mean": 1.0}}
        ],
        "calls": [{"kind": "Call", "caller": "client", "callee": "s"}],
    }
