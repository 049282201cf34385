"""datapackage.json: the Frictionless description of every table, from ``dictionary.yaml``."""

import bz2
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from tpo.case.files import read_yaml

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
BY_HAND = "Written by hand from the course's curriculum."
MEDIA_TYPES = {
    ".yaml": "text/yaml",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".csv": "text/csv",
}
PACKED = ".bz2"


def make(root: Path, made: dict[str, bytes]) -> bytes:
    """Return the file. Sizes and hashes are those of the files as they will be written."""
    dictionary = read_yaml(root, "dictionary.yaml")
    package = dictionary["package"]
    descriptor = {
        "$schema": PROFILE,
        "name": package["name"],
        "title": package["title"],
        "description": package["description"],
        "version": package["version"],
        "licenses": [package["licence"]],
        "resources": [describe(entry, package, root, made) for entry in dictionary["resources"]],
    }
    return (json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n").encode()


def describe(
    entry: dict[str, Any], package: dict[str, Any], root: Path, made: dict[str, bytes]
) -> dict[str, Any]:
    """Return the description of one table."""
    path = entry["path"]
    content = made[path] if path in made else (root / path).read_bytes()
    packed = path.endswith(PACKED)
    kind = Path(path.removesuffix(PACKED)).suffix
    plain = bz2.decompress(content) if packed else content
    by_hand = entry["made_by"] == "hand"
    description = {
        "name": entry["name"],
        "title": entry["title"],
        "description": entry["description"],
        "path": path,
        "type": "table",
        "format": kind[1:],
        "mediatype": MEDIA_TYPES[kind],
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "rows": len(rows(plain, kind, entry.get("list"))),
        "licenses": [package["licence"]],
        "provenance": BY_HAND
        if by_hand
        else f"Made by datasets/generate.py, section {entry['made_by']}, from one fixed seed.",
        "cannotTell": entry["cannot_tell"],
        # No row is about a real person; these are the fields that would be in a real company.
        "personalData": entry.get("personal_data", []),
    }
    if "retention_days" in entry:
        description["retentionDays"] = entry["retention_days"]
    if packed:
        description["compression"] = PACKED[1:]
    if "list" in entry:
        names = [field["name"] for field in entry["schema"]["fields"]]
        description["dialect"] = {kind[1:]: {"property": entry["list"], "keys": names}}
    return description | {"schema": entry["schema"]}


def rows(content: bytes, kind: str, key: str | None) -> list[Any]:
    """Return the rows of one table of a file."""
    if kind == ".jsonl":
        return content.decode().splitlines()
    if kind == ".csv":
        return content.decode().splitlines()[1:]
    return (json.loads if kind == ".json" else yaml.safe_load)(content)[key]
