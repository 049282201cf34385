"""Labs: a question to predict, then controls, a picture and a sentence that move together.

In a notebook: ``from tpo.labs import show`` and ``show("W06a")``.
"""

import difflib
from importlib import import_module

from tpo.labs.lab import Lab

LABS = {
    "W06a": "tpo.labs.m06:THE_KNEE",
    "W06b": "tpo.labs.m06:RETRY_STORM",
    "W06c": "tpo.labs.m06:CACHE_DIAL",
}
"""Every lab by id, as "module:NAME". A module is imported when its lab is first asked for."""


def find(lab_id: str) -> Lab:
    """The lab with this id. Raises LookupError with one sentence naming the nearest ids."""
    if lab_id not in LABS:
        near = sorted(difflib.get_close_matches(str(lab_id), LABS, n=3, cutoff=0.4)) or [*LABS][:3]
        raise LookupError(f"There is no lab {str(lab_id)!r}; the nearest are {', '.join(near)}.")
    module, name = LABS[lab_id].split(":")
    return getattr(import_module(module), name)


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
