"""Submissions that go wrong, by accident or on purpose; each is a right one with one thing added.

What is added stands in or around the answer to the second question (`TARGET`). ``due`` says what
each automatic question is still worth ("full" or 0); ``told`` is what the instructor's log or the
graded notebook must say, "" where there is nothing to tell.
"""

from __future__ import annotations

import copy
import json
import os
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_output

from tests.grading.course import ASSIGNMENT, AUTOMATIC, part, perfect
from tpo.exercises.handover import MIME, pack
from tpo.paths import checkout

TARGET = AUTOMATIC[1]
FULL = {exercise.id: exercise.points for exercise in AUTOMATIC}
OWN_LOST = {**FULL, TARGET.id: 0}
NOTHING = dict.fromkeys(FULL, 0)
Damage = Callable[[NotebookNode, Path], None]


@dataclass(frozen=True)
class Submission:
    name: str
    damage: Damage
    due: dict[str, float | None]  # None: anything
    told: str = ""


SUBMISSIONS: dict[str, Submission] = {}


def submission(due=FULL, told=""):
    def add(damage: Damage) -> Damage:
        name = damage.__name__.replace("_", "-")
        SUBMISSIONS[name] = Submission(name, damage, due, told)
        return damage

    return add


def after(code: str) -> Damage:
    """Code at the end of the target's answer."""

    def damage(nb: NotebookNode, folder: Path) -> None:
        part(nb, TARGET, "answer").source += f"\n{code}"

    return damage


def code(name: str, source: str, due=FULL, told="") -> None:
    SUBMISSIONS[name] = Submission(name, after(source), due, told)


def hand_in(submission: Submission, folder: Path) -> None:
    """Write the submission where collect would put it."""
    folder.mkdir(parents=True)
    released = checkout() / "exercises" / ASSIGNMENT / "exercises.ipynb"
    nb = nbformat.read(released, as_version=4)
    perfect(nb)
    nb = copy.deepcopy(nb)
    submission.damage(nb, folder)
    path = folder / "exercises.ipynb"
    if not os.path.lexists(path):
        path.write_text(json.dumps(nb, default=str), encoding="utf-8")


# ---- accidents -----------------------------------------------------------------------------------

code("warning-on-stderr", "import warnings; warnings.warn('deprecated')")
code("stderr-noise", "import sys; print('noise\\n' * 1000, file=sys.stderr)")
code("sys-exit", "import sys; sys.exit(3)")
code("input", "name = input('who? ')")
code("ends-python", "import os; os._exit(3)", OWN_LOST, "this cell ended the Python process")
code(
    "segfault", "import ctypes; ctypes.string_at(0)", OWN_LOST, "this cell ended the Python process"
)
code("endless", "while True: pass", told="this cell ran past the time limit")
code(
    "endless-and-stubborn",
    "import time\nwhile True:\n    try: time.sleep(1)\n    except BaseException: pass",
    OWN_LOST,
    "this cell ran past the time limit",
)
code("three-million-lines", "for i in range(3_000_000): print('spam', i)")
code("one-long-line", "print('x' * 200_000_000)")
code("memory-hog", "hog = bytearray(64 << 30)")
code("fills-the-disk", "open('big', 'wb').write(bytes(1 << 30))")


@submission({**FULL, AUTOMATIC[0].id: 0}, told="was missing and has been put back")
def deletes_cells(nb: NotebookNode, folder: Path) -> None:
    nb.cells.remove(part(nb, AUTOMATIC[0], "answer"))
    nb.cells.remove(part(nb, TARGET, "grade"))


@submission(told="was copied")
def duplicates_cells(nb: NotebookNode, folder: Path) -> None:
    for name in ("answer", "grade"):
        nb.cells.append(copy.deepcopy(part(nb, TARGET, name)))


@submission(told="had become a cell of another type")
def retypes_cells(nb: NotebookNode, folder: Path) -> None:
    for name in ("answer", "grade"):
        cell = part(nb, TARGET, name)
        cell.cell_type = "raw"
        del cell["outputs"], cell["execution_count"]


# ---- reaching for what isn't theirs ----------------------------------------------------------------

