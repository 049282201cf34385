"""Programs that some tests need. Absent, they skip; where they are required, they fail."""

import os
import shutil
from glob import glob

import pytest

from tpo.grading.provisioner import why_not


def unless_required(missing: str, variable: str) -> pytest.MarkDecorator:
    """A mark that skips because of ``missing`` (if not ""), except where the variable is set."""
    return pytest.mark.skipif(bool(missing) and not os.environ.get(variable), reason=missing)


def postgresql() -> str:
    """The folder of PostgreSQL's programs, or ""."""
    folders = sorted(glob("/usr/lib/postgresql/*/bin/initdb")) or [shutil.which("initdb") or ""]
    return os.path.dirname(folders[-1])


sandbox = unless_required(why_not() and f"no sandbox here: {why_not()}", "TPO_REQUIRE_SANDBOX")
server = unless_required(
    "" if postgresql() else "PostgreSQL is not installed", "TPO_REQUIRE_POSTGRESQL"
)
