"""Promises, budgets and alerts on minutes of good and bad requests (judge J6).

An *indicator* is the share of valid events that were good. An *objective* says which share is
promised over a window (99.5 % over 30 days). The *error budget* is what may fail: 0.5 % of the
requests in the window. The *burn rate* is how many times faster than evenly the budget is being
spent: at burn 1 it lasts exactly the window (Google SRE workbook, chapter 5, which is also the
source of the usual set of alerts: 14.4 over 1 h, 6 over 6 h, 1 over 3 days, each with a short
window of one twelfth).

- `minutes`: draws months of minutes with labelled trouble.
- `alerts`: replays alert rules on such a month, or on a team's own minutes as they come.
- `indicators`: a quarter of days, what can be measured on them, and what customers felt.
- `budget`: a quarter of weeks under a written budget policy.
"""

from tpo.engines.slo.alerts import (
    AlertRule,
    Firing,
    Objective,
    StreamingRule,
    burning,
    firings,
    minutes_to_alert,
    windowed_share,
)
from tpo.engines.slo.budget import BudgetPolicy, QuarterResult, play_quarter
from tpo.engines.slo.indicators import Days, Indicator, Reading, draw_days, rank_correlation, read
from tpo.engines.slo.minutes import Month, Trouble, Weather, draw_month

__all__ = [
    "AlertRule",
    "BudgetPolicy",
    "Days",
    "Firing",
    "Indicator",
    "Month",
    "Objective",
    "QuarterResult",
    "Reading",
    "StreamingRule",
    "Trouble",
    "Weather",
    "burning",
    "draw_days",
    "draw_month",
    "firings",
    "minutes_to_alert",
    "play_quarter",
    "rank_correlation",
    "read",
    "windowed_share",
]
