"""The gap map: what was shown, beside what was said and what the role asks for; and what follows.

``page(result)`` is the HTML a notebook shows, ``save(result, folder)`` writes the map's data and the
learning plan into the workspace's ``artefacts/``.
"""

from __future__ import annotations

import base64
import json
import os
from hashlib import sha256
from html import escape
from pathlib import Path

from tpo import case
from tpo.engines.gaps import LEVELS, targets
from tpo.labs import svg
from tpo.labs.units import percent
from tpo.learner import assessment
from tpo.learner.assessment import Result

FOLDER = "artefacts"
FILES = {"A": ("gap_map.json", "learning_plan.md"), "B": ("gap_map_end.json", "next_plan.md")}
NOTE = 3  # the column with words
FEW = 3  # so many competencies are named in a sentence

_CARD = (
    "background:#fff;color:#1c2430;border:1px solid #c9ced6;border-radius:10px;"
    "padding:1.1em 1.4em;margin:.5em 0;max-width:54em;line-height:1.5"
)
_CELL = "text-align:left;vertical-align:top;padding:.35em .8em .35em 0;border-top:1px solid #dde2ea"


def page(result: Result, before: Result | None = None, saved: str = "") -> str:
    """Everything about one finished form as HTML; ``before`` is form A when this is form B."""
    parts = [
        f"<h3 style='margin:.1em 0 .4em'>{_title(result)}</h3>",
        *(f"<p style='margin:.4em 0'>{escape(line)}</p>" for line in summary(result)),
        _image(result),
        _table(result),
        _surprises(result),
        _compared(result, before) if before else "",
        _road(result),
        f"<p style='margin:.8em 0 0;color:#4a5362;font-size:.92em'>{escape(saved)}</p>"
        if saved
        else "",
    ]
    return f'<section aria-label="Gap map" style="{_CARD}">{"".join(parts)}</section>'


def text(result: Result, saved: str = "") -> str:
    """The same in plain text, shorter."""
    return "\n".join(
        [_title(result), *summary(result), sentence(result), *([saved] if saved else [])]
    )


def _title(result: Result) -> str:
    return "Your gap map" if result.form == "A" else "Your gap map, at the end of the course"


def summary(result: Result) -> list[str]:
    """What the map says, in a few sentences."""
    table = case.competencies()
    sure, right = assessment.calibration(result)
    top = [id for id in result.order if result.gaps[id]][: assessment.GUESSES]
    expected = [id for id in result.guess if id in top]
    lines = [f"You did {result.right} of {len(result.answered)} tasks right."]
    if top:
        names = _names(top)
        lines[0] += f" Your largest gaps: {names}."
        said = _names(list(result.guess))
        lines.append(
            f"Before you looked you expected {said}: {len(expected)} of {len(top)} "
            + ("is among them." if len(expected) == 1 else "are among them.")
        )
    else:
        lines[0] += " No competency is below what the role asks for."
    lines.append(_confidence(sure, right))
    wide = max(table, key=lambda id: (result.said[id] - result.levels[id], -int(id[1:])))
    if result.said[wide] - result.levels[wide] >= 1:
        lines.append(
            f"You felt safest, compared with what you showed, in {table[wide].name}: you said "
            f"{LEVELS[result.said[wide] - 1]}, the tasks show {LEVELS[result.levels[wide] - 1]}."
        )
    lines.append(
        "Two tasks measure a competency roughly. Read a level as “begin here”, not as a mark."
    )
    return lines


def _confidence(sure: float, right: float) -> str:
    gap = sure - right
    state = (
        "so you are surer than you are right"
        if gap > 0.1
        else "so you know more than you trust yourself with"
        if gap < -0.1
        else "so you judge yourself well"
    )
    return f"You were {percent(sure)} sure on average, and {percent(right)} were right; {state}."


def sentence(result: Result) -> str:
    """The figure in words."""
    asked = targets(result.niche)
    table = case.competencies()
    cells = [
        f"{table[id].short}: shown {result.levels[id]}, said {result.said[id]}, asked {asked[id]}"
        for id in result.levels
    ]
    return "Levels from 1 to 4. " + "; ".join(cells) + "."


