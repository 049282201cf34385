"""tpo check slo: a team's own minutes, whole and broken."""

import tracemalloc
from datetime import datetime, timedelta

import pytest

from tpo.cli import main
from tpo.engines.slo import draw_month
from tpo.judges.alert_replay import NOVEMBER
from tpo.team.slo import check_slo
from tpo.trouble import TroubleError

POLICY = """
target: 99.5
days: 30
alerts:
  - {window: 1 h, short: 5 min, burn: 14.4, severity: page}
  - {name: leak, window: 3 d, short: 6 h, burn: 1, severity: ticket}
"""
START = datetime(2025, 11, 1)


def lines(rows, head="minute,total,good", start=START, step=1, zone="Z"):
    made = [head]
    for i, cells in enumerate(rows):
        at = (start + timedelta(minutes=i * step)).isoformat()
        made.append(",".join([at + zone, *map(str, cells)]))
    return "\n".join(made) + "\n"


@pytest.fixture
def run(tmp_path):
    def run(content, name="m.csv", policy=POLICY, **options):
        (tmp_path / "p.yaml").write_text(policy, encoding="utf-8")
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return check_slo(tmp_path / "p.yaml", tmp_path / name, **options)

    return run


def test_november_pages_at_17_49_and_overspends(run):
    month = draw_month(NOVEMBER)
    rows = zip(month.total.tolist(), (month.total - month.bad).tolist(), strict=True)
    code, text = run(lines(rows))
    assert code == 1
    assert "43,200 rows, 2025-11-01 00:00 to 2025-11-30 23:59 UTC" in text
    assert "2,400,000 events" in text
    assert "page “14.4 × over 1 h and 5 min”: once\n     2025-11-28 17:49 UTC for" in text
    assert "ticket “leak”: 2 times" in text
    assert "NO 35" in text, "more than three budgets spent"


def test_calm_minutes_keep_the_promise(run):
    code, text = run(lines([(1_000, 999)] * 300))
    assert code == 0
    assert "99.900 % good, 99.5 % promised over 30 days" in text
    assert "page “14.4 × over 1 h and 5 min”: 0 times" in text
    assert "ok 0 % of the budget spent" in text


def test_bad_instead_of_good_and_other_names(run):
    code, text = run(lines([(100, 0)] * 10, head="minute,total,bad"))
    assert (code, "100.000 % good" in text) == (0, True)
    policy = POLICY + "columns: {time: at, total: n, good: ok}\n"
    assert run(lines([(100, 100)] * 10, head="at,n,ok"), policy=policy)[0] == 0


def test_holes_repeats_and_broken_rows_are_named(run):
    text = lines([(10, 10)] * 5)
    text += lines([(10, 10)] * 3, start=START + timedelta(minutes=90)).partition("\n")[2]
    text += "2025-11-01T01:32:00Z,10,10\n2025-11-01T00:00:00Z,10,10\nnoon,1,1\n"
    text += "2025-11-01T02:00:00Z,5,6\n2025-11-01T02:01:00Z,-5,1\n2025-11-01T02:02:00Z,9\n"
    code, said = run(text)
    assert code == 1
    assert "1 hole, 85 min in all" in said
    assert "nothing from 2025-11-01 00:04 to 2025-11-01 01:30 UTC" in said
    assert "6 rows can't be read" in said
    assert "2025-11-01 01:32 comes twice" in said
    assert "goes back in time; sort the file" in said
    assert "minute is no time: 'noon'" in said
    assert "and 3 more" in said or "line" in said


def test_daylight_saving_is_named(run):
    rows = [(10, 10)] * 120
    text = lines(rows, start=datetime(2025, 10, 26, 2, 0), step=1, zone="")
    assert "came twice, 1 h apart" in run(text, zone="Europe/Berlin")[1]
    text = lines(rows[:5], start=datetime(2025, 3, 30, 2, 30), zone="")
    assert "doesn't exist: the clock skipped it" in run(text, zone="Europe/Berlin")[1]
    assert "5 times without a zone" in run(text)[1]


def test_separators_encodings_and_json_lines(run):
    text = lines([(10, 10)] * 3).replace(",", ";")
    assert "a semicolon" in run(text)[1]
    assert "UTF-16" in run(lines([(10, 10)] * 3).encode("utf-16"))[1]
    json = '{"minute": "2025-11-01T00:00:00Z", "total": 5, "good": 5}\n'
    assert run(json, name="m.jsonl")[0] == 0


def test_hourly_rows_are_said(run):
    assert "one row stands for 1 h" in run(lines([(10, 10)] * 5, step=60))[1]


@pytest.mark.parametrize(
    ("policy", "says"),
    [
        ("target: [", "not valid YAML"),
        ("just text", "should hold a target and alerts"),
        (POLICY.replace("99.5", "100"), "target should be a number from 50 to"),
        (POLICY.replace("alerts", "alarms"), "unknown entry 'alarms'"),
        (POLICY.replace("1 h", "1 moon"), "window of rule 1 should be a time such as"),
        (POLICY.replace("5 min", "2 h"), "the short window must be shorter"),
        (POLICY.replace("severity: page", "severity: siren"), "is page or ticket, not 'siren'"),
        ("target: 99\nalerts: []", "a list of 1 to 20 rules"),
        ("target: 99\nalerts: [5]", "rule 1 should be a block"),
        ("target: 99\nalerts: [{window: 1 h, burn: fast}]", "burn of rule 1 should be a number"),
        ("target: 99\nalerts: [{window: 1 h, burn: 2, wake: jun}]", "unknown entry 'wake'"),
        (POLICY + "columns: [a]", "may name time, total, good and bad"),
    ],
)
def test_a_policy_that_cannot_be_used_gets_one_sentence(run, policy, says):
    with pytest.raises(TroubleError) as trouble:
        run(lines([(10, 10)]), policy=policy)
    assert says in str(trouble.value)
    assert len(str(trouble.value).splitlines()) == 1


def test_a_file_that_cannot_be_used_gets_one_sentence(run, tmp_path):
    with pytest.raises(TroubleError, match="has no column total"):
        run("minute,all,good\n2025-11-01T00:00:00Z,1,1\n")
    with pytest.raises(TroubleError, match="no minute that can be read"):
        run("minute,total,good\n")
    with pytest.raises(TroubleError, match="There is no file"):
        check_slo(tmp_path / "p.yaml", tmp_path / "none.csv")
    with pytest.raises(TroubleError, match="There is no policy"):
        check_slo(tmp_path / "none.yaml", tmp_path / "m.csv")


def test_memory_does_not_grow_with_the_file(run):
    peaks = []
    policy = POLICY.replace("3 d", "10 h")
    for n in (2_000, 12_000):
        text = lines([(10, 10)] * n)
        tracemalloc.start()
        run(text, policy=policy)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] - peaks[0] < 800_000, "10,000 more minutes of 27 bytes; the text itself counts"


def test_from_the_command_line(tmp_path, capsys):
    (tmp_path / "p.yaml").write_text(POLICY)
    (tmp_path / "m.csv").write_text(lines([(10, 10)] * 3))
    assert main(["check", "slo", str(tmp_path / "p.yaml"), str(tmp_path / "m.csv")]) == 0
    assert "3 rows" in capsys.readouterr().out
    assert main(["check", "slo", str(tmp_path / "p.yaml"), str(tmp_path / "no.csv")]) == 1
    assert "There is no file" in capsys.readouterr().err
