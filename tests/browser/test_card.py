"""The card in a browser, without Jupyter: Python's side is a fake that answers when told to."""

import json
from pathlib import Path

import pytest

import tpo.labs
from tpo.labs.widget import LabWidget

pytestmark = pytest.mark.browser

SPEC = {
    "id": "T01",
    "title": "The van",
    "intro": "Load the van, then drive.",
    "controls": [
        {"kind": "range", "name": "load", "label": "Parcels", "labels": [f"{n} kg" for n in range(21)]},
        {"kind": "choice", "name": "route", "label": "Route", "labels": ["Short", "Long"]},
        {"kind": "toggle", "name": "rain", "label": "It rains", "labels": ["off", "on"]},
    ],
    "question": "How long does it take?",
    "answer": ["30 min", "60 min", "2 h"],
    "confidences": [50, 60, 70, 80, 90, 99],
    "so_what": "What would you tell the depot?",
}  # fmt: skip
LOCKED = {"locked": True, "notice": ""}
OPEN = {
    "locked": False,
    "notice": "",
    "note": "",
    "reveal": {
        "said": "30 min",
        "confidence": 70,
        "says": "60 min",
        "right": False,
        "explain": "Twice the way.",
        "sentence": "You said 30 min, 70 % sure. The run says 60 min.",
    },
}
VIEW = {
    "svg": '<svg viewBox="0 0 600 200"><rect width="600" height="200"/></svg>',
    "sentence": "At the start.",
    "error": "",
    "positions": [4, 0, 0],
    "draft": False,
    "reply_to": None,
}
FAKE_MODEL = """async ({ esm, traits }) => {
  const listeners = {};
  window.sent = [];
  window.heard = [];
  document.addEventListener('keydown', event => window.heard.push(event.key));
  window.model = {
    get: name => traits[name],
    send: content => window.sent.push(content),
    on: (event, call) => (listeners[event] ??= []).push(call),
    off: (event, call) => { listeners[event] = listeners[event].filter(one => one !== call) },
    change: (name, value) => {
      traits[name] = value;
      (listeners[`change:${name}`] ?? []).forEach(call => call());
    },
  };
  window.answer = (request, sentence) => window.model.change('view', {
    ...traits.view, sentence, positions: request.positions, draft: request.draft,
    reply_to: request.reply_to,
  });
  const url = URL.createObjectURL(new Blob([esm], { type: 'text/javascript' }));
  window.esm = (await import(url)).default;
  window.stop = window.esm.render({ model: window.model, el: document.getElementById('card') });
}"""


@pytest.fixture
def card(page):
    def make(stage=OPEN, spec=SPEC, view=VIEW, width=900):
        page.clock.install(time=0)
        page.clock.pause_at(1000)  # from here on, time passes only when a test says so
        page.set_content(
            f"<style>{LabWidget._css}</style>"
            f'<div style="width: {width}px"><div id="card"></div></div>'
        )
        traits = {"spec": spec, "stage": stage, "view": view}
        page.evaluate(FAKE_MODEL, {"esm": LabWidget._esm, "traits": traits})
        return page.locator(".tpo-lab")

    yield make
    assert page.problems == []


def sent(page):
    return page.evaluate("window.sent")


def slide(page, value):
    page.evaluate(
        """value => { const input = document.querySelector('input[type=range]');
        input.value = value; input.dispatchEvent(new Event('input', { bubbles: true })) }""",
        value,
    )


def answer(page, index, sentence="Answered."):
    page.evaluate("([i, words]) => window.answer(window.sent[i], words)", [index, sentence])


def change(page, trait, value):
    page.evaluate("([trait, value]) => window.model.change(trait, value)", [trait, value])


def test_every_control_is_off_until_the_lab_is_open(page, card):
    lab = card(LOCKED)
    inputs = lab.locator(".tpo-controls input")
    assert inputs.count() == 4
    assert all(inputs.nth(i).is_disabled() for i in range(4))
    assert lab.locator(".tpo-reveal").count() == 0
    change(page, "stage", OPEN)
    assert all(inputs.nth(i).is_enabled() for i in range(4))
    assert lab.locator(".tpo-question").count() == 0
    assert lab.locator(".tpo-reveal").inner_text().split("\n")[0] == "Not what you predicted"


def test_the_lock_asks_for_the_prediction_then_for_how_sure(page, card):
    lab = card(LOCKED)
    button = lab.get_by_role("button", name="Lock in my prediction")
    button.click()
    assert lab.locator(".tpo-missing").inner_text() == "Give your prediction first."
    lab.get_by_role("radio", name="60 min").check()
    button.click()
    assert lab.locator(".tpo-missing").inner_text() == "Now say how sure you are."
    assert sent(page) == []
    lab.get_by_role("radio", name="80").check()
    button.click()
    assert sent(page) == [{"kind": "predict", "answer": 1, "confidence": 80}]
    assert lab.get_by_role("button", name="Running it…").is_disabled()


