"""`tpo check adr FILE` on good, damaged and telling records, with a map and without."""

import pytest

from tpo import case
from tpo.cli import main
from tpo.team.adr import report

RECORD = """---
id: 7
status: accepted
---
# Orders wait for nobody else's company

## Context
PayCo was away on Monday.

## Considered Options
- Wait, as today
- Take the order, take the money later

## Decision
Chosen option: "Take the order, take the money later", because a customer can order.

### Consequences
- Good, because orders go on.
- Bad, because one order in two hundred is never paid.

### Confirmation
rule: no hard chain from orders to an external system

re-visit: when unpaid_share > 0.01
"""
MAP = """
flowchart LR
    shop -->|"place the order"| orders
    orders -.->|"tell what to charge"| payments
    payments -->|"take the money"| PayCo
    PayCo["PayCo"]:::external
"""


@pytest.fixture
def files(tmp_path):
    record, drawn = tmp_path / "adr.md", tmp_path / "map.md"
    record.write_text(RECORD, encoding="utf-8")
    drawn.write_text(MAP, encoding="utf-8")
    return record, drawn


def test_a_rule_runs_on_a_teams_own_map(files, capsys):
    record, drawn = files
    assert main(["check", "adr", str(record), "--map", str(drawn)]) == 0
    out = capsys.readouterr().out
    assert "holds." in out
    assert "looked at again when unpaid_share > 0.01" in out
    assert "problem" not in out
    drawn.write_text(MAP.replace("-.->", "-->"), encoding="utf-8")
    assert main(["check", "adr", str(record), "--map", str(drawn)]) == 1
    assert "is broken: orders → payments → PayCo." in capsys.readouterr().out


def test_without_a_map_the_rule_is_only_read(files, capsys):
    assert report(files[0]) == 0
    assert "can be run; give --map" in capsys.readouterr().out


def test_a_name_that_is_not_on_the_map_is_said(files, capsys):
    record, drawn = files
    record.write_text(RECORD.replace("from orders", "from ordres"), encoding="utf-8")
    assert report(record, drawn) == 0
    assert "names ordres, which is not on the map" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("0003-tally-reads-roost.md", ("No rejected option", "begins with “Bad”")),
        ("0006-new-stack.md", ("3 chosen options", "Nothing can be run")),
    ],
)
def test_linnets_two_flawed_records_are_questioned(file, words, tmp_path, capsys):
    path = tmp_path / file
    path.write_text(case.adr_text(file), encoding="utf-8")
    assert report(path) == 0
    out = capsys.readouterr().out
    assert all(word in out for word in words), out


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("no heading", "no decision record"),
        (RECORD.replace("no hard chain from", "never"), "can't be run"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(text, words, tmp_path, capsys):
    path = tmp_path / "adr.md"
    path.write_text(text, encoding="utf-8")
    assert report(path) == 1
    out = capsys.readouterr().out
    assert words in out
    assert "Traceback" not in out
    assert report(tmp_path / "missing.md") == 1
