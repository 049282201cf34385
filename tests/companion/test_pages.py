"""Review, recall and progress as the learner's buttons find them, without a browser."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tpo.companion import page, progress, review
from tpo.companion.page import Page
from tpo.learner.cards import deposit
from tpo.learner.ledger import open_ledger
from tpo.trouble import TroubleError

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)  # the companion's clock in these tests


def press(shown, name, /, kind="do", **fields):
    shown._receive(shown, {"kind": kind, "name": name, "fields": fields}, None)
    return shown.notice


def buttons(shown):
    return re.findall(r'data-do="([^"]+)"', shown.html)


# ---- the page itself -----------------------------------------------------------------------------


def test_a_button_draws_anew_and_a_field_leaves_the_page_alone():
    seen = []
    shown = Page(lambda: f"<p>{len(seen)}</p>", lambda name, fields: seen.append(name) or "kept")
    press(shown, "a")
    assert (shown.html, shown.notice) == ("<p>1</p>", "kept")
    press(shown, "b", kind="keep")
    assert shown.html == "<p>1</p>"


@pytest.mark.parametrize(
    "content", [None, [], {}, {"kind": "do"}, {"kind": "do", "name": "a"}, {"kind": "x", "name": "a", "fields": {}}]
)  # fmt: skip
def test_what_no_page_would_send_is_ignored(content):
    shown = Page(lambda: "", lambda *_: pytest.fail("acted"))
    shown._receive(shown, content, None)


def test_a_failure_is_one_sentence_and_the_page_stays():
    shown = Page(lambda: "<p>here</p>", lambda *_: 1 / 0)  # type: ignore[arg-type, return-value]
    assert press(shown, "a") == "That did not work (ZeroDivisionError: division by zero)."
    assert shown.html == "<p>here</p>"


def test_a_file_needs_nothing_else():
    text = page.file("A <title>", "<p>body</p>")
    assert "A &lt;title&gt;" in text
    assert not re.search(r"<script|src=|href=|@import|url\(", text)


# ---- recall --------------------------------------------------------------------------------------


def test_an_answered_question_of_the_quartet_counts_as_a_review(book):
    shown = review.quartet_page("M06", book)
    assert len(buttons(shown)) == 12
    told = press(shown, "rate 1 recall:M06:1")
    assert told == "Noted. This card comes back tomorrow."
    assert [(r.card, r.rating) for r in book.reviews()] == [("recall:M06:1", 1)]
    assert len(buttons(shown)) == 9
    assert "Noted: missed it. Back tomorrow." in shown.html


def test_a_quartet_takes_no_card_that_is_not_its_own(book):
    shown = review.quartet_page("M06", book)
    for name in ("rate 3 term:goodput", "rate 9 recall:M06:1", "rate", "open recall:M06:1"):
        assert press(shown, name) == ""
    assert book.reviews() == []


def test_without_a_kernel_the_quartet_reads_as_before():
    from tpo.learner.recall import card

    bundle = review.quartet_page("M06")._repr_mimebundle_()
    assert bundle is not None
    assert bundle[0]["text/html"] == card("M06")
    assert bundle[0]["text/plain"].startswith("1. ")


# ---- review --------------------------------------------------------------------------------------


@pytest.fixture
def shown(book, tmp_path):
    deposit(book, "M06")
    return review.review_page(book, tmp_path)


def test_the_answer_shows_only_when_it_is_asked_for(book, shown):
    [card] = [b.removeprefix("open ") for b in buttons(shown) if b.startswith("open ")]
    assert 'id="answer"' not in shown.html
    press(shown, f"open {card}")
    assert 'id="answer"' in shown.html
    assert f"rate 3 {card}" in buttons(shown)
    press(shown, f"rate 3 {card}")
    assert [r.card for r in book.reviews()] == [card]
    assert card not in " ".join(buttons(shown))


def test_after_the_last_card_it_says_when_the_next_one_comes(book, shown):
    for _ in range(20):
        waiting = [b.removeprefix("open ") for b in buttons(shown) if b.startswith("open ")]
        if not waiting:
            break
        press(shown, f"open {waiting[0]}")
        press(shown, f"rate 3 {waiting[0]}")
    assert "Nothing more today" in shown.html
    assert "5 cards come back on Wednesday 4 March." in shown.html
    assert "you have not seen yet" in shown.html


def test_a_beginner_is_told_where_cards_come_from(book):
    assert "They come by themselves" in review.review_page(book).html


def test_the_words_met_can_be_looked_up(book, shown):
    assert "Look up one of" in shown.html
    assert "goodput</th>" in shown.html
    assert "Your glossary" not in review.review_page(open_ledger(None)).html


def test_own_cards_are_added_escaped_and_taken_out(book, shown):
    assert "nothing was added" in press(shown, "add", term="x", question=" ", answer="y")
    assert press(shown, "add", term="<b>slack</b>", question="Why?", answer="Room.") == (
        "“<b>slack</b>” is in your deck."
    )
    assert "&lt;b&gt;slack" in shown.html
    assert "<b>slack" not in shown.html
    press(shown, "withdraw <b>slack</b>")
    assert book.terms() == []


def test_sheet_csv_and_anki_go_into_the_workspace(book, shown, tmp_path):
    assert press(shown, "sheet") == "Written to review/sheet-2026-03-02.html in your workspace."
    press(shown, "csv")
    press(shown, "anki")
    found = {p.name: p.read_text("utf-8") for p in (tmp_path / "review").iterdir()}
    assert set(found) == {"sheet-2026-03-02.html", "cards.csv", "cards-for-anki.txt"}
    assert found["sheet-2026-03-02.html"].count("☐ knew it") == 10
    assert "Explained to" in found["sheet-2026-03-02.html"]
    assert "2 March to 8 March 2026" in found["sheet-2026-03-02.html"]
    assert found["cards.csv"].startswith("\ufeffid,kind")  # so that spreadsheets read it as UTF-8


def test_without_a_workspace_nothing_is_written_and_it_says_so(book):
    with pytest.raises(TroubleError, match="no workspace"):
        review.export("csv", book, None)


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (0, "today"),
        (-3, "today"),
        (1, "tomorrow"),
        (2, "on Wednesday 4 March"),
        (400, "in April 2027"),
    ],
)
def test_days_are_said_as_people_say_them(ahead, words):
    assert review.day_words(NOON.astimezone().date() + timedelta(days=ahead)) == words


# ---- progress ------------------------------------------------------------------------------------


def test_a_beginner_s_page_divides_by_nothing(book):
    text = progress.body(book)
    assert "No predictions on record yet" in text
    assert "<svg" not in text
    assert "○ not begun" in text


def test_numbers_come_from_the_record(worked):
    for n in range(10):
        worked.add_prediction(f"W06{'abcdefghij'[n]}", "?", "x", 90, n < 5)
    worked.add_hint("6.3", "6.3a", 0)
    worked.add_note("asked", "Who else retries?")
    text = progress.body(worked)
    assert "<b>7 of 8</b>" in text  # 3.5 is marked by a person and doesn't count
    assert "<b>1.1</b><span>tries for each exercise" in text
    assert "<b>1</b><span>hint read" in text
    assert "<b>1</b><span>question asked at work" in text
    assert "10 predictions: on average you were 90 % sure, and 50 % came true." in text
    assert "You were 40 points surer than right" in text
    assert "At “90 % sure”, 5 of 10 came true." in text


def test_the_curve_has_words_a_table_and_more_than_colour(worked):
    worked.add_prediction("W06a", "?", "x", 70, True)
    text = progress.body(worked)
    [said] = re.findall(r'role="img" aria-label="([^"]+)"', text)
    assert "One prediction" in said
    assert "<title>How sure, how right</title>" in text
    assert "1 of 1" in text  # each point carries its numbers
    assert "The same as a table" in text


def test_the_page_is_saved_as_one_file(worked, tmp_path):
    shown = progress.progress_page(worked, tmp_path)
    assert press(shown, "save") == "Written to progress.html in your workspace."
    text = (tmp_path / "progress.html").read_text("utf-8")
    assert "Where you stand" in text
    assert "<button" not in text
    press(shown, "refresh")
    assert "Where you stand" in shown.html


def test_what_a_learner_typed_is_never_html(worked):
    worked.warning = "<script>"
    assert "<script>" not in progress.body(worked)
