"""Submissions that go wrong, by accident or on purpose; each is a right one with one thing added.

What is added stands in or around the answer to the second question (`TARGET`). ``due`` says what
each automatic question is still worth ("full" or 0); ``told`` is what the instructor's log or the
graded notebook must say, "" where there is nothing to tell.
"""

from __future__ import annotations

import copy
import json
import os
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output, new_raw_cell

from tests.grading.course import ASSIGNMENT, AUTOMATIC, part, perfect
from tpo.exercises.handover import MIME, pack
from tpo.paths import checkout

TARGET = AUTOMATIC[1]
FULL = {exercise.id: exercise.points for exercise in AUTOMATIC}
OWN_LOST = {**FULL, TARGET.id: 0}
OWN_PERHAPS = {**FULL, TARGET.id: None}  # a race, or a machine too slow for the time limit
NOTHING = dict.fromkeys(FULL, 0)
NOTHING_CAME = "Nothing was handed in"
Damage = Callable[[NotebookNode, Path], None]


@dataclass(frozen=True)
class Submission:
    name: str
    damage: Damage
    due: dict[str, float | None]  # None: anything
    told: tuple[str, ...] = ()


SUBMISSIONS: dict[str, Submission] = {}


def submission(due=FULL, told=""):
    def add(damage: Damage) -> Damage:
        name = damage.__name__.replace("_", "-")
        SUBMISSIONS[name] = Submission(name, damage, due, (told,) if told else ())
        return damage

    return add


def after(code: str) -> Damage:
    """Code at the end of the target's answer."""

    def damage(nb: NotebookNode, folder: Path) -> None:
        part(nb, TARGET, "answer").source += f"\n{code}"

    return damage


def code(name: str, source: str, due=FULL, told="") -> None:
    SUBMISSIONS[name] = Submission(name, after(source), due, (told,) if told else ())


def each(name: str, *parts: tuple[str, dict[str, float], str]) -> None:
    """A submission with something else in each exercise: code, what that one is due, what is told."""

    def damage(nb: NotebookNode, folder: Path) -> None:
        for exercise, (source, _, _) in zip(AUTOMATIC, parts, strict=True):
            part(nb, exercise, "answer").source += f"\n{source}"

    due = {e.id: worth[e.id] for e, (_, worth, _) in zip(AUTOMATIC, parts, strict=True)}
    told = tuple(told for _, _, told in parts if told)
    SUBMISSIONS[name] = Submission(name, damage, due, told)


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

each(
    "small-accidents",
    ("import warnings; warnings.warn('deprecated')", FULL, ""),
    ("import sys; print('noise\\n' * 1000, file=sys.stderr)", FULL, ""),
    ("import sys; sys.exit(3)", FULL, ""),
    ("name = input('who? ')", FULL, "StdinNotImplementedError"),
)
each(
    "errors",
    ("undefined_name + 1", FULL, "NameError"),
    ("def broken(:", NOTHING, "SyntaxError"),
    ("hog = bytearray(64 << 30)", FULL, "MemoryError"),
    ("open('big', 'wb').write(bytes(1 << 30))", FULL, "File too large"),
)
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
code("three-million-lines", "for i in range(3_000_000): print('spam', i)", OWN_PERHAPS)
code("one-long-line", "print('x' * 200_000_000)", OWN_PERHAPS)


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