LOOT = """
import glob, os
for pattern in ("/**/gradebook.db", "/**/grading-secret", "/**/submitted/**", "/**/solutions/**",
                "../../../**", "/proc/*/environ", "/etc/passwd"):
    for path in glob.glob(pattern, recursive=True):
        if "site-packages" in path: continue
        try: print("LOOT", path, open(path, "rb").read()[:2000])
        except OSError as error: print(type(error).__name__)
print({k: v for k, v in os.environ.items()})
"""
code("reads-everything", LOOT)
code(
    "writes-grades",
    "import glob, sqlite3\n"
    "for p in ['../../../gradebook.db', *glob.glob('/**/gradebook.db', recursive=True)]:\n"
    "    db = sqlite3.connect(p); db.execute('update grade set manual_score = 0'); db.commit()",
)
code(
    "vandal",
    "import os, shutil\n"
    "for folder, _, names in os.walk('/'):\n"
    "    if folder.startswith(('/proc', '/dev')): continue\n"
    "    for name in names:\n"
    "        if name.endswith('.ipynb'):\n"
    "            try: open(os.path.join(folder, name), 'w').write('{}')\n"
    "            except OSError: pass\n"
    "shutil.rmtree('..', ignore_errors=True); shutil.rmtree('../../..', ignore_errors=True)",
)
code(
    "network",
    "import socket, urllib.request\n"
    "for place in (('127.0.0.1', 22), ('192.0.2.1', 80)):\n"
    "    try: socket.create_connection(place, 2); print('NET-' + 'OPEN')\n"
    "    except OSError as error: print(error)",
)
code(
    "steals-the-judge",
    "import tpo.exercises.hidden as h\n"
    "print('SECRET', h.secret())\n"
    "import tpo.exercises.contract as c\n"
    "c.grade_artefact = lambda *a: None",
)
code(
    "kills-its-parents",
    "import os, signal\nfor p in (os.getppid(), 1, -1, 0): os.kill(p, 9)",
    OWN_LOST,
)
code("kills-its-group", "import os; os.kill(0, 9)", OWN_LOST, "this cell ended the Python process")
code(
    "kills-in-a-thread",
    "import os, threading, time\n"
    "threading.Thread(target=lambda: (time.sleep(0.05), os._exit(1))).start()",
    {**FULL, TARGET.id: None},  # a race that it may win
    "this cell ended the Python process",
)
code(
    "daemons",
    "import subprocess\n"
    "for i in range(20): subprocess.Popen(['sleep', '86321'], start_new_session=True)",
)
code(
    "fork-bomb",
    "import os\nfor i in range(500):\n    if os.fork() == 0:\n        import time; time.sleep(900)",
)

# ---- tampering ---------------------------------------------------------------------------------------

code(
    "monkeypatches-libraries",
    "import json, math, numpy, IPython.display as d, tpo.exercises.shape as s\n"
    "numpy.array = json.dumps = math.isfinite = d.display = lambda *a, **k: 1 / 0\n"
    "get_ipython().display_pub.publish = lambda *a, **k: None",
    OWN_LOST,
)
code(
    "strips-code",
    "import ast\n"
    "class T(ast.NodeTransformer):\n"
    "    def visit_Module(self, node): return ast.Module(body=[], type_ignores=[])\n"
    "get_ipython().ast_transformers.append(T())",
    OWN_LOST,
)
code(
    "turns-clock-and-dice",
    "import random, time, os\n"
    "time.time = time.monotonic = lambda: 0.0\n"
    "random.random = lambda: 0.5\nrandom.seed(1)\nos.urandom = lambda n: bytes(n)",
)
code(
    "redefines-grade",
    "grade = lambda *a: 1000\ncheck = grade",
    OWN_LOST,
)


@submission(told="had other marks or settings")
def forges_metadata(nb: NotebookNode, folder: Path) -> None:
    cell = part(nb, TARGET, "grade")
    cell.metadata.nbgrader.update(
        points=1e9, schema_version=1, grade=False, task=True, checksum="0"
    )
    part(nb, AUTOMATIC[2], "grade").metadata["nbgrader"] = {
        "grade_id": "../../evil",
        "points": "NaN",
    }


@submission(told="was edited")
def forges_outputs(nb: NotebookNode, folder: Path) -> None:
    cell = part(nb, TARGET, "grade")
    cell.source = "float('nan')"
    cell.outputs = [new_output("execute_result", {"text/plain": "nan"}, execution_count=1)]
    record = pack(TARGET.id, TARGET.shape.blank())
    cell.outputs.append(new_output("display_data", {MIME: record}))


