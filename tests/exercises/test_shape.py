import re
from dataclasses import replace

import pytest
import yaml

from tests.exercises.toy import TOY, answer
from tpo.exercises.shape import (
    BLANK,
    BadShape,
    Choice,
    Fields,
    Flag,
    Groups,
    Line,
    NotStarted,
    Number,
    OrWritten,
    Parts,
    Picks,
    Rows,
    Sheet,
    Table,
    Text,
    Written,
)

SHAPE = TOY.shape


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        (0.15, 0.15),
        ("150 ms", 0.15),
        ("0,15 s", 0.15),
        ("2 min", 120.0),
        ("60", 60.0),
        (True, None),
    ],
)
def test_units_are_understood_where_they_are_unambiguous(given, seconds):
    if seconds is None:
        with pytest.raises(BadShape):
            SHAPE.read(answer(wait_s=given))
    else:
        assert SHAPE.read(answer(wait_s=given))["wait_s"] == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"seats": "many"}, "`seats` needs a number of seats; you wrote 'many'."),
        ({"seats": -1}, "`seats` must lie between 0 seats and 1,000 seats; you wrote -1."),
        (
            {"seats": 1e9},
            "`seats` must lie between 0 seats and 1,000 seats; you wrote 1000000000.0.",
        ),
        ({"seats": float("nan")}, "`seats` needs a number of seats; you wrote nan."),
        ({"seats": 2.5}, "`seats` counts whole seats; 2.5 isn't."),
        ({"seats": None}, "`seats` needs a number of seats; you wrote None."),
        ({"seats": []}, "`seats` needs a number of seats; you wrote []."),
        (
            {"wait_s": "3 parsec"},
            "`wait_s` doesn't know the unit 'parsec'; it understands s, ms, min, h, sec, seconds.",
        ),
        ({"share": 10}, '`share` is a share between 0 and 1: write 0.1 or "10 %", not 10.'),
        ({"when_full": "panic"}, '`when_full` is one of "wait", "reject"; you wrote \'panic\'.'),
        ({"music": "loud"}, "`music` is True or False; you wrote 'loud'."),
        ({"seats": BLANK, "music": True}, "Still blank: `seats`."),
        ({"seets": 3}, "There is no setting 'seets'; did you mean `seats`?"),
        (
            {7: 3},
            "There is no setting 7; the names are `seats`, `wait_s`, `share`, `when_full` "
            "and `music`.",
        ),
    ],
)
def test_every_bad_value_gets_one_sentence(change, sentence):
    with pytest.raises(BadShape) as problem:
        SHAPE.read({**answer(), **change})
    assert str(problem.value) == sentence


@pytest.mark.parametrize(
    ("junk", "kind"), [("x", "a text"), ([1], "a list"), (None, "nothing (None)"), (3, "a number")]
)
def test_an_answer_that_is_no_table(junk, kind):
    with pytest.raises(BadShape, match="curly brackets") as problem:
        SHAPE.read(junk)
    assert kind in str(problem.value)


def test_a_missing_field_is_named():
    given = answer()
    del given["music"]
    with pytest.raises(BadShape, match="`music` is missing"):
        SHAPE.read(given)


def test_the_starting_cell_is_python_and_reads_as_not_started():
    cell = SHAPE.cell("plan")
    scope: dict = {}
    exec(cell, scope)
    assert "# how many" in cell
    with pytest.raises(NotStarted):
        SHAPE.read(scope["plan"])


def test_a_table_names_the_row():
    table = Table({"a": "first", "b": "second"}, Fields((Number("n", "count", 0, 9, start=1),)))
    scope: dict = {}
    exec(table.cell("t"), scope)
    with pytest.raises(NotStarted):
        table.read(scope["t"])
    with pytest.raises(BadShape, match='`n` must lie between 0 and 9; you wrote 12 for "b"'):
        table.read({"a": {"n": 2}, "b": {"n": 12}})
    with pytest.raises(BadShape, match="The row `b` is missing"):
        table.read({"a": {"n": 2}})


