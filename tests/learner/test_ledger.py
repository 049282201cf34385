import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tpo.learner import ledger
from tpo.learner.ledger import SCHEMA_VERSION, open_ledger, workspace


def ledger_file(folder: Path) -> Path:
    return folder / ".tpo" / "ledger.db"


def python(code: str, *args: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", code, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def test_what_is_recorded_is_there_when_opened_again(tmp_path):
    first = open_ledger(tmp_path)
    first.add_prediction("W06a", "How long?", "300 ms", 70)
    first.add_attempt("6.3", "not yet", "6.3a", {"tries": [3, 3, 3]})
    first.add_hint("6.3", "6.3a", 1)
    first.add_note("W06a", "Ask who retries.")
    first.close()

    again = open_ledger(tmp_path)
    (prediction,) = again.predictions("W06a")
    assert (prediction.question, prediction.answer, prediction.confidence) == (
        "How long?",
        "300 ms",
        70,
    )
    (attempt,) = again.attempts("6.3")
    assert (attempt.outcome, attempt.message) == ("not yet", "6.3a")
    assert attempt.artefact == {"tries": [3, 3, 3]}
    (hint,) = again.hints("6.3")
    assert (hint.message, hint.rung) == ("6.3a", 1)
    assert [note.text for note in again.notes("W06a")] == ["Ask who retries."]
    assert again.warning is None
    assert prediction.at.endswith("+00:00")


def test_order_is_oldest_first_and_other_ids_stay_out(tmp_path):
    book = open_ledger(tmp_path)
    for answer, lab in (("a", "W06a"), ("x", "W06b"), ("b", "W06a")):
        book.add_prediction(lab, "?", answer, 50)
    assert [p.answer for p in book.predictions("W06a")] == ["a", "b"]
    assert book.predictions("W06c") == []


@pytest.mark.parametrize(
    "artefact", [float("nan"), {1: {2}}, object(), "half a pair \ud83d", "x" * 10**6, [[[]]]]
)
def test_any_artefact_can_be_recorded(artefact):
    book = open_ledger(None)
    book.add_attempt("6.3", "not yet", None, artefact)
    assert len(str(book.attempts("6.3")[0].artefact)) <= 2000


def test_an_artefact_that_refers_to_itself_or_cannot_be_shown():
    loop: list = []
    loop.append(loop)

    class Hostile:
        def __repr__(self):
            raise ValueError

    book = open_ledger(None)
    book.add_attempt("6.3", "not yet", None, loop)
    book.add_attempt("6.3", "not yet", None, Hostile())
    assert book.attempts("6.3")[1].artefact == "<Hostile>"


def test_a_note_cut_inside_a_character_is_kept():
    book = open_ledger(None)
    book.add_note("W06a", "bird \ud83d")
    assert book.notes("W06a")[0].text == "bird ?"


def test_without_a_workspace_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.delenv("TPO_WORKSPACE", raising=False)
    monkeypatch.chdir(tmp_path)
    assert workspace() is None
    book = ledger.current()
    book.add_note("W06a", "kept for this session")
    assert ledger.current().notes("W06a") == book.notes("W06a")
    assert list(tmp_path.iterdir()) == []


def test_the_workspace_is_the_nearest_parent_with_a_tpo_folder(tmp_path, monkeypatch):
    monkeypatch.delenv("TPO_WORKSPACE", raising=False)
    below = tmp_path / "lessons" / "M06"
    below.mkdir(parents=True)
    (tmp_path / ".tpo").mkdir()
    monkeypatch.chdir(below)
    assert workspace() == tmp_path
    monkeypatch.setenv("TPO_WORKSPACE", str(tmp_path / "other"))
    assert workspace() == tmp_path / "other"


def test_current_is_one_ledger_a_workspace(tmp_path, monkeypatch):
    monkeypatch.setenv("TPO_WORKSPACE", str(tmp_path))
    assert ledger.current() is ledger.current()
    ledger.current().add_note("W06a", "here")
    assert open_ledger(tmp_path).notes("W06a")[0].text == "here"


def test_a_killed_writer_loses_nothing_it_had_recorded(tmp_path):
    writer = python(
        "import sys; from pathlib import Path; from tpo.learner.ledger import open_ledger\n"
        "book = open_ledger(Path(sys.argv[1]))\n"
        "for i in range(10**6):\n"
        "    book.add_note('W06a', f'{i} ' + 'x' * 3000)\n"
        "    print(i, flush=True)\n",
        str(tmp_path),
    )
    assert writer.stdout is not None
    for _ in range(200):
        last = int(writer.stdout.readline())
    writer.kill()  # SIGKILL where there is one
    writer.communicate()
    if hasattr(signal, "SIGKILL"):
        assert writer.returncode == -signal.SIGKILL

    book = open_ledger(tmp_path)
    assert book.warning is None
    notes = book.notes("W06a")
    assert len(notes) > last
    assert all(n.text.startswith(f"{i} ") and len(n.text) > 3000 for i, n in enumerate(notes))
    book.add_note("W06a", "and on we go")
    assert len(open_ledger(tmp_path).notes("W06a")) == len(notes) + 1


def test_notebooks_that_start_together_share_one_ledger(tmp_path):
    code = (
        "import sys; from pathlib import Path; from tpo.learner.ledger import open_ledger\n"
        "sys.stdin.readline()\n"
        "book = open_ledger(Path(sys.argv[1]))\n"
        "for i in range(100):\n"
        "    book.add_note('W06a', f'{sys.argv[2]}:{i}')\n"
        "print(book.warning)\n"
    )
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path), str(n)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for n in range(3)
    ]
    said = [writer.communicate("go\n")[0].strip() for writer in writers]
    assert said == ["None"] * 3
    texts = [note.text for note in open_ledger(tmp_path).notes("W06a")]
    assert sorted(texts) == sorted(f"{n}:{i}" for n in range(3) for i in range(100))


