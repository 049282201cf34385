"""The portfolio: three views, nothing personal, nothing that needs the network or a name."""

import json
import re
from datetime import date
from html.parser import HTMLParser

import pytest

from tpo.companion.portfolio import gather, show
from tpo.companion.portfolio.build import VIEWS, build
from tpo.companion.portfolio.shelf import shelf_page
from tpo.trouble import TroubleError

TODAY = date(2026, 3, 2)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360"
    "000002000154a24f5d0000000049454e44ae426082"
)


def share(book, *ids, reflection=""):
    for id in ids:
        book.add_artefact(gather.CHOICE + id, {"share": True, "reflection": reflection})


def own(book, text, title="Brown-bag talk"):
    book.add_artefact("piece:talk", {"title": title, "module": "M13", "text": text})
    share(book, "piece:talk")


def made(book, folder, view="employer", **more):
    built = build(book, folder, view, TODAY, **more)
    assert [f.sentence for f in built.findings] == []
    names = ("index.html", "portfolio.md", "manifest.json")
    page, text, data = ((built.folder / name).read_text("utf-8") for name in names)
    return page, text, json.loads(data)


class Page(HTMLParser):
    """Collects what a page would load, pictures without words, and tags left open."""

    VOID = ("meta", "img", "br", "hr", "input", "rect", "line", "circle", "polyline", "polygon")

    def __init__(self, text):
        super().__init__()
        self.loads, self.mute, self.open = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        for name in ("src", "href"):
            if name in values and not values[name].startswith("data:"):
                self.loads.append(values[name])
        if tag in ("img", "svg") and not (values.get("alt") or values.get("aria-label")):
            self.mute.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            assert self.open.pop() == tag

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()


# ---- what is gathered ----------------------------------------------------------------------------


def test_every_exercise_tried_is_one_piece_with_its_last_right_answer(worked):
    worked.add_attempt("6.3", "not yet", "6.3a", {"worse": True})
    worked.add_attempt("5.3", "your cell raised", None, None)
    worked.add_attempt("99.1", "right", None, {})
    found = {piece.id: piece for piece in gather.pieces(worked)}
    assert "99.1" not in found
    assert list(found) == ["3.1", "3.2", "3.5", "4.3", "5.3", "6.2", "6.3", "6.4", "7.3"]
    piece = found["6.3"]
    assert (piece.state, piece.tries, piece.competency) == ("passed", 3, "Load and failure")
    assert piece.body["gateway_tries"] == 1
    assert piece.hash == gather.answer_hash("6.3", piece.body)
    assert "of bookings live through Address Friday" in piece.said
    assert not piece.shared


def test_what_was_never_right_is_a_draft_without_a_hash(book):
    book.add_attempt("6.3", "not yet", "6.3a", {"x": 1})
    [piece] = gather.pieces(book)
    assert (piece.state, piece.hash, piece.said) == ("draft", "", "")


def test_the_hash_changes_with_the_answer_and_not_with_the_order_of_its_keys():
    assert gather.answer_hash("6.3", {"a": 1, "b": 2}) == gather.answer_hash(
        "6.3", {"b": 2, "a": 1}
    )
    assert gather.answer_hash("6.3", {"a": 1}) != gather.answer_hash("6.3", {"a": 2})
    assert gather.answer_hash("6.3", {"a": 1}) != gather.answer_hash("6.2", {"a": 1})


def test_every_introduced_exercise_exists():
    from tpo.exercises import find

    for id in gather.tasks():
        assert find(id).id == id


# ---- the three views -----------------------------------------------------------------------------


@pytest.mark.parametrize("view", VIEWS)
def test_a_page_opens_offline_names_every_picture_and_is_well_formed(worked, tmp_path, view):
    share(worked, "3.1", "6.3", "3.5", reflection="I would ask <who> else retries.")
    worked.add_prediction("W06a", "?", "x", 70, True)
    (tmp_path / "a b.png").write_bytes(PNG)
    own(worked, "# Talk\n\n![A staircase](<a b.png>)\n\n<script>alert(1)</script>")
    (tmp_path / "step.png").write_bytes(PNG)
    own(worked, "# Talk\n\n![A staircase](step.png)\n\n<script>alert(1)</script>")
    page, text, data = made(worked, tmp_path, view)
    read = Page(page)
    assert (read.loads, read.mute, read.open) == ([], [], [])
    assert "<script" not in page
    assert "I would ask &lt;who&gt; else retries." in page
    assert data["view"] == view
    assert text.startswith("# Portfolio")