def test_picks_take_words_and_offer_the_nearest():
    picks = Picks("p", "which", ("rate", "time"), 3)
    assert picks.read("rate") == ("rate",)
    assert picks.read(["rate", "time", "time"]) == ("rate", "time", "time")
    for bad, words in [
        (["rat"], 'did you mean "rate"'),
        ([], "needs a list"),
        ([1], "names are"),
        (["rate"] * 4, "at most 3"),
    ]:
        with pytest.raises(BadShape, match=words):
            picks.read(bad)


def test_text_wants_the_learners_own_words():
    text = Text("Say:", 3, 5)
    scope: dict = {}
    exec(text.cell("t"), scope)
    with pytest.raises(NotStarted):
        text.read(scope["t"])
    assert text.read(" one two three ") == "one two three"
    for bad in ("one two", "a b c d e f", 7):
        with pytest.raises(BadShape):
            text.read(bad)


GROUPS = Groups({"pear": "a fruit", "apple": "another", "leek": "no fruit"}, "basket")


def test_groups_sort_everything_once():
    scope: dict = {}
    exec(GROUPS.cell("g"), scope)
    with pytest.raises(NotStarted):
        GROUPS.read(scope["g"])
    assert GROUPS.blank() == scope["g"]
    sorted_well = {"sweet": ["apple", "pear"], "rest": ("leek",), "spare": []}
    assert GROUPS.read(sorted_well) == {"sweet": ("apple", "pear"), "rest": ("leek",)}


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (7, "you gave a number"),
        ({"a": ["pear", "apple", "leek", "pear"]}, "in two baskets"),
        ({"a": ["pear"], "b": ["pear", "apple", "leek"]}, 'in two baskets, "a" and "b"'),
        ({"a": ["pear", "leek"]}, "Not in any basket yet: `apple`"),
        ({"a": ["peer"]}, 'did you mean "pear"'),
        ({"a": [7]}, "holds 7, which is not on the list"),
        ({"a": "pear"}, "square brackets"),
        ({1: ["pear"]}, "short name in quotes"),
        ({"x" * 50: ["pear"]}, "short name in quotes"),
    ],
)
def test_groups_say_what_is_wrong(bad, words):
    with pytest.raises(BadShape, match=words):
        GROUPS.read(bad)


def shout(given):
    if given == "no":
        raise BadShape("That can't be read.")
    return given


def test_written_takes_text_or_data():
    written = Written("Say:", shout, longest=20)
    scope: dict = {}
    exec(written.cell("w"), scope)
    for untouched in (scope["w"], "  ", BLANK, written.blank()):
        with pytest.raises(NotStarted):
            written.read(untouched)
    assert written.read(written.blank(), untouched=True) == "Say:"
    assert written.read("yes") == "yes"
    assert written.read({"a": 1}) == {"a": 1}
    for bad, words in [("no", "can't be read"), (["yes"], "you gave a list"), ("x" * 21, "longer")]:
        with pytest.raises(BadShape, match=words):
            written.read(bad)


ROWS = Rows(Fields((Number("days", "length", 0, 9), Flag("used", "seen?"))), 2, 3, 2, "slice")


def test_rows_are_read_in_the_learners_order():
    given = [{"days": 2, "used": True}, {"days": "1", "used": "no"}]
    assert ROWS.read(given) == [{"days": 2.0, "used": True}, {"days": 1.0, "used": False}]


def test_rows_as_handed_out_are_not_started():
    scope = {}
    exec(ROWS.cell("plan"), scope)
    assert scope["plan"] == ROWS.blank()
    for start in (BLANK, scope["plan"]):
        with pytest.raises(NotStarted):
            ROWS.read(start)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "The answer should be a list of slices in square brackets; you gave a dict."),
        ([], "The answer takes 2 to 3 slices; you gave 0."),
        ([{"days": 1, "used": True}] * 4, "The answer takes 2 to 3 slices; you gave 4."),
        (
            [{"days": 1, "used": True}, {"days": 99, "used": True}],
            "`days` must lie between 0 and 9; you wrote 99 in slice 2.",
        ),
        ([{"days": 1, "used": True}, {"days": 1}], "`used` is missing in slice 2."),
    ],
)
def test_rows_say_which_row_is_wrong(given, sentence):
    with pytest.raises(BadShape) as problem:
        ROWS.read(given)
    assert str(problem.value) == sentence