def test_a_prediction_in_numbers_has_its_range(page, card):
    lab = card(LOCKED, {**SPEC, "answer": {"unit": "%", "low": 0, "high": 100, "near": 5}})
    number = lab.get_by_label("Your prediction, from 0 to 100 %")
    lab.get_by_role("radio", name="99").check()
    for wrong in ("", "101", "-1"):
        number.fill(wrong)
        number.press("Enter")
        assert lab.locator(".tpo-missing").inner_text() == "Give your prediction first."
    number.fill("12.5")
    number.press("Enter")
    assert sent(page) == [{"kind": "predict", "answer": 12.5, "confidence": 99}]


def test_opening_moves_the_reader_to_the_comparison(page, card):
    card(LOCKED)
    change(page, "stage", OPEN)
    focused = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert focused == OPEN["reveal"]["sentence"]


def test_at_most_one_request_is_with_python_and_only_the_newest_follows(page, card):
    lab = card()
    slider = lab.get_by_role("slider")
    for value in range(5, 21):
        slide(page, value)
        page.clock.run_for(20)
    (first,) = sent(page)
    assert (first["positions"], first["draft"]) == ([5, 0, 0], True)
    assert lab.locator("output").inner_text() == "20 kg"

    answer(page, 0)
    assert slider.input_value() == "20"  # the late answer doesn't pull the control back
    second = sent(page)[1]
    assert (second["positions"], second["draft"]) == ([20, 0, 0], True)

    page.clock.run_for(200)
    assert len(sent(page)) == 2
    answer(page, 1)
    third = sent(page)[2]
    assert (third["positions"], third["draft"]) == ([20, 0, 0], False)
    answer(page, 2)
    page.clock.run_for(5000)
    assert len(sent(page)) == 3
    assert lab.locator(".tpo-waiting").is_hidden()


def test_a_full_run_follows_when_the_control_has_rested(page, card):
    card()
    slide(page, 7)
    answer(page, 0)
    page.clock.run_for(140)
    assert len(sent(page)) == 1
    page.clock.run_for(20)
    assert [request["draft"] for request in sent(page)] == [True, False]


def test_the_figure_is_busy_until_the_full_run_of_the_last_move_is_drawn(page, card):
    figure = card().get_by_role("figure")

    def busy():
        return figure.get_attribute("aria-busy") == "true"

    assert not busy()
    slide(page, 7)
    assert busy()
    answer(page, 0)
    page.clock.run_for(160)
    assert busy()  # the draft is drawn, the full run is on its way
    slide(page, 8)
    answer(page, 1)
    assert busy()  # the full run of 7, but 8 waits
    answer(page, 2)
    page.clock.run_for(160)
    answer(page, 3)
    assert not busy()


def test_each_kind_of_control_is_sent_by_position(page, card):
    lab = card()
    lab.get_by_role("radio", name="Long").check()
    answer(page, 0)
    lab.get_by_role("checkbox", name="It rains").check()
    assert [request["positions"] for request in sent(page)[:2]] == [[4, 1, 0], [4, 1, 1]]


def test_picture_and_sentence_change_together(page, card):
    lab = card()
    change(page, "view", {**VIEW, "svg": "<svg id='new'></svg>", "sentence": "Later."})
    assert lab.locator("svg").get_attribute("id") == "new"
    assert lab.locator(".tpo-sentence").inner_text() == "Later."


def test_a_second_view_of_the_lab_follows_the_first(page, card):
    lab = card()
    change(page, "view", {**VIEW, "positions": [9, 1, 1], "reply_to": "another card"})
    assert lab.get_by_role("slider").get_attribute("aria-valuetext") == "9 kg"
    assert lab.get_by_role("radio", name="Long").is_checked()
    assert lab.get_by_role("checkbox").is_checked()


def test_a_screen_reader_hears_the_sentence_once_the_picture_has_come_to_rest(page, card):
    lab = card()
    spoken = lab.locator('[aria-live="polite"]')
    page.clock.run_for(1000)
    assert spoken.text_content() == "At the start."
    slide(page, 7)
    answer(page, 0, "A draft.")
    assert lab.locator(".tpo-sentence").inner_text() == "A draft."
    page.clock.run_for(1000)
    assert spoken.text_content() == "At the start."
    answer(page, 1, "The full run.")
    page.clock.run_for(600)
    assert spoken.text_content() == "At the start."
    page.clock.run_for(200)
    assert spoken.text_content() == "The full run."


