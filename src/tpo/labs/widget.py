"""A lab on the page: keeps the lock, answers the card in the browser, writes to the ledger.

The card (``card.js``) sends three kinds of message: ``predict``, ``move`` and ``note``. What it
shows comes back in the traits ``stage`` (locked, or the reveal) and ``view`` (the picture).
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from tpo.labs import lab as labs
from tpo.labs.lab import CONFIDENCES, Lab, Number
from tpo.learner.ledger import Ledger, current

_HERE = Path(__file__).parent
_LONGEST_NOTE = 2000  # characters


class LabWidget(anywidget.AnyWidget):
    """The live card of one lab. Opens unlocked when the ledger holds an earlier prediction."""

    _esm = (_HERE / "card.js").read_text(encoding="utf-8")
    _css = (_HERE / "card.css").read_text(encoding="utf-8")
    spec = traitlets.Dict().tag(sync=True)
    stage = traitlets.Dict().tag(sync=True)
    view = traitlets.Dict().tag(sync=True)

    def __init__(self, lab: Lab, ledger: Ledger | None = None):
        """Make the card; `ledger` is the workspace's own unless given."""
        self._lab = lab
        self._ledger = current() if ledger is None else ledger
        super().__init__(spec=_spec(lab))
        self._show(labs.start(lab))
        self._open_or_lock()
        self.on_msg(self._receive)

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict, dict] | None:
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is None:
            return None
        data, metadata = bundle
        still = {
            "text/plain": labs.static_text(self._lab),
            "text/html": labs.static_html(self._lab),
        }
        return {**data, **still}, metadata

    def _receive(self, _widget: Any, content: Any, _buffers: Any) -> None:
        """Answer the card. Anything it could not have sent is ignored."""
        if not isinstance(content, dict):
            return
        kind = content.get("kind")
        if kind == "predict":
            self._predict(content.get("answer"), content.get("confidence"))
        elif kind == "move" and not self.stage["locked"]:
            state = labs.state_at(self._lab, content.get("positions"))
            if state is not None:
                self._show(state, bool(content.get("draft")), content.get("reply_to"))
        elif kind == "note" and isinstance(content.get("text"), str):
            self._note(content["text"])

    def _predict(self, answer: Any, confidence: Any) -> None:
        said = labs.read_answer(self._lab, answer)
        if said is None or confidence not in CONFIDENCES or not self.stage["locked"]:
            return
        lab = self._lab
        right = self._came_true(said, confidence)
        self._ledger.add_prediction(lab.id, lab.prediction.question, said, confidence, right)
        self._open_or_lock()

    def _came_true(self, said: str, confidence: int) -> bool | None:
        try:
            shown = labs.reveal(self._lab, said, confidence)
        except Exception:  # the run failed, so nobody can say
            return None
        return shown.right if shown else None

    def _note(self, text: str) -> None:
        text = " ".join(text.split())[:_LONGEST_NOTE]
        if text:
            self._ledger.add_note(self._lab.id, text)
            self.stage = {**self.stage, "note": text, "notice": self._ledger.warning or ""}

    def _open_or_lock(self) -> None:
        """Open on the asked state if a prediction is on record, else stay locked."""
        lab = self._lab
        notice = self._ledger.warning or ""
        self.stage = {"locked": True, "notice": notice}
        for earlier in self._ledger.predictions(lab.id):
            try:
                reveal = labs.reveal(lab, earlier.answer, earlier.confidence)
            except Exception:  # the run failed: the view says so, and the learner isn't stuck
                reveal = labs.Reveal(earlier.answer, earlier.confidence, "", False, "")
            if reveal is None:
                continue  # the lab was revised and no longer offers that answer
            notes = self._ledger.notes(lab.id)
            with self.hold_sync():
                self._show(labs.asked(lab))
                self.stage = {
                    "locked": False,
                    "reveal": {**asdict(reveal), "sentence": reveal.sentence},
                    "note": notes[-1].text if notes else "",
                    "notice": notice,
                }
            return

    def _show(self, state: labs.State, draft: bool = False, reply_to: Any = None) -> None:
        shown = labs.view(self._lab, state, draft)
        self.view = {
            **asdict(shown),
            "positions": labs.positions(self._lab, state),
            "draft": draft,
            "reply_to": reply_to,
        }


def _spec(lab: Lab) -> dict[str, Any]:
    answer = lab.prediction.answer
    return {
        "id": lab.id,
        "title": lab.title,
        "intro": lab.intro,
        "controls": [
            {
                "kind": control.kind,
                "name": control.name,
                "label": control.label,
                "labels": control.labels,
            }
            for control in lab.controls
        ],
        "question": lab.prediction.question,
        "answer": asdict(answer) if isinstance(answer, Number) else list(answer),
        "confidences": list(CONFIDENCES),
        "so_what": lab.so_what,
    }
