"""Decision records: Linnet's six, older templates, and texts that are none."""

import pytest

from tpo import case
from tpo.engines.decision_record import SECTIONS, read_record
from tpo.engines.fitness import read_rule, read_trigger


@pytest.mark.parametrize("file", list(case.adrs()))
def test_linnets_records_read_as_their_index_says(file):
    entry, record = case.adrs()[file], read_record(case.adr_text(file))
    assert (record.number, record.title, record.status) == (entry.number, entry.title, entry.status)
    flaws = []
    if not record.bad:
        flaws.append("only_good")
    if len(record.options) < 2:
        flaws.append("one_option")
    if len(record.chosen) > 1:
        flaws.append("three_in_one")
    if not record.rules and entry.number != 1:
        flaws.append("not_runnable")
    assert flaws == list(entry.flaws)
    for rule in record.rules:
        read_rule(rule)
    for trigger in record.triggers:
        read_trigger(trigger)


def test_exactly_two_are_flawed_on_purpose():
    assert sum(bool(entry.flaws) for entry in case.adrs().values()) == 2


def test_an_older_template_is_read():
    record = read_record(
        "# 12. Use events\n\n## Status\n\nAccepted\n\n## Context\nText\n\n## Decision\nText\n"
        "\n## Consequences\n\nBut it is slower.\n\nSupersedes: ADR-0004\n"
    )
    assert (record.number, record.title, record.status) == (12, "Use events", "accepted")
    assert record.supersedes == (4,)
    assert record.bad == ("But it is slower.",)
    assert set(record.sections) == {"context", "outcome", "consequences"}


def test_code_in_fences_is_no_heading():
    record = read_record("# A\n## Context\n```\n## Consequences\nBad\n```\n")
    assert "consequences" not in record.sections


@pytest.mark.parametrize("text", ["", "   ", "just words", "---\nid: x\n---\n"])
def test_what_is_no_record_gets_one_sentence(text):
    with pytest.raises(ValueError, match=r"\.$"):
        read_record(text)


def test_every_section_name_is_found_by_its_own_word():
    for name in SECTIONS:
        heading = {"options": "Considered Options", "outcome": "Decision Outcome"}.get(name, name)
        assert name in read_record(f"# T\n## {heading.title()}\nwords\n").sections
