"""The editor's Python half: what the page sends is read, saved and answered."""

import pytest

from tpo.engines.system_graph import read_map
from tpo.labs.map_editor import draw_map

A = {"name": "a", "kind": "container", "owner": ""}
B = {"name": "B b", "kind": "external", "owner": ""}
ARROW = {"from": "a", "to": "B b", "kind": "event", "purpose": "tell it", "strength": "hard"}


@pytest.fixture
def editor(tmp_path):
    return draw_map(str(tmp_path / "map.yaml"))


def send(editor, **content):
    editor._receive(editor, content, [])


def test_a_drawing_is_saved_and_comes_back(editor, tmp_path):
    assert not (tmp_path / "map.yaml").exists()
    send(editor, kind="drawn", boxes=[A, B], arrows=[ARROW])
    saved = read_map((tmp_path / "map.yaml").read_text("utf-8"))
    assert saved == editor.drawn
    assert '-.->|"tell it"|' in editor.text
    again = draw_map(str(tmp_path / "map.yaml"))
    assert (again.boxes, again.arrows) == ([A, B], [ARROW])
    assert [path.name for path in tmp_path.iterdir()] == ["map.yaml"]


def test_typed_text_is_drawn_and_a_fault_changes_nothing(editor):
    send(editor, kind="typed", text='flowchart LR\n a -->|"ask"| b')
    assert [box["name"] for box in editor.boxes] == ["a", "b"]
    send(editor, kind="typed", text="flowchart LR\n a --- b")
    assert "arrow head" in editor.notice
    assert len(editor.arrows) == 1
    send(editor, kind="typed", text="flowchart LR\n a --> b")
    assert editor.notice == ""


def test_what_the_page_could_not_send_is_ignored(editor):
    for junk in (None, 7, {}, {"kind": "typed", "text": 7}, {"kind": "drawn"}, {"kind": "dance"}):
        editor._receive(editor, junk, [])
    assert editor.boxes == []


def test_a_file_that_is_no_map_is_never_written_over(tmp_path):
    file = tmp_path / "map.yaml"
    file.write_text("my diary", encoding="utf-8")
    editor = draw_map(str(file))
    assert "map-drawn.yaml" in editor.notice
    send(editor, kind="drawn", boxes=[A], arrows=[])
    assert file.read_text("utf-8") == "my diary"
    assert (tmp_path / "map-drawn.yaml").exists()


def test_journeys_in_the_file_are_not_lost_by_drawing(tmp_path):
    file = tmp_path / "map.yaml"
    file.write_text(
        "containers: [{name: a, availability: 99.5}, b]\nrelations: [{from: a, to: b}]\n"
        "journeys: {j: [a, b]}\n",
        encoding="utf-8",
    )
    editor = draw_map(str(file))
    send(editor, kind="drawn", boxes=[*editor.boxes, A | {"name": "c"}], arrows=editor.arrows)
    kept = read_map(file.read_text("utf-8"))
    assert kept.journeys == {"j": ("a", "b")}
    assert kept.by_key["a"].availability == 0.995


def test_every_change_is_answered_with_its_number(editor):
    send(editor, kind="drawn", boxes=[A], arrows=[], step=3)
    assert editor.step == 3
    send(editor, kind="typed", text="flowchart LR\n a --- b", step=4)  # refused: the old map counts
    assert (editor.step, editor.boxes) == (4, [A])
    for junk in ("5", True, -1, 2**60, None):
        send(editor, kind="drawn", boxes=[A, B], arrows=[], step=junk)
        assert editor.step == 4
