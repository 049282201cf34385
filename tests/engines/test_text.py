import pytest

from tpo.engines.text import amounts, labelled, mentions, says_chance, says_date, source_of


@pytest.mark.parametrize(
    ("text", "euros"),
    [
        ("€58.2 k lost", [58_200]),
        ("71,600 euros", [71_600]),
        ("€0.21 million", [210_000]),
        ("12.2 k€ and 36.5 k€", [12_200, 36_500]),
        ("EUR 1 250.50", [1250.5]),
        ("costs €1,500 per month, €9,000 once", [1500, 9000]),
        ("62 % of 38,700 bookings", []),
        ("", []),
    ],
)
def test_amounts(text, euros):
    assert [a.eur for a in amounts(text)] == pytest.approx(euros)


def test_a_rounded_amount_has_its_source():
    bill = {"lost revenue": 58_187.0, "total": 214_262.0}
    [lost, total, wrong] = amounts("€58.2 k, about €214 k, and €240 k")
    assert source_of(lost, bill) == "lost revenue"
    assert source_of(total, bill) == "total"
    assert source_of(wrong, bill) is None


@pytest.mark.parametrize(
    "text", ["by 8 June", "on Monday", "2026-06-08", "in week 32", "by end of Q3", "08/06"]
)
def test_dates(text):
    assert says_date(text)


@pytest.mark.parametrize("text", ["soon", "as early as possible", "we may", "march on"])
def test_no_dates(text):
    assert not says_date(text)


@pytest.mark.parametrize(
    "text", ["30 %", "once a year", "one in ten", "3 in 20", "every peak season"]
)
def test_chances(text):
    assert says_chance(text)


@pytest.mark.parametrize("text", ["it might help", "€4.2 k from September", "in 20 days"])
def test_no_chances(text):
    assert not says_chance(text)


def test_labelled_lines_in_any_dress():
    text = "- **What it cost:** €3\nmore\n## Ask: decide\n"
    assert labelled(text, ["What it cost", "Ask", "Risk"]) == {
        "What it cost": "€3\nmore",
        "Ask": "decide",
        "Risk": "",
    }


def test_words_are_found_at_their_beginning():
    assert mentions("Retries again", ["retr"])
    assert not mentions("the preorder", ["order"])
