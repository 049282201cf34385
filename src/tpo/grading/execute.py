"""Run a submitted notebook so that a broken cell costs its own marks and nothing else.

Stock nbgrader drops the whole submission when a cell ends the kernel or can't be interrupted.
Here the cell is marked, a new kernel replays the cells before it, and the run goes on.
"""

from __future__ import annotations

import copy
import os
import sys
import time
from functools import cache
from itertools import count
from tempfile import TemporaryDirectory
from typing import Any

from jupyter_client import KernelManager
from jupyter_core.utils import run_sync
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_output
from nbgrader.preprocessors import Execute as StockExecute
from nbgrader.utils import is_grade, is_solution
from traitlets import Enum, Integer, default

from tpo.exercises.handover import CALL, MIME, Refused, unpack
from tpo.grading.client import PromptClient
from tpo.grading.outputs import CUT, MAX_CHARACTERS, clean, weigh
from tpo.grading.provisioner import NAME, register, unsandboxed, why_not
from tpo.notebook_env import HANDOVER, SECRET, UNSANDBOXED

TIMEOUT = CellTimeoutError.__name__
DEAD = DeadKernelError.__name__
GARBLED = "UnreadableOutputError"
WHY = {
    DEAD: "this cell ended the Python process",
    TIMEOUT: "this cell ran past the time limit",
    GARBLED: "what this cell showed could not be read",
}
PREAMBLE = "from tpo.notebook import *"


RISK = (
    "Grading runs submitted programs, and on this machine they can't be shut in: {why}. Unsandboxed, "
    "a submission can read and change whatever you can: other submissions, the gradebook, your "
    "files. To take that risk, run the command again with the environment variable "
    f"{UNSANDBOXED}=1, or `run.py nbgrader` and `run.py grade` with --unsandboxed."
)


def refuse_without_sandbox(**submission: Any) -> None:
    """nbgrader's pre-convert hook: end the whole run before anything is graded unsafely."""
    if not unsandboxed() and (why := why_not()):
        raise SystemExit(RISK.format(why=why))


