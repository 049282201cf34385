"""The code in the notebooks' sources is type-checked like the package."""

import re
import subprocess
import sys

from tpo.exercises import find
from tpo.paths import checkout


def complaints(folder, texts):
    """What mypy says about some texts, all in one run."""
    for number, text in enumerate(texts):
        (folder / f"source_{number}.py").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--config-file", str(checkout() / "pyproject.toml")]
    run = subprocess.run(
        [*command, *map(str, sorted(folder.glob("source_*.py")))],
        cwd=checkout(),
        capture_output=True,
        text=True,
    )
    return [line for line in run.stdout.splitlines() if ": error:" in line]


def test_every_source_is_sound(tmp_path):
    sources = sorted((checkout() / "authoring").glob("*/*.py"))
    assert len(sources) >= 3
    assert complaints(tmp_path, [with_answers(path.read_text("utf-8")) for path in sources]) == []


def with_answers(text):
    """A source with the learner's answers, which the built notebook defines in cells of its own."""
    names = [find(id).answer for id in re.findall(r'^# %% exercise="([\d.]+)"', text, re.M)]
    told = "".join(f"{name}: typing.Any\n" for name in names)
    return f"import typing\n{told}{text}" if names else text


def test_a_wrong_call_is_found(tmp_path):
    text = "from tpo.notebook import *\ncheck(6.3, {}, expect=7)\n"
    assert len(complaints(tmp_path, [text])) == 2
