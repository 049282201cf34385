"""A workspace made by an earlier version of the course opens, and nothing in it is lost."""

import json
import sqlite3
from datetime import date
from pathlib import Path

from tpo import workspace as ws
from tpo.backup import backup, restore
from tpo.companion import command, progress, review
from tpo.companion.portfolio import gather
from tpo.companion.portfolio.build import build
from tpo.learner.ledger import SCHEMA_VERSION, open_ledger
from tpo.paths import checkout

TODAY = date(2026, 3, 2)
LEDGERS = Path(__file__).parents[1] / "learner" / "ledgers"
LESSON, EXERCISES = "course/M06_under_load/lesson.ipynb", "exercises/M06_under_load/exercises.ipynb"


def earlier(folder: Path, tmp_path: Path) -> dict[str, bytes]:
    """Laid down by an earlier course, worked in by a learner; returns what is the learner's."""
    root = tmp_path / "earlier course"
    for name in (LESSON, EXERCISES, "course/00_start_here.ipynb"):
        nb = json.loads((checkout() / name).read_text("utf-8"))
        nb["cells"] = nb["cells"][:-1]  # the earlier text was another one
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(json.dumps(nb), encoding="utf-8")
    ws.update(folder, ws.release(root), date(2026, 1, 5))
    nb = json.loads((folder / EXERCISES).read_text("utf-8"))
    nb["cells"][1]["source"] = "my answer"
    (folder / EXERCISES).write_text(json.dumps(nb), encoding="utf-8")
    (folder / "my notes.md").write_text("mine", encoding="utf-8")
    with sqlite3.connect(folder / ".tpo" / "ledger.db") as connection:
        connection.executescript((LEDGERS / "v1.sql").read_text(encoding="utf-8"))
    connection.close()
    return {name: (folder / name).read_bytes() for name in (EXERCISES, "my notes.md")}


def test_it_opens_with_everything_in_it(tmp_path):
    folder = tmp_path / "workspace"
    mine = earlier(folder, tmp_path)

    update = ws.update(folder, ws.release(checkout()), TODAY)
    assert {name: (folder / name).read_bytes() for name in mine} == mine
    assert any(EXERCISES in sentence for sentence in update.told)
    assert (folder / LESSON).read_bytes() == (checkout() / LESSON).read_bytes()

    book, place = command.open_workspace(folder)
    assert book.warning is None
    assert "Where you stand" in progress.body(book)
    assert "Today" in review.review_page(book, place).html
    [piece] = gather.pieces(book)
    assert (piece.id, piece.state) == ("6.3", "passed")
    book.add_artefact(gather.CHOICE + "6.3", {"share": True, "reflection": ""})
    assert build(book, place, "employer", TODAY).findings == ()
    book.close()

    back = restore(backup(folder, None, TODAY), tmp_path / "elsewhere")
    assert {name: (back / name).read_bytes() for name in mine} == mine
    assert ws.update(back, ws.release(checkout()), TODAY).laid == ()
    with sqlite3.connect(back / ".tpo" / "ledger.db") as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
    connection.close()
    assert len(open_ledger(back).attempts()) == 2
