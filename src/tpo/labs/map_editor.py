"""Draw a map with mouse or keyboard; it is saved as text beside the notebook.

``draw_map("system_map.yaml")`` shows the editor. The file is what is handed in: nbgrader runs a
notebook again without any widget, so the answer cell reads the file, or holds the text itself.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from tpo.engines.system_graph import SystemMap, UnreadableMap, read_map, to_mermaid, to_yaml

_HERE = Path(__file__).parent
_LONGEST = 40_000  # characters of a typed text
_LAST_STEP = 2**53  # beyond it JavaScript can't count


class MapEditor(anywidget.AnyWidget):
    """The editor of one file. ``boxes`` and ``arrows`` are what is drawn, ``text`` its Mermaid.

    ``step`` is the page's number of the change that they answer.
    """

    _esm = (_HERE / "map_editor.js").read_text(encoding="utf-8")
    _css = (_HERE / "map_editor.css").read_text(encoding="utf-8")
    boxes: traitlets.List = traitlets.List().tag(sync=True)
    arrows: traitlets.List = traitlets.List().tag(sync=True)
    text = traitlets.Unicode().tag(sync=True)
    notice = traitlets.Unicode().tag(sync=True)
    step = traitlets.Int().tag(sync=True)
    file_name = traitlets.Unicode().tag(sync=True)

    def __init__(self, file: str | Path = "system_map.yaml"):
        """Open the file if it is there, else begin with an empty sheet."""
        self._file = Path(file)
        self.drawn = SystemMap((), ())
        super().__init__(file_name=self._file.name)
        self._load()
        self.on_msg(self._receive)

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict, dict] | None:
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is None:
            return None
        data, metadata = bundle
        count = f"{len(self.boxes)} boxes and {len(self.arrows)} arrows"
        return {**data, "text/plain": f"Map editor for {self.file_name}: {count}."}, metadata

    def _load(self) -> None:
        try:
            text = self._file.read_text(encoding="utf-8") if self._file.exists() else ""
            self._show(read_map(text) if text.strip() else self.drawn)
        except (OSError, UnicodeDecodeError, UnreadableMap) as problem:
            # Never write over a file that somebody else made and we don't understand.
            self._file = self._file.with_name(f"{self._file.stem}-drawn.yaml")
            self.file_name = self._file.name
            self.notice = f"{problem} Your drawing is kept in {self.file_name} instead."

    def _receive(self, _widget: Any, content: Any, _buffers: Any) -> None:
        """Answer the page; anything it could not have sent is ignored."""
        if not isinstance(content, dict):
            return
        with self.hold_sync():  # the page hears of map, notice and number at once
            if content.get("kind") == "drawn":
                self._take({"containers": content.get("boxes"), "relations": content.get("arrows")})
            elif content.get("kind") == "typed" and isinstance(content.get("text"), str):
                self._take(content["text"][:_LONGEST])
            if type(step := content.get("step")) is int and 0 <= step <= _LAST_STEP:
                self.step = step

    def _take(self, source: Any) -> None:
        try:
            drawn = read_map(source)
        except UnreadableMap as problem:
            self.notice = str(problem)
            return
        self.notice = ""
        self._show(self._keeping(drawn))
        self._save()

    def _keeping(self, drawn: SystemMap) -> SystemMap:
        """The new drawing with what neither page nor Mermaid can say: availability, journeys."""
        old = self.drawn.by_key
        boxes = tuple(
            replace(box, availability=old[box.key].availability)
            if box.availability is None and box.key in old
            else box
            for box in drawn.containers
        )
        return SystemMap(boxes, drawn.relations, drawn.journeys or self.drawn.journeys)

    def _show(self, drawn: SystemMap) -> None:
        self.drawn = drawn
        self.boxes = [
            {"name": box.name, "kind": box.role, "owner": box.owner} for box in drawn.containers
        ]
        # An arrow may spell a name in another way than its box; the page compares exactly.
        name = {box.key: box.name for box in drawn.containers}
        self.arrows = [
            {
                "from": name[arrow.ends[0]],
                "to": name[arrow.ends[1]],
                "kind": arrow.kind,
                "purpose": arrow.purpose,
                "strength": arrow.strength,
            }
            for arrow in drawn.relations
        ]
        self.text = to_mermaid(drawn)

    def _save(self) -> None:
        """Write the file in one step, so that a crash leaves the old one or the new one."""
        beside = self._file.with_name(self._file.name + ".new")
        try:
            beside.write_text(to_yaml(self.drawn), encoding="utf-8", newline="\n")
            os.replace(beside, self._file)
        except OSError as error:
            self.notice = (
                f"{self.file_name} can't be saved ({error.strerror}); copy the text below."
            )


def draw_map(file: str = "system_map.yaml") -> MapEditor:
    """Show the editor for a file beside the notebook; its text is what an answer cell reads."""
    return MapEditor(file)
