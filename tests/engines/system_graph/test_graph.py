"""Walks, ripples, failures, chains and cuts on small maps whose answers are known by hand."""

import itertools

import pytest

from tpo.engines.system_graph import (
    Container,
    Hop,
    Part,
    Relation,
    SystemMap,
    availability,
    blast_radius,
    circles,
    coupling,
    hard_chain,
    hours_down,
    parallel,
    phantoms,
    read_map,
    ripple,
    single_points,
    walk,
)

SMALL = read_map(
    """flowchart LR
    shop -->|order| booking
    booking -->|check| GeoSure:::external
    booking -.->|booked| log
    log -.->|booked| tracking
    tally ==>|reads| roost
    booking -->|store| roost
    """
)


def test_a_walk_finds_the_missing_the_wrong_kind_and_the_reversed():
    hops = [
        Hop("shop", "Booking", "sync"),
        Hop("booking", "geosure", "external"),
        Hop("log", "booking", "event"),
        Hop("tally", "roost", "sync"),
        Hop("booking", "label", "sync"),
    ]
    seen = walk(SMALL, hops)
    assert seen.hops == 5
    assert [hop.target for hop in seen.missing] == ["booking", "roost", "label"]
    assert seen.wrong_kind == (hops[3],)
    assert seen.reversed == (hops[2],)
    assert not seen.arrived
    assert walk(SMALL, hops[:2]).arrived


def test_phantoms_are_pairs_without_evidence_counted_once():
    shown = {("shop", "booking"), ("booking", "geosure"), ("booking", "log"), ("log", "tracking")}
    assert phantoms(SMALL, shown) == (("tally", "roost"), ("booking", "roost"))


def names(reached):
    return [one.name for one in reached]


def test_a_ripple_goes_to_those_who_depend():
    assert names(ripple(SMALL, ["roost"], ("sync", "event"))) == [
        "roost", "booking", "shop", "log", "tracking",
    ]  # fmt: skip
    assert "tally" in names(ripple(SMALL, ["roost"]))
    assert names(ripple(SMALL, ["roost"], most=1)) == ["roost", "tally", "booking"]
    assert ripple(SMALL, ["nobody"]) == ()


def test_a_ripple_grows_with_the_kinds_one_looks_at():
    kinds = ("sync", "event", "data", "external")
    for n in range(4):
        for few in itertools.combinations(kinds, n):
            for more in kinds:
                a = {one.name for one in ripple(SMALL, ["roost"], few)}
                assert a <= {one.name for one in ripple(SMALL, ["roost"], (*few, more))}


def test_a_failure_travels_against_hard_waiting_only():
    assert blast_radius(SMALL, "GeoSure") == ("booking", "shop")
    assert blast_radius(SMALL, "log") == ()
    soft = SystemMap(
        SMALL.containers,
        tuple(
            Relation(r.source, r.target, r.kind, r.purpose, "soft") if r.target == "GeoSure" else r
            for r in SMALL.relations
        ),
    )
    assert blast_radius(soft, "GeoSure") == ()
    assert single_points(SMALL) == (("roost", 3), ("GeoSure", 2))


def test_the_hard_chain_leaves_listeners_out():
    assert hard_chain(SMALL, "booking") == ("booking", "GeoSure", "roost")


def test_circles_of_waiting_are_found_once():
    ring = read_map("flowchart LR\n a --> b --> c --> a\n c --> d\n d -.-> a")
    assert circles(ring) == (("a", "b", "c"),)
    assert circles(SMALL) == ()


def test_a_row_multiplies_and_spares_help():
    row = [Part("a", 0.9), Part("b", 0.8), Part("c", 0.5, hard=False)]
    assert availability(row) == pytest.approx(0.72)
    assert parallel(0.9, 1) == pytest.approx(0.99)
    assert availability([Part("a", 0.9, spares=1)]) == pytest.approx(0.99)
    assert hours_down(0.99) == pytest.approx(7.2)
    assert availability([]) == 1.0


def test_availability_is_the_share_of_minutes_in_which_all_work():
    """The formula against counting every combination of up and down."""
    shares = {"a": 0.9, "b": 0.8, "b2": 0.8, "c": 0.7}
    total = 0.0
    for up in itertools.product((True, False), repeat=4):
        state = dict(zip(shares, up, strict=True))
        weight = 1.0
        for name, works in state.items():
            weight *= shares[name] if works else 1 - shares[name]
        if state["a"] and (state["b"] or state["b2"]) and state["c"]:
            total += weight
    parts = [Part("a", 0.9), Part("b", 0.8, spares=1), Part("c", 0.7)]
    assert availability(parts) == pytest.approx(total)


def test_coupling_by_hand():
    seen = coupling({"x": ["a", "b"], "y": ["c"]}, [("a",), ("a", "b"), ("a", "c"), ("c",)])
    assert (seen.modules, seen.mean, seen.alone) == (2, 1.25, 0.75)
    assert seen.largest == pytest.approx(2 / 3)
    assert seen.in_changes == {"x": 3, "y": 2}


def test_unknown_boxes_do_no_harm():
    assert blast_radius(SMALL, "nobody") == hard_chain(SMALL, "nobody") == ()
    assert SMALL.role("nobody") is None
    lonely = SystemMap((Container("a"),), ())
    assert circles(lonely) == ()
