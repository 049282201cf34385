"""What a notebook of the course says: ``check``, ``hint``, ``grade``, ``keep``, ``lab`` …

A notebook begins with ``from tpo.notebook import *``. Everything here is thin: it finds the
exercise or lab, runs it, shows the result and keeps a note in the learner's ledger.
"""

from __future__ import annotations

import ast
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
from tpo.learner.ledger import Ledger, current
from tpo.learner.pacing import pause
from tpo.notebook_env import HANDOVER

__all__ = ["check", "grade", "hint", "keep", "lab", "recall", "replay", "terms"]


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
    ledger.add_attempt(id, verdict.outcome, verdict.message.id, answer)
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


def recall(module_id: str) -> Any:
    """Four questions from earlier, to be answered from memory before a lesson."""
    from tpo.learner.recall import card

    return HTML(card(module_id))


def terms(module_id: str) -> Any:
    """The words a module adds to your glossary, each with its example from Linnet."""
    from tpo.learner.recall import glossary

    return HTML(glossary(module_id))


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
ASSIGNED = re.compile(r"^(\w+)\s*=(?!=)", re.MULTILINE)


def _after_cell(result: Any) -> None:
    """Remember which answers the last run of a cell failed to make."""
    error = result.error_before_exec or result.error_in_exec
    for name in ASSIGNED.findall(result.info.raw_cell or ""):
        if error is None:
            _failed.pop(name, None)
            _remind(name)
        else:
            _failed[name] = _short(error)


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


_attach()
