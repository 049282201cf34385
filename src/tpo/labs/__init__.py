"""Labs: a question to predict, then controls, a picture and a sentence that move together.

In a notebook: ``from tpo.labs import show`` and ``show("W06a")``.
"""

import difflib
from functools import lru_cache
from importlib import import_module
from pathlib import Path

from tpo.labs.lab import Lab


@lru_cache
def labs() -> dict[str, Lab]:
    """Every lab by id: those in the tuple LABS of each module m06.py, m07.py, …"""
    names = sorted(path.stem for path in Path(__file__).parent.glob("m[0-9][0-9].py"))
    return {lab.id: lab for name in names for lab in import_module(f"tpo.labs.{name}").LABS}


def find(lab_id: str) -> Lab:
    """The lab with this id. Raises LookupError with one sentence naming the nearest ids."""
    known = labs()
    if lab_id not in known:
        nearest = ", ".join(sorted(known, key=lambda name: _distance(str(lab_id), name))[:3])
        raise LookupError(f"There is no lab {str(lab_id)!r}; the nearest are {nearest}.")
    return known[lab_id]


def _distance(typed: str, name: str) -> tuple[float, bool]:
    """How far two ids are from each other; of equally near ones, the same module's come first."""
    a, b = typed.lower(), name.lower()
    return -difflib.SequenceMatcher(None, a, b).ratio(), a[:3] != b[:3]


def show(lab_id: str) -> None:
    """Show a lab under the cell. An id that doesn't exist gets one sentence."""
    try:
        lab = find(lab_id)
    except LookupError as error:
        print(error)
        return
    # Here, not above: a lab can be read and tested where there are no widgets.
    from IPython.display import display

    from tpo.labs.widget import LabWidget

    display(LabWidget(lab))
