"""The map editor in a real JupyterLab: once with the keyboard alone, once with the mouse."""

import time

import harness
import pytest

from tpo.engines.system_graph import read_map

pytestmark = pytest.mark.browser

C4 = """C4Container
    Container(shop, "shop")
    System_Ext(PayCo, "PayCo")
    Rel(shop, PayCo, "take the money")
"""
YAML = """containers:
  - orders
  - {name: GeoSure, kind: external}
relations:
  - {from: orders, to: GeoSure, kind: external, purpose: look the address up}
"""


LATE = """import time
late = 0
if not hasattr(MapEditor, "receive"):  # the tests share a kernel
    MapEditor.receive = MapEditor._receive
def receive_late(*message):
    global late
    wait, late = late, 0
    time.sleep(wait)
    MapEditor.receive(*message)
MapEditor._receive = receive_late
"""


@pytest.fixture
def editor(page, lab_server):
    (lab_server.root / "map.yaml").unlink(missing_ok=True)
    harness.notebook(
        lab_server.root / "editor.ipynb",
        "from tpo.labs.map_editor import MapEditor, draw_map",
        LATE,
        'draw_map("map.yaml")',
        "print('after the editor')",
    )
    harness.open_notebook(page, lab_server, "editor.ipynb")
    harness.run_all(page)
    card = harness.panel(page).locator(".tpo-map")
    card.scroll_into_view_if_needed()
    card.locator("svg").first.wait_for()
    return card


def saved(lab_server):
    return read_map((lab_server.root / "map.yaml").read_text("utf-8"))


def arrives(lab_server, of, expected):
    """Wait until the file says it: the page shows a change before it is saved."""
    end, found = time.monotonic() + 20, None
    while found != expected and time.monotonic() < end:
        time.sleep(0.05)
        if (lab_server.root / "map.yaml").exists():
            found = of(saved(lab_server))
    assert found == expected


def relations(drawn):
    return [(r.ends, r.kind, r.purpose) for r in drawn.relations]


def until(card, words):
    card.get_by_role("status").get_by_text(words).wait_for()


def box(card, name):
    return card.locator(f'g[data-box="{name}"]')


def add_by_keyboard(card, name, role=""):
    keyboard = card.page.keyboard
    card.get_by_label("New box").focus()
    keyboard.type(name)
    if role:
        keyboard.press("Tab")
        keyboard.type(role)
    keyboard.press("Enter")
    if role:  # Enter on a list opens it in some browsers; the button is next
        keyboard.press("Escape")
        card.get_by_role("button", name="Add box").focus()
        keyboard.press("Enter")
    box(card, name).wait_for()


def test_a_map_is_drawn_with_the_keyboard_alone(page, editor, lab_server):
    keyboard = page.keyboard
    for name in ("orders", "trill"):
        add_by_keyboard(editor, name)
    add_by_keyboard(editor, "PayCo", "another")

    editor.get_by_label("Kind of arrow").focus()
    keyboard.type("event")
    editor.get_by_label("Purpose, in plain words").focus()
    keyboard.type("tell that it is packed")
    box(editor, "orders").focus()
    keyboard.press("Enter")
    until(editor, "orders is chosen")
    box(editor, "trill").focus()
    keyboard.press("Enter")
    until(editor, "Arrow from orders to trill")
    editor.get_by_label("Purpose of the arrow from orders to trill").wait_for()

    place = box(editor, "orders").get_attribute("transform")
    box(editor, "orders").focus()
    keyboard.press("ArrowDown")
    assert box(editor, "orders").get_attribute("transform") != place
    assert box(editor, "orders").evaluate("one => one === document.activeElement")

    before = page.evaluate("window.jupyterapp.shell.currentWidget.content.widgets.length")
    keyboard.type("ddaabbxx")
    assert page.evaluate("window.jupyterapp.shell.currentWidget.content.widgets.length") == before

    arrow = (("orders", "trill"), "event", "tell that it is packed")
    arrives(lab_server, relations, [arrow])
    assert saved(lab_server).role("PayCo") == "external"

    box(editor, "trill").focus()
    keyboard.press("Delete")
    box(editor, "trill").wait_for(state="detached")
    arrives(lab_server, relations, [])
    keyboard.press("Control+z")
    editor.get_by_role("button", name="Undo").focus()
    if not box(editor, "trill").count():
        keyboard.press("Enter")
    box(editor, "trill").wait_for()
    assert "orders" in box(editor, "orders").get_attribute("aria-label")
    assert "event, nobody waits: trill" in box(editor, "orders").get_attribute("aria-label")
    harness.picture_of(page, "map-editor-keyboard", editor)
    assert page.problems == []


