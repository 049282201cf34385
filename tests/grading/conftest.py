"""A class graded by `tpo grade` without any trouble, for the tests that make some."""

import pytest


@pytest.fixture(scope="session")
def due(tmp_path_factory):
    """Six submissions, graded: (the course's folder, the gradebook's rows)."""
    from tests.grading.classroom import GRADEBOOK, grade, hand_in, new, rows

    root = new(tmp_path_factory.mktemp("due") / "course")
    hand_in(root, 6)
    done = grade(root)
    assert done.returncode == 0, done.stderr
    return root, rows(root / GRADEBOOK)
