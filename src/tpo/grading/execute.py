"""Run a submitted notebook so that a broken cell costs its own marks and nothing else.

Stock nbgrader drops the whole submission when a cell ends the kernel or can't be interrupted.
Here the cell is marked, a new kernel replays the cells before it, and the run goes on.
"""

from __future__ import annotations

import copy
import os
import sys
from functools import cache
from itertools import count
from tempfile import TemporaryDirectory
from typing import Any

from jupyter_client import KernelManager
from jupyter_core.utils import run_sync
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute as StockExecute
from traitlets import Integer, default

from tpo.grading.provisioner import NAME, register, why_not
from tpo.notebook_env import HANDOVER, SECRET, UNSANDBOXED

LOST = (DeadKernelError, CellTimeoutError)
TIMEOUT = CellTimeoutError.__name__
WHY = {
    DeadKernelError.__name__: "this cell ended the Python process",
    TIMEOUT: "this cell ran past the time limit",
}


RISK = (
    "Grading runs submitted programs, and on this machine they can't be shut in: {why}. Unsandboxed, "
    "a submission can read and change whatever you can: other submissions, the gradebook, your "
    "files. To take that risk, set the environment variable "
    f"{UNSANDBOXED}=1 and run the command again."
)


def unsandboxed() -> bool:
    """Whether the instructor has chosen to let submissions run with the instructor's rights."""
    return os.environ.get(UNSANDBOXED) == "1"


def refuse_without_sandbox(**submission: Any) -> None:
    """nbgrader's pre-convert hook: end the whole run before anything is graded unsafely."""
    if not unsandboxed() and (why := why_not()):
        raise SystemExit(RISK.format(why=why))


class Execute(StockExecute):
    """nbgrader's Execute, with the hand-over switched on and lost kernels replaced."""

    max_restarts = Integer(5, help="kernels to replace in one notebook").tag(config=True)

    @default("error_on_timeout")
    def _interrupted(self) -> dict[str, Any]:
        return {"ename": TIMEOUT, "evalue": WHY[TIMEOUT], "traceback": [WHY[TIMEOUT]]}

    def create_kernel_manager(self) -> KernelManager:
        """A kernel manager whose kernels are shut in (see `tpo.grading.provisioner`).

        Unsandboxed ones get Unix sockets at least, which other users of the machine can't reach;
        the address is absolute because a kernel and its grader work in different folders.
        """
        km = super().create_kernel_manager()
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
        return super().preprocess(nb, resources, km=km)

    def preprocess_cell(
        self, cell: NotebookNode, resources: Any, index: int
    ) -> tuple[NotebookNode, Any]:
        """Run one cell; if the kernel is lost, say so in the cell and go on with a new one."""
        if self._restarts > self.max_restarts:
            return cell, resources  # not run; what was handed over before still counts
        try:
            cell, resources = super().preprocess_cell(cell, resources, index)
        except LOST as error:
            name = next(kind.__name__ for kind in LOST if isinstance(error, kind))
            self.log.warning("Kernel lost in cell %d: %s", index, WHY[name])
            cell.outputs = [
                *(o for o in cell.get("outputs", []) if o.output_type != "error"),
                new_output("error", ename=name, evalue=WHY[name], traceback=[WHY[name]]),
            ]
            self._skip.add(index)
            self._replace_kernel(index)
        if any(output.get("ename") == TIMEOUT for output in cell.get("outputs", [])):
            self._skip.add(index)
        return cell, resources

    def _replace_kernel(self, index: int) -> None:
        """A new kernel with the cells before ``index`` replayed, except those to skip."""
        self._restarts += 1
        if self._restarts > self.max_restarts:
            self.log.warning("%d kernels lost; the cells after %d don't run", self._restarts, index)
            return
        self.shutdown_kernel = "immediate"
        self._cleanup_kernel()
        self.create_kernel_manager()
        self.start_new_kernel()
        self.start_new_kernel_client()
        for earlier, cell in enumerate(self.nb.cells[:index]):
            if cell.cell_type != "code" or earlier in self._skip:
                continue
            try:
                super().preprocess_cell(copy.deepcopy(cell), self.resources, earlier)
            except LOST:
                self._skip.add(earlier)
                self._replace_kernel(index)
                return


_kernels = count()


@cache
def _sockets() -> TemporaryDirectory[str]:
    """A private folder with a short path (a socket's is limited); it goes when the grader ends."""
    return TemporaryDirectory(prefix="tpo-")