def busy(page, seconds):
    """Let Python take its time with the next change. (A busy cell is no hindrance: JupyterLab
    gives widgets a shell of their own where the kernel has such.)
    """
    page.evaluate(
        "async code => { await jupyterapp.shell.currentWidget.sessionContext.session.kernel"
        ".requestExecute({ code }).done; }",
        f"late = {seconds}",
    )


def test_nothing_is_lost_while_python_takes_its_time(page, editor, lab_server):
    """Three changes before the first is answered, and words that are typed while answers come."""
    for name in ("shop", "roost"):
        editor.get_by_label("New box").fill(name)
        editor.get_by_role("button", name="Add box").click()
    box(editor, "shop").click()
    box(editor, "roost").click()
    words = editor.get_by_label("Purpose of the arrow from shop to roost")
    arrives(lab_server, relations, [(("shop", "roost"), "sync", "")])
    busy(page, 7)
    editor.get_by_label("Kind of the arrow from shop to roost").select_option("data")
    words.fill("read")
    words.press("Tab")
    editor.get_by_label("New box").fill("trill")
    editor.get_by_role("button", name="Add box").click()
    box(editor, "trill").wait_for()
    notice = editor.get_by_role("alert")
    notice.get_by_text("not saved yet").wait_for()
    assert [b.name for b in saved(lab_server).containers] == ["shop", "roost"]  # and that is true
    words.fill("read the or")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.tpo-map textarea')]"
        ".some(one => one.value.includes('trill'))"
    )
    words.press("End")
    page.keyboard.type("ders")
    words.press("Tab")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.tpo-map textarea')]"
        ".some(one => one.value.includes('==>|\"read the orders\"|'))"
    )
    arrives(lab_server, relations, [(("shop", "roost"), "data", "read the orders")])
    assert notice.text_content() == ""
    assert [b.name for b in saved(lab_server).containers] == ["shop", "roost", "trill"]


def test_a_map_is_drawn_with_the_mouse_and_as_text(page, editor, lab_server):
    for name in ("shop", "roost"):
        editor.get_by_label("New box").fill(name)
        editor.get_by_role("button", name="Add box").click()
        box(editor, name).wait_for()
    box(editor, "shop").click()
    until(editor, "shop is chosen")
    box(editor, "roost").click()
    until(editor, "Arrow from shop to roost")

    kinds = editor.get_by_label("Kind of the arrow from shop to roost")
    kinds.select_option("data")
    until(editor, "is changed")
    words = editor.get_by_label("Purpose of the arrow from shop to roost")
    words.fill("read the orders")
    words.press("Tab")
    text = editor.locator("textarea")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.tpo-map textarea')]"
        ".some(one => one.value.includes('==>|\"read the orders\"|'))"
    )

    there = box(editor, "shop").bounding_box()
    page.mouse.move(there["x"] + 20, there["y"] + 10)
    page.mouse.down()
    page.mouse.move(there["x"] + 160, there["y"] + 90, steps=6)
    page.mouse.up()
    until(editor, "shop is moved")
    assert box(editor, "shop").bounding_box()["x"] > there["x"] + 80

    text.fill('flowchart LR\n    a -->|"ask"| b\n    b --- c')
    editor.get_by_role("button", name="Read this text").click()
    editor.get_by_role("alert").get_by_text("arrow head").wait_for()
    assert saved(lab_server).relations[0].purpose == "read the orders"
    text.fill('flowchart LR\n    a -->|"ask"| b')
    editor.get_by_role("button", name="Read this text").click()
    box(editor, "b").wait_for()
    assert [b.name for b in saved(lab_server).containers] == ["a", "b"]

    for typed, names in ((C4, ["shop", "PayCo"]), (YAML, ["orders", "GeoSure"])):
        text.fill(typed)
        editor.get_by_role("button", name="Read this text").click()
        box(editor, names[1]).wait_for()
        assert [b.name for b in saved(lab_server).containers] == names
        assert saved(lab_server).role(names[1]) == "external"
        assert text.input_value().startswith("flowchart")  # Mermaid, live

    nameless = editor.locator("input, select, textarea, button, g[role=button]").evaluate_all(
        """all => all.filter(one => !(one.labels?.length || one.textContent.trim()
          || one.getAttribute('aria-label'))).map(one => one.outerHTML)"""
    )
    assert nameless == []
    harness.picture_of(page, "map-editor-mouse", editor)
    assert page.problems == []
