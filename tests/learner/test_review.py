import csv
import io
from datetime import UTC, datetime, timedelta

import pytest

from tpo.learner import review
from tpo.learner.cards import deposit
from tpo.learner.ledger import Review, open_ledger

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def log(*ratings, start=NOON, days=0):
    return [
        Review("own:x", r, (start + timedelta(days=days * n)).isoformat())
        for n, r in enumerate(ratings)
    ]


def days(reviews):
    day = review.due_day(reviews)
    assert day is not None
    return (day - review.local(datetime.fromisoformat(reviews[-1].at))).days


@pytest.fixture
def book():
    made = open_ledger(None)
    made.add_term("lead time", "Why two numbers?", "Two clocks.")
    deposit(made, "M06")
    return made


def rate(book, card, rating, at):
    book._connection.execute("INSERT INTO reviews VALUES (?, ?, ?)", (card, rating, at.isoformat()))


def test_a_card_never_seen_has_no_day():
    assert review.due_day([]) is None


def test_a_miss_comes_back_tomorrow_and_what_is_known_later_and_later():
    assert days(log(1)) == 1
    assert days(log(3)) == 2
    gaps, reviews, at = [], [], NOON
    for _ in range(4):
        reviews.append(Review("own:x", 3, at.isoformat()))
        gaps.append(days(reviews))
        at += timedelta(days=gaps[-1])
    assert gaps == sorted(gaps)
    assert gaps[-1] > 30
    assert days([*reviews, Review("own:x", 1, at.isoformat())]) < 7


def test_the_days_are_those_of_the_package_itself():
    from fsrs import Card, Rating, Scheduler

    scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card = Card(card_id=7)
    for made in log(3, 2, 1, 3, days=5):
        card, _ = scheduler.review_card(card, Rating(made.rating), datetime.fromisoformat(made.at))
    assert review.due_day(log(3, 2, 1, 3, days=5)) == review.local(card.due)


def test_a_clock_set_back_changes_nothing():
    assert review.due_day([*log(3), *log(3, start=NOON - timedelta(days=9))]) == review.due_day(
        log(3)
    )


def test_today_brings_what_is_due_and_a_few_new_ones(book):
    rate(book, "own:lead time", 1, NOON - timedelta(days=3))
    rate(book, "term:goodput", 3, NOON)
    waiting = review.due(book, NOON)
    assert waiting[0].card.id == "own:lead time"
    assert "term:goodput" not in [s.card.id for s in waiting]
    assert [s.due for s in waiting[1:]] == [None] * (review.NEW_A_DAY - 1)  # one was begun today
    assert len(review.due(book, NOON + timedelta(days=1))) == review.NEW_A_DAY + 1


def test_the_first_due_stands_first_and_counts_its_misses(book):
    rate(book, "term:goodput", 3, NOON)
    rate(book, "own:lead time", 1, NOON)
    first, second, *new = review.standings(book)
    assert (first.card.id, first.reviews, first.missed) == ("own:lead time", 1, 1)
    assert second.card.id == "term:goodput"
    assert all(s.due is None for s in new)


def test_a_rating_of_today_is_found_and_one_of_yesterday_is_not(book):
    rate(book, "own:lead time", 2, NOON)
    assert review.rated_today(book, "own:lead time", NOON) == 2
    assert review.rated_today(book, "own:lead time", NOON + timedelta(days=1)) is None


def test_the_week_holds_ten_cards_and_nothing_that_is_due_later(book):
    rate(book, "own:lead time", 1, NOON)
    for n in range(3):
        rate(book, "term:goodput", 3, NOON - timedelta(days=40 - 12 * n))
    found = review.week(book, NOON)
    assert len(found) == 10
    assert found[0].card.id == "own:lead time"
    assert "term:goodput" not in [s.card.id for s in found]


def test_csv_reads_back_and_a_formula_stays_a_text(book):
    book.add_term("sum", "=1+1?", 'Say "two", and\nmean it.')
    rows = list(csv.DictReader(io.StringIO(review.as_csv(review.standings(book)))))
    assert len(rows) == len(review.standings(book))
    [row] = [row for row in rows if row["id"] == "own:sum"]
    assert row["question"] == "'=1+1?"
    assert row["answer"] == 'Say "two", and\nmean it.'
    assert row["reviews"] == "0"


def test_anki_gets_its_headers_and_three_columns_a_card(book):
    book.add_term("tab", "A\ttab and\na line?", "Yes.")
    text = review.as_anki(review.standings(book))
    head = [line for line in text.splitlines() if line.startswith("#")]
    assert head[0] == "#separator:tab"
    assert "#columns:Front\tBack\tTags" in head
    rows = list(csv.reader(text.splitlines()[len(head) :], delimiter="\t"))
    assert len(rows) == len(review.standings(book))
    assert {len(row) for row in rows} == {3}
    assert ["A tab and a line?", "Yes.", "two-languages own"] in rows
