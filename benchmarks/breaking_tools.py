"""Breaking-change tools side by side, on two labelled sets.

    python benchmarks/breaking_tools.py [--labels CHECKOUT] [--tool NAME=PATH ...]

Set 1, "messages": the course's own changes (tests/engines/contract/specs.py says where its labels
come from: jsonschema agrees with each message that shows a break). We wrote it, so it flatters us.
"argued" is in neither count.

Set 2, "openapi-diff": pairs of files from the tests of OpenAPITools/openapi-diff (Apache-2.0), with
the labels that its maintainers assert. ``--labels`` is a checkout of that repository; without it
the set is left out. Nothing is downloaded.

Tools: ours, and those given as NAME=PATH (openapi-diff, schemawatch, api-schema-diff, breakwatch).
A tool says "breaking" when its exit code or its report does.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.engines.contract.specs import CHANGES, ELSEWHERE, V1, changed  # noqa: E402
from tpo.engines.contract import ContractError, compare, load  # noqa: E402

Case = tuple[str, Path, Path, str]  # name, old, new, label


def own(folder: Path) -> list[Case]:
    """Set 1 in OpenAPI 3.0, so that every tool reads it.

    Left out: webhooks, which 3.0 doesn't have, and the one schema that holds itself, at which
    schemawatch 0.1.4 stops.
    """
    cases = []
    old = folder / "v1.json"
    _write(old, _as_3_0(yaml.safe_load(V1)))
    for i, (name, (change, label)) in enumerate(CHANGES.items()):
        if "webhook" in name:
            continue
        new = folder / f"v2-{i}.json"
        _write(new, _as_3_0(changed(change).doc))
        word = {"": "safe", "argued": "argued"}.get(label, "breaking")
        cases.append((name, old, new, word))
    return cases


def _as_3_0(doc: dict[str, Any]) -> dict[str, Any]:
    """The same description in OpenAPI 3.0, with the descriptions that strict readers ask for."""
    made = json.loads(json.dumps(doc))
    made.pop("webhooks", None)
    made["openapi"] = "3.0.3"
    made["components"]["schemas"]["Order"]["properties"].pop("part_of")

    def walk(node: Any, key: str = "") -> None:
        if isinstance(node, list):
            for item in node:
                walk(item)
        if not isinstance(node, dict):
            return
        if isinstance(node.get("type"), list):
            node["nullable"] = True
            node["type"] = next(t for t in node["type"] if t != "null")
        if node.get("type") == "array":
            node.setdefault("items", {})
        if node.get("in") and node.get("name") and "type" not in node:
            node.setdefault("schema", {"type": "string"})
        for name, held in node.items():
            answers = key == "responses" and isinstance(held, dict) and "$ref" not in held
            if answers:
                held.setdefault("description", "an answer")
            walk(held, name)

    walk(made)
    return dict(made)


def theirs(checkout: Path, folder: Path) -> list[Case]:
    """Set 2: every pair whose test asserts compatible or incompatible."""
    files = {p.name: p for p in checkout.glob("core/src/test/resources/**/*") if p.is_file()}
    found: dict[tuple[str, str], str] = {}
    for test in sorted(checkout.glob("core/src/test/java/**/*Test.java")):
        text = test.read_text("utf-8")
        names = dict(re.findall(r'String (\w+)\s*=\s*"([^"]+)"', text))
        for kind, a, b in re.findall(
            r"assert(SpecIncompatible|SpecChangedButCompatible|OpenApiBackward\w+)\(\s*"
            r'("[^"]+"|\w+)\s*,\s*("[^"]+"|\w+)',
            text,
        ):
            pair = tuple(
                Path(n.strip('"') if n[0] == '"' else names.get(n, "")).name for n in (a, b)
            )
            if all(name in files for name in pair):
                word = (
                    "safe" if kind.endswith(("ButCompatible", "BackwardCompatible")) else "breaking"
                )
                found[pair[0], pair[1]] = word
    cases = []
    for (a, b), label in found.items():
        paths = []
        for name in (a, b):
            path = folder / f"{Path(name).stem}.json"
            _write(path, yaml.safe_load(files[name].read_text("utf-8")))
            paths.append(path)
        cases.append((b, paths[0], paths[1], label))
    return cases


def _write(path: Path, doc: Any) -> None:
    path.write_text(json.dumps(doc, default=str), encoding="utf-8")
    path.with_suffix(".yaml").write_text(
        yaml.safe_dump(json.loads(path.read_text("utf-8")), sort_keys=False), encoding="utf-8"
    )


def ours(old: Path, new: Path, name: str) -> str:
    """What this course's engine says; with --strict it also stops for what is argued."""
    try:
        result = compare(load(old.read_bytes()), load(new.read_bytes()))
    except ContractError as problem:
        return f"refused: {problem}"
    if result.breaking or (name.endswith("--strict") and result.findings):
        return "breaking"
    return "argued" if result.findings else "safe"


