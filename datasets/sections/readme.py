"""README.md: the data dictionary for people, made from datapackage.json."""

import json
from pathlib import Path
from typing import Any

HEAD = """\
<!-- Made by `python datasets/generate.py` from dictionary.yaml. Don't edit: change the source. -->

# {title}

{description}

Licence: [{licence}]({link}). {files} files, {size} kB. Read them in Python with
`from tpo import case`, for example `case.services()`, `case.incident("INC-0417").cost()` or
`case.traces()`.

| Table | File | Rows | What it is |
|---|---|--:|---|
"""

TAIL = """\
## Change a file, add a section

Hand-written files are sources: edit them. Generated files are not: change the section that
makes them. Either way, then run

    python datasets/generate.py

and commit what it wrote. `python datasets/generate.py --check` writes nothing and fails when a
file is not what its sources say; it runs in the tests. So does a validation with frictionless.
By hand that is `frictionless validate datapackage.json --skip-errors byte-count` with
`frictionless[json]`: version 5.21 counts no bytes in YAML and JSON, the tests do.

To add a file:

1. Describe it in `dictionary.yaml`: fields with type, unit and constraints, and what it can't tell.
2. If it is generated, write `sections/<name>.py` with `make(root, made) -> bytes`. Take random
   choices only from `Draws("<name>")` in `sections/draws.py`: each section has its own stream, so
   a new one changes no other file, and the bytes are the same on every machine. Add it to
   `SECTIONS` in `generate.py`.
3. Give it a typed loader in `src/tpo/case/`, and assert in `tests/test_datasets.py` every figure
   that the course quotes from it.
"""


def make(root: Path, made: dict[str, bytes]) -> bytes:
    """Return the file."""
    package = json.loads(made["datapackage.json"])
    sizes = {table["path"]: table["bytes"] for table in package["resources"]}
    licence = package["licenses"][0]
    text = HEAD.format(
        title=package["title"],
        description=package["description"],
        licence=licence["name"],
        link=licence["path"],
        files=len(sizes),
        size=f"{sum(sizes.values()) / 1000:.0f}",
    )
    for table in package["resources"]:
        link = f"[{table['name']}](#{table['name']})"
        text += f"| {link} | `{table['path']}` | {table['rows']:,} | {table['title']} |\n"
    return (text + "\n" + "".join(map(chapter, package["resources"])) + TAIL).encode()


def chapter(table: dict[str, Any]) -> str:
    """Describe one table."""
    where = (
        f", list `{table['dialect'][table['format']]['property']}`" if "dialect" in table else ""
    )
    limits = "".join(f"- {limit}\n" for limit in table["cannotTell"])
    fields = "".join(map(row, table["schema"]["fields"]))
    return (
        f"## {table['name']}\n\n"
        f"{table['description']} File `{table['path']}`{where}. {table['provenance']}\n\n"
        f"| Field | Type | Unit | Meaning | Rules |\n|---|---|---|---|---|\n{fields}\n"
        f"What it can't tell you:\n\n{limits}\n{privacy(table)}"
    )


def privacy(table: dict[str, Any]) -> str:
    """Which fields would be personal data in a real company, and how long rows would be kept."""
    if not table["personalData"]:
        return ""
    names = ", ".join(f"`{name}`" for name in table["personalData"])
    return (
        "Nobody here is real. In a real company these fields would point to a person: "
        f"{names}. Rows are kept for {table['retentionDays']:,} days.\n\n"
    )


def row(field: dict[str, Any]) -> str:
    """Describe one field."""
    rules = ", ".join(rule(*item) for item in field.get("constraints", {}).items())
    cells = (
        f"`{field['name']}`",
        field["type"],
        field.get("unit", ""),
        field["description"],
        rules,
    )
    return "| " + " | ".join(cells) + " |\n"


def rule(name: str, value: Any) -> str:
    """Put one constraint into words."""
    words = {"required": "always there", "unique": "no repeats"}
    if name in words:
        return words[name]
    if name == "enum":
        return "one of " + ", ".join(value)
    if name == "pattern":
        return "form `" + value.replace("|", "\\|") + "`"
    return {"minimum": f"≥ {value}", "maximum": f"≤ {value}"}[name]
