"""``tpo nbgrader …``: the stock nbgrader command, in the course's environment and started sooner."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import tpo.fast_start  # noqa: F401  (before nbgrader)
from tpo.notebook_env import UNSANDBOXED

FLAG = "--unsandboxed"


def run(arguments: Sequence[str]) -> int:
    """Run nbgrader with these arguments; return its exit code.

    ``--unsandboxed`` is ours: it says the same as the variable TPO_UNSANDBOXED=1.
    """
    from nbgrader.apps.nbgraderapp import main

    if FLAG in arguments:
        os.environ[UNSANDBOXED] = "1"
    sys.argv = ["nbgrader", *(word for word in arguments if word != FLAG)]
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    return 0
