"""What a lab is: controls, one prediction, a run, a picture and a sentence.

A lab is plain data and pure functions. Everything it shows can be computed without a browser;
`tpo.labs.widget` only puts it on the page. To write a lab, make one `Lab`:

- ``run(state, draft)`` computes. ``state`` maps each control's name to its value. ``draft`` is
  true while a slider is being dragged: use fewer requests then, so that it returns in well under
  100 ms. Seeded, so that the same state always gives the same data.
- ``figure(data)`` draws it as SVG (see `tpo.labs.svg`), ``sentence(data)`` says the same in words.
- the start state must not give the answer to the prediction away: it is on show before the lock.
"""

from __future__ import annotations

import base64
import logging
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from types import MappingProxyType
from typing import Any, ClassVar

CONFIDENCES = (50, 60, 70, 80, 90, 99)
"""How sure a learner can be of a prediction, in percent."""

State = Mapping[str, Any]

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Range:
    """A slider over `values`, in order. `show` writes a value with its unit, such as "18 s"."""

    name: str
    label: str
    values: Sequence[float]
    start: float
    show: Callable[[Any], str] = str
    kind: ClassVar[str] = "range"

    def __post_init__(self) -> None:
        _check_start(self)

    @property
    def labels(self) -> list[str]:
        """What stands beside the slider, and what a screen reader says, at each value."""
        return [self.show(value) for value in self.values]


@dataclass(frozen=True)
class Choice:
    """Radio buttons. `options` maps each value to its words."""

    name: str
    label: str
    options: Mapping[Any, str]
    start: Any
    kind: ClassVar[str] = "choice"

    def __post_init__(self) -> None:
        _check_start(self)

    @property
    def values(self) -> Sequence[Any]:
        """The values to choose from, in the order shown."""
        return tuple(self.options)

    @property
    def labels(self) -> list[str]:
        """The words beside each radio button."""
        return list(self.options.values())


@dataclass(frozen=True)
class Place:
    """A card that lies in one of several places; dragged there, or sent there from its list.

    All such cards of a lab lie on one board, so they offer the same `options`, {value: its words}.
    The first option is the tray in which cards wait.
    """

    name: str
    label: str
    options: Mapping[Any, str]
    start: Any
    kind: ClassVar[str] = "place"

    def __post_init__(self) -> None:
        _check_start(self)

    @property
    def values(self) -> Sequence[Any]:
        """The places, in the order shown."""
        return tuple(self.options)

    @property
    def labels(self) -> list[str]:
        """The words above each place."""
        return list(self.options.values())


@dataclass(frozen=True)
class Toggle:
    """A checkbox."""

    name: str
    label: str
    start: bool = False
    kind: ClassVar[str] = "toggle"
    values: ClassVar[Sequence[bool]] = (False, True)
    labels: ClassVar[list[str]] = ["off", "on"]


Control = Range | Choice | Place | Toggle


@dataclass(frozen=True)
class Number:
    """A prediction given as a number in `unit`, from `low` to `high`; right within `near`."""

    unit: str
    low: float
    high: float
    near: float


@dataclass(frozen=True)
class Prediction:
    """The question a learner answers before the controls open.

    `asked` is the state the question is about (controls it leaves out stay at their start).
    `answer` is the options to choose from, or a `Number`. On the data of the asked state,
    `truth` gives the right option (one of `answer`, word for word) or the right number; `says`
    gives what the run says, with its unit; `explain` gives one or two sentences on why.
    """

    question: str
    answer: Sequence[str] | Number
    asked: State
    truth: Callable[[Any], str | float]
    says: Callable[[Any], str]
    explain: Callable[[Any], str]


@dataclass(frozen=True, eq=False)
class Lab:
    """One lab. See the module's text for what each function must do."""

    id: str
    title: str
    intro: str
    controls: tuple[Control, ...]
    prediction: Prediction
    run: Callable[[State, bool], Any]
    figure: Callable[[Any], str]
    sentence: Callable[[Any], str]
    so_what: str

    def __post_init__(self) -> None:
        names = [control.name for control in self.controls]
        if len(set(names)) < len(names):
            raise ValueError(f"{self.id}: two controls have the same name in {names}")
        boards = {tuple(c.labels) for c in self.controls if isinstance(c, Place)}
        if len(boards) > 1:
            raise ValueError(f"{self.id}: all its cards must have the same places")
        asked(self)


@dataclass(frozen=True)
class View:
    """What a lab shows in one state: picture and sentence, or, if the run failed, only `error`."""

    svg: str = ""
    sentence: str = ""
    error: str = ""


@dataclass(frozen=True)
class Reveal:
    """A prediction beside what the run says."""

    said: str
    confidence: int
    says: str
    right: bool
    explain: str

    @property
    def sentence(self) -> str:
        """The comparison in one line."""
        return f"You said {self.said}, {self.confidence} % sure. The run says {self.says}."


def start(lab: Lab) -> State:
    """The state a lab opens in."""
    return {control.name: control.start for control in lab.controls}


def asked(lab: Lab) -> State:
    """The state the prediction is about. Raises ValueError if the lab can't be in it."""
    state = {**start(lab), **lab.prediction.asked}
    positions(lab, state)
    return state


def positions(lab: Lab, state: State) -> list[int]:
    """Where each control stands, as an index into its values. Raises ValueError if it can't."""
    unknown = set(state) - {control.name for control in lab.controls}
    if unknown:
        raise ValueError(f"{lab.id} has no control named {min(unknown)!r}")
    found = []
    for control in lab.controls:
        value = state[control.name]
        if value not in control.values:
            raise ValueError(f"{lab.id}: {control.name} can't be {value!r}")
        found.append(list(control.values).index(value))
    return found