LOOT, OUT = "LOOT!", "NET-OPEN"  # printed by whoever gets something; put together when it runs
READS = """
import os
places = ("../../../gradebook.db", "../../../submitted", "../../../../solutions", "/etc/passwd",
          "../../../../nbgrader_config.py", "/etc/shadow", "/var/log", os.path.expanduser("~/.two-languages"), ".")
for place in places:
    walk = os.walk(place) if os.path.isdir(place) else [("", [], [place])]
    for folder, _, names in walk:
        for name in names:
            path = os.path.join(folder, name)
            if name.startswith("."): continue
            try: print("LO" + "OT!", path, open(path, "rb").read()[:200])
            except OSError as error: print(type(error).__name__)
print(dict(os.environ))
"""
code("reads-everything", READS)
code(
    "writes-grades",
    "import sqlite3\n"
    "book = sqlite3.connect('../../../gradebook.db')\n"
    "book.execute('update grade set manual_score = 0, auto_score = 0'); book.commit()",
)
code(
    "vandal",
    "import os, shutil\n"
    "for top in ('../../..', '../../../../solutions', '/tmp', '/home'):\n"
    "    for folder, _, names in os.walk(top):\n"
    "        for name in names:\n"
    "            if not name.endswith('.ipynb'): continue\n"
    "            try:\n"
    "                os.chmod(os.path.join(folder, name), 0o666)\n"
    "                open(os.path.join(folder, name), 'w').write('{}')\n"
    "            except OSError: pass\n"
    "shutil.rmtree('../../mmm-middle', ignore_errors=True)",
)
code(
    "network",
    "import socket, urllib.request\n"
    "for place in (('127.0.0.1', 54321), ('127.0.0.1', 22), ('192.0.2.1', 80)):\n"
    "    try: socket.create_connection(place, 1); print('NET-' + 'OPEN')\n"
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
    "looks-at-its-callers",
    "import sys, linecache, gc\n"
    "class Peeks(dict):\n"
    "    def items(self):\n"
    "        frame = sys._getframe()\n"
    "        while frame:\n"
    "            print(linecache.getline(frame.f_code.co_filename, frame.f_lineno))\n"
    "            for value in frame.f_locals.values():\n"
    "                if 'cases' in repr(value)[:500] or 'hidden' in repr(value)[:500]: print(repr(value)[:500])\n"
    "            frame = frame.f_back\n"
    "        return super().items()\n"
    f"{TARGET.answer} = Peeks({TARGET.answer}) if isinstance({TARGET.answer}, dict) else {TARGET.answer}",
)
code(
    "fills-the-shared-folder",
    "import glob, os\n"
    "for place in {os.path.dirname(p) for p in glob.glob('/tmp/**/k-1', recursive=True)} | {'/tmp', '/dev/shm'}:\n"
    "    for i in range(30):\n"
    "        try: open(f'{place}/evil{i}', 'wb').write(bytes(10_000_000))\n"
    "        except OSError as error: print(error); break",
)
code(
    "kills-its-parents",
    "import os\nfor p in (os.getppid(), 1, -1, 0):\n"
    "    try: os.kill(p, 9)\n"
    "    except OSError: pass",
    OWN_LOST,
    "this cell ended the Python process",
)
code(
    "kills-in-a-thread",
    "import os, threading, time\n"
    "threading.Thread(target=lambda: (time.sleep(0.05), os._exit(1))).start()",
    OWN_PERHAPS,
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
    "import sys, types; sys.modules['pandas'] = types.ModuleType('pandas')\n"
    "get_ipython().display_pub.publish = lambda *a, **k: None",
    OWN_LOST,
    "this cell ran past the time limit",
)
code(
    "strips-code",
    "import ast\n"
    "class T(ast.NodeTransformer):\n"
    "    def visit_Module(self, node): return ast.Module(body=[], type_ignores=[])\n"
    "get_ipython().ast_transformers.append(T())",
    OWN_LOST,
    NOTHING_CAME,
)
code(
    "turns-clock-and-dice",
    "import random, time, os\n"
    "time.time = time.monotonic = lambda: 0.0\n"
    "random.random = lambda: 0.5\nrandom.seed(1)\nos.urandom = lambda n: bytes(n)\n"
    "for text in ('7', '7.0', 'nan', '-1', '1e9'): print(text)\n1e9",
)
code(
    "redefines-grade",
    "grade = lambda *a: 1000\ncheck = grade",
    OWN_LOST,
    NOTHING_CAME,
)
code(
    "rewrites-the-course",
    "import builtins, sys, tpo.notebook, tpo.exercises.handover as h, tpo.exercises.contract as c\n"
    "h.pack = lambda id, artefact: {'exercise': id, 'artefact': 7}\n"
    "c.grade_artefact = h.unpack = builtins.isinstance = lambda *a, **k: True\n"
    "open(c.__file__, 'w').write('')",
    OWN_PERHAPS,
)


@submission(told="Repaired for")
def forges_ids(nb: NotebookNode, folder: Path) -> None:
    """Each grade cell takes the name of the next; ids repeat, or are paths."""
    grades = [part(nb, exercise, "grade") for exercise in AUTOMATIC]
    names = [cell.metadata.nbgrader.grade_id for cell in grades]
    for cell, name in zip(grades, [*names[1:], names[0]], strict=True):
        cell.metadata.nbgrader.grade_id = name
    for cell in nb.cells:
        cell["id"] = "../../evil"


@submission()
def junk_cells(nb: NotebookNode, folder: Path) -> None:
    """What no notebook holds: every front end would refuse the file."""
    nb.cells[3:3] = [
        1,
        "x",
        None,
        [],
        {},
        {"cell_type": "code"},
        {"cell_type": "odd", "source": ""},
    ]
    nb.cells.append({"cell_type": "code", "source": 5, "metadata": 5, "outputs": {}, "id": 7})
    nb.cells.append({"cell_type": "markdown", "source": ["a", "b"], "metadata": None, "id": [1]})
    nb.metadata, nb["nbformat_minor"] = "x", "y"


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
        f"def grade(id, answer): display({{{MIME!r}: {record}}}, raw=True)"
    )


def hands_in(record: str, told: str = "") -> tuple[str, dict[str, float], str]:
    return shows(record), NOTHING, told