def figure(result: Result) -> str:
    """One line for each competency: a bar for what was shown, a diamond for said, a rule for asked."""
    asked = targets(result.niche)
    row, left = 26, 122
    rows = list(case.competencies().values())
    plot = svg.Plot(top=58, height=row * len(rows), x=(0, 4.4), y=(0, 1), left=left, width=450)
    parts = []
    for n, competency in enumerate(rows):
        y = plot.top + row * n
        here = svg.Plot(y, row, plot.x, (0, 1), left, plot.width)
        short = result.levels[competency.id] < asked[competency.id]
        colour = svg.ORANGE if short else svg.BLUE
        parts.append(svg.words(left - 10, y + 18, competency.short, anchor="end", bold=short))
        parts.append(
            svg.strip(left, y + 5, here.across(result.levels[competency.id]) - left, colour)
        )
        goal = asked[competency.id]
        parts.append(svg.line(here, [(goal, 0.05), (goal, 0.95)], svg.INK, "4 3", 2))
        parts.append(svg.mark(here, result.said[competency.id], 0.5, svg.PAPER, "diamond"))
        if short:
            gap = goal - result.levels[competency.id]
            parts.append(svg.label(here, 4.4, 0.3, f"−{gap}", "end", dx=18, bold=True))
    return svg.picture(
        plot.top + plot.height + 34,
        svg.words(
            2, 20, "Shown in tasks (bar), said (◇), asked by the role (dashed line)", bold=True
        ),
        svg.words(2, 40, "orange with a number: levels missing"),
        svg.frame(plot, "", x_ticks=(1, 2, 3, 4)),
        *parts,
    )


def save(result: Result, folder: Path | None) -> str:
    """Write the artefacts and say where; a plan that the learner has changed stays as it is."""
    if folder is None:
        return "There is no workspace here, so nothing was saved; the plan stands above."
    place = folder / FOLDER
    data, plan = (place / name for name in FILES[result.form])
    text = assessment.plan(result)
    try:
        place.mkdir(parents=True, exist_ok=True)
        theirs = plan.exists() and _mark(plan.read_bytes()) != _mark_kept(data)
        if not theirs:
            _write(plan, text)
        record = {**assessment.record(result), "plan": _mark(f"{text}\n".encode())}
        if theirs:
            record["plan"] = _mark_kept(data)
        _write(data, json.dumps(record, indent=1, ensure_ascii=False))
    except OSError as error:
        return f"The plan couldn't be saved ({error.strerror}); copy it from above."
    if theirs:
        return (
            f"{FOLDER}/{plan.name} is yours and stays as it is; {FOLDER}/{data.name} is up to date."
        )
    return f"Your learning plan is in {FOLDER}/{plan.name}, the map's data in {FOLDER}/{data.name}."


def _mark(content: bytes) -> str:
    """What tells a plan as we wrote it from one that was changed."""
    return sha256(content).hexdigest()[:16]


def _mark_kept(data: Path) -> str:
    """The mark of the plan that was written last, "" if nobody knows."""
    try:
        kept = json.loads(data.read_text(encoding="utf-8"))["plan"]
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return str(kept)


def _quoted(words: str) -> str:
    """An answer in quotation marks, once, and with a full stop."""
    quoted = words if words.startswith("“") else f"“{words}”"
    return quoted if quoted.rstrip("”")[-1] in ".!?" else f"{quoted}."


def _write(path: Path, content: str) -> None:
    part = path.with_name(path.name + ".part")
    part.write_text(content + "\n", encoding="utf-8", newline="\n")
    os.replace(part, path)


def _image(result: Result) -> str:
    source = base64.b64encode(figure(result).encode()).decode()
    words = escape(sentence(result))
    return (
        f'<figure style="margin:1em 0"><img alt="{words}" width="600" style="max-width:100%"'
        f' src="data:image/svg+xml;base64,{source}"></figure>'
    )


