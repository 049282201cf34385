"""The command ``tpo build``: write every product, or with ``--check`` say which are stale."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import tpo.fast_start  # noqa: F401  (before nbformat)
from tpo.authoring.build import build, check
from tpo.authoring.source import BadSource
from tpo.facts import UnknownFact
from tpo.paths import checkout
from tpo.sessions.sheet import BadSession
from tpo.trouble import TroubleError


def run(module: str, only_check: bool) -> int:
    """Return the exit code; raise TroubleError with one sentence for a mistake in a source."""
    os.environ["PATH"] = str(Path(sys.executable).parent) + os.pathsep + os.environ["PATH"]
    try:
        if only_check:
            stale = check(checkout())
            print("\n".join(stale) or "Everything generated is current.")
            return 1 if stale else 0
        for path in build(checkout(), module):
            print(path)
        return 0
    except (BadSource, UnknownFact, BadSession) as mistake:
        raise TroubleError(str(mistake)) from None
