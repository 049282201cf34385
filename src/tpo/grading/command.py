"""``tpo nbgrader …``: the stock nbgrader command, in the course's environment and started sooner."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import tpo.fast_start  # noqa: F401  (before nbgrader)


def run(arguments: Sequence[str]) -> int:
    """Run nbgrader with these arguments; return its exit code."""
    from nbgrader.apps.nbgraderapp import main

    sys.argv = ["nbgrader", *arguments]
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    return 0