def test_picks_may_be_empty_where_that_is_an_answer():
    assert Picks("rules", "", ("a", "b"), 2, least=0).read([]) == ()
    with pytest.raises(BadShape):
        Picks("rules", "", ("a", "b"), 2).read([])


def test_a_written_document_is_parsed_and_read_but_never_run():
    import yaml

    def parse(given):
        try:
            data = yaml.safe_load(given) if isinstance(given, str) else given
        except yaml.YAMLError:
            raise ValueError("Not valid YAML.") from None
        if not isinstance(data, dict) or "rules" not in data:
            raise ValueError("A document begins with rules:.")
        return data["rules"]

    document = Written("rules: []\n# yours", parse)
    assert document.read("rules: [1]") == document.read({"rules": [1]}) == [1]
    for bad in ("rules: [", "x", "!!python/object/apply:os.getcwd []", 7, [], b"rules: []"):
        with pytest.raises(BadShape) as problem:
            document.read(bad)
        assert "\n" not in str(problem.value)


# ---- Sheet ---------------------------------------------------------------------------------------

SHEET = Sheet(
    columns=Fields(
        (
            Choice("dish", "what is cooked", ("soup", "cake")),
            Picks("cooks", "who cooks", ("ada", "ben"), 2, start=(), least=0),
            Number("hours", "how long", 0, 9, "hours", none="no end"),
        ),
        noun="column",
    ),
    head=Fields((Choice("day", "which day", ("friday", "sunday")),), noun="line"),
    low=1,
    high=2,
    given={"soup": "with leeks", "cake": "with pears"},
    noun="dish",
    nouns="dishes",
)
TYPED = """
day: Friday

dish | what | cooks | hours
# a remark
soup | with leeks | Ada, ben | 1.5
cake | with pears | -        | -
"""


def test_a_sheet_reads_its_head_and_rows():
    assert SHEET.read(TYPED) == {
        "day": "friday",
        "rows": [
            {"dish": "soup", "cooks": ("ada", "ben"), "hours": 1.5},
            {"dish": "cake", "cooks": (), "hours": None},
        ],
    }


def test_a_sheet_reads_the_same_as_data_and_with_bars_at_the_ends():
    data = {"day": "friday", "rows": [{"dish": "soup", "cooks": ["ada"], "hours": 2}]}
    typed = "day: friday\n|---|---|\n| soup | x | ada | 2 |"
    assert SHEET.read(data) == SHEET.read(typed)


def test_an_untouched_sheet_is_not_started_and_blank_rows_do_not_count():
    with pytest.raises(NotStarted):
        SHEET.read(SHEET.blank())
    one = SHEET.blank().replace("day: ...", "day: sunday").replace("-     | ...", "ada | 1", 1)
    assert [row["dish"] for row in SHEET.read(one)["rows"]] == ["soup"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Friday", "Monday", '`day` is one of "friday", "sunday"; you wrote'),
        ("day: Friday\n", "", "`day` is missing above the table"),
        ("ada, ben", "ada, bem", 'did you mean "ben" in dish "soup"'),
        ("| 1.5", "", "has 3 cells; a row is dish | what | cooks | hours"),
        ("| 1.5", "| ...", 'Still blank in dish "soup": `hours`'),
        ("cake |", "soup |", "The dish `soup` is there twice"),
        ("day:", "week:", "is no dish: a dish has bars or begins with `day`"),
        ("1.5", "50", "`hours` must lie between 0 hours and 9 hours"),
    ],
)
def test_a_wrong_sheet_gets_one_sentence(old, new, said):
    with pytest.raises(BadShape, match=re.escape(said)):
        SHEET.read(TYPED.replace("Ada", "ada").replace(old, new))


