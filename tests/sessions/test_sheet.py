import copy

import pytest
import yaml

from tpo.paths import checkout
from tpo.sessions.sheet import BadSession, check_minutes, sheet

PLAN = yaml.safe_load((checkout() / "authoring/M06_under_load/module.yaml").read_text("utf-8"))


class Anything(dict):
    def __contains__(self, key):
        return True

    def __getitem__(self, key):
        return "7"


def test_the_sheet_holds_agenda_question_and_variants():
    html = sheet(PLAN, Anything())
    for words in (
        "Address Friday",
        "0–5",
        "38–45",
        "10 people",
        "40 people",
        "No laptop",
        "Right: C",
    ):
        assert words in html
    assert "{{" not in html
    assert "http" not in html


def test_minutes_that_do_not_add_up_are_refused():
    for change in (
        lambda p: p["session"]["agenda"][0].update(minutes=6),
        lambda p: p.update(minutes=91),
    ):
        plan = copy.deepcopy(PLAN)
        change(plan)
        with pytest.raises(BadSession, match="minutes"):
            check_minutes(plan)
