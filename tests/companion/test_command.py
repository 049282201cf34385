import pytest

from tpo.cli import main
from tpo.companion.portfolio import gather
from tpo.learner.ledger import open_ledger


@pytest.fixture
def space(tmp_path, checked):
    book = open_ledger(tmp_path)
    for id, verdict, artefact in checked:
        book.add_attempt(id, verdict.outcome, verdict.message.id, artefact, verdict.points, "")
    book.add_artefact(gather.CHOICE + "6.3", {"share": True, "reflection": ""})
    book.close()
    return tmp_path


@pytest.mark.parametrize(
    ("typed", "file"),
    [
        (["progress"], "progress.html"),
        (["review", "sheet"], "review/sheet-2026-03-02.html"),
        (["review", "csv"], "review/cards.csv"),
        (["review", "anki"], "review/cards-for-anki.txt"),
        (["portfolio"], "portfolio/employer/index.html"),
        (["portfolio", "--view", "mentor"], "portfolio/mentor/manifest.json"),
        (["portfolio", "--view", "instructor"], "portfolio/instructor/portfolio.md"),
    ],
)
def test_each_command_writes_its_file(space, capsys, typed, file):
    assert main([*typed, "--workspace", str(space)]) == 0
    assert (space / file).is_file()
    assert capsys.readouterr().err == ""


def test_findings_are_printed_and_the_exit_code_says_so(space, capsys):
    book = open_ledger(space)
    book.add_artefact(gather.CHOICE + "6.3", {"share": True, "reflection": "Sandra said no."})
    book.close()
    assert main(["portfolio", "--workspace", str(space)]) == 1
    assert "looks like a person's name" in capsys.readouterr().out
    assert not (space / "portfolio").exists()


def test_a_backup_and_a_restore_from_the_command_line(space, tmp_path_factory, capsys):
    packed = tmp_path_factory.mktemp("else") / "b.zip"
    assert main(["backup", str(packed), "--workspace", str(space)]) == 0
    assert main(["restore", str(packed), "--workspace", str(packed.parent / "new")]) == 0
    assert "Open it with:" in capsys.readouterr().out
    assert main(["restore", str(packed), "--workspace", str(packed.parent / "new")]) == 1
    assert "never writes over it" in capsys.readouterr().err


def test_what_is_no_workspace_is_one_sentence(tmp_path, capsys):
    assert main(["progress", "--workspace", str(tmp_path / "no")]) == 1
    assert "is not a workspace" in capsys.readouterr().err
    assert not (tmp_path / "no").exists()
