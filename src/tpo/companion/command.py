"""The commands `tpo progress`, `tpo review` and `tpo portfolio`, for use without a notebook."""

from __future__ import annotations

import sys
from pathlib import Path

from tpo.companion import progress, review
from tpo.companion.portfolio.build import View, build
from tpo.learner.ledger import Ledger, open_ledger
from tpo.learner.review import local
from tpo.paths import checkout
from tpo.trouble import TroubleError


def open_workspace(folder: Path | None) -> tuple[Ledger, Path]:
    """The ledger of a workspace (`workspace/` beside run.py by default).

    Raises TroubleError with one sentence if the folder is not a workspace.
    """
    place = folder or checkout() / "workspace"
    if not (place / ".tpo").is_dir():
        raise TroubleError(f"{place} is not a workspace: name one with --workspace DIR.")
    book = open_ledger(place)
    if book.warning:
        print(book.warning, file=sys.stderr)
    return book, place


def run_progress(folder: Path | None) -> int:
    """Write the progress page; print where."""
    book, place = open_workspace(folder)
    print(progress.save(book, place))
    return 0


def run_review(what: str, folder: Path | None) -> int:
    """Write the weekly sheet, the CSV or the Anki file; print where."""
    book, place = open_workspace(folder)
    print(review.export(what, book, place))
    return 0


def run_portfolio(folder: Path | None, view: View, out: Path | None) -> int:
    """Write the portfolio; 1 if something must be settled first, which is then printed."""
    book, place = open_workspace(folder)
    made = build(book, place, view, local(review.now()), out)
    if made.findings:
        print("Nothing was written; settle this first:")
        print("\n".join(f"- {finding.sentence}" for finding in made.findings))
        return 1
    print(made.folder / "index.html")
    return 0
