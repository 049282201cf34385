"""How the contract engine does on a labelled set and on large descriptions.

The labels are the course's own (tests/engines/contract/specs.py); each change there names the
side that breaks, "argued" where guidelines and tools disagree, or nothing. The large pair is made
here: schemas that all point to each other, with thousands of fields.

    python benchmarks/contract.py [OLD NEW]

With two files, only these are read and compared: seconds of CPU, and the most memory held.
"""

import json
import sys
import time
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.engines.contract.specs import CHANGES, V1, changed  # noqa: E402
from tests.engines.contract.test_breaking import deep  # noqa: E402
from tpo.engines.contract import compare, load  # noqa: E402

SCHEMAS, FIELDS = 1_000, 30


def labelled() -> tuple[int, float]:
    """(changes judged as labelled, seconds for one comparison)."""
    old = load(V1)
    right, start = 0, time.perf_counter()
    for change, label in CHANGES.values():
        sides = {f.side for f in compare(old, changed(change)).findings if f.verdict == "breaking"}
        right += label in sides if label in ("request", "response") else not sides
    return right, (time.perf_counter() - start) / len(CHANGES)


def large() -> dict[str, float]:
    """Size, reading and comparing of one large pair."""
    doc = deep(SCHEMAS)
    for schema in doc["components"]["schemas"].values():
        for k in range(FIELDS):
            schema["properties"][f"field_{k}"] = {
                "type": "string",
                "maxLength": 40 + k,
                "description": "What this field holds, said at some length, as teams do. " * 3,
            }
    text = json.dumps(doc)
    for i in range(0, SCHEMAS, 100):
        doc["components"]["schemas"][f"S{i}"]["properties"]["leaf"]["maxLength"] = 5
    start = time.perf_counter()
    old, new = load(text), load(json.dumps(doc))
    read = time.perf_counter()
    result = compare(old, new)
    done = time.perf_counter()
    written = yaml.dump(doc, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper))
    before = time.perf_counter()
    load(written)
    return {
        "megabytes": len(text) / 1e6,
        "read_json_s": (read - start) / 2,
        "read_yaml_s": time.perf_counter() - before,
        "compare_s": done - read,
        "findings": len(result.findings),
        "complete": result.complete,
    }


def pair(old: Path, new: Path) -> dict[str, object]:
    """What reading and comparing two files costs, in CPU seconds and megabytes (Unix only)."""
    import resource

    start = time.process_time()
    result = compare(load(old.read_bytes(), old.name), load(new.read_bytes(), new.name))
    return {
        "megabytes": (old.stat().st_size + new.stat().st_size) / 2e6,
        "cpu_s": time.process_time() - start,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "calls": result.operations,
        "breaking": sum(f.verdict == "breaking" for f in result.findings),
        "argued": sum(f.verdict == "argued" for f in result.findings),
        "complete": result.complete,
    }


if __name__ == "__main__":
    if len(sys.argv) == 3:
        figures = pair(Path(sys.argv[1]), Path(sys.argv[2]))
        print(
            json.dumps({k: round(v, 2) if isinstance(v, float) else v for k, v in figures.items()})
        )
        sys.exit()
    right, each = labelled()
    figures = {"labelled": len(CHANGES), "right": right, "each_s": each, **large()}
    print(json.dumps({k: round(v, 3) if isinstance(v, float) else v for k, v in figures.items()}))
