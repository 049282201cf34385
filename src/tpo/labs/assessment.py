"""The assessment on the page: one question at a time, everything kept the moment it is answered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets

from tpo import case
from tpo.engines.gaps import LEVELS
from tpo.learner import assessment
from tpo.learner.ledger import Ledger, current

_HERE = Path(__file__).parent
TITLES = {"A": "Where you stand", "B": "Where you stand now"}
MINUTES = 25


class AssessmentWidget(anywidget.AnyWidget):
    """The live form. Opens at the first question that isn't answered yet."""

    _esm = (_HERE / "assessment.js").read_text(encoding="utf-8")
    _css = "\n".join(
        (_HERE / name).read_text(encoding="utf-8") for name in ("card.css", "assessment.css")
    )
    spec = traitlets.Dict().tag(sync=True)
    kept = traitlets.Dict().tag(sync=True)
    notice = traitlets.Unicode().tag(sync=True)

    def __init__(self, form: str = "A", ledger: Ledger | None = None):
        """Make the form; `ledger` is the workspace's own unless given. LookupError: no such form."""
        self._form = form
        self._ledger = current() if ledger is None else ledger
        super().__init__(spec=spec(form), kept=assessment.kept(self._ledger, form))
        self.notice = self._ledger.warning or ""
        self.on_msg(self._receive)

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict, dict] | None:
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is None:
            return None
        data, metadata = bundle
        still = static_text(self._form)
        return {**data, "text/plain": still, "text/html": f"<p>{still}</p>"}, metadata

    def _receive(self, _widget: Any, content: Any, _buffers: Any) -> None:
        """Keep what the page sends. Anything it could not have sent is ignored."""
        if not isinstance(content, dict):
            return
        kind, id = content.get("kind"), str(content.get("id", ""))
        form, ledger = self._form, self._ledger
        if kind == "answer":
            done = assessment.keep_answer(
                ledger, form, id, content.get("option"), content.get("confidence")
            )
        elif kind in ("context", "self", "then"):
            done = assessment.keep_choice(ledger, form, kind, id, content.get("value"))
        elif kind == "guess":
            done = assessment.keep_guess(ledger, form, content.get("value"))
        else:
            return
        if done:
            self.kept = assessment.kept(ledger, form)
            self.notice = ledger.warning or ""


def show(form: str = "A") -> None:
    """Show the assessment under the cell."""
    from IPython.display import display

    try:
        display(AssessmentWidget(form))
    except LookupError as error:
        print(error)


def spec(form: str) -> dict[str, Any]:
    """What the page needs to know: every question, and no key."""
    return {
        "form": form,
        "title": TITLES.get(form, ""),
        "minutes": MINUTES,
        "context": []
        if form == "B"
        else [
            {"id": q.id, "ask": q.ask, "options": [[v, words] for v, words in q.options.items()]}
            for q in assessment.questions()
        ],
        "levels": [[level, assessment.ANCHORS[level]] for level in LEVELS],
        "competencies": [
            {"id": c.id, "name": c.name, "can": c.can} for c in case.competencies().values()
        ],
        "items": [
            {"id": i.id, "ask": i.ask, "shown": i.shown, "options": [o.text for o in i.options]}
            for i in assessment.items(form)
        ],
        "confidences": list(assessment.CONFIDENCES),
        "guesses": assessment.GUESSES,
        "then": form == "B",
    }


def static_text(form: str) -> str:
    """The form in one sentence, for places that show no widgets."""
    count = len(assessment.items(form))
    return (
        f"{TITLES[form]}: {count} tasks, about {MINUTES} minutes. Run this cell in JupyterLab to"
        " begin, or to go on where you stopped."
    )