def test_keys_pressed_in_the_card_stay_in_the_card(page, card):
    lab = card()
    lab.get_by_role("slider").press("d")
    lab.get_by_label("So what?").press("a")
    assert page.evaluate("window.heard") == []
    lab.get_by_role("slider").press("Control+z")
    lab.get_by_role("slider").press("Shift+Enter")
    assert page.evaluate("window.heard") == []
    lab.get_by_role("slider").press("Control+s")
    assert page.evaluate("window.heard.at(-1)") == "s"


def test_every_input_has_a_name_and_the_slider_says_its_unit(page, card):
    for stage in (LOCKED, OPEN):
        lab = card(stage)
        nameless = lab.locator("input, button").evaluate_all(
            "all => all.filter(one => !(one.labels?.length || one.textContent.trim())).length"
        )
        assert nameless == 0
    assert lab.get_by_role("slider", name="Parcels").get_attribute("aria-valuetext") == "4 kg"
    assert lab.get_by_role("group", name="Route").count() == 1


def test_a_run_that_failed_is_one_alert_and_no_picture(page, card):
    lab = card()
    change(page, "view", {**VIEW, "svg": "", "sentence": "", "error": "The run stopped."})
    assert lab.get_by_role("alert").inner_text() == "The run stopped."
    assert lab.locator("svg").count() == 0
    change(page, "view", VIEW)
    assert lab.locator("svg").count() == 1
    assert lab.locator(".tpo-problem").is_hidden()


def test_when_python_does_not_answer_the_card_says_so_until_it_does(page, card):
    lab = card()
    slide(page, 7)
    page.clock.run_for(4100)
    assert lab.locator(".tpo-waiting").inner_text() == (
        "Python is still busy. If the picture doesn't follow, run this cell again."
    )
    answer(page, 0)
    assert lab.locator(".tpo-waiting").is_hidden()


def test_the_line_for_a_stakeholder_is_sent_and_shown_as_kept(page, card):
    lab = card()
    line = lab.get_by_label("So what?")
    line.press("Enter")
    line.fill("  Fewer tries. ")
    line.press("Enter")
    assert sent(page) == [{"kind": "note", "text": "Fewer tries."}]
    change(page, "stage", {**OPEN, "note": "Fewer tries."})
    assert lab.get_by_text("Kept in your learning record.").is_visible()
    line.press("x")
    assert not lab.get_by_text("Kept in your learning record.").is_visible()


def test_an_earlier_prediction_and_line_are_shown_at_once(page, card):
    lab = card({**OPEN, "note": "Fewer tries.", "notice": "Nothing is saved."})
    assert lab.get_by_label("So what?").input_value() == "Fewer tries."
    assert lab.get_by_text("Nothing is saved.").is_visible()
    assert lab.locator(".tpo-question").count() == 0


def test_words_are_never_read_as_html(page, card):
    sly = "<img src=x onerror='document.title = \"owned\"'>"
    reveal = {**OPEN["reveal"], "said": sly, "explain": sly}
    card(
        {**OPEN, "note": sly, "reveal": reveal},
        {**SPEC, "title": sly, "intro": sly, "question": sly},
    )
    page.clock.run_for(100)
    assert page.locator("img").count() == 0
    assert page.title() != "owned"


def test_a_card_that_was_removed_asks_for_nothing_more(page, card):
    card()
    slide(page, 7)
    answer(page, 0)
    page.evaluate("window.stop()")
    page.clock.run_for(5000)
    assert len(sent(page)) == 1


@pytest.mark.parametrize("lab_id", sorted(tpo.labs.labs()))
def test_nothing_sticks_out_at_any_width(page, card, lab_id):
    widget = LabWidget(tpo.labs.find(lab_id))
    for stage in (LOCKED, OPEN):
        card(stage, json.loads(json.dumps(widget.spec)), widget.view)
        for width in (340, 430, 600, 719, 721, 1100):
            outside = page.evaluate(
                """width => {
                const card = document.querySelector('.tpo-lab');
                card.parentElement.parentElement.style.width = `${width}px`;
                const box = card.getBoundingClientRect();
                return [...card.querySelectorAll('*:not(.tpo-spoken, legend, svg *)')]
                  .filter(one => { const r = one.getBoundingClientRect();
                    return r.width && (r.right > box.right - 8 || r.left < box.left + 8) })
                  .map(one => one.className || one.tagName) }""",
                width,
            )
            assert outside == [], width


def test_the_card_asks_the_network_for_nothing():
    for name in ("card.js", "card.css"):
        text = (Path(tpo.labs.__file__).parent / name).read_text(encoding="utf-8")
        assert "http" not in text
        assert "import" not in text
        assert "url(" not in text
