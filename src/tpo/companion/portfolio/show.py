"""One piece as HTML and as Markdown: tables for data, paragraphs for prose, code for code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any

from tpo.companion.portfolio.drawing import picture
from tpo.exercises import UnknownExercise, find
from tpo.exercises.shape import Fields, Rows, Table

IMAGE = re.compile(r"!\[([^\]]*)\]\(\s*<?([^)>\s]+)>?(?:\s+\"[^\"]*\")?\s*\)")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(\s*<?([^)>\s]+)>?(?:\s+\"[^\"]*\")?\s*\)")
CODE = re.compile(
    r"^\s*(Feature:|Scenario|Given |flowchart|graph |C4Context|apiVersion:|openapi:)", re.M
)


def as_html(id: str, body: Any, image: Callable[[str], str] = str) -> str:
    """The body of a piece; ``image`` turns the address of a picture into one that works."""
    if isinstance(body, str):
        if id.startswith("piece:"):
            return markdown_html(body, image)
        if not _code(body):
            return _prose(body)
        drawn = picture(body)
        code = f"<pre><code>{escape(body.strip())}</code></pre>"
        if not drawn:
            return code
        text = f"<details><summary>The map as text</summary>{code}</details>"
        return f"<figure>{drawn}</figure>{text}"
    header, rows = table(id, body)
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in header)
    lines = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table></div>'


def as_markdown(id: str, body: Any) -> str:
    """The same as Markdown."""
    if isinstance(body, str):
        if id.startswith("piece:") or not _code(body):
            return body.strip()
        fence = "`" * max(3, *(len(run) + 1 for run in re.findall(r"`+", body)), 3)
        return f"{fence}\n{body.strip()}\n{fence}"
    header, rows = table(id, body)
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines
    )


def markdown_html(text: str, image: Callable[[str], str] = str) -> str:
    """Markdown of a learner as HTML; HTML inside it is shown, not run."""
    import mistune

    class Renderer(mistune.HTMLRenderer):
        def image(self, text: str, url: str, title: str | None = None) -> str:
            return f'<img alt="{escape(text)}" src="{escape(image(url))}">'

        def heading(self, text: str, level: int, **attrs: Any) -> str:
            return f"<h{min(level + 3, 6)}>{text}</h{min(level + 3, 6)}>\n"  # below the piece's own

    made = mistune.create_markdown(renderer=Renderer(escape=True), plugins=["table"])(text)
    return str(made)


def table(id: str, body: Any) -> tuple[list[str], list[list[str]]]:
    """A header and rows of words for plain data, named as the exercise names its fields."""
    shape = _shape(id)
    if isinstance(shape, Fields) and isinstance(body, Mapping):
        about = {f.name: f.about for f in shape.fields}
        return ["Decision", "Choice", "What it means"], [
            [_title(name), _words(value), _sentence(about.get(name, ""))]
            for name, value in body.items()
        ]
    if isinstance(shape, Table) and isinstance(body, Mapping):
        return _grid(shape.noun, ((name, row) for name, row in body.items()))
    if isinstance(shape, Rows) and isinstance(body, Sequence):
        return _grid(shape.noun, ((str(n), row) for n, row in enumerate(body, 1)))
    if isinstance(body, Mapping):
        return ["Name", "Content"], [[_title(name), _words(value)] for name, value in body.items()]
    if isinstance(body, list | tuple):
        return ["No.", "Content"], [[str(n), _words(value)] for n, value in enumerate(body, 1)]
    return ["Answer"], [[_words(body)]]


def _grid(noun: str, rows: Iterable[tuple[str, Any]]) -> tuple[list[str], list[list[str]]]:
    made = [(name, row if isinstance(row, Mapping) else {"content": row}) for name, row in rows]
    columns = list(dict.fromkeys(column for _, row in made for column in row))
    return [_title(noun), *map(_title, columns)], [
        [_title(name), *(_words(row.get(column, "")) for column in columns)] for name, row in made
    ]


def plain(body: Any) -> str:
    """Every word of a body, for searching."""
    if isinstance(body, str):
        return body
    if isinstance(body, Mapping):
        return "\n".join(f"{key}\n{plain(value)}" for key, value in body.items())
    if isinstance(body, list | tuple):
        return "\n".join(plain(value) for value in body)
    return "" if isinstance(body, int | float | bool) or body is None else str(body)


def _shape(id: str) -> Any:
    try:
        return find(id).shape
    except UnknownExercise:
        return None


def _code(text: str) -> bool:
    return bool(CODE.search(text))


def _prose(text: str) -> str:
    """Paragraphs; a lead such as "What happened:" is set in bold."""
    parts = [" ".join(part.split("\n")) for part in re.split(r"\n\s*\n", text.strip())]
    return "".join(
        "<p>"
        + re.sub(r"^([A-Z][^.:!?]{2,48}:)(?=\s)", r"<b>\1</b>", escape(part, quote=False))
        + "</p>"
        for part in parts
    )


def _title(name: Any) -> str:
    words = str(name).replace("_", " ").strip()
    unit = re.search(r" (s|ms|h|min|pct)$", words)
    if unit:
        words = f"{words[: unit.start()]} ({'%' if unit[1] == 'pct' else unit[1]})"
    return words[:1].upper() + words[1:]


def _words(value: Any) -> str:
    if value is True or value is False:
        return "yes" if value else "no"
    if value is None:
        return "none"
    if isinstance(value, Mapping):
        return "; ".join(f"{_title(k)}: {_words(v)}" for k, v in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_words(v) for v in value) or "none"
    text = str(value)
    return text.replace("_", " ") if re.fullmatch(r"[a-z0-9_]+", text) else text


def _sentence(about: str) -> str:
    return about[:1].upper() + about[1:]