def tool(name: str, path: str, old: Path, new: Path) -> str:
    """What another tool says."""
    suffix = ".json" if name in ("openapi-diff", "api-schema-diff") else ".yaml"
    files = [str(p.with_suffix(suffix)) for p in (old, new)]
    words = {"breakwatch": ["diff", *files], "schemawatch": [*files, "--format", "json"]}
    run = subprocess.run(
        [path, *words.get(name, files)], capture_output=True, text=True, timeout=120, check=False
    )
    said = run.stdout + run.stderr
    if name == "openapi-diff":
        if "Breaking changes found" in said:
            return "breaking"
        return "safe" if run.returncode == 0 else "refused: " + said.strip()[:60]
    if name == "schemawatch":
        try:
            report = json.loads(run.stdout)
        except ValueError:
            return "refused: " + said.strip()[:60]
        return "breaking" if _breaking(report) else "safe"
    if "Traceback" in said or run.returncode > 1 or "rror loading" in said:
        return "refused: " + said.strip()[-60:]
    return "breaking" if run.returncode == 1 else "safe"


def _breaking(report: Any) -> bool:
    """Does a report name any breaking change?"""
    if isinstance(report, dict):
        words = ("severity", "level", "type", "impact")
        own_word = any("break" in str(report.get(w, "")).lower() for w in words)
        own_word = own_word and "non" not in str([report.get(w) for w in words]).lower()
        listed = any(
            "break" in k.lower() and "non" not in k.lower() and v for k, v in report.items()
        )
        return own_word or listed or any(_breaking(v) for v in report.values())
    return isinstance(report, list) and any(map(_breaking, report))


def main() -> None:
    """Run every tool on every set and print one table a set."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--labels", type=Path, help="a checkout of OpenAPITools/openapi-diff")
    parser.add_argument("--tool", action="append", default=[], metavar="NAME=PATH")
    parser.add_argument("--details", action="store_true", help="one line a change")
    options = parser.parse_args()
    tools = dict(t.partition("=")[::2] for t in options.tool)
    with tempfile.TemporaryDirectory() as place:
        sets = {"messages": own(_folder(place, "own"))}
        if options.labels:
            sets["openapi-diff"] = theirs(options.labels, _folder(place, "theirs"))
        for title, cases in sets.items():
            _table(title, cases, tools, options.details)


def _folder(place: str, name: str) -> Path:
    made = Path(place) / name
    made.mkdir()
    return made


def _table(title: str, cases: list[Case], tools: dict[str, str], details: bool) -> None:
    counted = [c for c in cases if c[3] != "argued"]
    breaking = sum(c[3] == "breaking" for c in counted)
    print(
        f"\n## {title}: {breaking} breaking, {len(counted) - breaking} safe, "
        f"{len(cases) - len(counted)} argued\n"
    )
    print("| tool | right | breaking missed | false alarms | could not read | s each |")
    print("|---|--:|--:|--:|--:|--:|")
    said: dict[str, dict[str, str]] = {}
    for name in ("ours", "ours --strict", *tools):
        start = time.perf_counter()
        said[name] = {
            c[0]: ours(c[1], c[2], name) if name[:4] == "ours" else tool(name, tools[name], *c[1:3])
            for c in cases
        }
        each = (time.perf_counter() - start) / len(cases)
        verdicts = [(said[name][c[0]], c[3]) for c in counted]
        broken = [v for v in verdicts if v[0].startswith("refused")]
        calls = [
            ("breaking" if v == "breaking" else "safe", label)
            for v, label in verdicts
            if not v.startswith("refused")
        ]
        missed = sum(c == ("safe", "breaking") for c in calls)
        alarms = sum(c == ("breaking", "safe") for c in calls)
        print(
            f"| {name} | {len(calls) - missed - alarms} | {missed} | {alarms} | {len(broken)} "
            f"| {each:.3f} |"
        )
    if details:
        print("\n| change | label | " + " | ".join(said) + " |\n|---|---|" + "---|" * len(said))
        for c in cases:
            print(f"| {c[0]} | {c[3]} | " + " | ".join(said[t][c[0]] for t in said) + " |")
        for name in (n for n in ELSEWHERE if n in said["ours"]):
            print(f"- {name}: {ELSEWHERE[name]}")


if __name__ == "__main__":
    main()