def test_a_sheet_counts_its_rows_and_wants_whole_ones():
    whole = replace(SHEET, whole=True)
    with pytest.raises(BadShape, match="Still blank or missing: `cake`"):
        whole.read(TYPED.replace("cake | with pears | -        | -", ""))
    few = replace(SHEET, low=2)
    with pytest.raises(BadShape, match="takes 2 to 2 dishes; you gave 1"):
        few.read(TYPED.replace("cake | with pears | -        | -", ""))


def test_a_line_may_be_made_into_something():
    line = Line("pair", "two numbers", parse=lambda text: tuple(map(int, text.split("-"))))
    assert line.read(" 1-2 ") == (1, 2)
    with pytest.raises(BadShape, match="invalid literal"):
        line.read("one-two")


EITHER = OrWritten(
    Fields((Number("n", "a number", 0, 9), Flag("lit", "is it lit?"))),
    lambda text: yaml.safe_load(text) if ":" in text else _refuse(),
    longest=40,
)


def _refuse():
    raise ValueError("There is no colon in your text.")


def test_fields_may_also_be_written():
    assert EITHER.read({"n": 3, "lit": True}) == {"n": 3, "lit": True}
    assert EITHER.read("n: 3\nlit: yes\nmore: kept") == {"n": 3, "lit": True, "more": "kept"}
    assert EITHER.blank() == {"n": ..., "lit": ...}
    assert EITHER.cell("x").startswith("x = {")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("words", "no colon"),
        ("n: 30\nlit: no", "between 0 and 9"),
        ("n: 3", "`lit` is missing"),
        ("n: " + "3" * 50, "longer than 40"),
        (7, "curly brackets"),
    ],
)
def test_a_text_for_fields_that_cannot_be_read(given, says):
    with pytest.raises(BadShape, match=says):
        EITHER.read(given)


@pytest.mark.parametrize("given", ["", "  ", ..., {"n": ..., "lit": ...}])
def test_fields_or_a_text_not_started(given):
    with pytest.raises(NotStarted):
        EITHER.read(given)


# Parts


PARTS = Parts(
    {
        "when": Fields((Number("start", "first minute", 0, 60, "min"),), noun="part"),
        "who": Picks("who", "names", ("ann", "bob"), 2),
        "steps": Rows(Fields((Choice("do", "what", ("mend", "wait")),)), 1, 3, 2, noun="step"),
    }
)


def test_parts_hand_out_a_cell_that_is_not_started():
    scope: dict = {}
    exec(PARTS.cell("plan"), scope)
    assert scope["plan"] == PARTS.blank()
    with pytest.raises(NotStarted):
        PARTS.read(scope["plan"])


def test_parts_are_read_one_by_one():
    answer = {"when": {"start": "30 s"}, "who": "ann", "steps": [{"do": "mend"}]}
    assert PARTS.read(answer) == {
        "when": {"start": 0.5},
        "who": ("ann",),
        "steps": [{"do": "mend"}],
    }


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"when": {"start": 99}}, "In `when`: `start` must lie between"),
        ({"who": ["cat"]}, "`who` doesn't know 'cat'"),
        ({"who": ...}, "Still blank: `who`"),
        ({"when": ...}, "Still blank: `when`"),
        ({"steps": []}, "In `steps`: The answer takes 1 to 3 steps"),
        ({"steps": [{"do": ...}]}, "In `steps`: Still blank in step 1"),
        ({"whom": 1}, "There is no part 'whom'; did you mean `who`?"),
    ],
)
def test_a_part_that_cannot_be_read_is_named(change, says):
    answer = {"when": {"start": 3}, "who": "ann", "steps": [{"do": "mend"}], **change}
    with pytest.raises(BadShape) as problem:
        PARTS.read(answer)
    assert says in str(problem.value)


def test_a_missing_part_is_named():
    with pytest.raises(BadShape, match="`steps` is missing"):
        PARTS.read({"when": {"start": 3}, "who": "ann"})


def test_days_are_understood_where_minutes_are():
    assert Number("n", "", 0, 10_000, "min").read("3 d") == 4_320
