"""Compile ``loop.c`` to ``loop.wasm``: ``python -m tpo.engines.simulator.compile``.

The compiler is the ``ziglang`` package of the test extra, pinned, so that the same source gives the
same bytes everywhere; a test rebuilds the file and compares.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
SOURCE, TARGET = HERE / "loop.c", HERE / "loop.wasm"
FLAGS = (
    *("-target", "wasm32-freestanding", "-mcpu=generic+bulk_memory", "-O2", "-std=c11"),
    *("-ffp-contract=off", "-fno-builtin", "-ffreestanding", "-nostdlib", "-fvisibility=hidden"),
    *("-g0", "-s", "-Wall", "-Wextra", "-Werror", "-Wl,--no-entry", "-Wl,--strip-all"),
    *(
        "-Wl,--export=run",
        "-Wl,--export=grab",
        "-Wl,--export=tables",
        "-Wl,--export=reset",
        "-Wl,-z,stack-size=1048576",
    ),
)


def compiled() -> bytes:
    """Return the compiled source; ``ModuleNotFoundError`` if the compiler is not installed."""
    import ziglang  # noqa: F401

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "loop.c").write_bytes(SOURCE.read_bytes().replace(b"\r\n", b"\n"))
        command = [sys.executable, "-m", "ziglang", "cc", *FLAGS, "-o", "loop.wasm", "loop.c"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
        return (Path(folder) / "loop.wasm").read_bytes()


if __name__ == "__main__":
    TARGET.write_bytes(compiled())
    print(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes")
