"""The one seeded generator of linnet-data.

``python datasets/generate.py`` reads and checks the hand-written files, then writes every
generated file. ``--check`` writes nothing; it exits 1 and names each file that is not its
output, byte for byte. How to add a file: README.md beside this script.
"""

import argparse
import bz2
import sys
from collections.abc import Callable
from pathlib import Path

from sections import (
    ab_reroute,
    call_traces,
    datapackage,
    deployments,
    incident_labels,
    interviews,
    invoices,
    kano,
    nest_hours,
    parcels,
    partner_usage,
    past_stories,
    readme,
    reviews,
    scan_events,
    sli_minutes,
    stakeholders,
    support_contacts,
    work_items,
)

from tpo import case

ROOT = Path(__file__).resolve().parent

# In order: each section may use what the ones before it made.
SECTIONS: dict[str, Callable[[Path, dict[str, bytes]], bytes]] = {
    "call_traces.jsonl": call_traces.make,
    "past_stories.csv": past_stories.make,
    "parcels.csv.bz2": parcels.make,
    "scan_events.jsonl.bz2": scan_events.make,
    "invoices.csv": invoices.make,
    "nest_hours.csv.bz2": nest_hours.make,
    "sli_minutes.csv.bz2": sli_minutes.make,
    "hidden/incidents.csv": incident_labels.make,
    "deployments.csv": deployments.make,
    "support_contacts.csv.bz2": support_contacts.make,
    "reviews.csv": reviews.make,
    "hidden/review_themes.csv": reviews.make_themes,
    **{name: interviews.maker(name) for name in interviews.NAMES},
    "work_items.csv": work_items.make,
    "throughput.csv": work_items.make_weeks,
    "kano.csv": kano.make,
    "ab_reroute.csv.bz2": ab_reroute.make,
    "stakeholders.json": stakeholders.make,
    "partner_usage.csv": partner_usage.make,
    "datapackage.json": datapackage.make,
    "README.md": readme.make,
}


def build(root: Path) -> dict[str, bytes]:
    """Return every generated file (path → bytes), after checking the hand-written ones."""
    for load in (
        case.services,
        case.journeys,
        case.people,
        case.company,
        case.change_requests,
        case.features,
        case.repairs,
        case.competencies,
        case.niches,
        case.decisions,
        case.quick_wins,
        case.evidence_cards,
        case.duties,
        case.patterns,
        case.choosing,
        case.debt_register,
        case.adrs,
        case.interviews,
    ):
        load(root=root)
    case.glossary(root=root)
    case.week_log("nadia", root)
    for path in sorted((root / "incidents").glob("*.yaml")):
        case.incident(path.stem, root)
    made: dict[str, bytes] = {}
    for name, make in SECTIONS.items():
        content = make(root, made)
        # bzip2, for its output is the same in every build: byte for byte on every machine.
        made[name] = bz2.compress(content) if name.endswith(".bz2") else content
    return made


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(description="Write the generated files of linnet-data.")
    parser.add_argument("--check", action="store_true", help="only say which files are stale")
    check = parser.parse_args(arguments).check
    try:
        made = build(ROOT)
    except case.CaseFileError as error:
        print(error, file=sys.stderr)
        return 1
    stale = [
        name
        for name, content in made.items()
        if not (ROOT / name).is_file() or (ROOT / name).read_bytes() != content
    ]
    for name in stale:
        if check:
            print(f"stale: datasets/{name} (run: python datasets/generate.py)")
        else:
            (ROOT / name).parent.mkdir(exist_ok=True)
            (ROOT / name).write_bytes(made[name])
            print(f"wrote datasets/{name}")
    if not stale:
        print(f"{len(made)} generated files are up to date")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