class Execute(StockExecute):
    """nbgrader's Execute, with the hand-over switched on and lost kernels replaced.

    One question's cells may spoil another's: a thread ends the kernel while an innocent cell runs,
    or an answer is called `grade`. So in the end each question that handed nothing sound in gets
    one more run in a kernel of its own, with the course's first line and its own cells only.
    """

    max_restarts = Integer(3, help="kernels to replace in one notebook").tag(config=True)
    budget_s = Integer(300, help="seconds for one notebook; then 2 s for each cell").tag(
        config=True
    )
    record_timing = False
    store_widget_state = False
    shutdown_kernel = Enum(["graceful", "immediate"], default_value="immediate").tag(config=True)

    @default("error_on_timeout")
    def _interrupted(self) -> dict[str, Any]:
        return {"ename": TIMEOUT, "evalue": WHY[TIMEOUT], "traceback": [WHY[TIMEOUT]]}

    def create_kernel_manager(self) -> KernelManager:
        """A kernel manager whose kernels are shut in (see `tpo.grading.provisioner`).

        Unsandboxed ones get Unix sockets at least, which other users of the machine can't reach;
        the address is absolute because a kernel and its grader work in different folders.
        """
        km = super().create_kernel_manager()
        km.client_class = f"{PromptClient.__module__}.{PromptClient.__name__}"
        if not unsandboxed():
            register()
            km.kernel_spec.metadata["kernel_provisioner"] = {"provisioner_name": NAME}
        elif sys.platform != "win32":
            km.transport, km.ip = "ipc", f"{_sockets().name}/{next(_kernels)}"
        return km

    async def async_start_new_kernel(self, **kwargs: Any) -> None:
        """Start a kernel that hands artefacts over and can't see the grading secret."""
        env = {k: v for k, v in os.environ.items() if k != SECRET}
        await super().async_start_new_kernel(env={**env, HANDOVER: "1"}, **kwargs)

    start_new_kernel = run_sync(async_start_new_kernel)

    def preprocess(
        self, nb: NotebookNode, resources: Any = None, km: Any = None
    ) -> tuple[NotebookNode, Any]:
        """Run every code cell."""
        self._skip: set[int] = set()  # cells that a new kernel must not replay
        self._restarts = 0
        self._shown = 0  # characters of the present cell
        self._started = time.monotonic()
        nb, resources = super().preprocess(nb, resources, km=km)
        for cell in nb.cells:
            if cell.cell_type == "code":
                clean(cell)
        return nb, resources

    def preprocess_cell(
        self, cell: NotebookNode, resources: Any, index: int
    ) -> tuple[NotebookNode, Any]:
        """Run one cell; if the kernel is lost, say so in the cell and go on with a new one."""
        if self._restarts <= self.max_restarts:
            self._run_or_replace(cell, index)
        if index == len(self.nb.cells) - 1:
            self._run_questions_apart()
        return cell, resources

    def _run_or_replace(self, cell: NotebookNode, index: int) -> None:
        name = self._run(cell, index)
        if name:
            self._warn(f"Kernel lost in cell {index}: {WHY[name]}")
            cell.outputs = [
                *(o for o in cell.get("outputs", []) if o.output_type != "error"),
                new_output("error", ename=name, evalue=WHY[name], traceback=[WHY[name]]),
            ]
            self._skip.add(index)
            self._replace_kernel(index)
        if any(output.get("ename") == TIMEOUT for output in cell.get("outputs", [])):
            self._skip.add(index)

    def process_message(
        self, msg: dict[str, Any], cell: NotebookNode, cell_index: int
    ) -> NotebookNode | None:
        """Take one message, unless the cell has shown too much; widgets have nobody to talk to."""
        kind = msg["msg_type"]
        if kind.startswith("comm_"):
            return None
        if kind != "status":
            before, self._shown = self._shown, self._shown + weigh(msg["content"])
            if before > MAX_CHARACTERS:
                return None
            if self._shown > MAX_CHARACTERS:
                msg = _shortened(msg, MAX_CHARACTERS - before)
        return super().process_message(msg, cell, cell_index)

    def _get_timeout(self, cell: NotebookNode | None) -> int | None:
        """Seconds for one cell: its own limit, within the notebook's."""
        limit = super()._get_timeout(cell)
        left = max(2, int(self.budget_s - (time.monotonic() - self._started)))
        return min(limit or left, left)

    def _run(self, cell: NotebookNode, index: int) -> str:
        """Run a cell in the present kernel; "" or the name of what ended it."""
        self._shown = 0
        try:
            super().preprocess_cell(cell, self.resources, index)
        except DeadKernelError:
            return DEAD
        except CellTimeoutError:
            return TIMEOUT
        except Exception as error:  # whatever a forged message does to the code that reads it
            self._warn(f"Cell {index} showed what can't be read: {type(error).__name__}")
            return GARBLED
        return ""

    def _replace_kernel(self, index: int) -> None:
        """A new kernel with the cells before ``index`` replayed, except those to skip."""
        self._restarts += 1
        if self._restarts > self.max_restarts:
            self._warn(f"{self._restarts} kernels lost; the cells after {index} don't run")
            return
        self._new_kernel()
        for earlier, cell in enumerate(self.nb.cells[:index]):
            if cell.cell_type != "code" or earlier in self._skip:
                continue
            if self._run(copy.deepcopy(cell), earlier):
                self._skip.add(earlier)
                self._replace_kernel(index)
                return

    def _run_questions_apart(self) -> None:
        """One more chance for the questions that handed nothing sound in; they may be innocent."""
        cells: list[tuple[int, NotebookNode]] = []
        before = False  # whether anything could have spoiled the question
        for index, cell in enumerate(self.nb.cells):
            if cell.cell_type == "code":
                cells.append((index, cell))
            if is_grade(cell):
                if not is_solution(cell) and not handed_in(cell) and (before or self._restarts):
                    self._run_apart(cells)
                cells, before = [], True

    def _run_apart(self, cells: list[tuple[int, NotebookNode]]) -> None:
        """Run a question's cells in a new kernel; keep what they show if that hands something in."""
        if any(o.get("ename") == TIMEOUT for _, cell in cells for o in cell.outputs):
            return  # it would only take as long again
        self._new_kernel()
        again = [(index, copy.deepcopy(cell)) for index, cell in cells]
        for index, cell in [(0, new_code_cell(PREAMBLE)), *again]:
            if self._run(cell, index):
                return
        if handed_in(again[-1][1]):
            self._warn(f"Cell {again[-1][0]} handed in only in a kernel of its own")
            for (_, cell), (_, copied) in zip(cells, again, strict=True):
                cell.outputs = copied.outputs

    def _warn(self, text: str) -> None:
        student = self.resources.get("nbgrader", {}).get("student", "")
        self.log.warning("%s (%s)", text, student)

    def _new_kernel(self) -> None:
        self._cleanup_kernel()
        self.create_kernel_manager()
        self.start_new_kernel()
        self.start_new_kernel_client()


def handed_in(cell: NotebookNode) -> bool:
    """Whether a grade cell shows a sound record of its own exercise, and no second one."""
    call = CALL.fullmatch(cell.source.strip())
    records = [o.data[MIME] for o in cell.get("outputs", []) if MIME in o.get("data", {})]
    if call is None or not records or any(record != records[0] for record in records):
        return False
    try:
        unpack(records[0], call[1])
    except Refused:
        return False
    return True


def _shortened(msg: dict[str, Any], room: int) -> dict[str, Any]:
    """A message that fits: streams are cut, everything else becomes a remark."""
    content = msg["content"]
    text = str(content.get("text", ""))[:room] if msg["msg_type"] == "stream" else ""
    cut = {"name": "stdout", "text": text + "\n" + CUT.format(MAX_CHARACTERS)}
    header = {**msg["header"], "msg_type": "stream"}
    return {**msg, "header": header, "msg_type": "stream", "content": cut}


_kernels = count()


@cache
def _sockets() -> TemporaryDirectory[str]:
    """A private folder with a short path (a socket's is limited); it goes when the grader ends."""
    return TemporaryDirectory(prefix="tpo-")