def test_only_one_of_them_makes_the_tables_and_the_other_waits(tmp_path, monkeypatch):
    make = ledger._migrate
    told = []

    def make_while_another_tries(connection):
        with sqlite3.connect(ledger_file(tmp_path), timeout=0) as other:
            try:
                other.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                told.append(str(error))
        other.close()
        make(connection)

    monkeypatch.setattr(ledger, "_migrate", make_while_another_tries)
    book = open_ledger(tmp_path)
    assert told == ["database is locked"]
    assert book._connection.execute("PRAGMA busy_timeout").fetchone()[0] >= 5000  # ms


def scramble(path: Path) -> None:
    path.write_bytes(b"this was a ledger once" * 100)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def drop_a_table(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE hints")
    connection.close()


@pytest.mark.parametrize("damage", [scramble, cut, drop_a_table])
def test_a_damaged_ledger_is_set_aside_named_and_nothing_else_lost(tmp_path, damage):
    book = open_ledger(tmp_path)
    book.add_note("W06a", "before")
    book.close()
    neighbour = tmp_path / ".tpo" / "portfolio.json"
    neighbour.write_text("{}")
    path = ledger_file(tmp_path)
    damage(path)
    damaged = path.read_bytes()

    mended = open_ledger(tmp_path)
    (aside,) = path.parent.glob("ledger.damaged-*.db")
    assert aside.read_bytes() == damaged
    assert mended.warning == (
        f"Your learning record was damaged, so a new one was begun; the old one is kept as {aside}."
    )
    assert mended.notes("W06a") == []
    mended.add_note("W06a", "after")
    again = open_ledger(tmp_path)
    assert again.warning is None
    assert [n.text for n in again.notes("W06a")] == ["after"]
    assert neighbour.read_text() == "{}"


def test_damage_twice_in_a_second_keeps_both_files(tmp_path):
    open_ledger(tmp_path).close()
    for _ in range(3):
        scramble(ledger_file(tmp_path))
        book = open_ledger(tmp_path)
        assert book.warning
        book.close()
    assert len(list((tmp_path / ".tpo").glob("ledger.damaged-*.db"))) == 3


def test_a_notebook_that_has_the_damaged_file_open_keeps_its_log_to_itself(tmp_path):
    path = ledger_file(tmp_path)
    other = open_ledger(tmp_path)
    for _ in range(100):
        other.add_note("W06a", "x" * 500)
    other._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    other.add_note("W06b", "in the other notebook's log")
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 4096 * 6)

    mended = open_ledger(tmp_path)
    assert "damaged" in (mended.warning or "")
    (aside,) = path.parent.glob("ledger.damaged-*.db")
    assert aside.with_name(aside.name + "-wal").exists()
    mended.add_note("W06a", "in the new file")
    other.close()
    assert [n.text for n in open_ledger(tmp_path).notes("W06a")] == ["in the new file"]


