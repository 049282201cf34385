"""deployments.csv: 520 deployments of eight services in half a year."""

from datetime import datetime, timedelta
from pathlib import Path

from tpo.engines.delivery import draw_deploys

HEAD = (
    "deploy_id,service,asked_at,committed_at,deployed_at,failed,cause,recovered_at,unplanned,"
    "changed_lines\n"
)
FIRST = datetime(2025, 6, 2)  # a Monday
SEED = 85  # the public half-year of exercise 8.5


def make(root: Path, made: dict[str, bytes]) -> bytes:
    """Return the file."""
    rows = []
    for deploy in draw_deploys(SEED):
        cells = (
            deploy.deploy_id,
            deploy.service,
            second(deploy.asked),
            second(deploy.committed),
            second(deploy.deployed),
            "yes" if deploy.trouble else "no",
            deploy.trouble,
            second(deploy.recovered) if deploy.trouble else "",
            "yes" if deploy.unplanned else "no",
            str(deploy.changed_lines),
        )
        rows.append(",".join(cells) + "\n")
    return (HEAD + "".join(rows)).encode()


def second(at: float) -> str:
    """ "2025-11-28T17:42:09Z"."""
    return (FIRST + timedelta(seconds=int(at))).strftime("%Y-%m-%dT%H:%M:%SZ")
