"""A kernel that is shut in, in a real JupyterLab: cells run, and run again after a restart."""

import pytest
from harness import SECONDS, jupyter_lab, notebook, open_notebook, panel, run_all

from tests.grading.test_provisioner import INSIDE, WHERE, environment

__all__ = ["environment"]  # a fixture

RESTART = """async () => {
  const app = window.jupyterapp;
  await app.shell.currentWidget.sessionContext.session.kernel.restart();
}"""


@pytest.fixture
def server(environment, tmp_path):
    root = tmp_path / "root"
    root.mkdir()
    wanted = ("PYTHONPATH", "JUPYTER_DEFAULT_PROVISIONER_NAME")
    with jupyter_lab(root, tmp_path / "jupyter", {k: environment[k] for k in wanted}) as server:
        yield server


def test_cells_run_in_a_sandbox_and_again_after_a_restart(page, server):
    notebook(server.root / "where.ipynb", WHERE, *["print('line', 7 * 6)"] * 20)
    open_notebook(page, server, "where.ipynb")
    for _ in range(3):
        run_all(page)
        outputs = panel(page).locator(".jp-OutputArea-output")
        outputs.nth(20).wait_for(timeout=20 * SECONDS)
        assert [text.strip() for text in outputs.all_inner_texts()] == [
            INSIDE.strip(),
            *["line 42"] * 20,
        ]
        page.evaluate(RESTART)
