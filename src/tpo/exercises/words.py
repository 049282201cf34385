"""The words of a module's exercises, kept apart from the code that decides which to say.

Each module has one YAML file beside its code. Placeholders such as ``{amplification:.1f}``
are filled with numbers from the run, so a message can't drift from what happened.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

FIRST_LINE = 80  # characters; terminals and nbgrader cut what is longer


@dataclass(frozen=True)
class Message:
    """What a learner reads: a first line, then what ran, what happened, why it matters, one move.

    ``id`` names the misconception (``"6.3a"``) or the situation (``"6.3:right"``).
    """

    id: str
    first: str
    ran: str = ""
    saw: str = ""
    why: str = ""
    next: str = ""

    def paragraphs(self) -> list[str]:
        """The parts after the first line that have something to say."""
        return [part for part in (self.ran, self.saw, self.why, self.next) if part]


@dataclass(frozen=True)
class Words:
    """The words of one exercise."""

    id: str
    text: Mapping[str, Any]

    @property
    def title(self) -> str:
        """The exercise's name, such as "Tame the storm"."""
        return str(self.text["title"])

    def promise(self, criterion: str) -> str:
        """The learner's name for a criterion."""
        return str(self.text["promises"][criterion]["name"])

    def misconception(self, wrong: str, facts: Mapping[str, Any]) -> Message:
        """The message of a named wrong answer, filled with the run's numbers."""
        return self._message(wrong, self.text["wrong"][wrong], facts)

    def broken(self, criterion: str, facts: Mapping[str, Any]) -> Message:
        """The message for a broken promise that no named misconception explains."""
        return self._message(f"{self.id}:{criterion}", self.text["promises"][criterion], facts)

    def right(self, public: bool, facts: Mapping[str, Any]) -> Message:
        """What the passing answer bought."""
        if not public:
            return Message(
                f"{self.id}:right",
                "Every fresh scenario kept every promise.",
                self.text.get("hidden_ran", ""),
            )
        return self._message(f"{self.id}:right", self.text["right"], facts)

    def hidden(self, broken: Sequence[str]) -> Message:
        """Which properties failed in grading: by name, never with a case's numbers."""
        return Message(
            f"{self.id}:hidden",
            f"Not yet in every fresh scenario: {broken[0]}."[:FIRST_LINE],
            self.text.get("hidden_ran", ""),
            "Broken promise" + ("s" if len(broken) > 1 else "") + f": {'; '.join(broken)}.",
            "",
            f'Run `check("{self.id}", …)` again and ask what would happen on a worse day.',
        )

    def seen(self, facts: Mapping[str, Any]) -> str:
        """What happened in a run, one line a sentence, without a verdict."""
        return "\n".join(f"• {told(line, facts)}" for line in self.text["seen"])

    def not_started(self) -> Message:
        """A kind word for an untouched answer."""
        return Message(
            f"{self.id}:not-started",
            f"{self.id} is not started yet: the answer above is still the one handed out.",
            next=str(self.text["begin"]),
        )

    def shape(self, exercise: str, sentence: str) -> Message:
        """An answer that can't be read: one sentence."""
        if len(sentence) <= FIRST_LINE:
            return Message(f"{exercise}:shape", sentence)
        return Message(f"{exercise}:shape", "Your answer can't be run yet.", saw=sentence)

    def raised(self, name: str, error: str) -> Message:
        """The learner's own cell stopped."""
        return Message(
            f"{self.id}:raised",
            f"The cell that makes `{name}` stopped, so there is nothing to run yet.",
            saw=f"Python said: {error}",
            next="Mend that line, run the cell again, then come back to this check.",
        )

    def failed(self, report: str, what: str) -> Message:
        """Our own failure."""
        return Message(
            f"{self.id}:failed",
            "Our checker broke on this answer. That is our fault; you lose nothing.",
            saw=f"Report id {report} ({what}).",
            next="Send the id and your answer to your instructor, or open an issue.",
        )

    def hints(self, message: str) -> list[str]:
        """The ladder for a message id: nudge, concept, sibling example."""
        wrong = self.text["wrong"].get(message, {})
        criterion = message.partition(":")[2]
        promise = self.text["promises"].get(criterion, {})
        return list(wrong.get("hints") or promise.get("hints") or self.text["hints"])

    def _message(self, key: str, parts: Mapping[str, str], facts: Mapping[str, Any]) -> Message:
        shared = {"ran": self.text["ran"], **parts}
        made = {
            part: told(str(shared.get(part, "")), facts)
            for part in ("first", "ran", "saw", "why", "next")
        }
        return replace(Message(key, ""), **made)


def told(template: str, facts: Mapping[str, Any]) -> str:
    """A sentence with the run's numbers in it, on one line, written "62 %" and not "62%"."""
    filled = " ".join(template.format_map(facts).split())
    return re.sub(r"(?<=\d)%", " %", filled)


@lru_cache
def module_words(module: str) -> Mapping[str, Words]:
    """The words of a module (``"m06"``) by exercise id."""
    text = files("tpo.exercises").joinpath(f"{module}.yaml").read_text(encoding="utf-8")
    return {str(id): Words(str(id), words) for id, words in yaml.safe_load(text).items()}