def _table(result: Result) -> str:
    asked = targets(result.niche)
    table = case.competencies()
    under = result.underrated
    sure = {a.item.competency for a in result.surprises}
    head = "".join(
        f'<th scope="col" style="{_CELL};border-top:0">{words}</th>'
        for words in (
            "Competency",
            "You said",
            "You showed",
            "Role asks",
            "Confidence",
            "Module, route",
        )
    )
    rows = []
    for id in result.order:
        note = (
            "sure and wrong once or more"
            if id in sure
            else "right with little confidence"
            if id in under
            else "fits"
        )
        cells = [
            f"{result.said[id]} {LEVELS[result.said[id] - 1]}",
            f"{result.levels[id]} {LEVELS[result.levels[id] - 1]}",
            f"{asked[id]}",
            note,
            f"{table[id].module}, {result.route(id)}",
        ]
        rows.append(
            f'<tr><th scope="row" style="{_CELL}">{escape(table[id].name)}</th>'
            + "".join(
                f'<td style="{_CELL}{";white-space:nowrap" if n != NOTE else ""}">{escape(cell)}</td>'
                for n, cell in enumerate(cells)
            )
            + "</tr>"
        )
    return (
        '<table style="border-collapse:collapse;color:inherit;font-size:.93em">'
        "<caption style='text-align:left;font-weight:600'>All fourteen, the largest gap first</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _surprises(result: Result) -> str:
    names = assessment.misconceptions()
    parts = []
    if result.surprises:
        found = "".join(
            f"<li style='margin:.5em 0'><b>{escape(a.item.ask)}</b><br>"
            f"You were {a.confidence} % sure of {escape(_quoted(a.item.options[a.option].text))} "
            f"{escape(names[a.item.options[a.option].slip])} "
            f"<br>Better: {escape(_quoted(a.item.options[a.item.key].text))} {escape(a.item.why)}</li>"
            for a in sorted(result.surprises, key=lambda a: -a.confidence)
        )
        parts.append(
            f"<details><summary><b>Where you were sure and wrong ({len(result.surprises)})</b>: here you"
            f" gain most</summary><ul>{found}</ul></details>"
        )
    rest = [a for a in result.answered if not a.right and a not in result.surprises]
    if rest:
        found = "".join(
            f"<li style='margin:.5em 0'><b>{escape(a.item.ask)}</b><br>"
            f"{escape(_quoted(a.item.options[a.item.key].text))} {escape(a.item.why)}</li>"
            for a in rest
        )
        parts.append(
            f"<details><summary><b>The other tasks that went wrong ({len(rest)})</b></summary>"
            f"<ul>{found}</ul></details>"
        )
    if result.underrated:
        count = len(result.underrated)
        where = _names(result.underrated) if count <= FEW else f"{count} of 14 competencies"
        parts.append(
            f"<p style='margin:.6em 0'>You know more than you think in {escape(where)}:"
            " both tasks right, with little confidence.</p>"
        )
    return "".join(parts)


def _compared(result: Result, before: Result) -> str:
    won = assessment.gain(before, result)
    sure = [assessment.calibration(r) for r in (before, result)]
    post = _mean(result.said) - _mean(before.said)
    then = _mean(result.said) - _mean(result.then) if result.then else None
    lines = [
        f"Tasks right: {before.right} at the start, {result.right} now, of {len(result.answered)}. "
        f"Of what could still be won, you won {percent(max(won, 0))}.",
        f"Confidence above what was right: {(sure[0][0] - sure[0][1]) * 100:+.0f} points at the start, "
        f"{(sure[1][0] - sure[1][1]) * 100:+.0f} now.",
        f"Your own rating moved by {post:+.1f} levels on average between the two forms.",
    ]
    if then is not None:
        lines.append(
            f"Rated from today, it moved by {then:+.1f}. The two differ because your ruler has changed: "
            "who learns what an expert does, rates the old self lower. That is called response shift. "
            "The tasks are the surer measure."
        )
    body = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<h4 style='margin:1em 0 .3em'>Start and end</h4><ul>{body}</ul>"


def _road(result: Result) -> str:
    table = case.competencies()
    goals = [
        f"<b>{escape(table[id].name)}</b>, from {LEVELS[result.levels[id] - 1]} to "
        f"{LEVELS[result.levels[id]]}: {escape(table[id].shows)} that passes {table[id].proof}"
        for id in result.goals()
        if result.levels[id] < len(LEVELS)
    ]
    listed = "".join(f"<li>{goal}</li>" for goal in goals) or "<li>a capstone in your niche</li>"
    route = result.route()
    order = "".join(
        f"<li>{table[id].module} {escape(table[id].name)}: {escape(assessment.remark(result, id))}</li>"
        for id in result.modules()
    )
    return (
        f"<h4 style='margin:1em 0 .3em'>Your route: {route}</h4><p style='margin:.2em 0'>"
        f"{escape(assessment.ROUTES[route])} The table above names the route for each module; the tasks"
        " that are graded are the same on every route.</p>"
        f"<h4 style='margin:1em 0 .3em'>Three goals to begin with</h4><ol>{listed}</ol>"
        f"<details><summary><b>A suggested order of the modules</b></summary><ol>{order}</ol></details>"
        f"<p style='margin:.8em 0 0'>Your levels in one line, for exercise 1.3: <code>{result.line}</code></p>"
    )


def _names(ids: list[str]) -> str:
    names = [case.competencies()[id].name for id in ids]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def _mean(levels: object) -> float:
    values = list(levels.values()) if isinstance(levels, dict) else []
    return sum(values) / len(values) if values else 0.0
