"""Rules and triggers: what they find, what they leave alone, and what they can't read."""

from datetime import date

import pytest

from tpo.engines.fitness import (
    UnreadableRule,
    fires,
    first_month,
    read_rule,
    read_trigger,
    unknown_ends,
    violations,
)
from tpo.engines.system_graph import Container, Relation, SystemMap

MAP = SystemMap(
    (
        Container("booking", owner="Merchant Integration"),
        Container("address check"),
        Container("label"),
        Container("tally", owner="Money"),
        Container("GeoSure", "external"),
    ),
    (
        Relation("booking", "address-check"),
        Relation("booking", "label", strength="soft"),
        Relation("address-check", "GeoSure", "external"),
        Relation("booking", "GeoSure", "event"),
        Relation("tally", "booking", "data"),
    ),
)


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("no hard call from booking to label", ()),
        ("no call from booking to label", ("booking → label",)),
        ("no soft call from booking to anything", ("booking → label",)),
        ("no hard call from booking to an external system", ()),
        (
            "no hard chain from booking to an external system",
            ("booking → address check → GeoSure",),
        ),
        ("No chain from booking to external.", ("booking → address check → GeoSure",)),
        ("no event from booking to an external system", ("booking → GeoSure",)),
        ("no shared data from anything to booking", ("tally → booking",)),
        ("no shared data from team Money to booking", ("tally → booking",)),
        ("at most 1 shared data from tally to anything", ()),
        (
            "at most 1 calls from booking to anything",
            ("booking → address check", "booking → label"),
        ),
        ("`rule: no hard call from address_check to the GeoSure`", ("address check → GeoSure",)),
        ("no arrow from booking to printer", ()),
    ],
)
def test_a_rule_finds_what_breaks_it(rule, found):
    assert violations(read_rule(rule), MAP) == found


def test_a_chain_goes_round_circles_and_ends():
    ring = SystemMap(
        (Container("a"), Container("b"), Container("c", "external")),
        (Relation("a", "b"), Relation("b", "a"), Relation("b", "c", "external")),
    )
    assert violations(read_rule("no chain from a to external"), ring) == ("a → b → c",)


def test_names_that_are_on_no_map_are_told():
    assert unknown_ends(read_rule("no call from bookng to team Money"), MAP) == ("bookng",)
    assert unknown_ends(read_rule("no call from anything to an external system"), MAP) == ()


@pytest.mark.parametrize(
    "text",
    [
        "code review",
        "",
        "no",
        "be careful",
        "no hard call",
        "import os; os.remove('x')",
        "no fun from a to b",
    ],
)
def test_what_is_no_rule_gets_one_sentence(text):
    with pytest.raises(UnreadableRule, match="can't be run"):
        read_rule(text)


def test_triggers_fire_on_a_value_or_a_day():
    above = read_trigger("re-visit: when bookings_per_s > 1,055.5")
    assert (above.measure, above.value, above.above) == ("bookings_per_s", 1055.5, True)
    today = date(2026, 6, 1)
    assert fires(above, {"bookings_per_s": 1056}, today)
    assert not fires(above, {"bookings_per_s": 1055}, today)
    assert not fires(above, {"other": 9e9}, today)
    below = read_trigger("when availability < 99.5")
    assert fires(below, {"availability": 99.4}, today)
    on = read_trigger("by 2027-03-01")
    assert not fires(on, {}, today)
    assert fires(on, {}, date(2027, 3, 1))
    months = [{"x": 1.0}, {"x": 2.0}, {"x": 3.0}]
    days = [date(2026, m, 1) for m in (1, 2, 3)]
    assert first_month(read_trigger("when x > 1.5"), months, days) == 1
    assert first_month(read_trigger("when x > 9"), months, days) is None


@pytest.mark.parametrize("text", ["later", "when it hurts", "on 2027-13-45", "when x > ..", ""])
def test_what_is_no_trigger_gets_one_sentence(text):
    with pytest.raises(UnreadableRule):
        read_trigger(text)
