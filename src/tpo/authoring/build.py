"""``tpo build``: make course/, solutions/, exercises/ and the facilitator sheets.

``tpo build --check`` makes everything except the outputs in memory and compares; the outputs
themselves are proved by nbval, which runs every notebook and compares what it shows.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from tpo.authoring import source
from tpo.authoring.lint import faults
from tpo.authoring.module import Module, modules, overview, table
from tpo.sessions.sheet import sheet

Product = NotebookNode | str
README = "README.md"
MARKS = ("<!-- modules: made by tpo build -->\n", "<!-- end of modules -->\n")


def build(root: Path, only: str = "") -> list[str]:
    """Write every product (of the modules whose name contains ``only``); return their names."""
    written = []
    for module in modules(root):
        if only not in module.name:
            continue
        for path, product in products(root, module):
            if isinstance(product, NotebookNode) and not path.startswith("exercises/"):
                print(f"running {path}", file=sys.stderr)
                execute(product, root / path)
            write(root / path, product)
            written.append(path)
    write(root / README, readme(root))
    return [*written, README]


def check(root: Path) -> list[str]:
    """What is stale, missing or no longer made: one sentence each; empty when all is current."""
    found, made = [], set()
    if (root / README).read_text(encoding="utf-8") != readme(root):
        found.append(f"{README}'s list of modules is stale; run `tpo build`.")
    for module in modules(root):
        for path, product in products(root, module):
            made.add(path)
            file = root / path
            if not file.exists():
                found.append(f"{path} is missing; run `tpo build`.")
            elif bare(file.read_text(encoding="utf-8")) != bare(as_text(product)):
                found.append(f"{path} is stale; edit its source and run `tpo build`.")
    for folder in ("course", "solutions", "exercises"):
        for file in sorted((root / folder).rglob("*.ipynb")):
            path = file.relative_to(root).as_posix()
            if ".ipynb_checkpoints" not in path and path not in made:
                found.append(f"{path} has no source any more; delete it.")
    return found


def products(root: Path, module: Module) -> Iterator[tuple[str, Product]]:
    """(path, content) of everything a module makes; notebooks come without outputs."""
    facts = {**module.facts, "modules": table(root)}
    lesson = module.text("lesson.py")
    if lesson is not None:
        path = f"course/{module.plan.get('file') or module.name + '/lesson.ipynb'}"
        yield path, _linted(source.notebook(lesson, facts, f"{module.name}/lesson.py"), path)
    text = module.text("exercises.py")
    if text is not None:
        path = f"{module.name}/exercises.ipynb"
        where = f"{module.name}/exercises.py"
        solution = _linted(source.notebook(text, module.facts, where), path)
        yield f"solutions/{path}", solution
        yield f"exercises/{path}", release(module.name, solution)
    if "session" in module.plan:
        yield f"docs/facilitator/{module.name}.html", sheet(module.plan, module.facts)


def readme(root: Path) -> str:
    """README.md with the list of modules between its two marks made anew."""
    text = (root / README).read_text(encoding="utf-8")
    before, start, rest = text.partition(MARKS[0])
    _, end, after = rest.partition(MARKS[1])
    if not start or not end:
        raise source.BadSource(
            f"{README} lacks the marks {' and '.join(MARKS)} around its modules."
        )
    return before + start + overview(root) + "\n" + end + after


def release(assignment: str, solution: NotebookNode) -> NotebookNode:
    """The learner's copy, made by nbgrader's own generate_assignment with our settings."""
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

    from tpo.grading.config import configure

    with tempfile.TemporaryDirectory() as course:
        config = Config()
        configure(config)
        config.CourseDirectory.root = course
        config.CourseDirectory.assignment_id = assignment
        (Path(course) / "grading").mkdir()
        config.CourseDirectory.db_url = f"sqlite:///{course}/grading/gradebook.db"
        write(Path(course) / "solutions" / assignment / "exercises.ipynb", solution)
        converter = GenerateAssignment(
            coursedir=CourseDirectory(config=config), config=config, create_assignment=True
        )
        converter.start()
        made = Path(course) / "exercises" / assignment / "exercises.ipynb"
        return nbformat.read(made, as_version=4)


def execute(nb: NotebookNode, path: Path) -> None:
    """Run a notebook in place and keep only outputs that are the same on every machine."""
    from nbclient import NotebookClient

    env = {k: v for k, v in os.environ.items() if k not in ("TPO_WORKSPACE",)}
    path.parent.mkdir(parents=True, exist_ok=True)
    client = NotebookClient(
        nb,
        timeout=120,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        store_widget_state=False,
        record_timing=False,
    )
    client.execute(env=env)
    nb.metadata.language_info = NotebookNode(name="python")
    for cell in nb.cells:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
            if "text" in output:  # a free port is another one in every run
                output["text"] = re.sub(r"(127\.0\.0\.1):\d+", r"\1:PORT", output["text"])


def write(path: Path, product: Product) -> None:
    """Write a product, replacing the file in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_text(as_text(product), encoding="utf-8", newline="\n")
    shutil.move(part, path)


def as_text(product: Product) -> str:
    """A product as the bytes on disk."""
    if isinstance(product, NotebookNode):
        return nbformat.writes(product, version=4) + "\n"
    return product


def bare(text: str) -> str:
    """A notebook without outputs and execution counts; other text as it is."""
    if not text.lstrip().startswith("{"):
        return text
    try:
        nb = json.loads(text)
    except ValueError:
        return text
    for cell in nb.get("cells", []):
        if cell.get("cell_type") == "code":
            cell["outputs"], cell["execution_count"] = [], None
    return json.dumps(nb, sort_keys=True)


def _linted(nb: NotebookNode, path: str) -> NotebookNode:
    found = faults(nb)
    if found:
        raise source.BadSource(f"{path}: " + " ".join(found))
    return nb