def test_two_notebooks_that_find_the_damage_set_it_aside_once(tmp_path, monkeypatch):
    open_ledger(tmp_path).close()
    scramble(ledger_file(tmp_path))
    lock = ledger._repair_lock

    def lock_after_the_other(folder):  # the other notebook mends the file while we wait
        monkeypatch.setattr(ledger, "_repair_lock", lock)
        other = open_ledger(tmp_path)
        other.add_note("W06a", "from the other notebook")
        other.close()
        return lock(folder)

    monkeypatch.setattr(ledger, "_repair_lock", lock_after_the_other)
    ours = open_ledger(tmp_path)
    assert len(list((tmp_path / ".tpo").glob("ledger.damaged-*.db"))) == 1
    assert [n.text for n in ours.notes("W06a")] == ["from the other notebook"]


def test_a_newer_ledger_is_refused_and_not_touched(tmp_path):
    path = ledger_file(tmp_path)
    book = open_ledger(tmp_path)
    book.add_note("W06a", "from the future")
    book._connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    book.close()
    before = {p.name: p.read_bytes() for p in path.parent.iterdir()}

    old = open_ledger(tmp_path)
    assert old.warning is not None
    assert "newer version" in old.warning
    assert str(path) in old.warning
    assert old.warning.count(". ") == 1  # what happened, then what to do
    old.add_note("W06a", "in memory")
    assert {p.name: p.read_bytes() for p in path.parent.iterdir()} == before


def test_a_newer_ledger_left_by_a_killed_kernel_is_not_tidied_up_either(tmp_path):
    book = open_ledger(tmp_path / "theirs")
    book._connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    book.close()
    with sqlite3.connect(ledger_file(tmp_path / "theirs")) as connection:
        connection.execute("INSERT INTO notes VALUES ('W06a', 'in the log', 'now')")
        connection.commit()
        shutil.copytree(tmp_path / "theirs", tmp_path / "left")
    connection.close()
    folder = ledger_file(tmp_path / "left").parent
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    assert before["ledger.db-wal"]
    open_ledger(tmp_path / "left").close()
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before


def test_a_newer_version_still_in_the_write_ahead_log_is_refused_too(tmp_path):
    book = open_ledger(tmp_path)
    book._connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    assert "newer version" in (open_ledger(tmp_path).warning or "")


def test_a_folder_that_cannot_be_made_leaves_a_ledger_in_memory(tmp_path):
    (tmp_path / ".tpo").write_text("a file where the folder should be")
    book = open_ledger(tmp_path)
    assert book.warning is not None
    assert book.warning.startswith("Nothing you do now is saved")
    book.add_note("W06a", "still works")
    assert book.notes("W06a")[0].text == "still works"
    assert (tmp_path / ".tpo").read_text() == "a file where the folder should be"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="file modes are POSIX")
def test_read_only_keeps_what_was_there_and_says_so():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book = open_ledger(folder)
        book.add_note("W06a", "before")
        book.close()
        for path in (ledger_file(folder), folder / ".tpo", folder):
            path.chmod(0o444 if path.is_file() else 0o555)
        before = ledger_file(folder).read_bytes()
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            if os.geteuid() == 0:  # root may write anywhere
                os.setuid(65534)
            ours = open_ledger(folder)
            ours.add_note("W06a", "in memory")
            texts = [n.text for n in ours.notes("W06a")]
            os.write(write, f"{texts} {ours.warning}".encode())
            os._exit(0)
        os.close(write)
        with os.fdopen(read) as said:
            answer = said.read()
        os.waitpid(child, 0)
        folder.chmod(0o755)
        (folder / ".tpo").chmod(0o755)
        assert answer.startswith("['before', 'in memory'] Nothing you do now is saved")
        assert "Make that folder writable" in answer
        assert ledger_file(folder).read_bytes() == before