def shows(record: str) -> str:
    return (
        "from IPython.display import display\n"
        f"def grade(id, answer): display({{{MIME!r}: {record}, 'text/plain': 'x'}}, raw=True)"
    )


code("forged-record", shows("'full marks'"), OWN_LOST)
code("record-of-another-exercise", shows("{'exercise': '6.1', 'artefact': {}}"), OWN_LOST)
code("oversized-record", shows("{'exercise': id, 'artefact': 'x' * 5_000_000}"), OWN_LOST)
code("deep-record", shows("{'exercise': id, 'artefact': eval('[' * 90 + ']' * 90)}"), OWN_LOST)
code(
    "duplicated-records",
    shows("{'exercise': id, 'artefact': 1}") + "; display({" + repr(MIME) + ": 2}, raw=True)",
    OWN_LOST,
)
code(
    "raw-messages",
    "k = get_ipython().kernel\n"
    "for kind, content in [\n"
    "    ('stream', {'name': 7, 'text': 9}), ('stream', {}), ('display_data', {'data': 5}),\n"
    "    ('display_data', {'data': {'text/plain': 7, 'x': None}, 'metadata': 3}),\n"
    "    ('execute_result', {'data': {}, 'execution_count': 'many', 'metadata': {}}),\n"
    "    ('error', {'ename': 5, 'evalue': None, 'traceback': 'x'}),\n"
    "    ('stream', {'name': 'stdout', 'text': 'lone \\ud800 surrogate'}),\n"
    "    ('update_display_data', {'data': {}, 'transient': {'display_id': ['x']}}), ('nonsense', {}),\n"
    "]:\n"
    "    try: k.session.send(k.iopub_socket, kind, content, parent=k.get_parent())\n"
    "    except Exception as error: print(type(error).__name__)",
    OWN_LOST,
)
code(
    "comm-flood",
    "from comm import create_comm\n"
    "for i in range(300): create_comm(target_name='jupyter.widget', data={'state': {'v': 'x' * 1000}})",
)

# ---- files that aren't notebooks ---------------------------------------------------------------------

UNREADABLE = "could not be read"


@submission(NOTHING, "There was an error processing assignment")
def not_json(nb: NotebookNode, folder: Path) -> None:
    (folder / "exercises.ipynb").write_text("{ not json")


@submission(NOTHING, "There was an error processing assignment")
def json_bomb(nb: NotebookNode, folder: Path) -> None:
    (folder / "exercises.ipynb").write_text("[" * 1_000_000)


@submission()
def attachment_traversal(nb: NotebookNode, folder: Path) -> None:
    nb.cells[0]["attachments"] = {"../../../../../evil.png": {"image/png": "aGVsbG8="}}
    nb.cells[0].source += "\n![x](attachment:../../../../../evil.png)"
    part(nb, TARGET, "answer").outputs = [
        new_output(
            "display_data",
            {"image/png": "aGVsbG8="},
            metadata={"filenames": {"image/png": "../../../evil.png"}},
        )
    ]


@submission()
def zip_bomb(nb: NotebookNode, folder: Path) -> None:
    with zipfile.ZipFile(folder / "data.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../../evil", bytes(20_000_000))
    after(
        "import zipfile\nwhile True: zipfile.ZipFile('data.zip').extractall('/tmp/' + str(id({})))"
    )(nb, folder)
    part(nb, TARGET, "answer").source = part(nb, TARGET, "answer").source.replace(
        "while True", "for i in range(20)"
    )


@submission(told="notes.txt is a link and was left out")
def links(nb: NotebookNode, folder: Path) -> None:
    (folder / "notes.txt").symlink_to("../../../gradebook.db")
    (folder / "more").symlink_to("../../..")


@submission(NOTHING, "is a link, so nothing of it counts")
def linked_notebook(nb: NotebookNode, folder: Path) -> None:
    (folder / "exercises.ipynb").symlink_to(f"../../mmm-middle/{ASSIGNMENT}/exercises.ipynb")


@submission()
def own_cell_on_top(nb: NotebookNode, folder: Path) -> None:
    nb.cells.insert(0, new_code_cell("import os\nhelp = lambda: os.getcwd()"))
