import pytest

from tpo.labs.units import amount, duration, percent


def plain(text):
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 ms"),
        (0.0004, "0 ms"),
        (0.004, "4 ms"),
        (0.0446, "45 ms"),
        (0.123, "120 ms"),
        (0.9949, "990 ms"),
        (0.995, "1.0 s"),
        (2.04, "2.0 s"),
        (9.96, "10 s"),
        (119, "119 s"),
        (143, "2 min"),
        (3600, "1 h"),
        (5400, "1.5 h"),
    ],
)
def test_durations_show_the_two_figures_that_matter(seconds, words):
    assert plain(duration(seconds)) == words


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0, "0 %"),
        (0.003, "0.3 %"),
        (0.0995, "10 %"),
        (0.81, "81 %"),
        (0.99, "99 %"),
        (0.9996, "99.9 %"),
        (0.999999, "99.9 %"),
        (1, "100 %"),
    ],
)
def test_a_percentage_is_100_only_when_it_is(share, words):
    assert plain(percent(share)) == words


def test_a_count_agrees_with_its_noun():
    assert plain(amount(1, "worker")) == "1 worker"
    assert plain(amount(1750, "booking")) == "1,750 bookings"
    assert plain(amount(2, "try", "tries")) == "2 tries"
