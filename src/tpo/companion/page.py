"""A page on the screen: HTML that Python draws, buttons that Python answers.

``draw`` returns the page, ``act`` does what a button or a field asks and returns one sentence for
the status line. The same ``draw`` serves a file, so that what is on paper is what was on screen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any

import anywidget
import traitlets

_HERE = Path(__file__).parent
CSS = (_HERE / "page.css").read_text(encoding="utf-8")
_LONGEST = 20_000  # characters of one field

Fields = Mapping[str, str | bool]


class Page(anywidget.AnyWidget):
    """One live page. A ``do`` (a button) draws it anew; a ``keep`` (a field) leaves it alone,
    so that nothing moves under somebody's hands."""

    _esm = (_HERE / "page.js").read_text(encoding="utf-8")
    _css = CSS
    html = traitlets.Unicode().tag(sync=True)
    notice = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        draw: Callable[[], str],
        act: Callable[[str, Fields], str],
        still: str = "",
        text: str = "",
    ):
        """Draw the page; ``still`` is its HTML for readers without a kernel, ``text`` its words."""
        self._draw, self._act = draw, act
        self._still, self._text = still, text
        super().__init__(html=draw())
        self.on_msg(self._receive)

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict, dict] | None:
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is None:
            return None
        data, metadata = bundle
        return {**data, "text/plain": self._text, "text/html": self._still}, metadata

    def _receive(self, _widget: Any, content: Any, _buffers: Any) -> None:
        """Answer the page; anything it could not have sent is ignored."""
        if not isinstance(content, dict) or not isinstance(content.get("name"), str):
            return
        fields = content.get("fields")
        if content.get("kind") not in ("do", "keep") or not isinstance(fields, dict):
            return
        kept = {
            str(name): value if isinstance(value, bool) else str(value)[:_LONGEST]
            for name, value in fields.items()
        }
        try:
            told = self._act(content["name"], kept)
            if content["kind"] == "do":
                self.html = self._draw()
        except Exception as error:  # the page stays, and says so
            told = f"That did not work ({type(error).__name__}: {str(error)[:160]})."
        self.notice = told


def file(title: str, body: str) -> str:
    """A page as a file of its own: no script, no other file, opens offline, prints well."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\nbody {{ margin: 24px auto; max-width: 900px; "
        f"background: #fff; }}\n{CSS}</style>\n</head>\n<body>\n"
        f'<main class="tpo-page">\n{body}\n</main>\n</body>\n</html>\n'
    )


def button(do: str, words: str, main: bool = False, label: str = "") -> str:
    """A button that asks for ``do``; ``label`` names it where its words alone would not."""
    kind = ' class="main"' if main else ""
    name = f' aria-label="{escape(label)}"' if label else ""
    return f'<button type="button"{kind} data-do="{escape(do)}"{name}>{escape(words)}</button>'
