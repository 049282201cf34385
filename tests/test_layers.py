"""Imports inside src/tpo go down only (docs/architecture.md)."""

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).parents[1] / "src" / "tpo"
LAYERS = (  # from the ground up; a part may import its own layer and those below
    ("paths", "facts", "notebook_env", "fast_start", "trouble"),
    ("case",),
    ("engines",),
    ("judges",),
    ("exercises",),
    ("learner",),
    ("labs",),
    ("companion",),
    ("sessions",),
    ("grading",),
    (
        "authoring",
        "backup",
        "workspace",
        "check_env",
        "team",
        "run_tests",
        "start_lab",
    ),
    ("notebook",),
    ("cli", "__main__"),
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
NOTEBOOK_ONLY = ("IPython", "ipywidgets", "anywidget", "nbgrader", "nbformat", "nbclient")
DOMAIN = ("case", "engines", "judges", "exercises", "facts", "paths")


def imports(text: str) -> list[str]:
    """Every absolute module name a text imports, with the names taken from packages."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            base = node.module or ""
            found += [f"{base}.{alias.name}" for alias in node.names] + [base]
    return found


def faults(part: str, text: str) -> list[str]:
    """What a file of a part imports that it may not."""
    found = []
    for name in imports(text):
        top, _, rest = name.partition(".")
        target = rest.partition(".")[0]
        if top == "tpo" and target in RANK and RANK[target] > RANK[part]:
            found.append(f"{part} imports {name}")
        if part in DOMAIN and top in NOTEBOOK_ONLY:
            found.append(f"{part} imports {name}")
    return sorted(set(found))


def files() -> list[tuple[str, Path]]:
    return [
        (path.relative_to(SRC).parts[0].removesuffix(".py"), path)
        for path in sorted(SRC.rglob("*.py"))
    ]


@pytest.mark.parametrize(
    ("part", "path"), files(), ids=[str(p.relative_to(SRC)) for _, p in files()]
)
def test_imports_go_down_only(part, path):
    if part == "__init__":
        assert not [n for n in imports(path.read_text("utf-8")) if n.startswith("tpo.")]
        return
    assert part in RANK, f"{part} has no layer; give it one in this test and in the docs"
    assert faults(part, path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("case", "from tpo.engines import text"),
        ("judges", "import tpo.exercises.shape"),
        ("engines", "def f():\n    from tpo import labs"),
        ("exercises", "from IPython.display import HTML"),
        ("learner", "from tpo.labs.lab import Lab"),
    ],
)
def test_an_import_that_goes_up_is_found(part, text):
    assert faults(part, text)
