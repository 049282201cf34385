"""What Linnet measures, asks and plans: more tables of linnet-data as typed pandas frames.

Times are UTC. "yes" columns are True or False. A missing or damaged file raises CaseFileError with
one sentence.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from tpo.case.files import data_root
from tpo.case.tables import typed_frame

if TYPE_CHECKING:
    import pandas as pd

SLI_MINUTES = {
    "minute": "time",
    "service": "text",
    "good": "whole",
    "total": "whole",
    "p50": "whole",
    "p95": "whole",
    "p99": "whole",
    "cpu": "whole",
}
DEPLOYMENTS = {
    "deploy_id": "text",
    "service": "text",
    "asked_at": "time",
    "committed_at": "time",
    "deployed_at": "time",
    "failed": "yes",
    "cause": "text?",
    "recovered_at": "time?",
    "unplanned": "yes",
    "changed_lines": "whole",
}
CONTACTS = {
    "ts": "time",
    "parcel_id": "text",
    "topic": "text",
    "channel": "text",
    "minutes": "whole",
    "after_eta_change": "yes",
}
REVIEWS = {"review_id": "text", "text": "text", "rating": "whole"}
BACKLOG = {
    "item_id": "text",
    "title": "text",
    "requester": "text",
    "type": "text",
    "users_per_quarter": "whole",
    "impact": "number",
    "confidence": "whole",
    "person_weeks": "number",
    "delay_cost_eur_week": "number",
    "deadline": "text?",
    "depends_on": "text?",
    "services": "text",
}
WORK_ITEMS = {
    "item_id": "text",
    "created": "time",
    "started": "time?",
    "finished": "time?",
    "type": "text",
    "blocked_days": "whole",
    "points": "whole",
}
THROUGHPUT = {
    "week": "whole",
    "begins": "time",
    "done": "whole",
    "started": "whole",
    "wip": "whole",
    "holiday": "yes",
    "team_size": "whole",
}
KANO = {
    "respondent": "text",
    "segment": "text",
    "feature": "text",
    "functional": "text",
    "dysfunctional": "text",
}
AB_REROUTE = {
    "recipient_id": "text",
    "variant": "text",
    "exposed_at": "time",
    "parcels": "whole",
    "rerouted": "whole",
    "first_attempt_ok": "whole",
    "contacts": "whole",
    "device": "text",
    "zone": "text",
}


def sli_minutes(root: Path | str | None = None) -> "pd.DataFrame":
    """Return 43,200 minutes of November 2025 at the gateway.

    ``good`` and ``total`` are requests, ``p50``, ``p95`` and ``p99`` ms, ``cpu`` percent.
    """
    return typed_frame("sli_minutes.csv.bz2", SLI_MINUTES, data_root(root))


def deployments(root: Path | str | None = None) -> "pd.DataFrame":
    """Return 520 deployments of half a year.

    ``failed``: there was trouble after it; ``cause`` says whether a change or a provider brought it.
    ``recovered_at`` is missing where nothing failed.
    """
    return typed_frame("deployments.csv", DEPLOYMENTS, data_root(root))


def support_contacts(root: Path | str | None = None) -> "pd.DataFrame":
    """Return 20,000 contacts of three weeks; ``minutes`` is the time that care spent on it."""
    return typed_frame("support_contacts.csv.bz2", CONTACTS, data_root(root))


def reviews(root: Path | str | None = None) -> "pd.DataFrame":
    """Return 300 reviews with a ``rating`` from 1 to 5 stars."""
    return typed_frame("reviews.csv", REVIEWS, data_root(root))


def backlog(root: Path | str | None = None) -> "pd.DataFrame":
    """Return 36 items that somebody wants.

    ``impact`` on the scale 3, 2, 1, 0.5, 0.25; ``confidence`` in percent;
    ``delay_cost_eur_week`` in EUR for each week of waiting.
    """
    return typed_frame("backlog.csv", BACKLOG, data_root(root))


def work_items(root: Path | str | None = None) -> "pd.DataFrame":
    """Return 430 items of a year; ``started`` and ``finished`` are missing for open ones."""
    return typed_frame("work_items.csv", WORK_ITEMS, data_root(root))


def throughput(root: Path | str | None = None) -> "pd.DataFrame":
    """Return 52 weeks: items done and started, items in progress at the end, team size."""
    return typed_frame("throughput.csv", THROUGHPUT, data_root(root))


def kano(root: Path | str | None = None) -> "pd.DataFrame":
    """Return 240 people's answers on eight features, one row a pair of answers."""
    return typed_frame("kano.csv", KANO, data_root(root))


def ab_reroute(root: Path | str | None = None) -> "pd.DataFrame":
    """Return 24,000 recipients of a test.

    ``parcels``, ``rerouted``, ``first_attempt_ok`` and ``contacts`` are counts of parcels or contacts.
    """
    return typed_frame("ab_reroute.csv.bz2", AB_REROUTE, data_root(root))
