from datetime import UTC, datetime

import pytest

from tests.answers.bank import bank
from tpo.exercises import find
from tpo.exercises.contract import check_artefact
from tpo.learner import ledger
from tpo.learner.ledger import open_ledger

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr(ledger, "now", lambda: NOON)


@pytest.fixture
def book():
    return open_ledger(None)


@pytest.fixture(scope="session")
def checked():
    """(exercise, verdict, artefact) of a few wrong answers and then the reference answers."""
    wanted = {"3.1", "3.2", "3.5", "4.3", "5.3", "6.2", "6.3", "6.4", "7.3"}
    found = []
    for kind in ("wrong", "right"):
        for answer in bank(kind):
            path = answer.path.stem
            if answer.exercise in wanted and path in ("reference", "6.3a-more-tries"):
                verdict = check_artefact(find(answer.exercise), answer.artefact)
                found.append((answer.exercise, verdict, answer.artefact))
    return found


@pytest.fixture
def worked(book, checked):
    """A ledger of somebody who has passed nine exercises, one of them at the second try."""
    for id, verdict, artefact in checked:
        shown = verdict.message
        said = "\n".join([shown.first, shown.ran, shown.saw, shown.why, shown.next])
        points = verdict.points if verdict.scored else None
        book.add_attempt(id, verdict.outcome, shown.id, artefact, points, said)
    return book
