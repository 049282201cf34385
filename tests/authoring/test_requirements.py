"""Every practice has a home, and a module teaches those that the plan gives it."""

import re

import pytest
import yaml

from tpo.paths import checkout

AUTHORING = checkout() / "authoring"
PLAN = yaml.safe_load((AUTHORING / "requirements.yaml").read_text(encoding="utf-8"))
MODULES = sorted(path.parent for path in AUTHORING.glob("M*/module.yaml"))


def difference(claimed, planned):
    """What a module claims too little and too much."""
    return sorted(set(planned) - set(claimed)), sorted(set(claimed) - set(planned))


def test_the_plan_is_whole():
    assert {id for ids in PLAN.values() for id in ids} == {f"R{n:03}" for n in range(1, 142)}
    assert all(re.fullmatch(r"M\d\d|C[1-4]|all", home) for home in PLAN)
    assert all(len(ids) == len(set(ids)) for ids in PLAN.values())


@pytest.mark.parametrize("folder", MODULES, ids=lambda path: path.name)
def test_a_module_claims_what_it_is_due(folder):
    module = yaml.safe_load((folder / "module.yaml").read_text(encoding="utf-8"))
    assert difference(module["rows"], PLAN[module["id"]]) == ([], [])


def test_a_wrong_claim_would_be_seen():
    assert difference(["R001", "R003"], ["R001", "R002"]) == (["R002"], ["R003"])
