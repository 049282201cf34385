"""`tpo check adr FILE`: read a team's own decision record, and run its rule on a team's own map."""

from __future__ import annotations

from pathlib import Path

from tpo.engines.decision_record import Record, read_record
from tpo.engines.fitness import (
    UnreadableRule,
    read_rule,
    read_trigger,
    unknown_ends,
    violations,
)
from tpo.engines.system_graph import SystemMap, UnreadableMap, read_map
from tpo.team.map import Finding, read_file


def report(file: Path, map_file: Path | None = None) -> int:
    """Print what the record shows and hides; return 1 if it can't be read or its rule is broken."""
    try:
        drawn = read_map(read_file(map_file)) if map_file else None
        findings = review(read_record(read_file(file)), drawn)
    except (UnreadableMap, ValueError) as problem:
        findings = [Finding("problem", str(problem))]
    print(file.name)
    for finding in findings:
        print(finding)
    return 1 if any(finding.state == "problem" for finding in findings) else 0


def review(record: Record, drawn: SystemMap | None = None) -> list[Finding]:
    """Everything worth saying about a record; with a map its rules are run on it."""
    return [*_prose(record), *_rules(record, drawn), *_triggers(record)]


def _prose(record: Record) -> list[Finding]:
    found = [Finding("ok", f"“{record.title}”, {record.status or 'without a status'}.")]
    missing = {
        "context": "No context: why did this have to be decided?",
        "outcome": "No outcome: what was decided?",
        "consequences": "No consequences: what becomes easier, what becomes harder?",
    }
    found += [
        Finding("note", says) for name, says in missing.items() if name not in record.sections
    ]
    if not record.status:
        found.append(Finding("note", "No status: is it proposed, accepted or superseded?"))
    if len(record.options) < 2:
        found.append(Finding("note", "No rejected option is named; a later reader will reopen it."))
    if len(record.chosen) > 1:
        found.append(
            Finding("note", f"{len(record.chosen)} chosen options: one record, one decision.")
        )
    if "consequences" in record.sections and not record.bad:
        found.append(
            Finding("note", "No line under Consequences begins with “Bad”. You paid something.")
        )
    return found


def _rules(record: Record, drawn: SystemMap | None) -> list[Finding]:
    if not record.rules:
        return [
            Finding(
                "note",
                "Nothing can be run: add “rule: no hard call from a to b” under Confirmation.",
            )
        ]
    found = []
    for line in record.rules:
        try:
            rule = read_rule(line)
        except UnreadableRule as problem:
            found.append(Finding("problem", str(problem)))
            continue
        if drawn is None:
            found.append(Finding("ok", f"Rule “{rule.text}” can be run; give --map to run it."))
            continue
        broken, unknown = violations(rule, drawn), unknown_ends(rule, drawn)
        if broken:
            more = f" and {len(broken) - 3} more" if len(broken) > 3 else ""
            found.append(
                Finding("problem", f"Rule “{rule.text}” is broken: {', '.join(broken[:3])}{more}.")
            )
        elif unknown:
            found.append(
                Finding("note", f"Rule “{rule.text}” names {unknown[0]}, which is not on the map.")
            )
        else:
            found.append(Finding("ok", f"Rule “{rule.text}” holds."))
    return found


def _triggers(record: Record) -> list[Finding]:
    if not record.triggers:
        return [
            Finding(
                "note",
                "Nobody will look again: add “re-visit: when orders_per_s > 80” or a date.",
            )
        ]
    found = []
    for line in record.triggers:
        try:
            trigger = read_trigger(line)
            found.append(Finding("ok", f"To be looked at again {trigger.text}."))
        except UnreadableRule as problem:
            found.append(Finding("note", str(problem)))
    return found
