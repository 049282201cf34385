"""A class with everything that can go wrong in it: who pays, who notices, what gets out?"""

import math
import re
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser

import nbformat
import pytest

from tests.grading.course import ASSIGNMENT, AUTOMATIC, KEY
from tests.grading.sandboxed import sandbox_or_skip
from tests.hostile.classroom import NEIGHBOURS, PASSWORD, TIMEOUT_S, Classroom, wall, watch
from tests.hostile.submissions import LOOT, OUT, SUBMISSIONS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nbgrader has no exchange there")

LIMIT = f"\nget_config().ExecutePreprocessor.timeout = {TIMEOUT_S}\n"
GRADE = ("autograde", "grade")  # half a class is graded by nbgrader's command, half by `tpo grade`
PRIVATE = (KEY, PASSWORD, OUT, LOOT, "SQLite format 3", "root:x:0:0")


class Half(Classroom):
    """The neighbours alone first, then half of the class with them in one run."""

    def __init__(self, base, names, grade):
        base.mkdir()
        super().__init__(base)
        with (self.root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
            config.write(LIMIT)
        self.names = names
        self.hand_in(NEIGHBOURS)
        released, self.quiet = self.run(
            ["generate_assignment", ASSIGNMENT, "--force"], [grade, ASSIGNMENT]
        )
        assert released.code == 0, released.said
        self.alone = {name: self.digest(name) for name in NEIGHBOURS}
        self.alone_scores = self.grades()
        self.hand_in(names)
        self.handed_in = {name: self.digest(name, "submitted") for name in names}
        self.rough, self.again, self.export = self.run(
            [grade, ASSIGNMENT, "--force"],
            [grade, ASSIGNMENT],
            ["export", "--to", "grading/grades.csv"],
        )
        self.scores = self.grades()
        begin = r"(?=\[AutogradeApp \|)" if grade == "autograde" else r"\n(?=[\w-]+: )"
        self.log = [" ".join(part.split()) for part in re.split(begin, self.rough.said)]

    def submitted(self, name):
        return self._folder("submitted", name) / "exercises.ipynb"

    def page(self, name):
        nb = self.graded(name)
        return "" if nb is None else nbformat.writes(nb)


@pytest.fixture(scope="module")
def halves(tmp_path_factory):
    """Two classes, graded at the same time."""
    sandbox_or_skip()
    base, names = tmp_path_factory.mktemp("hostile"), list(SUBMISSIONS)
    with ThreadPoolExecutor(2) as pool:
        yield list(pool.map(lambda i: Half(base / GRADE[i], names[i::2], GRADE[i]), (0, 1)))
    shutil.rmtree(base, ignore_errors=True)  # some leave folders without rights


@pytest.fixture
def of(halves):
    """The class that a learner is in."""
    return lambda name: next(half for half in halves if name in half.names)


@pytest.fixture(params=[0, 1])
def half(request, halves):
    return halves[request.param]


def test_there_are_enough_of_them():
    assert len(SUBMISSIONS) >= 25


def test_the_run_finished(half):
    assert half.rough.code == 0, half.rough.said[-3000:]
    assert set(half.scores) == {*half.names, *NEIGHBOURS}


@pytest.mark.parametrize("name", SUBMISSIONS)
def test_own_marks_are_as_due(of, name):
    scores = of(name).scores[name]
    got = {e.id: scores[f"{e.id.replace('.', '-')}-grade"] for e in AUTOMATIC}
    due = SUBMISSIONS[name].due
    assert got == {id: got[id] if points is None else points for id, points in due.items()}
    for exercise in AUTOMATIC:
        assert math.isfinite(got[exercise.id])
        assert 0 <= got[exercise.id] <= exercise.points


@pytest.mark.parametrize("name", [n for n, s in SUBMISSIONS.items() if s.told])
def test_somebody_is_told(of, name):
    """Learner and instructor both: in the graded notebook, and in the log where it is a warning."""
    about = " ".join(line for line in of(name).log if re.search(rf"\b{name}\b", line))
    for told in SUBMISSIONS[name].told:
        assert told in of(name).page(name) or told in about


@pytest.mark.parametrize("name", NEIGHBOURS)
def test_neighbours_notice_nothing(half, name):
    assert half.scores[name] == half.alone_scores[name]
    assert half.digest(name) == half.alone[name] != {}


def test_what_was_submitted_is_as_it_was(half):
    for name in half.names:
        assert half.digest(name, "submitted") == half.handed_in[name]


@pytest.mark.parametrize("name", SUBMISSIONS)
def test_nothing_leaks_and_nothing_grows(of, name):
    for path in of(name).folder_of(name).rglob("*"):
        assert not path.is_symlink()
        if path.is_file() and path.suffix != ".zip":
            content = path.read_bytes()
            assert len(content) < 3_000_000
            for private in PRIVATE:
                assert private.encode() not in content


def test_nothing_gets_out_and_nothing_stays(half):
    assert half.rough.reached == 0
    assert half.rough.left == []
    assert [path.name for path in half.base.rglob("evil*")] == []


class Scripts(HTMLParser):
    """What a page would run: scripts, and attributes that are scripts or name one."""

    def __init__(self):
        super().__init__()
        self.found, self.inside = [], False

    def handle_starttag(self, tag, attributes):
        self.inside = tag == "script"
        for name, value in attributes:
            if name.startswith("on") or "javascript:" in (value or "").lower():
                self.found.append(f"{name}={value}")

    def handle_endtag(self, tag):
        self.inside = False

    def handle_data(self, text):
        if self.inside:
            self.found.append(text)


def scripts(nb):
    """The learner's scripts in a page as formgrader and the feedback show it."""
    from nbconvert.exporters import HTMLExporter

    page, _ = HTMLExporter().from_notebook_node(nb)
    assert "evil" in page
    parser = Scripts()
    parser.feed(page)
    return [text for text in parser.found if "evil" in text]


def test_no_script_of_a_learner_runs_in_the_instructors_browser(of):
    name = "scripts-for-the-instructor"
    assert scripts(of(name).graded(name)) == []
    bad = nbformat.read(of(name).submitted(name), as_version=4)
    assert len(scripts(bad)) >= 3  # red proof: as it was handed in, they would


def test_the_quiet_class_says_nothing_alarming(half):
    assert half.quiet.code == 0
    alarms = re.findall(r".*(?:WARNING|ERROR|Repaired|lost|has changed).*", half.quiet.said)
    assert alarms == []


def test_the_class_can_go_on(half):
    """Everybody counts as graded, and the next command reads the gradebook without a word."""
    assert (half.again.code, half.export.code) == (0, 0)
    assert "Traceback" not in half.export.said
    skipped = half.again.said.count("Skipping existing assignment")
    told = re.search(r"(\d+) graded before, left alone", half.again.said)
    assert (int(told[1]) if told else skipped) == len(half.scores)


# ---- red proofs ----------------------------------------------------------------------------------


def test_the_wall_holds_and_the_watch_notices_what_gets_through(tmp_path):
    sandbox_or_skip()
    code = (
        "import os, socket, subprocess\n"
        "socket.create_connection(('127.0.0.1', 54321)).close()\n"
        "subprocess.Popen(['sleep', '77'], start_new_session=True)\n"
        "open('mine', 'w').close()\n"
        "try: open('/usr/mine', 'w')\n"
        "except OSError: print('walled', flush=True)\n"
    )
    python = [sys.executable, "-c"]
    commands = [[*python, code], [*python, "import os; os.kill(-1, 9)"]]
    one, two = watch(tmp_path, commands, tmp_path, {"PATH": "/usr/bin:/bin"}, wall(tmp_path))
    assert (one.code, one.reached, one.left, one.said) == (0, 1, ["sleep 77"], "walled\n")
    assert (tmp_path / "mine").exists()
    assert (two.code, two.reached, two.left) == (0, 0, [])  # and this program lives
