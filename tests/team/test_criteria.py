"""A team's own criteria against its own builds."""

from pathlib import Path

import pytest

from tpo.cli import main
from tpo.engines.criteria import judge
from tpo.paths import checkout
from tpo.team.criteria import check_criteria, load
from tpo.trouble import TroubleError

LIBRARY = checkout() / "examples" / "library"
FEATURE, DOMAIN = LIBRARY / "lending.feature", LIBRARY / "domain.py"
EMPTY = """
from dataclasses import dataclass
from tpo.engines.criteria import Domain, Vocabulary

@dataclass
class Situation:
    bug: str = ""

DOMAIN = Domain("x", Vocabulary(), (), ())
"""


def run(capsys, text, tmp_path):
    (tmp_path / "some.feature").write_text(text, "utf-8")
    code = check_criteria(tmp_path / "some.feature", DOMAIN)
    return code, capsys.readouterr().out


def test_the_example_is_whole(capsys):
    assert check_criteria(FEATURE, DOMAIN) == 0
    told = capsys.readouterr().out
    assert told == (
        "Lending books: 9 of 9 scenarios pass in all 2 right builds; 5 of 5 wrong builds refused.\n"
    )


@pytest.mark.parametrize("bug", [b.id for b in load(DOMAIN).wrong])
def test_each_wrong_build_of_the_example_needs_a_row(bug):
    domain = load(DOMAIN)
    killers = judge(FEATURE.read_text("utf-8"), domain).killed[bug]
    assert killers
    rest = [s for s in judge(FEATURE.read_text("utf-8"), domain).usable if s.number not in killers]
    assert rest  # no row does everything


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Then the library <answer>", "Then the library says <answer>", "is not a step yet"),
        ("  | 3     | refuses |", "  | 4     | refuses |", "a member takes a fourth book home"),
        ("Then the book is due in 21 days", 'Then the desk says "yes"', "right build “polite”"),
        ("| 26   | €5.00 |", "| 26   | €5.20 |", "right build “plain”"),
        ("| 26   | €5.00 |", "| 25   | €5.20 |", "contradict each other"),
    ],
)
def test_what_is_left_to_mend_is_told_and_the_exit_code_is_1(capsys, tmp_path, old, new, told):
    text = FEATURE.read_text("utf-8")
    assert old in text
    code, said = run(capsys, text.replace(old, new), tmp_path)
    assert code == 1
    assert told in said


def test_empty_criteria_are_not_whole(capsys, tmp_path):
    assert run(capsys, "", tmp_path)[0] == 1


def test_without_a_domain_it_is_second_perch_and_hold_outs_can_be_run(capsys, tmp_path):
    from tests.engines.test_second_perch import REFERENCE

    (tmp_path / "a.feature").write_text(REFERENCE, "utf-8")
    assert check_criteria(tmp_path / "a.feature", hold_out=True) == 0
    assert "24 of 24 wrong builds refused" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("DOMAIN = 1", "must make DOMAIN"),
        ("from __future__ import annotations\n" + EMPTY, "needs at least two correct builds"),
        ("1 / 0", "stopped (ZeroDivisionError: division by zero)"),
    ],
)
def test_a_domain_file_that_cannot_be_used_gets_one_sentence(tmp_path, text, told):
    (tmp_path / "domain.py").write_text(text, "utf-8")
    with pytest.raises(TroubleError, match=told.replace("(", r"\(").replace(")", r"\)")):
        load(tmp_path / "domain.py")


def test_a_missing_file_gets_one_sentence():
    with pytest.raises(TroubleError, match="no domain file"):
        load(Path("nowhere.py"))
    with pytest.raises(TroubleError, match="can't be read"):
        check_criteria(Path("nowhere.feature"), DOMAIN)


def test_a_table_is_judged_like_gherkin_and_the_documented_one_works(tmp_path, capsys):
    text = (checkout() / "docs" / "own-criteria.md").read_text("utf-8")
    table = text.split("```\n| scenario")[1].split("```")[0]
    feature = tmp_path / "lending.feature"
    feature.write_text("| scenario" + table, encoding="utf-8")
    assert main(["check", "criteria", str(feature), "--domain", str(DOMAIN)]) == 1
    told = capsys.readouterr().out
    assert told.startswith("Lending books: 2 of 2 scenarios pass in all 2 right builds; 1 of 5")
    assert "is not a step" not in told


def test_without_a_feature_the_steps_are_listed(capsys):
    assert main(["check", "criteria", "--domain", str(DOMAIN)]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Given\n  the member has 2 books")
    assert main(["check", "criteria"]) == 0
    assert "who: the recipient, a named delegate" in capsys.readouterr().out
