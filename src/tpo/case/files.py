"""Find and read the files of linnet-data, with one clear sentence when that fails."""

import bz2
import json
import os
from pathlib import Path
from typing import Any

import yaml

ROOT_VARIABLE = "TPO_DATASETS"

# The C loader is about ten times faster; some builds of PyYAML come without it.
_YAML_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class CaseFileError(Exception):
    """A data file is missing or damaged. The text is one sentence for the person who can act."""

    def _render_traceback_(self) -> list[str]:
        """Tell IPython to show the sentence alone: a traceback into our files helps nobody."""
        return [str(self)]


def data_root(root: Path | str | None = None) -> Path:
    """Return the folder that holds the data files.

    ``root`` wins, then the environment variable ``TPO_DATASETS``, then this checkout.
    """
    chosen = root or os.environ.get(ROOT_VARIABLE)
    folder = Path(chosen) if chosen else Path(__file__).resolve().parents[3] / "datasets"
    if not folder.is_dir():
        raise CaseFileError(
            f"There is no data folder {folder}: set {ROOT_VARIABLE} to the course's "
            "datasets folder, or unset it in a full checkout."
        )
    return folder.resolve()


def read_text(root: Path, name: str, restore: str | None = None) -> str:
    """Return the text of one data file, unpacked if its name ends in ``.bz2``.

    ``restore`` is the advice given when it can't be read.
    """
    advice = restore or restore_advice(name)
    opened = bz2.open if name.endswith(".bz2") else open
    try:
        with opened(root / name, "rt", encoding="utf-8") as file:
            return str(file.read())
    except FileNotFoundError:
        problem = "is missing"
    except UnicodeDecodeError:
        problem = "is not UTF-8 text"
    except EOFError:  # the packed file ends too early
        problem = "can't be unpacked"
    except OSError as error:  # only the system's own errors have a text; a damaged archive has none
        problem = f"can't be read ({error.strerror})" if error.strerror else "can't be unpacked"
    raise CaseFileError(f"datasets/{name} {problem}: {advice}.")


def read_yaml(root: Path, name: str) -> Any:
    """Return the content of one YAML file."""
    text = read_text(root, name)
    try:
        return yaml.load(text, Loader=_YAML_LOADER)
    except (yaml.YAMLError, ValueError) as error:  # ValueError: an impossible date, for example
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 1})" if mark else ""
    raise CaseFileError(f"datasets/{name} is not valid YAML{where}: {restore_advice(name)}.")


def read_json(root: Path, name: str) -> Any:
    """Return the content of one JSON file."""
    text = read_text(root, name)
    try:
        return json.loads(text)
    except ValueError as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
    raise CaseFileError(f"datasets/{name} is not valid JSON{where}: {restore_advice(name)}.")


def restore_advice(name: str) -> str:
    """Say how to get a hand-written file back."""
    return f"mend it, or take the course's copy back with 'git restore datasets/{name}'"