def test_an_employer_sees_what_is_shared_and_no_score(worked, tmp_path):
    share(worked, "6.3", reflection="My first idea was more tries.")
    page, text, data = made(worked, tmp_path)
    assert [piece["id"] for piece in data["pieces"]] == ["6.3"]
    assert set(data["pieces"][0]) == {
        *("id", "title", "competency", "module", "state", "date"),
        *("passed_check_sha256", "reflection", "shared"),
    }  # fmt: skip
    for shown in (page, text):
        assert "Tame the storm" in shown
        assert "My first idea was more tries." in shown
        assert "What the run reported" in shown
        assert "points" not in shown
        assert "Criteria versus wrong builds" not in shown
    assert re.search(r"1 of them passed by running", page)


def test_an_instructor_sees_scores_and_tries_of_everything_but_no_private_word(worked, tmp_path):
    worked.add_artefact(gather.CHOICE + "6.3", {"share": False, "reflection": "Between us: hard."})
    page, text, data = made(worked, tmp_path, "instructor")
    assert len(data["pieces"]) == 9
    [row] = [piece for piece in data["pieces"] if piece["id"] == "6.3"]
    assert (row["points"], row["tries"], row["messages"]) == (12, 2, ["6.3a", "6.3:right"])
    assert "12 points in the public scenario; 2 tries, 0 hints." in page
    assert "Between us" not in page + text + json.dumps(data)


def test_a_mentor_gets_three_pieces_and_three_questions(worked, tmp_path):
    share(worked, "3.1", "6.2", "6.3", "7.3")
    page, _, data = made(worked, tmp_path, "mentor")
    assert len(data["pieces"]) == 3
    asked = page.split("Three questions for you")[1].split("</ol>")[0]
    assert asked.count("<li>") == 3
    worked.add_artefact(gather.SETTINGS, {"questions": "How did you begin?"})
    page, _, _ = made(worked, tmp_path, "mentor")
    asked = page.split("Three questions for you")[1].split("</ol>")[0]
    assert asked.count("<li>") == 3
    assert "How did you begin?" in asked


def test_a_draft_is_marked_as_one(book, tmp_path):
    book.add_attempt("6.3", "not yet", "6.3a", {"workers": 64})
    share(book, "6.3")
    page, text, data = made(book, tmp_path)
    assert data["pieces"][0]["state"] == "draft"
    assert "Draft · " in page
    assert "*Draft, " in text
    assert "What the run reported" not in page


def test_prose_is_never_called_passed_by_a_run(worked, tmp_path):
    share(worked, "3.5")
    page, _, _ = made(worked, tmp_path)
    assert "What the run reported" not in page
    assert "<b>Story:</b>" in page


@pytest.mark.parametrize("view", ["employer", "mentor"])
def test_with_nothing_shared_it_says_what_to_do(worked, tmp_path, view):
    with pytest.raises(TroubleError, match="Nothing is shared yet"):
        build(worked, tmp_path, view, TODAY)


# ---- what must be settled first ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Sandra liked it", "Brown-bag talk: “Sandra” looks like a person's name."),
        ("![](step.png)", "a picture without words"),
        ("![A stair](gone.png)", "a picture that is not in your workspace"),
        ("![A stair](../secret.png)", "a picture that is not in your workspace"),
        ("![A stair](https://example.org/x.png)", "a picture from elsewhere"),
        ("[plan](plans/plan.xlsx)", "a link that works only on your computer"),
        ("Acme bought it", "a word on your own list"),
    ],
)
def test_nothing_is_written_before_it_is_settled(book, tmp_path, text, sentence):
    (tmp_path / "step.png").write_bytes(PNG)
    (tmp_path.parent / "secret.png").write_bytes(PNG)
    book.add_artefact(gather.SETTINGS, {"keep_out": "acme"})
    own(book, text)
    built = build(book, tmp_path, "employer", TODAY)
    assert sentence in built.findings[0].sentence
    assert not built.folder.exists()


def test_reflection_title_and_first_page_are_searched_and_the_contact_is_not(book, tmp_path):
    own(book, "Fine.", title="For Sandra")
    share(book, "piece:talk", reflection="Ask peter@acme.com")
    book.add_artefact(
        gather.SETTINGS,
        {"about": "With Piet Hein.", "contact": "me@home.org", "name": "Sandra Berg"},
    )
    quotes = {f.quote for f in build(book, tmp_path, "employer", TODAY).findings}
    assert quotes == {"Sandra", "peter@acme.com", "Piet Hein"}


def test_pictures_travel_with_the_markdown_and_inside_the_page(book, tmp_path):
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "step.png").write_bytes(PNG)
    own(book, "![A stair](pictures/step.png)")
    page, text, _ = made(book, tmp_path)
    assert 'alt="A stair" src="data:image/png;base64,' in page
    assert "![A stair](images/pictures-step.png)" in text
    assert (tmp_path / "portfolio/employer/images/pictures-step.png").read_bytes() == PNG
    own(book, "No picture any more.")
    made(book, tmp_path)
    assert not list((tmp_path / "portfolio/employer/images").iterdir())


