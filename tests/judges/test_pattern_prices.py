"""Each of the fourteen patterns pays with the bar that its entry in the catalogue names."""

import pytest

from tpo import case
from tpo.engines.patterns import NONE, OFFERED, PATTERNS, Code, compose, days_for_a_change, moved
from tpo.judges.pattern_prices import CHOICES, changes, compare, cuts, place, prices

FOURTEEN = [p for p in case.patterns().values() if p.kind == "pattern"]


def test_the_catalogue_holds_exactly_what_can_be_composed():
    assert len(FOURTEEN) == 14
    assert {p.name for p in FOURTEEN} == set(PATTERNS)
    assert {p.name for p in case.patterns().values() if p.kind != "pattern"} == set(OFFERED)


@pytest.mark.parametrize("pattern", list(case.patterns().values()), ids=lambda p: p.name)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_pattern_moves_the_bars_its_entry_names(pattern, seed):
    before = prices(NONE, pattern.home, seed)
    after = prices(pattern.name, pattern.home, seed)
    if pattern.better:
        assert moved(before, after, pattern.better) == -1, (before, after)
    if pattern.worse:
        assert moved(before, after, pattern.worse) == 1, (before, after)


def test_one_bar_always_gets_worse_at_home():
    for pattern in FOURTEEN:
        assert compare(pattern.name, "wait", pattern.home)["dearer"], pattern.name


def test_no_pattern_wins_at_fifty_requests_a_second():
    met = [name for name in CHOICES if compare(name, "wait", "fifty_a_second")["met"]]
    assert met == [NONE]
    better = [name for name in PATTERNS if compare(name, "old", "fifty_a_second")["better"]]
    assert "microservices" not in better


def test_every_graded_situation_can_be_met_and_doing_nothing_fails_all_but_one():
    graded = [s for s in case.situations().values() if s.graded]
    assert len(graded) == 8
    met = {s.name: [c for c in CHOICES if compare(c, "old", s.name)["met"]] for s in graded}
    assert all(met.values()), met
    assert [name for name, found in met.items() if NONE in found] == ["fifty_a_second"]


def test_what_is_offered_in_their_place_never_meets_the_limits():
    for pattern in case.patterns().values():
        if pattern.kind == "offered":
            for situation in case.situations().values():
                if situation.graded:
                    assert not compare(pattern.name, "old", situation.name)["met"], pattern.name


def test_an_audit_log_does_for_a_twentieth_of_the_effort_what_event_sourcing_does():
    log, sourcing = case.patterns()["audit_log"], case.patterns()["event_sourcing"]
    assert log.weeks / sourcing.weeks == pytest.approx(0.05)
    assert prices("audit_log", "who_changed_it").failed == 0
    assert prices("event_sourcing", "who_changed_it").failed == 0


def test_more_people_on_one_train_wait_longer_and_more_pipelines_cost_few_people_more():
    one, many = Code("modules", 1), Code("modules", 5)

    def days(code, people):
        return days_for_a_change(code, people, cuts(), changes())

    assert days(one, 40) > days(one, 6)
    assert days(many, 6) > days(one, 6)
    assert days(many, 40) < days(one, 40)


def test_an_unknown_pattern_is_named():
    with pytest.raises(ValueError, match="no pattern 'blockchain'"):
        compose("blockchain", place("fifty_a_second"))


def test_tracking_at_the_peak_is_the_catalogues():
    peak, figures = place("tracking_peak"), case.services()["tracking"].facts
    assert peak.per_s == figures["peak_rps"]
    assert peak.store_slots / peak.store_s == pytest.approx(figures["database_rps"])
