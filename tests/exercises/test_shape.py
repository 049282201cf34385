import pytest

from tests.exercises.toy import TOY, answer
from tpo.exercises.shape import (
    BLANK,
    BadShape,
    Document,
    Fields,
    NotStarted,
    Number,
    Picks,
    Table,
    Text,
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


def test_a_document_is_parsed_and_read_but_never_run():
    import yaml

    def reads(data):
        if not isinstance(data, dict) or "rules" not in data:
            raise ValueError("A document begins with rules:.")
        return data["rules"]

    def parse(text):
        try:
            return yaml.safe_load(text)
        except yaml.YAMLError:
            raise ValueError("Not valid YAML.") from None

    document = Document("rules: []\n# yours", parse, reads)
    scope: dict = {}
    exec(document.cell("d"), scope)
    for untouched in (scope["d"], document.blank(), "", ...):
        with pytest.raises(NotStarted):
            document.read(untouched)
    assert document.read(scope["d"], untouched=True) == []
    assert document.read("rules: [1]") == document.read({"rules": [1]}) == [1]
    for bad in ("rules: [", "x", "!!python/object/apply:os.getcwd []", 7, [], b"rules: []"):
        with pytest.raises(BadShape) as problem:
            document.read(bad)
        assert "\n" not in str(problem.value)
