"""The answers bank: one file an answer, each with what it must earn.

A file holds the cell as a learner would type it. Its header says what the answer is; a wrong one
also names the message it must get (``# expect: 6.3a``) and that message's first line
(``# first: …``). ``python -m tests.answers.bank`` rewrites the first lines from a run; read the
diff before you keep it.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tpo.exercises import MODULES, find, module
from tpo.exercises.contract import check_artefact
from tpo.paths import answers


@dataclass(frozen=True)
class Answer:
    """One file of the bank."""

    path: Path
    exercise: str
    artefact: Any
    header: dict[str, str]

    @property
    def id(self) -> str:
        return f"{self.exercise}/{self.path.parent.name}/{self.path.stem}"


def bank(kind: str) -> list[Answer]:
    """All right or all wrong answers of the course."""
    return [
        read(path, id)
        for name in MODULES
        for id in module(name)
        for path in sorted((answers(id) / kind).glob("*.py"))
    ]


def read(path: Path, id: str) -> Answer:
    """One answer; its code runs with nothing but plain Python in scope."""
    text = path.read_text(encoding="utf-8")
    scope: dict[str, Any] = {}
    exec(compile(text, path.name, "exec"), scope)
    header = dict(re.findall(r"^# (expect|first): (.+)$", text, re.MULTILINE))
    return Answer(path, id, scope[find(id).answer], header)


def rebind() -> int:
    """Rewrite the first lines that changed; return how many."""
    changed = 0
    for answer in bank("wrong"):
        first = check_artefact(find(answer.exercise), answer.artefact).message.first
        if answer.header.get("first") != first:
            text = re.sub(r"^# first: .*\n", "", answer.path.read_text("utf-8"), flags=re.M)
            text = re.sub(
                r"^(# expect: .+\n)",
                rf"\1# first: {first}\n".replace("\\", "\\\\")
                if "\\" in first
                else r"\g<1># first: " + first + "\n",
                text,
                flags=re.M,
            )
            answer.path.write_text(text, encoding="utf-8", newline="\n")
            changed += 1
    return changed


if __name__ == "__main__":
    print(f"{rebind()} first lines rewritten.")
    sys.exit(0)
