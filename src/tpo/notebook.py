"""What a notebook of the course says: ``check``, ``hint``, ``grade``, ``lab``, ``recall`` and others.

A notebook begins with ``from tpo.notebook import *``. Everything here is thin: it finds the
exercise or lab, runs it, shows the result and keeps a note in the learner's ledger.
"""

from __future__ import annotations

import ast
import keyword
import os
import re
import sys
from html import escape
from pathlib import Path
from typing import Any

from IPython import get_ipython
from IPython.display import HTML, display

from tpo.exercises import MODULES, UnknownExercise, find, module
from tpo.exercises.contract import (
    Exercise,
    Verdict,
    check_artefact,
    page_of,
    raised,
    replay_artefact,
)
from tpo.exercises.handover import MIME, pack
from tpo.exercises.render import as_html, as_text, standing
from tpo.exercises.shape import BadShape, NotStarted
from tpo.learner.ledger import Ledger, current, workspace
from tpo.learner.pacing import pause
from tpo.notebook_env import HANDOVER

__all__ = [
    "asked",
    "assessment",
    "check",
    "gap_map",
    "grade",
    "hint",
    "keep",
    "lab",
    "lineage",
    "portfolio",
    "progress",
    "recall",
    "replay",
    "review",
    "terms",
]


PUBLIC = "judged with the public scenario; your instructor's run uses fresh ones"


def check(id: str, answer: Any = ..., expect: str = "") -> None:
    """Run an answer in the public scenario and say what happened.

    ``expect`` is your written prediction; the check asks for one after five runs in ten minutes.
    """
    exercise = _find(id)
    if exercise is None or (_grading() and not exercise.manual):
        return  # while grading, only the grade cell counts; re-running every check costs time
    ledger = _ledger()
    if expect:
        ledger.add_note(f"{id} expected", expect)
    elif sentence := pause(ledger, id, exercise.answer):
        return _say(sentence)
    verdict = _judge(exercise, answer)
    shown = verdict.message
    said = "\n".join([shown.first, shown.ran, shown.saw, shown.why, shown.next])
    points = verdict.points if verdict.scored else None
    ledger.add_attempt(id, verdict.outcome, verdict.message.id, answer, points, said)
    _show(verdict, f'stuck? run hint("{id}")' if verdict.outcome == "not yet" else "")


def replay(id: str, answer: Any = ..., case: str = "") -> None:
    """Run an answer and tell what happened, without a verdict; ``case`` names a practice case."""
    exercise = _find(id)
    if exercise is not None and not _grading():
        _say(replay_artefact(exercise, answer, case))


def grade(id: str, answer: Any = ...) -> float:
    """Hand the answer in: the one line of a grade cell."""
    exercise = _find(id)
    if exercise is None:
        return 0.0
    if os.environ.get(HANDOVER):
        record = pack(id, answer)
        display({MIME: record, "text/plain": f"Handed in for grading: {id}"}, raw=True)
        return 0.0  # worth nothing until the judge has written its verdict here
    verdict = _judge(exercise, answer)
    if os.environ.get("NBGRADER_EXECUTION") == "validate" and verdict.outcome != "right":
        raise NotYet(verdict)
    _say(f"{standing(verdict)}; {PUBLIC}.")
    return verdict.points


def hint(id: str) -> None:
    """One rung of the ladder for what went wrong in your last check: nudge, concept, sibling."""
    exercise = _find(id)
    if exercise is None or _grading():
        return
    ledger = _ledger()
    last = next(iter(ledger.attempts(id)[::-1]), None)
    if last is None or last.outcome not in ("right", "not yet"):
        return _say(f'Nothing to hint at yet: run check("{id}", {exercise.answer}) first.')
    if last.outcome == "right":
        return _say(f"{id} is right already. Read what your answer bought, then go on.")
    ladder = exercise.words.hints(last.message or "")
    seen = sum(h.message == last.message for h in ledger.hints(id))
    rung = min(seen, len(ladder) - 1)
    ledger.add_hint(id, last.message, rung)
    _say(f"Hint {rung + 1} of {len(ladder)}. {ladder[rung]}")


def keep(id: str, answer: Any = ...) -> None:
    """Make a page of an answer: an HTML file beside this notebook, and a look at it here."""
    exercise = _find(id)
    if exercise is None or _grading():
        return
    try:
        page = page_of(exercise, answer)
    except NotStarted:
        return _say(exercise.words.not_started().first)
    except BadShape as problem:
        return _say(str(problem))
    file = Path(f"{exercise.answer}-{id}.html")
    try:
        file.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        return _say(f"{file} can't be written here: {error.strerror}.")
    _say(f"Saved as {file}, beside this notebook. Open it in a browser, print it, or send it.")
    look = (
        f'<iframe title="{id} as a page" sandbox srcdoc="{escape(page)}"'
        ' style="width: 100%; height: 30rem; border: 1px solid #999"></iframe>'
    )
    display({"text/html": look, "text/plain": f"(the page {file})"}, raw=True)


