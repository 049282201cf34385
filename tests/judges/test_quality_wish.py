"""Wishes on six recordings."""

import pytest

from tpo.judges.quality_wish import WISHES, figures, percentile, recording, run_wishes

GOOD = {
    name: {
        "metric": "percentile",
        "percentile": 95,
        "threshold": 5 * wish.scale_s,
        "load": wish.peak,
        "window": "30_days",
        "measured_at": "customer",
    }
    for name, wish in WISHES.items()
}


def changed(**change):
    return {name: {**wish, **change} for name, wish in GOOD.items()}


@pytest.mark.parametrize("seed", range(20))
def test_a_whole_wish_sides_with_users_on_any_recording(seed):
    seen = run_wishes(GOOD, seed)
    assert (seen["liked"], seen["complained"]) == (12, 12)


@pytest.mark.parametrize(
    "change",
    [
        {"metric": "mean"},
        {"load": None},
        {"load": 1},
        {"load": 10_000},
        {"threshold": 0.01},
        {"threshold": 3600},
        {"measured_at": "service"},
        {"percentile": 100},
        {"percentile": 90},
        {"window": "none"},
        {"window": "minute"},
    ],
)
def test_each_thing_left_out_sides_against_users_somewhere(change):
    seen = run_wishes(changed(**change))
    assert seen["liked"] + seen["complained"] < 24


def test_always_fails_all_six():
    seen = run_wishes(changed(percentile=100))
    assert (seen["liked"], seen["complained"]) == (0, 12)


def test_no_mean_tells_d_from_c():
    for name in WISHES:
        for seed in range(10):
            assert figures(name, "D", seed)["mean"] < figures(name, "C", seed)["mean"] * 1.1


def test_nearest_rank():
    assert percentile(range(1, 101), 95) == 95
    assert percentile([3, 1, 2], 100) == 3
    assert percentile([3, 1, 2], 50) == 2


def test_a_recording_is_the_same_every_time():
    recording.cache_clear()
    first = recording("tracking", "D", 7)
    recording.cache_clear()
    assert recording("tracking", "D", 7) == first
