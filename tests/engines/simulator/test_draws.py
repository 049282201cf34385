"""The random streams: accurate, reproducible to the bit, independent of each other."""

import hashlib
import math
import statistics

import numpy as np
import pytest

from tpo.engines.simulator import (
    Constant,
    Exponential,
    Hyperexponential,
    LogNormal,
    Poisson,
    Scenario,
    Steps,
    draws,
)
from tpo.engines.simulator.plan import arrival_times, work_multiples


def test_golden():
    """These bits were the same on every numpy and Python tried; they must stay so."""
    parts = [
        draws.uniforms(1, "a", 1000),
        draws.exponentials(1, "a", 1000),
        draws.normals(7, "b > c", 1000),
        work_multiples(LogNormal(1.0, 2.0), 1, "w", 1000),
        work_multiples(Hyperexponential(1.0, 5.0), 1, "w", 1000),
    ]
    digest = hashlib.sha256(b"".join(p.astype("<f8").tobytes() for p in parts)).hexdigest()
    assert digest[:16] == "e8000671d66e3ba3"


def test_more_draws_leave_the_first_ones_as_they_were():
    assert (draws.uniforms(1, "a", 10) == draws.uniforms(1, "a", 1000)[:10]).all()


def test_streams_differ_by_seed_and_by_name():
    a, b, c = draws.uniforms(1, "a", 50), draws.uniforms(1, "b", 50), draws.uniforms(2, "a", 50)
    assert len({*a.tolist(), *b.tolist(), *c.tolist()}) == 150


def test_log_and_exp_are_accurate():
    x = np.concatenate([np.exp(np.linspace(-36, 36, 9001)), np.linspace(0.5, 2, 9001)])
    exact = np.array([math.log(v) for v in x.tolist()])
    assert np.abs(draws.log(x) - exact).max() <= 1e-14
    assert draws.log(np.array([1.0]))[0] == 0.0
    x = np.linspace(-30, 30, 9001)
    exact = np.array([math.exp(v) for v in x.tolist()])
    assert np.abs(draws.exp(x) / exact - 1).max() <= 1e-15


def test_normal_quantile_is_accurate():
    p = np.concatenate([np.linspace(1e-6, 1 - 1e-6, 2001), 2.0 ** -np.arange(2, 54)])
    exact = np.array([statistics.NormalDist().inv_cdf(v) for v in p.tolist()])
    assert draws.normal_quantile(p) == pytest.approx(exact, rel=1e-13, abs=1e-15)


@pytest.mark.parametrize(
    ("work", "cv2"),
    [
        (Constant(2.0), 0.0),
        (Exponential(2.0), 1.0),
        (LogNormal(2.0, cv=0.5), 0.25),
        (Hyperexponential(2.0, cv2=3.0), 3.0),
        (Hyperexponential(2.0, cv2=1.0), 1.0),
    ],
)
def test_work_has_mean_one_and_its_variance(work, cv2):
    x = work_multiples(work, 3, "w", 100_000)
    assert x.min() >= 0.0
    assert x.mean() == pytest.approx(1.0, abs=0.02)
    assert x.var() == pytest.approx(cv2, rel=0.1, abs=1e-12)


def test_poisson_counts_scatter_as_they_should():
    counts = [
        len(arrival_times(Scenario(Poisson(2.0), duration=100.0, seed=s))[0]) for s in range(200)
    ]
    assert statistics.fmean(counts) == pytest.approx(200, abs=4)
    assert statistics.variance(counts) == pytest.approx(200, rel=0.3)


def test_steps_stretch_the_same_customers():
    plain, _ = arrival_times(Scenario(Poisson(1.0), n=3000))
    steps, _ = arrival_times(Scenario(Steps(((0.0, 1.0), (1000.0, 4.0), (1250.0, 0.5))), n=3000))
    first = plain < 1000.0
    assert (steps[first] == plain[first]).all()
    second = (plain >= 1000.0) & (plain < 2000.0)
    assert steps[second] == pytest.approx(1000.0 + (plain[second] - 1000.0) / 4.0)
    third = plain >= 2000.0
    assert steps[third] == pytest.approx(1250.0 + (plain[third] - 2000.0) / 0.5)


def test_nobody_arrives_in_a_pause():
    load = Steps(((0.0, 5.0), (10.0, 0.0), (20.0, 5.0), (30.0, 0.0)))
    times, until = arrival_times(Scenario(load, duration=60.0))
    assert until == 60.0
    assert not ((times >= 10.0) & (times < 20.0)).any()
    assert (times < 30.0).all()
    assert len(times) == pytest.approx(100, abs=30)
