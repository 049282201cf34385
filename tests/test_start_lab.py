"""`tpo lab`: ports, JupyterLab's command line, and one real start."""

import errno
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import nbformat
import pytest
from nbformat.sign import NotebookNotary
from nbformat.v4 import new_code_cell, new_notebook

from tpo import start_lab
from tpo.trouble import TroubleError


@pytest.fixture
def taken():
    """A port that another program listens on."""
    with socket.socket() as listener:
        listener.bind((start_lab.HOST, 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_taken_port_that_was_asked_for_is_one_sentence(taken):
    with pytest.raises(TroubleError) as trouble:
        start_lab.usable_port(taken)
    assert str(trouble.value) == (
        f"Port {taken} is taken by another program: choose another, or leave --port out."
    )


def test_without_a_wish_the_next_free_port_is_used(monkeypatch):
    taken = {8888, 8889}
    monkeypatch.setattr(
        start_lab, "port_error", lambda port: errno.EADDRINUSE if port in taken else None
    )
    assert start_lab.usable_port(None) == 8890
    taken.update(range(8888, 8988))
    with pytest.raises(TroubleError, match="All ports from 8888 to 8987 are taken"):
        start_lab.usable_port(None)


def test_a_reserved_port_is_one_sentence(monkeypatch):
    monkeypatch.setattr(start_lab, "port_error", lambda port: errno.EACCES)
    with pytest.raises(TroubleError, match="Port 80 is reserved by the system: choose one above"):
        start_lab.usable_port(80)


def test_laid_notebooks_are_trusted(tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    nb = new_notebook(cells=[new_code_cell("1")])
    nbformat.write(nb, tmp_path / "a.ipynb")
    (tmp_path / "broken.ipynb").write_text("{")
    start_lab.sign(tmp_path, ["a.ipynb", "broken.ipynb", "table.csv"], own)
    notary = NotebookNotary(db_file=str(own / "signatures.db"), secret_file=str(own / "secret"))
    assert notary.check_signature(nbformat.read(tmp_path / "a.ipynb", as_version=4))
    nb.cells[0].source = "2"
    assert not notary.check_signature(nb)


def get(url: str, token: str, path: str) -> str:
    request = urllib.request.Request(f"{url}{path}", headers={"Authorization": f"token {token}"})
    for _ in range(300):
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.read().decode()
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionRefusedError):
                raise
            time.sleep(0.05)  # the server prints its address just before it listens
    raise AssertionError("the server never listened")


def test_a_real_start(tmp_path):
    course, space = tmp_path / "course folder", tmp_path / "my space"
    (course / "course").mkdir(parents=True)
    nbformat.write(new_notebook(cells=[new_code_cell("1")]), course / "course/00_start_here.ipynb")
    code = (
        "import sys; from pathlib import Path; from tpo import start_lab\n"
        "start_lab.checkout = lambda: Path(sys.argv[1])\n"
        "sys.exit(start_lab.start(Path(sys.argv[2]), None, browser=False))"
    )
    server = subprocess.Popen(
        [sys.executable, "-c", code, str(course), str(space)],
        cwd=tmp_path,
        env={**os.environ, "HOME": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    try:
        said, address = [], ""
        for line in server.stdout:
            said.append(line)
            if "?token=" in line and "http://" in line:
                address = line.strip()
                break
        assert address, "".join(said)
        assert said[0] == f"Your workspace is {space}.\n"
        assert not [line for line in said if "[W" in line or "[E" in line or "WARNING" in line]
        url, _, token = address.partition("?token=")
        url, _, page = url.partition("/lab/tree/")
        assert page == "course/00_start_here.ipynb"
        names = [entry["name"] for entry in json.loads(get(url, token, "/api/contents"))["content"]]
        assert names == ["course"]
        setting = "/lab/api/settings/@jupyterlab/apputils-extension:notification"
        schema = json.loads(get(url, token, setting))["schema"]["properties"]
        assert schema["fetchNews"]["default"] == "false"
        assert schema["checkForUpdates"]["default"] is False
        shown = get(url, token, "/lab/tree/course/00_start_here.ipynb")
        assert '"@jupyter/nbgrader:formgrader"' in shown.split("disabledExtensions")[1][:200]
        if Path(f"/proc/{server.pid}/cwd").exists():  # nbgrader's assignment list looks there
            assert Path(f"/proc/{server.pid}/cwd").resolve() == space.resolve()
    finally:
        server.kill()
        server.communicate()
    assert sorted(path.name for path in (space / ".tpo" / "jupyter").iterdir()) == [
        "config",
        "secret",
        "signatures.db",
    ]
    assert not (tmp_path / ".jupyter").exists()
