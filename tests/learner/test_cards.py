import pytest

from tpo import case
from tpo.authoring.module import modules
from tpo.learner import cards
from tpo.learner.ledger import open_ledger
from tpo.paths import checkout


@pytest.fixture
def book():
    return open_ledger(None)


def miss(
    book,
    message="6.3a",
    exercise="6.3",
    said="13.8 calls for each.\nWe ran.\nIt stood.\nWhy.\nNext?",
):
    book.add_attempt(exercise, "not yet", message, {}, 0.0, said)


def test_a_beginner_has_no_cards(book):
    assert cards.deck(book) == []


def test_a_lesson_s_words_join_the_deck_once_they_are_deposited(book):
    cards.deposit(book, "M06")
    cards.deposit(book, "M06")
    assert len(book.notes(cards.DEPOSITED)) == 1
    deck = cards.deck(book)
    assert [card.id for card in deck] == [f"term:{term}" for term in case.glossary("M06")]
    assert {card.module for card in deck} == {"M06"}


def test_a_card_of_a_word_asks_a_question_and_answers_with_its_meaning():
    [card] = [card for card in cards.terms("M06") if card.id == "term:percentile"]
    term = case.glossary()["percentile"]
    assert card.question == term.question
    assert card.answer.startswith(term.answer)
    assert card.answer.endswith(term.plain)


def test_a_misconception_makes_one_card_from_the_run_s_own_words(book):
    miss(book)
    miss(book)
    [card] = cards.missed(book)
    assert card.id == "missed:6.3a"
    assert "“13.8 calls for each.”" in card.question
    assert card.answer == "Why. Next?"
    assert "6.3, Tame the storm" in card.about


@pytest.mark.parametrize(
    "other",
    [
        {"message": "6.3:shape"},
        {"message": "6.3:right"},
        {"exercise": "99.1", "message": "99.1a"},  # an exercise that is gone
        {"said": ""},  # a record of the ledger's first version
    ],
)
def test_what_names_no_misconception_makes_no_card(book, other):
    miss(book, **other)
    assert cards.missed(book) == []


def test_a_question_of_a_lesson_joins_the_deck_when_it_was_answered(book):
    assert len(cards.quartet("M06")) == 4
    book.add_review("recall:M06:2", 3)
    book.add_review("recall:M99:1", 3)  # a lesson that is gone
    assert [card.id for card in cards.deck(book)] == ["recall:M06:2"]


def test_a_glossary_question_of_a_lesson_counts_for_its_word(book):
    named = [card for card in cards.quartet("M06") if card.id.startswith("term:")]
    assert [card.about for card in named] == ["From the glossary"]
    book.add_review(named[0].id, 1)
    cards.deposit(book, "M03")
    assert [card.id for card in cards.deck(book)].count(named[0].id) == 1


def test_every_lesson_opens_with_four_questions_whose_words_are_in_the_glossary():
    for module in modules(checkout()):
        if "recall" not in module.plan:
            continue
        found = cards.quartet(module.id)
        assert len(found) == 4, module.id
        for card in found:
            if card.id.startswith("term:"):
                assert card.id.removeprefix("term:") in case.glossary(), card.id


def test_own_cards_come_first_and_can_be_withdrawn(book):
    cards.deposit(book, "M06")
    book.add_term("lead time", "Why two numbers?", "Two clocks.")
    assert cards.deck(book)[0].id == "own:lead time"
    book.add_term("lead time", "", "")
    assert "own:lead time" not in [card.id for card in cards.deck(book)]


@pytest.mark.parametrize(
    ("id", "module"),
    [
        ("6.3", "M06"),
        ("14.1", "M14"),
        ("W06a", "M06"),
        ("6.3 expected", ""),
        ("pre-A", ""),
        ("", ""),
    ],
)
def test_the_module_of_an_id(id, module):
    assert cards.module_of(id) == module