def state_at(lab: Lab, indices: Any) -> State | None:
    """The state at these positions, or None if they are not one position for each control."""
    if not isinstance(indices, list | tuple) or len(indices) != len(lab.controls):
        return None
    state = {}
    for control, index in zip(lab.controls, indices, strict=True):
        if type(index) is not int or not 0 <= index < len(control.values):
            return None
        state[control.name] = control.values[index]
    return state


def data(lab: Lab, state: State, draft: bool = False) -> Any:
    """The run in this state; computed once. Raises whatever ``lab.run`` raises."""
    return _data(lab, tuple(positions(lab, state)), draft)


@lru_cache(maxsize=256)
def _data(lab: Lab, indices: tuple[int, ...], draft: bool) -> Any:
    state = state_at(lab, indices)
    assert state is not None
    return lab.run(MappingProxyType(dict(state)), draft)


def view(lab: Lab, state: State, draft: bool = False) -> View:
    """Picture and sentence in this state; never raises."""
    try:
        seen = data(lab, state, draft)
        sentence = lab.sentence(seen)
        return View(_with_alternative(lab.figure(seen), lab.title, sentence), sentence)
    except Exception as error:
        _log.debug("%s failed at %s", lab.id, dict(state), exc_info=True)
        what = " ".join(f"{type(error).__name__}: {error}".split())[:160]
        return View(
            error=f"The run stopped with these settings ({what}). Move a control back;"
            f" if it happens again, tell your instructor it was lab {lab.id}."
        )


def read_answer(lab: Lab, answer: Any) -> str | None:
    """A prediction as it is kept in the ledger, or None if it is not one.

    `answer` is the index of an option, or a number.
    """
    kind = lab.prediction.answer
    if isinstance(kind, Number):
        if isinstance(answer, bool) or not isinstance(answer, int | float):
            return None
        fits = math.isfinite(answer) and kind.low <= answer <= kind.high
        return f"{answer:g} {kind.unit}".strip() if fits else None
    if type(answer) is not int or not 0 <= answer < len(kind):
        return None
    return kind[answer]


def reveal(lab: Lab, said: str, confidence: int) -> Reveal | None:
    """What the run says to a kept prediction; None if the lab no longer knows that answer."""
    prediction = lab.prediction
    number = None
    if isinstance(prediction.answer, Number):
        try:
            number = float(said.split()[0])
        except (ValueError, IndexError):
            return None
    elif said not in prediction.answer:
        return None
    seen = data(lab, asked(lab))
    truth = prediction.truth(seen)
    if isinstance(prediction.answer, Number):
        right = number is not None and abs(number - float(truth)) <= prediction.answer.near
    else:
        right = said == truth
    return Reveal(said, confidence, prediction.says(seen), right, prediction.explain(seen))


def static_text(lab: Lab) -> str:
    """The start state in words, for places that show neither widgets nor HTML."""
    shown = view(lab, start(lab))
    return f"Lab {lab.id} · {lab.title}. {shown.sentence or shown.error}"


def static_html(lab: Lab) -> str:
    """A lab for readers without a kernel: start state, question, and the answer folded away.

    Pictures are ``<img>`` with a data address, which JupyterLab keeps in notebooks it doesn't
    trust and which carry their alternative text everywhere.
    """
    first = view(lab, start(lab))
    options = lab.prediction.answer
    offered = [] if isinstance(options, Number) else list(options)
    return "\n".join(
        [
            f"<p><b>Lab {escape(lab.id)} · {escape(lab.title)}.</b> {escape(lab.intro)}</p>",
            _static_view(first),
            f"<p><b>Predict first:</b> {escape(lab.prediction.question)}"
            f" {escape(' · '.join(offered))}</p>",
            "<details><summary>What the run says</summary>",
            *_static_answer(lab),
            "</details>",
            "<p><i>Run this cell in JupyterLab to move the controls yourself.</i></p>",
        ]
    )


def _static_answer(lab: Lab) -> list[str]:
    shown = view(lab, asked(lab))
    if shown.error:
        return [_static_view(shown)]
    seen = data(lab, asked(lab))
    prediction = lab.prediction
    return [
        f"<p><b>{escape(prediction.says(seen))}.</b> {escape(prediction.explain(seen))}</p>",
        _static_view(shown),
        f"<p><b>So what?</b> {escape(lab.so_what)}</p>",
    ]


def _static_view(shown: View) -> str:
    if shown.error:
        return f"<p>{escape(shown.error)}</p>"
    source = base64.b64encode(shown.svg.encode()).decode()
    alternative = escape(shown.sentence)
    return (
        f'<p><img alt="{alternative}" src="data:image/svg+xml;base64,{source}"'
        f' width="600" style="max-width: 100%"></p>\n<p>{alternative}</p>'
    )


def _with_alternative(svg: str, title: str, sentence: str) -> str:
    """Name and describe a picture for screen readers, without ids that could clash on a page."""
    name = escape(f"{title}. {sentence}")
    opening, rest = svg.split(">", 1)
    return (
        f'{opening} role="img" aria-label="{name}">'
        f"<title>{escape(title)}</title><desc>{escape(sentence)}</desc>{rest}"
    )


def _check_start(control: Range | Choice | Place) -> None:
    if control.start not in control.values:
        raise ValueError(f"{control.name} starts at {control.start!r}, which it does not offer")
