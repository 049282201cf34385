"""nbgrader reads this file when a command runs in this folder (stock commands, our settings)."""

from pathlib import Path

from tpo.grading.config import configure

configure(get_config())  # noqa: F821  (nbgrader provides get_config)
Path(__file__).with_name("grading").mkdir(
    exist_ok=True
)  # nbgrader can't make its gradebook's folder