def test_a_write_that_fails_later_goes_on_in_memory(tmp_path):
    book = open_ledger(tmp_path)
    book.add_note("W06a", "on disk")
    book._connection.execute("PRAGMA query_only = ON")  # stands for a full disk
    book.add_note("W06a", "in memory")
    assert [n.text for n in book.notes("W06a")] == ["on disk", "in memory"]
    assert (book.warning or "").startswith("What you do from here on is not saved")
    assert [n.text for n in open_ledger(tmp_path).notes("W06a")] == ["on disk"]


def test_a_new_ledger_is_versioned_and_uses_the_write_ahead_log(tmp_path):
    open_ledger(tmp_path).close()
    with sqlite3.connect(ledger_file(tmp_path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


# ---- what the second version records -------------------------------------------------------------


def test_reviews_terms_and_artefacts_are_there_when_opened_again(tmp_path):
    book = open_ledger(tmp_path)
    book.add_review("term:percentile", 1)
    book.add_review("term:percentile", 3)
    book.add_term("lead time", "Why do two teams give two numbers?", "They start the clock apart.")
    book.add_artefact("gap_map", {"K06": 1, "goals": ["a", "b"]})
    book.add_prediction("W06a", "?", "300 ms", 70, right=False)
    book.add_attempt("6.3", "right", "6.3:right", {}, 12.0, "82 % live through it.")
    book.close()

    again = open_ledger(tmp_path)
    assert [r.rating for r in again.reviews("term:percentile")] == [1, 3]
    assert [t.term for t in again.terms()] == ["lead time"]
    kept = again.artefact("gap_map")
    assert kept is not None
    assert kept.content == {"K06": 1, "goals": ["a", "b"]}
    assert again.predictions()[0].right is False
    assert (again.attempts()[0].points, again.attempts()[0].said) == (12, "82 % live through it.")


def test_the_newest_of_a_name_counts_and_a_term_can_be_withdrawn():
    book = open_ledger(None)
    for question in ("one?", "two?"):
        book.add_term("slack", question, "free time")
        book.add_artefact("plan", question)
    assert [t.question for t in book.terms()] == ["two?"]
    assert [a.content for a in book.artefacts()] == ["two?"]
    book.add_term("slack", "", "")
    assert book.terms() == []


def test_without_an_id_everything_comes_oldest_first():
    book = open_ledger(None)
    for id in ("6.3", "3.1", "6.3"):
        book.add_attempt(id, "not yet", None, {})
        book.add_hint(id, None, 0)
    assert [a.exercise for a in book.attempts()] == ["6.3", "3.1", "6.3"]
    assert [h.exercise for h in book.hints()] == ["6.3", "3.1", "6.3"]


@pytest.mark.parametrize("rating", [0, 5, "good", None])
def test_a_rating_that_is_none_is_refused(rating):
    with pytest.raises(ValueError, match="a rating is"):
        open_ledger(None).add_review("term:slack", rating)


def test_an_artefact_that_would_lose_something_is_refused():
    book = open_ledger(None)
    with pytest.raises(ValueError, match="longer than 100,000"):
        book.add_artefact("brief", "x" * 200_000)
    with pytest.raises(TypeError):
        book.add_artefact("brief", {"a": object()})


# ---- files of earlier versions -------------------------------------------------------------------

# Written by the code of that version and never changed: v1.sql is the ledger of a learner who
# worked with version 1. A new version adds the file of the one before it.
EARLIER = Path(__file__).parent / "ledgers"


def old_file(folder: Path, version: int) -> Path:
    path = ledger_file(folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    with sqlite3.connect(path) as connection:
        connection.executescript((EARLIER / f"v{version}.sql").read_text(encoding="utf-8"))
    connection.close()
    return path


def test_there_is_a_file_of_every_earlier_version():
    assert sorted(p.name for p in EARLIER.glob("*.sql")) == [
        f"v{n}.sql" for n in range(1, SCHEMA_VERSION)
    ]


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION))
def test_a_ledger_of_an_earlier_version_opens_with_everything_in_it(tmp_path, version):
    old_file(tmp_path, version)
    book = open_ledger(tmp_path)
    assert book.warning is None
    assert [(p.answer, p.confidence, p.right) for p in book.predictions("W06a")] == [
        ("300 ms", 70, None)
    ]
    assert [(a.outcome, a.message, a.artefact) for a in book.attempts("6.3")] == [
        ("not yet", "6.3a", {"tries": [3, 3, 3]}),
        ("right", "6.3:right", {"tries": [1, 1, 2]}),
    ]
    assert [h.rung for h in book.hints("6.3")] == [0]
    assert [n.text for n in book.notes("W06a")] == ["Ask who retries. “Zoë”"]
    book.add_review("term:percentile", 3)
    book.close()
    again = open_ledger(tmp_path)
    assert again.warning is None
    assert len(again.attempts()) == 2
    assert len(again.reviews()) == 1


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION))
def test_an_earlier_ledger_that_may_not_be_written_is_read_all_the_same(tmp_path, version):
    path = old_file(tmp_path, version)
    before = path.read_bytes()
    copy = ledger.Ledger(ledger._copy_of_file(path))
    assert len(copy.attempts("6.3")) == 2
    copy.add_review("term:percentile", 3)
    assert path.read_bytes() == before


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL here")
def test_a_kernel_killed_in_the_middle_of_the_change_leaves_the_earlier_file(tmp_path):
    old_file(tmp_path, 1)
    killed = python(
        "import os, signal, sys; from pathlib import Path; from tpo.learner import ledger\n"
        "steps = ledger._STEPS[1]\n"
        "class Killing(tuple):\n"
        "    def __iter__(self):\n"
        "        for i, statement in enumerate(steps):\n"
        "            if i == 4: os.kill(os.getpid(), signal.SIGKILL)\n"
        "            yield statement\n"
        "ledger._STEPS = (ledger._STEPS[0], Killing(steps))\n"
        "ledger.open_ledger(Path(sys.argv[1]))\n",
        str(tmp_path),
    )
    killed.communicate()
    assert killed.returncode == -signal.SIGKILL
    assert len(open_ledger(tmp_path).attempts("6.3")) == 2
    assert open_ledger(tmp_path).warning is None


