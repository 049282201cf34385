"""A pause after many quick checks: write down what you expect before you run again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tpo.learner.ledger import Ledger

RUNS = 5
WINDOW = timedelta(minutes=10)


def pause(ledger: Ledger, exercise: str, answer: str, now: datetime | None = None) -> str:
    """The sentence that asks for a prediction, or "" when the learner may go on.

    After five checks of one exercise within ten minutes, without a written prediction in
    between, the next run wants one. It is a pause, never a lockout.
    """
    now = now or datetime.now(UTC)
    recent = [a.at for a in ledger.attempts(exercise) if now - _time(a.at) < WINDOW]
    since = max([n.at for n in ledger.notes(f"{exercise} expected")], default="")
    if len([at for at in recent if at > since]) < RUNS:
        return ""
    return (
        f"That was {RUNS} runs in ten minutes. Say first what you expect, then run again:\n"
        f'check("{exercise}", {answer}, expect="I think that … because …")'
    )


def _time(at: str) -> datetime:
    return datetime.fromisoformat(at)
