"""What a test of the sandbox asks first: can kernels be shut in on this machine?"""

import os

import pytest

from tpo.grading.provisioner import why_not


def sandbox_or_skip() -> None:
    """Skip the test where there is no sandbox, or fail it if TPO_REQUIRE_SANDBOX is set."""
    if why := why_not():
        reason = f"no sandbox here: {why}"
        if os.environ.get("TPO_REQUIRE_SANDBOX") == "1":
            pytest.fail(f"{reason}, and TPO_REQUIRE_SANDBOX=1 asks for it", pytrace=False)
        pytest.skip(reason)