def test_two_notebooks_that_open_an_earlier_ledger_together_change_it_once(tmp_path):
    old_file(tmp_path, 1)
    code = (
        "import sys; from pathlib import Path; from tpo.learner.ledger import open_ledger\n"
        "sys.stdin.readline()\n"
        "book = open_ledger(Path(sys.argv[1]))\n"
        "book.add_review(sys.argv[2], 3)\n"
        "print(book.warning, len(book.attempts()))\n"
    )
    openers = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path), str(n)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for n in range(2)
    ]
    for opener in openers:  # both are let go before either is waited for
        assert opener.stdin is not None
        opener.stdin.write("go\n")
        opener.stdin.flush()
    assert [opener.communicate()[0].strip() for opener in openers] == ["None 2"] * 2
    assert sorted(r.card for r in open_ledger(tmp_path).reviews()) == ["0", "1"]


def test_an_earlier_version_with_a_table_missing_is_damaged_and_kept(tmp_path):
    drop_a_table(old_file(tmp_path, 1))
    with sqlite3.connect(ledger_file(tmp_path)) as connection:
        connection.execute("DROP TABLE attempts")
    connection.close()
    book = open_ledger(tmp_path)
    assert "was damaged" in (book.warning or "")
    assert len(list((tmp_path / ".tpo").glob("ledger.damaged-*.db"))) == 1
