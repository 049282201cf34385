"""`tpo check api`: exit code and report."""

import argparse

import pytest
import yaml

from tests.engines.contract.specs import CHANGES, V1, changed
from tpo.team.api import arguments, check_api, run
from tpo.trouble import TroubleError


@pytest.fixture
def pair(tmp_path):
    def write(name):
        old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
        old.write_text(V1, encoding="utf-8")
        new.write_text(yaml.safe_dump(changed(CHANGES[name][0]).doc), encoding="utf-8")
        return old, new

    return write


@pytest.mark.parametrize(
    ("name", "plain", "strict"),
    [("nothing", 0, 0), ("new value answered", 1, 1), ("optional response field removed", 0, 1)],
)
def test_the_exit_code_says_whether_it_breaks(pair, name, plain, strict, capsys):
    assert check_api(*pair(name)) == plain
    assert check_api(*pair(name), strict=True) == strict
    assert capsys.readouterr().out.startswith("# From old.yaml to new.yaml")


def test_the_report_shows_a_message(pair, tmp_path):
    parser = argparse.ArgumentParser()
    arguments(parser)
    old, new = pair("new value answered")
    report = tmp_path / "report.md"
    assert run(parser.parse_args([str(old), str(new), "--report", str(report)])) == 1
    text = report.read_text(encoding="utf-8")
    assert "**This breaks clients.**" in text
    assert '"status": "returned"' in text


def test_a_file_that_cannot_be_read_is_one_sentence(pair, tmp_path):
    old, _ = pair("nothing")
    with pytest.raises(TroubleError, match="can't be read"):
        check_api(old, tmp_path / "missing.yaml")
    (tmp_path / "bad.yaml").write_text("just words", encoding="utf-8")
    with pytest.raises(TroubleError, match=r"bad\.yaml should begin with"):
        check_api(old, tmp_path / "bad.yaml")
