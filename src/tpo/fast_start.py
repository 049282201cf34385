"""Import this before nbformat, nbgrader or JupyterLab to start them one CPU second or more sooner.

jsonschema imports `rfc3987_syntax` if it can, and that package compiles a grammar on import, in
every process (JupyterLab up to its address: 1.9 s of CPU with it, 0.9 s without). It serves only the "iri" formats of JSON schemas, which no notebook
uses. jsonschema expects the package to be absent on some machines (it guards the import), so a
None in `sys.modules`, which makes an import fail at once, is all that is needed. It is also a
pytest plugin (`-p tpo.fast_start`): pytest then imports it before every other plugin.
"""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


@contextmanager
def no_garbage() -> Iterator[None]:
    """For large imports: what they make is never garbage, and looking for it costs a fifth more.

    Nor is it looked at afterwards, and processes forked from this one share it.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
