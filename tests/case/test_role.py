"""The tables of M01: read, linked to each other, and one sentence when damaged."""

import shutil

import pytest

from tpo import case
from tpo.case.files import data_root


def test_fourteen_competencies_with_a_module_and_a_proof_of_it():
    table = case.competencies()
    assert list(table) == [f"K{n:02}" for n in range(1, 15)]
    for competency in table.values():
        assert competency.module[1:] == competency.id[1:]
        assert int(competency.proof.partition(".")[0]) == int(competency.id[1:])
    assert {c.half for c in table.values()} == {"people", "technology"}


def test_niches_and_cards_name_what_exists():
    for niche in case.niches().values():
        assert set(niche.raises) <= set(case.competencies())
    for card in case.evidence_cards().values():
        assert set(card.fits) <= set(case.niches())
        assert (card.kind == "limit") == (not card.fits)
    for who in ("nadia", "leo"):
        kinds = [c.kind for c in case.evidence_cards().values() if c.who == who]
        assert (kinds.count("work"), kinds.count("limit"), kinds.count("market")) == (6, 1, 1)


def test_a_quick_win_names_a_service_of_the_catalogue():
    for win in case.quick_wins().values():
        assert win.service in case.services()


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("decisions.yaml", "kind: scope, ", "kind: fate, ", "must be one of scope, technical"),
        ("competencies.yaml", "target: 3", "target: high", "must be a whole number"),
        ("week_logs.yaml", "{id: N02", "{id: N01", "'N01' is there twice"),
        ("quick_wins.yaml", "live: 9", "live: nine", "must be a whole number"),
        ("evidence_cards.yaml", "who: nadia, ", "", "lacks the field 'who'"),
    ],
)
def test_a_damaged_table_gets_one_sentence(tmp_path, file, old, new, said):
    text = (data_root() / file).read_text("utf-8")
    (tmp_path / file).write_text(text.replace(old, new, 1), "utf-8")
    for name in ("competencies.yaml", "week_logs.yaml"):
        if name != file:
            shutil.copy(data_root() / name, tmp_path / name)
    load = {
        "decisions.yaml": case.decisions,
        "competencies.yaml": case.competencies,
        "week_logs.yaml": lambda root: case.week_log("nadia", root),
        "quick_wins.yaml": case.quick_wins,
        "evidence_cards.yaml": case.evidence_cards,
    }[file]
    with pytest.raises(case.CaseFileError, match=said) as problem:
        load(tmp_path)
    assert f"datasets/{file}" in str(problem.value)