def lab(id: str) -> Any:
    """Show an interactive lab, such as ``lab("W06a")``."""
    from tpo.labs import show

    return show(id)


def lineage(told: Any = ()) -> None:
    """Draw the way of a parcel's status; ``told`` are the readers told before a change."""
    from tpo.labs import lineage as way

    names = (
        [told] if isinstance(told, str) else list(told) if isinstance(told, list | tuple) else []
    )
    wrong = way.unknown([str(name) for name in names])
    if wrong:
        _say(f'There is no service {wrong[0]!r}; write names such as "tracking".')
        return
    display({"text/html": way.html(names), "text/plain": way.sentence(names)}, raw=True)


def assessment(form: str = "A") -> None:
    """Where you stand: 28 tasks, form "A" at the start of the course and "B" at its end."""
    from tpo.labs.assessment import show

    show(form)


def gap_map(form: str = "A") -> None:
    """What the assessment shows: gaps, over- and under-confidence, route, goals, learning plan."""
    from tpo.labs import gap_map as maps
    from tpo.learner import assessment as forms

    ledger = _ledger()
    try:
        found = forms.result(ledger, form)
        total = len(forms.items(form))
    except LookupError as error:
        return _say(str(error))
    if found is None:
        done = len(forms.kept(ledger, form)["answers"])
        return _say(
            f"Your gap map opens when the assessment above is finished: {done} of {total} tasks are "
            "answered. Run the cell above to go on."
        )
    before = forms.result(ledger, "A") if form == "B" else None
    saved = maps.save(found, workspace())
    bundle = {
        "text/html": maps.page(found, before, saved),
        "text/plain": maps.text(found, saved),
    }
    display(bundle, raw=True)


def recall(module_id: str) -> Any:
    """Four questions from earlier, to be answered from memory; how they went counts as reviews."""
    from tpo.companion.review import quartet_page

    return quartet_page(module_id, _ledger())


def terms(module_id: str) -> Any:
    """The words a module adds to your glossary, each with its example; they join your cards."""
    from tpo.learner.cards import deposit
    from tpo.learner.recall import glossary

    deposit(_ledger(), module_id)
    return HTML(glossary(module_id))


def review() -> Any:
    """Today's cards: the words, questions and misconceptions that are due."""
    from tpo.companion.review import review_page

    return review_page(_ledger())


def progress() -> Any:
    """What is done, what is due, and your own numbers."""
    from tpo.companion.progress import progress_page

    return progress_page(_ledger())


def portfolio() -> Any:
    """Choose what may be seen of what you made, say what it is worth, make the pages."""
    from tpo.companion.portfolio.shelf import shelf_page

    return shelf_page(_ledger())


def asked(question: str) -> None:
    """Note a question that you asked at work; your progress page counts them."""
    from tpo.learner.metrics import ASKED

    question = " ".join(str(question).split())[:300]
    if not question:
        return _say('Write the question between the quotes: asked("What happens if …?")')
    ledger = _ledger()
    if question not in [note.text for note in ledger.notes(ASKED)]:
        ledger.add_note(ASKED, question)
    _say(f"Noted. Questions so far: {len(ledger.notes(ASKED))}.")


class NotYet(Exception):
    """Raised only under nbgrader's Validate, whose dialog shows nothing but errors."""

    def __init__(self, verdict: Verdict):
        super().__init__(verdict.message.first)
        self.verdict = verdict

    def _render_traceback_(self) -> list[str]:
        return as_text(self.verdict).splitlines()


def _ledger() -> Ledger:
    ledger = current()
    if ledger.warning and ledger.warning not in _told:
        _told.append(ledger.warning)
        _say(ledger.warning)
    return ledger


def _find(id: str) -> Exercise | None:
    try:
        return find(id)
    except UnknownExercise as unknown:
        _say(str(unknown))
        return None


def _judge(exercise: Exercise, answer: Any) -> Verdict:
    error = _failed.get(exercise.answer)
    return raised(exercise, error) if error else check_artefact(exercise, answer)


def _grading() -> bool:
    return os.environ.get("NBGRADER_EXECUTION") == "autograde" or bool(os.environ.get(HANDOVER))


