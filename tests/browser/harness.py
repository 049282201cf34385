"""A real JupyterLab on a loopback port, and the few moves a browser test makes in it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
)
BROWSER_ARGS = (
    "--no-sandbox",  # the sandbox needs rights that containers withhold; only our own pages open
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
TOKEN = "loopback"
SECONDS = 1000  # Playwright counts in milliseconds


def find_browser() -> str | None:
    """The path of an installed Chromium or Chrome."""
    found = (shutil.which(name) for name in PROGRAMS)
    places = (place for place in PLACES if Path(place).exists())
    return next((path for path in (*found, *places) if path), None)


def browser_or_skip() -> str:
    """The browser; without one the test is skipped, or fails if TPO_REQUIRE_BROWSER is set."""
    path = find_browser()
    if path is None:
        reason = "no Chromium or Chrome is installed, so nothing was tested in a browser"
        if os.environ.get("TPO_REQUIRE_BROWSER") == "1":
            pytest.fail(f"{reason}, and TPO_REQUIRE_BROWSER=1 asks for it", pytrace=False)
        pytest.skip(reason)
    return path


@dataclass(frozen=True)
class Server:
    """A running JupyterLab: its address and the folder it serves."""

    url: str
    root: Path
    log: Path


@contextlib.contextmanager
def jupyter_lab(
    root: Path, state: Path, env: Mapping[str, str] | None = None, args: Sequence[str] = ()
) -> Iterator[Server]:
    """Serve `root`, with every Jupyter folder under `state` so that nothing personal is read.

    The working directory is `root`: nbgrader's assignment list resolves its paths against it.
    """
    settings = state / "settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    # Else a question about news covers the page.
    (settings / "notification.jupyterlab-settings").write_text(
        '{"fetchNews": "false", "checkForUpdates": false, "doNotDisturbMode": true}'
    )
    places = {
        "HOME": state,
        "JUPYTER_CONFIG_DIR": state / "config",
        "JUPYTER_DATA_DIR": state / "data",
        "JUPYTER_RUNTIME_DIR": state / "run",
        "IPYTHONDIR": state / "ipython",
        "MPLCONFIGDIR": state / "matplotlib",
        "JUPYTERLAB_SETTINGS_DIR": state / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": state / "workspaces",
    }
    port = _free_port()
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1"),
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        f"--ServerApp.root_dir={root}",
        f"--IdentityProvider.token={TOKEN}",
        "--LabApp.expose_app_in_browser=True",
        "--LabApp.extension_manager=readonly",
        *args,
    ]
    log = state / "server.log"
    url = f"http://127.0.0.1:{port}"
    with log.open("w") as out:
        process = subprocess.Popen(
            command,
            cwd=root,
            env={**os.environ, **{k: str(v) for k, v in places.items()}, **(env or {})},
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait_until_up(url, process, log)
            yield Server(url, root, log)
        finally:
            _stop(process)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_up(url: str, process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{url}/api/status?token={TOKEN}", timeout=2).close()
            return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()[-3000:]}")


def _stop(process: subprocess.Popen) -> None:
    """End the server and the kernels it started, and nobody else's."""
    process.terminate()  # JupyterLab shuts its kernels down
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()


def notebook(path: Path, *cells: str) -> Path:
    """Write a notebook of code cells."""
    content = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source, id=f"cell-{i}") for i, source in enumerate(cells)],
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
        },
    )
    nbformat.write(content, path)
    return path


# A predicate must be synchronous (a pending promise counts as true), and the kernel's status
# says "idle" before there is a session: then Run All would ask which kernel to use.
_READY = """path => {
  const widget = window.jupyterapp?.shell?.currentWidget;
  const kernel = widget?.sessionContext?.session?.kernel;
  return !!kernel && widget.context.path === path && widget.context.isReady
    && kernel.connectionStatus === 'connected' && kernel.status === 'idle';
}"""
_RUN_ALL = """async () => {
  const app = window.jupyterapp;
  await app.commands.execute('notebook:run-all-cells');
  return app.shell.currentWidget.content.widgets
    .filter(cell => cell.model.type === 'code')
    .map(cell => cell.model.outputs.toJSON().find(output => output.output_type === 'error'))
    .map(error => error ? `${error.ename}: ${error.evalue}` : null);
}"""


def open_notebook(page: Any, server: Server, path: str) -> None:
    """Open a notebook (its path under the server's root), and no other, and wait for its kernel."""
    # Without `reset` JupyterLab opens again what the last test had open.
    page.goto(f"{server.url}/lab/tree/{path}?token={TOKEN}&reset")
    page.wait_for_function(_READY, arg=path, timeout=60 * SECONDS)


def run_all(page: Any) -> None:
    """Run every cell; fails if one raised."""
    errors = [error for error in page.evaluate(_RUN_ALL) if error]
    assert errors == []


def panel(page: Any) -> Any:
    """The notebook on top. Others stay in the page, hidden."""
    return page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")


def picture_of(page: Any, name: str, locator: Any = None) -> None:
    """Save a screenshot in the folder TPO_SCREENSHOTS, if that is set.

    A part of the page is drawn whole: JupyterLab shows only what fits its window.
    """
    if folder := os.environ.get("TPO_SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        size = page.viewport_size
        if locator:
            page.set_viewport_size({**size, "height": 2200})
            locator.scroll_into_view_if_needed()
        (locator or page).screenshot(path=Path(folder) / f"{name}.png")
        page.set_viewport_size(size)
