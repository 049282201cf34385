"""The numbers M08's text quotes: from the case's data and from runs of the engines."""

from collections.abc import Mapping
from typing import Any

from tpo import case
from tpo.engines.delivery import TEAMS, WEEKS, Reading, draw_deploys, measure
from tpo.engines.slo import BudgetPolicy, draw_month, windowed_share
from tpo.exercises.m08 import DELIVERY
from tpo.judges import alert_replay, delivery_panel, incident_review
from tpo.judges.alert_replay import NOVEMBER, TRACKING_NOVEMBER, at
from tpo.judges.budget_quarter import average
from tpo.labs import m08 as labs


def facts() -> Mapping[str, str]:
    """Every {{name}} of lesson.py, exercises.py and module.yaml."""
    inc = case.incident("INC-0417")
    month = draw_month(NOVEMBER)
    failing = windowed_share(month.bad, month.total, 5)

    def wall(clock: str) -> str:
        i = at(28, clock)
        return (
            f"{month.total[i]} | {month.cpu[i]} % | {month.p50[i]:,} ms | {month.p99[i]:,} ms | "
            f"{100 * failing[i]:.1f} %"
        )

    set_of = {
        "five": [_rule("booking", 5, None, 2)],
        "hour": [_rule("booking", 60, None, 14.4)],
        "pair": [_rule("booking", 60, 5, 14.4)],
        "cpu": [_rule("cpu", 1, None, 85)],
        "month": [_rule("booking", 43_200, None, 1)],
    }
    alert = {
        name: alert_replay.replay(rules, NOVEMBER, TRACKING_NOVEMBER)
        for name, rules in set_of.items()
    }
    panel = measure(draw_deploys(DELIVERY.public[0].given["seed"]), Reading(), WEEKS)
    pooled = measure(draw_deploys(DELIVERY.public[0].given["seed"]), Reading(), WEEKS, True)
    true = incident_review.true_minutes()
    always = average(BudgetPolicy(labs.ALWAYS), labs.QUARTER_SEED)
    never = average(BudgetPolicy(labs.NEVER), labs.QUARTER_SEED)
    rule = average(BudgetPolicy(labs.RULE, 0, True, "save"), labs.QUARTER_SEED)
    found = alert_replay.replay([_rule("booking", 60, 5, 14.4)], NOVEMBER, TRACKING_NOVEMBER)
    return {
        **{f"wall.{clock.replace(':', '')}": wall(clock) for clock in ("17:40", "17:46", "17:52", "18:10", "18:32")},
        "felt.cpu": f"{abs(labs._felt('cpu')):.2f}",
        "felt.mean": f"{labs._felt('mean'):.2f}",
        "felt.p99": f"{labs._felt('p99'):.2f}",
        "felt.booking": f"{labs._felt('booking'):.2f}",
        "felt.gateway": f"{labs._felt('gateway'):.2f}",
        "page.found": f"{found['found_min']:.0f}",
        "page.at": found["found_at"],
        "page.real": f"{true['notice_min']:.0f}",
        "page.minute": f"€{inc.cost()['total'] / inc.minutes('slow', 'recovered'):,.0f}",
        "budget.failures": f"{inc.budget_requests():,.0f}",
        "budget.requests": f"{inc.facts['objective_window_requests'] / 1e6:.1f} million",
        "budget.spent": f"{int(100 * inc.budget_spent())} %",
        **{f"five.{name}": _alert(alert[name]) for name in set_of},
        **{
            f"card.{name}": f"{seen['found_min']:.0f} min; {seen['needless']} for nothing; rings on for"
            f" {max(0, seen['quiet_min']):,.0f} min"
            for name, seen in alert.items()
        },
        **{
            f"say.{name}": f"{seen['found_min']:.0f} min and {seen['needless']}"
            for name, seen in alert.items()
        },
        "linger": f"{alert['hour']['quiet_min']:.0f}",
        "needless.five": f"{alert['five']['needless']}",
        "always": f"€{always['eur'] / 1000:.0f} k",
        "never": f"€{never['eur'] / 1000:.0f} k",
        "rule": f"€{rule['eur'] / 1000:.0f} k",
        "unbroken": f"€{labs.unbroken_eur() / 1000:.0f} k",
        "notice": f"{true['notice_min']:.0f}",
        "understand": f"{true['understand_min']:.0f}",
        "mend": f"{true['mend_min']:.0f}",
        "minutes": f"{sum(true.values()):.0f}",
        "again.none": _again(),
        "again.servers": _again("more_servers"),
        "again.soft": _again("soft_address_check"),
        "again.layer": _again("retries_in_one_layer", "retry_budget"),
        "again.both": _again("retries_in_one_layer", "retry_budget", "soft_address_check"),
        "roost.lead": f"{panel['roost']['lead_days']:.0f} days",
        "roost.fail": f"{panel['roost']['fail_share']:.0%}".replace("%", " %"),
        "pooled.lead": f"{pooled['all']['lead_days']:.0f} days",
        "pooled.fail": f"{pooled['all']['fail_share']:.0%}".replace("%", " %"),
        "tracking.lead": f"{panel['tracking']['lead_days']:.1f} days",
        "deploys": f"{sum(count for count, *_ in TEAMS.values())}",
        "actions": _table(incident_review.ACTIONS),
        "factors": _table(incident_review.FACTORS),
        "steps": _table(delivery_panel.STEPS),
    }  # fmt: skip


def _rule(promise: str, window: int, short: int | None, burn: float) -> dict[str, Any]:
    return {
        "promise": promise, "window_min": window, "short_window_min": short, "burn": burn,
        "severity": "page",
    }  # fmt: skip


def _table(names: Mapping[str, str]) -> str:
    return "\n".join(f"| `{name}` | {what} |" for name, what in names.items())


def _alert(seen: Mapping[str, Any]) -> str:
    """Two cells of a table: minutes until INC-0417 pages, and pages for nothing."""
    return f"{seen['found_min']:.0f} min | {seen['needless']}"


def _again(*actions: str) -> str:
    """Two cells: success in the replay of INC-0417 and of its sibling."""
    seen = incident_review.review(
        incident_review.true_minutes(),
        (),
        [{"action": a, "owner": "jun", "weeks": 1} for a in actions],
    )
    return f"{100 * seen['success']:.0f} % | {100 * seen['sibling']:.0f} %"
