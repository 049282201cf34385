"""`tpo lab`: bring the workspace up to date, then become JupyterLab on its start page.

JupyterLab gets its own configuration, settings and layouts inside the workspace, so that the
learner's other Jupyter is neither read nor changed, and it asks nothing of the network.
"""

import errno
import json
import os
import socket
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from tpo import workspace as ws
from tpo.paths import checkout
from tpo.trouble import TroubleError

FIRST_PORT, LAST_PORT = 8888, 8987
HOST = "127.0.0.1"

# Files of JupyterLab's own configuration, relative to its folder. The defaults are no settings:
# the learner may change them in the settings editor.
CONFIGURATION = {
    "labconfig/default_setting_overrides.json": {
        "@jupyterlab/apputils-extension:notification": {
            "fetchNews": "false",
            "checkForUpdates": False,
        }
    },
    # nbgrader's tools for instructors; these open in the course folder, not in a workspace.
    "labconfig/page_config.json": {
        "disabledExtensions": {
            "@jupyter/nbgrader:course-list": True,
            "@jupyter/nbgrader:create-assignment": True,
            "@jupyter/nbgrader:formgrader": True,
        }
    },
    "nbgrader_config.py": {},  # "{}" is Python too; without the file nbgrader warns at every start
}


def start(folder: Path | None, port: int | None, browser: bool) -> int:
    """Update the workspace and run JupyterLab in it until the learner stops it.

    Args:
        folder: the workspace; by default `workspace/` beside `run.py`.
        port: the port to use; by default the first free one from 8888 on.
        browser: open the start page in the default browser.

    Raises:
        TroubleError: the workspace cannot be written, or the port cannot be used.
    """
    root = checkout()
    folder = Path(os.path.abspath(folder or root / "workspace"))
    update = ws.update(folder, ws.release(root), date.today())
    for sentence in update.told:
        print(sentence)
    port = usable_port(port)
    own = folder / ws.OWN_FOLDER / "jupyter"
    with ws.explained(folder):
        own.mkdir(exist_ok=True)
        os.environ.update(environment(folder, own))
        for name, content in CONFIGURATION.items():
            ws.write_whole(own / "config" / name, json.dumps(content, indent=1).encode())
        os.chdir(folder)  # nbgrader's assignment list looks here, not in root_dir

    import tpo.fast_start  # noqa: F401  (before nbformat)

    sign(folder, update.laid, own)
    print(f"Your workspace is {folder}.")
    print("Keep this window open while you work. To stop, press Ctrl-C twice here.", flush=True)

    from jupyterlab.labapp import main

    return main(arguments(folder, own, port, browser)) or 0


def environment(folder: Path, own: Path) -> dict[str, str]:
    """Return the variables for JupyterLab and its kernels; `TPO_WORKSPACE` is for the kernels."""
    return {
        "TPO_WORKSPACE": str(folder),
        "JUPYTER_CONFIG_DIR": str(own / "config"),
        "JUPYTERLAB_SETTINGS_DIR": str(own / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(own / "layouts"),
    }


def arguments(folder: Path, own: Path, port: int, browser: bool) -> list[str]:
    """Return JupyterLab's command line."""
    page = f"/tree/{ws.START_PAGE}" if (folder / ws.START_PAGE).exists() else ""
    values = {
        "ServerApp.root_dir": folder,
        "ServerApp.ip": HOST,
        "ServerApp.port": port,
        "ServerApp.open_browser": browser,
        "LabApp.default_url": f"/lab{page}",
        "LabApp.extension_manager": "readonly",
        "LabApp.news_url": "None",
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        "KernelManager.transport_encryption": "auto",  # other users of this machine stay out
        "LanguageServerManager.autodetect": False,  # it would run npm on every start
        "NotebookNotary.db_file": own / "signatures.db",
        "NotebookNotary.secret_file": own / "secret",
        "Application.log_level": "ERROR",
    }
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        values["ServerApp.allow_root"] = (
            True  # a container; the server listens to this machine only
        )
    return [f"--{name}={value}" for name, value in values.items()]


def usable_port(port: int | None) -> int:
    """Return `port` if it can be used, or without one the first free port.

    Raises:
        TroubleError: the wanted port is taken or reserved, or none is free.
    """
    if port is None:
        for candidate in range(FIRST_PORT, LAST_PORT + 1):
            if port_error(candidate) is None:
                return candidate
        raise TroubleError(
            f"All ports from {FIRST_PORT} to {LAST_PORT} are taken: close other Jupyter windows, "
            "or choose a port with --port."
        )
    error = port_error(port)
    if error in (errno.EACCES, errno.EPERM):
        raise TroubleError(f"Port {port} is reserved by the system: choose one above 1024.")
    if error is not None:
        raise TroubleError(
            f"Port {port} is taken by another program: choose another, or leave --port out."
        )
    return port


def port_error(port: int) -> int | None:
    """Return the errno of listening on `port` of this machine, None if it is free."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        if os.name != "nt":  # there it would let two programs share a port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError as error:
            return error.errno
    return None


def sign(folder: Path, names: Iterable[str], own: Path) -> None:
    """Mark freshly laid notebooks as trusted, so that their stored pictures show on opening."""
    notebooks = [folder / name for name in names if name.endswith(".ipynb")]
    if not notebooks:
        return
    import nbformat
    from nbformat.sign import NotebookNotary

    notary = NotebookNotary(db_file=str(own / "signatures.db"), secret_file=str(own / "secret"))
    for path in notebooks:
        try:
            notary.sign(nbformat.read(path, as_version=4))
        except Exception as error:  # a broken notebook opens untrusted, with JupyterLab's own words
            print(f"{path.name} could not be marked as trusted ({error}).", file=sys.stderr)
