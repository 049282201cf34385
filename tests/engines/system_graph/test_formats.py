"""Maps as text: what goes out comes back, and every fault is named in one sentence."""

import contextlib
import random

import pytest

from tpo.engines.system_graph import (
    Container,
    Relation,
    SystemMap,
    UnreadableMap,
    read_map,
    to_c4,
    to_mermaid,
    to_yaml,
)

SHOP = SystemMap(
    (
        Container("Marisol", "person"),
        Container("web shop", owner="Front", availability=0.999),
        Container("orders", owner="Back"),
        Container("PayCo", "external"),
    ),
    (
        Relation("Marisol", "web shop", "sync", "look for shoes"),
        Relation("web shop", "orders", "sync", "place the order"),
        Relation("orders", "PayCo", "external", "take the money", "hard"),
        Relation("orders", "web shop", "event", "tell that the order is packed"),
        Relation("web shop", "orders", "data", "read the stock"),
    ),
)


def same(a, b):
    def boxes(drawn):
        return sorted((box.key, box.role, box.owner) for box in drawn.containers)

    def arrows(drawn):
        return [(r.ends, r.kind, r.purpose) for r in drawn.relations]

    assert boxes(a) == boxes(b)
    assert arrows(a) == arrows(b)


@pytest.mark.parametrize("write", [to_mermaid, to_c4, to_yaml])
def test_a_map_survives_the_round_trip(write):
    same(read_map(write(SHOP)), SHOP)


def test_yaml_keeps_everything():
    whole = SystemMap(
        SHOP.containers,
        (*SHOP.relations, Relation("orders", "Marisol", "event", "thank her", "soft")),
        {"buy": ("Marisol", "web shop", "orders")},
    )
    assert read_map(to_yaml(whole)) == whole


def test_random_maps_survive_every_round_trip():
    rng = random.Random(4)
    for _ in range(60):
        names = [f"{rng.choice('abcdefgh')} box-{n}" for n in range(rng.randint(1, 9))]
        boxes = tuple(
            Container(
                name,
                rng.choice(("container", "person", "external")),
                rng.choice(("", "T 1", "end")),
            )
            for name in names
        )
        roles = {box.name: box.role for box in boxes}
        arrows = []
        for _ in range(rng.randint(0, 12)):
            a, b, kind = rng.choice(names), rng.choice(names), rng.choice(("sync", "event", "data"))
            if kind == "sync" and roles[b] == "external":
                kind = "external"
            arrows.append(
                Relation(a, b, kind, rng.choice(("", "ask, then wait", "it's (mostly) fine")))
            )
        drawn = SystemMap(boxes, tuple(dict.fromkeys(arrows)))
        for write in (to_mermaid, to_c4, to_yaml):
            same(read_map(write(drawn)), drawn)


def test_mermaid_as_people_write_it():
    drawn = read_map(
        """
        ```mermaid
        graph TD;
        %% our chain
        A[Web shop] --> B(orders) & C{{stock}};
        subgraph Money
          P[("pay DB")]
        end
        B -- "take the money" --> PayCo:::external
        B -. order placed .-> mail-sender
        B == reads ==> P
        marisol([Marisol])-->A
        nest-reservations-->B
        class mail-sender external
        ```
        """
    )
    found = {(r.ends, r.kind, r.purpose) for r in drawn.relations}
    assert (("web-shop", "orders"), "sync", "") in found
    assert (("web-shop", "stock"), "sync", "") in found
    assert (("orders", "payco"), "external", "take the money") in found
    assert (("orders", "mail-sender"), "event", "order placed") in found
    assert (("orders", "pay-db"), "data", "reads") in found
    assert (("nest-reservations", "orders"), "sync", "") in found
    assert drawn.role("marisol") == "person"
    assert drawn.role("mail sender") == "external"
    assert drawn.by_key["pay-db"].owner == "Money"


def test_plain_data_with_the_fewest_words():
    drawn = read_map({"containers": ["a"], "relations": [{"from": "a", "to": "B"}]})
    assert [box.name for box in drawn.containers] == ["a", "B"]
    assert drawn.relations == (Relation("a", "B"),)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "`containers` and `relations`"),
        ("hello", "`containers` and `relations`"),
        ("a: [", "line 1"),
        ("flowchart LR\n  a --> ", "Line 2"),
        ("flowchart LR\n  a --- b", "without an arrow head"),
        ("flowchart LR\n  a[open --> b", "never closes"),
        ("C4Container\n  Container(a", "Line 2"),
        ("C4Container\n  Boxx(a, b)", "`Boxx`"),
        ({"containers": [{"name": "a", "colour": "red"}], "relations": []}, "`colour`"),
        ({"containers": [{"name": "a", "kind": "dog"}], "relations": []}, "'dog'"),
        ({"containers": ["a", "A"], "relations": []}, "two boxes"),
        ({"containers": ["a"], "relations": [{"from": "a"}]}, "`to` is missing in relation 1"),
        ({"containers": ["a"], "relations": [{"from": "a", "to": "b", "kind": "magic"}]}, "magic"),
        ({"containers": [{"name": "a", "availability": "often"}], "relations": []}, "percentage"),
        ({"containers": "a", "relations": []}, "list"),
        ({"containers": [7], "relations": []}, "Container 1"),
        ({"containers": ["x" * 400], "relations": []}, "longer than"),
        ({"containers": [], "relations": [], "journeys": {"x": ["a"]}}, "two boxes"),
    ],
)
def test_every_fault_is_one_sentence(text, says):
    with pytest.raises(UnreadableMap) as caught:
        read_map(text)
    assert says in str(caught.value)
    assert str(caught.value).endswith(".")


def test_no_text_ever_crashes_the_reader():
    rng = random.Random(7)
    seed = to_mermaid(SHOP) + to_c4(SHOP) + to_yaml(SHOP)
    for n in range(400):
        begin = rng.choice(("flowchart LR\n", "C4Container\n", "containers:\n", ""))
        cut = rng.randrange(len(seed))
        text = begin + "".join(rng.choice(seed) for _ in range(30)) + seed[cut : cut + n]
        with contextlib.suppress(UnreadableMap):
            read_map(text)


def test_a_deep_value_is_never_spelt_out():
    deep = ["x", "x"]
    for _ in range(60):
        deep = [deep, deep]
    for row in (
        {"name": deep},
        {"name": "a", "kind": deep},
        {"name": "a", "availability": deep},
        deep,
    ):
        with pytest.raises(UnreadableMap):
            read_map({"containers": [row], "relations": []})
    for row in ({"from": deep, "to": "a"}, {"from": "a", "to": "b", "strength": deep}, deep):
        with pytest.raises(UnreadableMap):
            read_map({"containers": [], "relations": [row]})
    for journeys in (deep, {"j": deep}):
        with pytest.raises(UnreadableMap):
            read_map({"containers": [], "relations": [], "journeys": journeys})


def test_the_map_of_a_markdown_page_is_found():
    page = (
        "# Our system\n\nSome words.\n\n```mermaid\nflowchart LR\n  a --> b\n```\n\nMore [words].\n"
    )
    assert read_map(page).relations == (Relation("a", "b"),)
