"""One source, no drift: what the build makes, and that every gate can go red."""

import json
import shutil

import nbformat
import pytest

from tpo.authoring import build, source
from tpo.authoring.lint import faults
from tpo.authoring.module import Module, modules
from tpo.facts import UnknownFact
from tpo.paths import checkout

TEXT = """# %% [markdown]
# # Demo
# It takes {{seconds}} s.

# %%
from tpo.notebook import *

# %% exercise="6.1"
"""


@pytest.fixture(scope="module")
def solution():
    return source.notebook(TEXT, {"seconds": "2"}, "demo")


@pytest.fixture(scope="module")
def release(solution):
    return build.release("M06_under_load", solution)


def test_the_committed_files_are_what_the_source_makes():
    assert build.check(checkout()) == []


def test_a_stale_a_missing_and_an_orphaned_file_are_named(tmp_path):
    for folder in ("authoring", "course", "solutions", "exercises", "docs/facilitator"):
        for path in (checkout() / folder).glob("M06*"):  # one module will do
            copy = shutil.copytree if path.is_dir() else shutil.copy
            (tmp_path / folder).mkdir(parents=True, exist_ok=True)
            copy(path, tmp_path / folder / path.name)
    stale = tmp_path / "course/M06_under_load/lesson.ipynb"
    nb = json.loads(stale.read_text("utf-8"))
    nb["cells"][0]["source"] = ["# Somebody edited this"]
    stale.write_text(json.dumps(nb), "utf-8")
    readme = "".join(build.MARKS)
    (tmp_path / "README.md").write_text(readme, "utf-8")
    assert len(build.readme(tmp_path).splitlines()) == len(readme.splitlines()) + 3
    (tmp_path / "exercises/M06_under_load/exercises.ipynb").unlink()
    shutil.copy(stale, tmp_path / "course/M99.ipynb")
    text = "\n".join(build.check(tmp_path))
    assert "README.md's list of modules is stale" in text
    assert "course/M06_under_load/lesson.ipynb is stale" in text
    assert "exercises/M06_under_load/exercises.ipynb is missing" in text
    assert "course/M99.ipynb has no source any more" in text


def test_a_fact_has_one_home(tmp_path):
    folder = tmp_path / "M06_under_load"
    folder.mkdir()
    (folder / "module.yaml").write_text("minutes: 90\n", "utf-8")
    (folder / "facts.py").write_text("def facts():\n    return {'seconds': 2}\n", "utf-8")
    told = {"lesson.minutes": "90", "exercises.count": "Five", "exercises.points": "40"}
    assert {**told, "exercises.time": "about 2 hours", "seconds": "2"} == Module(folder).facts
    (folder / "facts.py").write_text("def facts():\n    return {'lesson.minutes': 2}\n", "utf-8")
    with pytest.raises(ValueError, match=r"lesson\.minutes is computed for every module"):
        _ = Module(folder).facts


def test_outputs_are_not_compared_here_because_nbval_runs_them():
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])
    bare = build.bare(build.as_text(nb))
    nb.cells[0].outputs = [nbformat.v4.new_output("stream", text="x")]
    nb.cells[0].execution_count = 3
    assert build.bare(build.as_text(nb)) == bare


def test_building_twice_gives_the_same_bytes(solution, release):
    again = source.notebook(TEXT, {"seconds": "2"}, "demo")
    assert build.as_text(again) == build.as_text(solution)
    assert build.as_text(build.release("M06_under_load", again)) == build.as_text(release)


def test_cell_ids_stay_when_another_section_grows(solution):
    longer = source.notebook(
        TEXT.replace("# %%\nfrom", "# %% [markdown]\n# # New\n\n# %%\nfrom"), {"seconds": "2"}, "d"
    )
    ids = {cell.id for cell in solution.cells if cell.id.startswith("6-1")}
    assert ids == {"6-1-answer", "6-1-check", "6-1-hint", "6-1-grade"}
    assert ids < {cell.id for cell in longer.cells}


def test_facts_are_filled_in_and_an_unknown_one_is_named(solution):
    assert "It takes 2 s." in solution.cells[0].source
    with pytest.raises(UnknownFact, match=r"demo quotes \{\{seconds\}\}, which facts.py lacks"):
        source.notebook(TEXT, {}, "demo")


def test_the_release_holds_no_solution(release):
    text = "".join(cell.source for cell in release.cells)
    assert "SOLUTION" not in text
    assert '"calls_per_s"' not in text
    assert '"normal_day": ...,' in text


def grade_cell(release):
    nb = nbformat.from_dict(release)
    return nb, next(c for c in nb.cells if c.metadata.get("nbgrader", {}).get("grade"))


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        ({"source": 'assert flight\ngrade("6.1", flight)'}, "is the one line"),
        ({"source": 'print(grade("6.1", flight))'}, "is the one line"),
        ({"source": 'grade("6.1", plan)'}, "grades `flight`"),
        ({"points": 7}, "is worth 6 points"),
        ({"locked": False}, "must be locked"),
    ],
)
def test_the_linter_finds_a_bad_grade_cell(release, damage, complaint):
    nb, cell = grade_cell(json.loads(json.dumps(release)))
    assert faults(nb) == []
    for key, value in damage.items():
        (cell if key == "source" else cell.metadata["nbgrader"])[key] = value
    assert complaint in " ".join(faults(nb))


def test_code_that_a_learner_does_not_edit_stays_short():
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("\n".join("abcdef"))])
    assert "more than 5 lines" in faults(nb)[0]
    nb.cells[0].metadata["tags"] = ["learner"]
    assert faults(nb) == []


def test_every_module_plan_has_what_the_generators_need():
    for module in modules(checkout()):
        assert {"id", "title", "minutes", "rows"} <= set(module.plan), module.name


def test_a_text_with_a_magic_becomes_a_cell_that_begins_with_it():
    made = source.notebook('# %% magic="criteria"\nmine = """\nScenario: a\n"""\n', {}, "demo")
    assert made.cells[0].source == "%%criteria mine\nScenario: a"
    with pytest.raises(source.BadSource, match="one text with a name"):
        source.notebook('# %% magic="criteria"\nmine = 1\n', {}, "demo")


def test_a_solution_in_a_criteria_cell_continues_what_was_handed_out():
    made = source.notebook('# %% exercise="3.1"\n', {}, "demo").cells[0].source
    assert made.startswith("%%criteria criteria\nFeature: ")
    assert made.count("Feature:") == 1
    assert '"""' not in made
    assert "### BEGIN SOLUTION\n  Scenario Outline:" in made
