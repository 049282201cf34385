"""The data behind M04: what is quoted from it, and that its parts agree with each other."""

from tpo import case

CUTS = ("layer", "team", "noun")


def test_forty_changes_over_fourteen_capabilities_every_one_used():
    changes, known = case.change_requests(), case.capabilities()
    assert (len(changes), len(known)) == (40, 14)
    used = {name for change in changes.values() for name in change.capabilities}
    assert used == set(known)
    for change in changes.values():
        assert len(set(change.capabilities)) == len(change.capabilities) >= 1


def test_every_way_of_sorting_sorts_everything():
    for cut in CUTS:
        assert 2 < len({getattr(row, cut) for row in case.capabilities().values()}) < 8


def test_both_features_speak_about_the_same_things_once():
    one, two = case.features().values()
    for name in ("components", "contracts", "teams", "data"):
        assert sorted(one.named(name)) == sorted(two.named(name))
        assert len(set(one.named(name))) == len(one.named(name))
    assert set(one.named("components")) == {*case.services(), *case.providers()}


def test_what_a_feature_walks_over_is_touched():
    """The list is judged against the walk: nothing on the way may be labelled "no"."""
    for feature in case.features().values():
        walked = {hop.target for hop in feature.hops} & set(feature.named("components"))
        assert walked <= set(feature.named("components", "key", "part", "either"))
        assert set(feature.named("components", "key")) <= walked


def test_the_first_change_of_a_feature_is_free_and_the_figures_are_there():
    company = case.company()
    assert company["booking_target_percent"] == 99.7
    assert company["repair_budget_person_weeks"] == 20
    assert sum(r.person_weeks for r in case.repairs().values()) > 20
