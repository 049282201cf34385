"""What tests in several folders share. Also puts the checkout on the path: `tests` is a package."""

import sys

import pytest


@pytest.fixture(scope="session")
def course(tmp_path_factory):
    """A course that five learners went through and nbgrader graded; read it, don't change it."""
    if sys.platform == "win32":
        pytest.skip("nbgrader has no exchange on Windows")
    from tests.grading.course import graded  # here, because importing nbgrader takes a second

    return graded(tmp_path_factory.mktemp("cycle"))
