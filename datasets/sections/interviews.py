"""interviews/R01.md to R14.md: transcripts with a number at each statement, from interviews.yaml."""

from collections.abc import Callable
from pathlib import Path

from tpo import case

COUNT = 14
NAMES = tuple(f"interviews/R{number:02d}.md" for number in range(1, COUNT + 1))


def maker(name: str) -> Callable[[Path, dict[str, bytes]], bytes]:
    """The section of one transcript."""

    def make(root: Path, made: dict[str, bytes]) -> bytes:
        talk = case.interviews(root)[Path(name).stem]
        lines = [
            "<!-- Made by `python datasets/generate.py` from interviews.yaml. Don't edit. -->",
            "",
            f"# {talk.id} · {talk.who}, {talk.zone}",
            "",
            "Talk with Mateo, January 2026. Nobody here exists.",
            "",
        ]
        for number, statement in enumerate(talk.statements, 1):
            lines += [f"*{statement.ask}*", "", f"**{talk.id}-{number}** {statement.said}", ""]
        return "\n".join(lines).encode()

    return make