def test_somebody_elses_folder_is_not_written_into(worked, tmp_path):
    share(worked, "6.3")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "index.html").write_text("mine")
    with pytest.raises(TroubleError, match="holds other files"):
        build(worked, tmp_path, "employer", TODAY, out=tmp_path / "mine")
    assert (tmp_path / "mine" / "index.html").read_text() == "mine"


def test_the_same_record_gives_the_same_bytes(worked, tmp_path):
    share(worked, "3.1", "6.3")
    one = made(worked, tmp_path, out=tmp_path / "one")
    assert made(worked, tmp_path, out=tmp_path / "two") == one


# ---- how answers are shown -----------------------------------------------------------------------


def test_data_is_a_table_in_the_exercises_own_words(worked):
    found = {piece.id: piece for piece in gather.pieces(worked)}
    header, rows = show.table("6.3", found["6.3"].body)
    assert header == ["Decision", "Choice", "What it means"]
    assert rows[-1][:2] == ["Idempotency key", "yes"]
    header, rows = show.table("6.4", found["6.4"].body)
    assert header[1] == "Ttl (s)"
    assert rows[0][0] == "Tracking status"


@pytest.mark.parametrize(
    "body", [None, 7, True, [], {}, ["a", {"b": 1}], {"a": None}, "repr <x>", {"": [[]]}]
)
def test_any_recorded_answer_can_be_shown(body):
    for id in ("6.3", "6.4", "3.2", "3.1", "4.4", "99.9"):
        assert isinstance(show.as_html(id, body), str)
        assert isinstance(show.as_markdown(id, body), str)


def test_a_map_is_drawn_and_said_in_words():
    text = "flowchart LR\n a[Shop] -->|ask| b[Booking]\n b -.->|tell| c[Trill]\n c -->|back| b"
    shown = show.as_html("4.1", text)
    [said] = re.findall(r'aria-label="([^"]+)"', shown)
    assert said == (
        "System map with 3 parts and 3 arrows: Shop to Booking; Booking to Trill; Trill to Booking."
    )
    assert shown.count("<rect") == 4  # three boxes on the paper
    assert shown.count("<polygon") == 3
    assert "The map as text" in shown
    assert text.split("\n")[1].strip().replace(">", "&gt;") in shown


@pytest.mark.parametrize("text", ["flowchart LR", "Feature: x\n", "flowchart LR\n a -->", ""])
def test_what_is_no_map_is_not_drawn(text):
    assert "<svg" not in show.as_html("4.1", text)


# ---- the shelf -----------------------------------------------------------------------------------


def press(shown, name, /, kind="do", **fields):
    shown._receive(shown, {"kind": kind, "name": name, "fields": fields}, None)
    return shown.notice


def test_the_shelf_shares_comments_and_builds(worked, tmp_path):
    shown = shelf_page(worked, tmp_path)
    assert "Nothing is shared yet" in press(shown, "build employer")
    fields = {"share:6.3": True, "say:6.3": "More tries were the outage."}
    assert press(shown, "piece 6.3", kind="keep", **fields) == "Kept. It is shared."
    press(shown, "cover", kind="keep", name="Nadia Berger", headline="Between two languages")
    told = press(shown, "build employer")
    assert told.startswith("Written with one piece: portfolio/employer/index.html")
    page = (tmp_path / "portfolio/employer/index.html").read_text("utf-8")
    assert "<h1>Nadia Berger</h1>" in page
    assert "More tries were the outage." in page
    assert "checked" in shelf_page(worked, tmp_path).html


def test_the_shelf_names_what_to_settle_and_lets_it_stay(worked, tmp_path):
    shown = shelf_page(worked, tmp_path)
    press(shown, "piece 6.3", kind="keep", **{"share:6.3": True, "say:6.3": "Sandra & I decided."})
    assert press(shown, "build employer").startswith("Nothing was written. ")
    assert 'data-do="fine Sandra"' in shown.html
    press(shown, "fine Sandra")
    assert "To settle first" not in shown.html
    assert press(shown, "build employer").startswith("Written")


def test_the_shelf_takes_own_pieces_in_and_out(worked, tmp_path):
    shown = shelf_page(worked, tmp_path)
    assert "nothing was added" in press(shown, "add", title="", text="x", module="M13")
    assert "on your shelf" in press(shown, "add", title="A <b>brief</b>", text="x", module="M13")
    assert "&lt;b&gt;brief" in shown.html
    [name] = re.findall(r'data-do="remove ([^"]+)"', shown.html)
    press(shown, f"remove {name}")
    assert "remove" not in shown.html
    assert press(shown, "remove 6.3") == ""


def test_a_beginner_s_shelf_says_how_it_fills(book, tmp_path):
    assert "Answers appear here after your first check" in shelf_page(book, tmp_path).html
