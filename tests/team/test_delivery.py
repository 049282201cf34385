"""tpo check delivery: a team's own deployment log, whole and broken."""

import shutil

import pytest

from tpo import case
from tpo.cli import main
from tpo.team.delivery import check_delivery
from tpo.trouble import TroubleError

HEAD = "service,committed_at,deployed_at,failed,recovered_at,unplanned\n"
ROW = "shop,2025-11-01T10:00Z,2025-11-02T10:00Z,no,,no\n"


@pytest.fixture
def run(tmp_path):
    def run(content, name="d.csv", **options):
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return check_delivery(tmp_path / name, **options)

    return run


def test_linnets_own_log(tmp_path):
    shutil.copy(case.data_root() / "deployments.csv", tmp_path / "d.csv")
    code, text = check_delivery(tmp_path / "d.csv")
    assert code == 0
    rows = [line.split() for line in text.splitlines()]
    assert rows[2][0] == "roost", "the slowest service first"
    assert rows[2][1:3] == ["8.8", "d"]
    assert "the pooled lead time hides roost: 8.8 d there" in text
    assert "520 deployments of 8 services in 26 weeks" in text
    assert "don't make a figure a goal" in text


def test_metrics_of_a_small_log(run):
    text = HEAD + ROW + "shop,2025-11-08T10:00Z,2025-11-09T10:00Z,yes,2025-11-09T13:00Z,no\n"
    text += "shop,2025-11-10T10:00Z,2025-11-11T10:00Z,yes,,yes\n"
    code, said = run(text)
    assert code == 0
    assert "24.1 h" in said or "24.0 h" in said or "23.9 h" in said
    assert "67 %" in said
    assert "33 %" in said
    assert "1 failed deployment without recovered_at" in said
    assert "fewer than 10 deployments, so shares say little: shop" in said


def test_broken_rows_are_named(run):
    bad = (
        "shop,soon,2025-11-02T10:00Z,no,,no\n"
        "shop,2025-11-03T10:00Z,2025-11-02T10:00Z,no,,no\n"
        ",2025-11-01T10:00Z,2025-11-02T10:00Z,no,,no\n"
        "shop,2025-11-01T10:00Z,2025-11-02T10:00Z,perhaps,,no\n"
        "shop,2025-11-01T10:00Z,2025-11-02T10:00Z,yes,2025-11-01T10:00Z,no\n"
    )
    code, said = run(HEAD + ROW + bad)
    assert code == 1
    assert "5 rows can't be read" in said
    assert "committed_at and deployed_at must be times" in said
    assert "deployed before it was committed" in said
    assert "no service" in said


def test_times_without_a_zone_separators_and_json(run):
    bare = HEAD + "shop,2025-10-26T02:30:00,2025-10-27T10:00:00,no,,no\n"
    assert "2 times without a zone" in run(bare)[1]
    assert "came twice" in run(bare, zone="Europe/Berlin")[1]
    assert "a semicolon" in run((HEAD + ROW).replace(",", ";"))[1]
    json = '{"service": "a", "committed_at": "2025-11-01T10:00Z", "deployed_at": "2025-11-02T10:00Z", "failed": false}\n'
    code, said = run(json, name="d.jsonl")
    assert code == 0
    assert "no column unplanned" in said


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("service,deployed_at\na,2025\n", "has no column committed_at, failed"),
        (HEAD, "no deployment that can be read"),
    ],
)
def test_a_file_that_cannot_be_used_gets_one_sentence(run, content, says):
    with pytest.raises(TroubleError, match=says):
        run(content)


def test_from_the_command_line(tmp_path, capsys):
    (tmp_path / "d.csv").write_text(HEAD + ROW)
    assert main(["check", "delivery", str(tmp_path / "d.csv")]) == 0
    assert "1 deployment of 1 service in 1 week" in capsys.readouterr().out
    contract = tmp_path / "c.yaml"
    contract.write_text("schema: [{name: t, properties: [{name: service, required: true}]}]")
    assert main(["check", "data", str(contract), str(tmp_path / "d.csv")]) == 0
    assert "may pass, 1 row" in capsys.readouterr().out