def _show(verdict: Verdict, note: str = "") -> None:
    bundle = {"text/html": as_html(verdict, note), "text/plain": as_text(verdict, note)}
    display(bundle, raw=True)


def _say(sentence: str) -> None:
    print(sentence)


# A cell that stops leaves the last good answer behind; judging that one would mislead.
_failed: dict[str, str] = {}
_told: list[str] = []
CRITERIA = "criteria"  # the name of a %%criteria cell that gives none
ASSIGNED = re.compile(r"^(\w+)\s*=(?!=)", re.MULTILINE)


def _after_cell(result: Any) -> None:
    """Remember which answers the last run of a cell failed to make."""
    error = result.error_before_exec or result.error_in_exec
    for name in _made(result.info.raw_cell or ""):
        if error is None:
            _failed.pop(name, None)
            _remind(name)
        else:
            _failed[name] = _short(error)


def _made(source: str) -> list[str]:
    """The names a cell makes: by assignment, or as ``%%criteria name``."""
    magic = re.match(r"\s*%%criteria\b[ \t]*(\w*)", source)
    return [magic[1] or CRITERIA] if magic else ASSIGNED.findall(source)


def _criteria_cell(line: str, text: str) -> None:
    """``%%criteria name``: keep the cell's text under a name, and say which lines can't be run.

    The text is Gherkin or a table, read with the steps of Second Perch; nothing in it is run as code.
    """
    from tpo.exercises.criteria_card import as_html as shown
    from tpo.exercises.criteria_card import as_text as told
    from tpo.exercises.criteria_card import read

    name = line.strip() or CRITERIA
    shell = get_ipython()
    if not name.isidentifier() or keyword.iskeyword(name):
        return _say(f"After %%criteria comes one word, the name of your text; {name!r} is none.")
    if shell is not None:
        shell.user_ns[name] = text
    if not _grading():
        found = read(text)
        display({"text/html": shown(found, name), "text/plain": told(found, name)}, raw=True)


def _remind(name: str) -> None:
    """Validate calls an untouched text "partial credit"; what a cell writes to stderr it shows."""
    shell = get_ipython()
    if shell is None or os.environ.get("NBGRADER_EXECUTION") != "validate":
        return
    for module_name in MODULES:
        for exercise in module(module_name).values():
            if exercise.manual and exercise.answer == name:
                verdict = check_artefact(exercise, shell.user_ns.get(name))
                if verdict.outcome == "not started":
                    print(as_text(verdict), file=sys.stderr)
                    return


def _short(error: BaseException) -> str:
    line = getattr(error, "lineno", None)
    where = f" (line {line})" if isinstance(error, SyntaxError) and line else ""
    return f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}{where}"


def _name_error(shell: Any, kind: Any, error: Any, tb: Any, tb_offset: Any = None) -> Any:
    """`check("6.3", policy)` before `policy` exists: one sentence instead of a traceback."""
    call = _call(shell.history_manager.input_hist_raw[-1] if shell.history_manager else "")
    if call is None or error.name != call[1]:
        shell.showtraceback((kind, error, tb), tb_offset=tb_offset)
        return None
    exercise = _find(call[0])
    if exercise is not None:
        missing = f"there is no `{call[1]}` yet; run the cell above first."
        verdict = raised(exercise, _failed.get(call[1], missing))
        if os.environ.get("NBGRADER_EXECUTION") == "validate":
            not_yet = NotYet(verdict)
            shell._showtraceback(NotYet, not_yet, not_yet._render_traceback_())
        else:
            _show(verdict)
    return None


def _call(source: str) -> tuple[str, str] | None:
    """("6.3", "policy") when the cell is one line, check("6.3", policy) or grade(...)."""
    try:
        [line] = ast.parse(source).body
    except (SyntaxError, ValueError):
        return None
    if not (isinstance(line, ast.Expr) and isinstance(line.value, ast.Call)):
        return None
    call = line.value
    if not (isinstance(call.func, ast.Name) and call.func.id in ("check", "grade")):
        return None
    if len(call.args) != 2 or call.keywords:
        return None
    id, answer = call.args
    if isinstance(id, ast.Constant) and isinstance(answer, ast.Name):
        return str(id.value), answer.id
    return None


def _attach() -> None:
    shell = get_ipython()
    if shell is None or getattr(shell, "_two_languages", False):
        return
    shell._two_languages = True
    shell.events.register("post_run_cell", _after_cell)
    shell.set_custom_exc((NameError,), _name_error)
    shell.register_magic_function(_criteria_cell, "cell", "criteria")


_attach()