each(
    "forged-records",
    hands_in("'full marks'", "unknown form"),
    hands_in("{'exercise': id, 'artefact': {}, 'points': 1e9}", "unknown form"),
    hands_in("{'exercise': '6.1', 'artefact': {}}", "an answer to another exercise came"),
    hands_in(
        "{'exercise': id, 'artefact': 1}}, raw=True); "
        f"display({{{MIME!r}: {{'exercise': id, 'artefact': 2}}",
        "more than one answer",
    ),
)
each(
    "bombs-for-records",
    hands_in("{'exercise': id, 'artefact': 'x' * 900_000}", "larger than 200 kB"),
    hands_in("{'exercise': id, 'artefact': 'x' * 50_000_000}", NOTHING_CAME),
    hands_in("{'exercise': id, 'artefact': eval('[' * 90 + ']' * 90)}", "malformed"),
    hands_in("{'exercise': id, 'artefact': {'$': 'table', 'pairs': [[1]]}}", "malformed"),
)
each(
    "numbers-for-records",
    *(
        hands_in(f"{{'exercise': id, 'artefact': {{'$': 'number', 'is': '{number}'}}}}")
        for number in ("nan", "inf", "-1e308", "1e308")
    ),
)
code(
    "late-record",
    "import threading, time\nfrom IPython.display import display\n"
    "k, late = get_ipython().kernel, []\n"
    "def grade(id, answer):\n"
    "    parent = k.get_parent()\n"
    "    def send():\n"
    "        time.sleep(0.5)\n"
    f"        content = {{'data': {{{MIME!r}: {{'exercise': id, 'artefact': 1}}}}, 'metadata': {{}}}}\n"
    "        k.session.send(k.iopub_socket, 'display_data', content, parent=parent)\n"
    "    threading.Thread(target=send).start()",
    OWN_LOST,
    NOTHING_CAME,
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

NO_JSON = "is not a notebook: it is no valid JSON"


@submission(NOTHING, NO_JSON)
def not_json(nb: NotebookNode, folder: Path) -> None:
    (folder / "exercises.ipynb").write_text("{ not json")


@submission(NOTHING, NO_JSON)
def json_bomb(nb: NotebookNode, folder: Path) -> None:
    (folder / "exercises.ipynb").write_text("[" * 1_000_000)


@submission()
def long_stored_output(nb: NotebookNode, folder: Path) -> None:
    text = "x" * 100_000_000
    part(nb, TARGET, "answer").outputs = [new_output("stream", name="stdout", text=text)]


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
    os.mkfifo(folder / "pipe")
    with tarfile.open(folder / "data.tar", "w") as archive:
        for name, target in (("evil", "/etc/passwd"), ("../../evil", "../../../gradebook.db")):
            link = tarfile.TarInfo(name)
            link.type, link.linkname = tarfile.SYMTYPE, target
            archive.addfile(link)
    after("import tarfile\ntry: tarfile.open('data.tar').extractall('.')\nexcept Exception: pass")(
        nb, folder
    )


@submission(NOTHING, "is a link or no plain file")
def linked_notebook(nb: NotebookNode, folder: Path) -> None:
    (folder / "exercises.ipynb").symlink_to(f"../../mmm-middle/{ASSIGNMENT}/exercises.ipynb")


EVIL = "<script>evil()</script><img src=x onerror='evil()'>"


@submission()
def scripts_for_the_instructor(nb: NotebookNode, folder: Path) -> None:
    """Formgrader shows this page to somebody who is logged in."""
    own = [new_markdown_cell(EVIL + "\n[x](javascript:evil())\n<javascript:evil()>")]
    own.append(new_raw_cell(EVIL, metadata={"raw_mimetype": "text/html"}))
    own.append(new_markdown_cell("x", metadata={"tags": ["'><script>evil()</script>"]}))
    nb.cells[2:2] = own
    data = {
        "text/html": EVIL,
        "text/markdown": EVIL,
        "image/svg+xml": "<svg onload='evil()'></svg>",
        "application/javascript": "evil()",
        "application/vnd.jupyter.widget-view+json": {"model_id": "'><script>evil()</script>"},
        "text/plain": EVIL,
    }
    picture = {"image/png": "'><script>evil()</script>", "text/plain": EVIL}
    source = (
        "from IPython.display import display\n"
        f"for data in ({data!r}, {picture!r}):\n"
        "    display(data, raw=True, metadata={'filenames': {'image/png': '<script>evil()'}})\n"
        f"raise ValueError({EVIL!r})"
    )
    after(source)(nb, folder)


@submission()
def own_cell_on_top(nb: NotebookNode, folder: Path) -> None:
    nb.cells.insert(0, new_code_cell("import os\nhelp = lambda: os.getcwd()"))
