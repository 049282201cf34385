# %% [markdown]
# # M08 · Seeing it run
#
# **{{lesson.minutes}} minutes**, and later {{exercises.time}} for the exercises.
#
# You need no code: you fill in values, move sliders and press *Run* (`Shift`+`Enter`).
#
# At the end you can
# - choose two lines that fall before the phones ring,
# - write alerts that find a fire in minutes and a leak within a day, and wake nobody for nothing,
# - decide with a written rule what to do with an error budget,
# - turn an incident into a few changes that would have changed it,
# - read delivery figures without being fooled by them.
#
# You predict first, then you look.

# %%
from tpo.notebook import *

# %% [markdown]
# ## 1 · From memory (8 min)
#
# Answer each question in your head or on paper before you open it.

# %%
recall("M08")

# %% [markdown]
# ## 2 · Jun's wall, Friday 28 November
#
# Four lines hang on the wall of team Rigging. This is what they showed on Address Friday, at five moments:
#
# | Time | Bookings a minute | CPU | p50 | p99 | failed, last 5 min |
# |---|---|---|---|---|---|
# | 17:40 | {{wall.1740}} |
# | 17:46 | {{wall.1746}} |
# | 17:52 | {{wall.1752}} |
# | 18:10 | {{wall.1810}} |
# | 18:32 | {{wall.1832}} |
#
# The last column was not on the wall, and nobody watches a wall all evening. Jun's phone rang at **18:31**, for CPU. GeoSure had been slow since
# 17:42, so for **{{page.real}} minutes** nobody knew, and each minute cost about {{page.minute}}.
#
# **Write down in one sentence**: which column would you watch, and from which value would you wake
# somebody?

# %% [markdown] tags=["own-work"]
# *(double-click and write)*

# %% [markdown]
# ## 3 · Try it before we teach it (10 min)
#
# Here is one alert rule. Change it, run the cell, and see what it would have done on a month with one
# incident, one slow leak and three harmless hiccups. Nothing is marked. Try at least three ideas:
# another window, another limit, CPU.

# %% tags=["learner"]
my_alerts = [
    {
        "promise": "booking",        # or "cpu" (then burn is percent of CPU), "tracking"
        "window_min": 5,             # minutes that are looked at together
        "short_window_min": None,    # a second, shorter window that must agree; None = none
        "burn": 2,                   # 1 = the failed share that just keeps 99.5 %
        "severity": "page",          # "page" wakes somebody, "ticket" writes it down
    },
]

# %%
replay("8.2", my_alerts, "another month")

# %% [markdown]
# **Before you go on:** which idea found the incident fastest, and what did it cost in nights? Keep the
# sentence.

# %% [markdown]
# ## 4 · What a customer notices (14 min)
#
# An **indicator** is a share: good events out of valid events. *Good*: what a customer would call
# good. *Valid*: what a customer would miss; so not our own health checks, and not a caller's typing
# error. *Where* it is counted matters as much: who counts inside booking doesn't see those whom the
# gateway turned away.
#
# An **objective** is the share you promise over a time: 99.5 % of bookings over 30 days. An
# **agreement** is an objective with a price when you miss it.
#
# Predict, then look at ninety days.

# %%
lab("W08a")

# %% [markdown]
# **What you should have seen.** How closely each line moves with the contacts (0: knows nothing, 1: always
# together):
#
# | Line | | Why |
# |---|---|---|
# | CPU | {{felt.cpu}} | busy isn't broken, and waiting needs no CPU |
# | mean answer time | {{felt.mean}} | many fine answers hide the few who wait |
# | p99 of the answer time | {{felt.p99}} | sees who waits |
# | failed share, inside booking | {{felt.booking}} | misses those turned away at the door |
# | failed share, at the gateway | {{felt.gateway}} | counts where the customer is |
#
# *Worked example.* "Can a partner book?" Good: answered without an error of ours. Valid: requests of
# customers, without health checks and callers' mistakes. Counted at the gateway. Calm months reach
# 99.8 %, so promise 99.5 %: ordinary months keep it, and the month of INC-0417 doesn't.
#
# **Finish.** The second indicator asks "is the answer there before people leave?". Two entries are
# missing.

# %% tags=["learner"]
almost = {
    "booking_success": {"good": "no_server_error", "valid": "customers_only",
                        "measured_at": "gateway", "limit": None, "target": 99.5},
    "booking_speed": {"good": "answered_in_time", "valid": "customers_only",
                      "measured_at": ...,   # where does the customer wait?
                      "limit": ...,         # milliseconds after which people leave
                      "target": 99},
}

# %%
replay("8.1", almost, "spring")

# %% [markdown]
# ## 5 · How fast is it burning? (16 min)
#
# 99.5 % of {{budget.requests}} bookings leaves room for {{budget.failures}} failures in 30 days: the
# **error budget**. INC-0417 spent {{budget.spent}} of it in one evening. The **burn rate** says how many
# times too fast the budget goes. Burn 1 empties it in exactly 30 days; burn 14.4 takes 2 % of it in an
# hour.
#
# Predict how soon the rule rings that would have woken Jun.

# %%
lab("W08b")

# %% [markdown]
# **What you should have seen.** The rule "14.4 times too fast over 1 h" rings {{page.found}} minutes after
# the beginning, at {{page.at}}. With the long window alone it would ring on for about an hour after all is
# well. So it gets a **short window**, one twelfth as long, and rings only while both burn. Here are five
# ideas on the real November:
#
# | Rule | INC-0417 found after | Pages for nothing |
# |---|---|---|
# | more than 1 % in 5 minutes | {{five.five}} |
# | 14.4 × over 1 h | {{five.hour}} |
# | 14.4 × over 1 h and 5 min | {{five.pair}} |
# | CPU over 85 % | {{five.cpu}} |
# | the month's average | {{five.month}} |
#
# Three habits. **Page** for what can't wait, write a **ticket** for what can: a slow leak over three days
# is a ticket. Watch **symptoms** (customers fail), and keep causes (CPU) for the search afterwards. And
# carry the arithmetic along: burn = share of the budget × hours of the promise ÷ hours of the window. 2 %
# of a 30-day budget in an hour is 0.02 × 720 ÷ 1 = 14.4. For a 7-day promise it is another number.
#
# **Finish.** One rule for the fire is written. Write the one for the leak.

# %% tags=["learner"]
my_pair = [
    {"promise": "booking", "window_min": 60, "short_window_min": 5, "burn": 14.4, "severity": "page"},
    {"promise": "booking", "window_min": ..., "short_window_min": "6 h", "burn": 1, "severity": ...},
]

# %%
replay("8.2", my_pair, "another month")

# %% [markdown]
# ## 6 · A rule before the weather (12 min)
#
# A budget is there to be spent, on risk worth taking. Who decides when it is low? If that is argued on a
# bad Friday, the loudest wins. A **budget policy** is written before: what we do with much left, with
# little, with none; whose failures count (all that a customer sees, also a provider's); and that the
# target only changes with those it was promised to.

# %%
lab("W08c")

# %% [markdown]
# **What you should have seen.** If nothing ever broke, shipping every week would earn {{unbroken}}. With
# the weather as it is, *always ship* earns {{always}} and *never ship* {{never}}. A written rule, reliability
# below 70 % and nothing risky before the launch, earns {{rule}} **with the same luck**.
#
# **Try**: fill the two blanks, then change one decision that you would defend.

# %% tags=["learner"]
my_policy = {
    "mend_below": ...,                           # a share such as "50 %"
    "small_miss": ...,                           # "carry_on" or "hold_two_weeks"
    "spent_by_provider": "reliability_first",    # or "not_ours", "lower_the_target"
    "before_launch": "spend_evenly",             # or "ship_the_risky_one", "save_for_launch"
}

# %%
replay("8.3", my_policy, "last year")

# %% [markdown]
# ## 7 · What made it possible (14 min)
#
# The clock of INC-0417 once more:
#
# 17:42 GeoSure becomes slow · 18:31 the first page, from CPU · 18:55 declared · 19:20 more servers, no help ·
# 20:05 someone suspects the retries · 20:18 the gateway's retries are off · 20:41 a flag skips the check ·
# 21:08 recovered.
#
# It has three parts: **noticing** ({{notice}} minutes), **understanding** ({{understand}}) and **mending**
# ({{mend}}). A review asks of each part what made it so long. A slow GeoSure was the *trigger*; it had room for
# our demand. **Contributing factors** are what had to be there for the trigger to become an outage: three
# layers that each try three times, nothing that limits retries, a booking that can't be made without the
# check, alerts on CPU. Take one away and the Friday is another one.
#
# *Blameless* doesn't mean that nobody is responsible. It means: people did what made sense with what
# they saw. So we change what they see and what they work with. And we can test that. Here are five sets of
# changes, replayed on INC-0417 and on a **sibling** of it, a slow PingCo:
#
# | Change | Bookings that succeed | Messages that get through, PingCo slow |
# |---|---|---|
# | none, or "be more careful" | {{again.none}} |
# | three times as many workers | {{again.servers}} |
# | book without the check when it is late | {{again.soft}} |
# | retries in one layer, at most 10 % | {{again.layer}} |
# | the last two together | {{again.both}} |
#
# To search, you have three kinds of evidence: a **metric** says that something is wrong (a share
# over time), a **trace** says where (one booking through all services), a **log** says what (one line, one
# event).
#
# **Fill one blank**: which action would you add so that the next one is *noticed*?

# %% tags=["learner"]
my_review = {
    "timeline": {"notice_min": 49, "understand_min": 94, "mend_min": 63},
    "factors": ["nested_retries", "no_retry_limit", "booking_waits", "cpu_alerts_only"],
    "actions": [
        {"action": "retry_budget", "owner": "amara", "weeks": 4},
        {"action": "retries_in_one_layer", "owner": "hana", "weeks": 6},
        {"action": ..., "owner": "jun", "weeks": 1},   # "burn_alert", "more_servers", …
    ],
}

# %%
replay("8.4", my_review, "a quieter Friday")

# %% [markdown]
# ## 8 · How changes arrive, and your own work (11 min)
#
# Five figures say how changes reach people ([DORA](https://dora.dev/)).
# Three are about flow: **change lead time** (commit to production), deployment frequency, **recovery
# time** after a failed deployment. Two are about trouble: **change-fail rate** (deployments that broke
# something) and **rework rate** (deployments that only repair).
#
# They mislead in four ways. *Pooled*: over all services the lead time is {{pooled.lead}} and {{pooled.fail}}
# of deployments fail; Roost alone needs {{roost.lead}} and fails in {{roost.fail}}. *A mean*: one branch of forty
# days moves it. *The wrong clock*: from the request it measures the queue in front of you, not the
# team. *The wrong failures*: a provider's bad hour is nobody's change. And as soon as a figure becomes
# the goal, it is met on paper. That is **Goodhart's law**. So use the figures to find the one thing that
# holds everything back, change that, and let them follow.
#
# **Your turn.** Which change at your work waited longest between "ready" and "live"? What was it
# waiting for?

# %% [markdown] tags=["own-work"]
# *(double-click and write: the change, the wait, whom you will ask, by when)*

# %% [markdown]
# Now do the six exercises in
# [`exercises/M08_seeing_it_run/exercises.ipynb`](../../exercises/M08_seeing_it_run/exercises.ipynb).
# Then come back for the lines below.
#
# **The module in one line:** *promise what people notice, spend the budget by a written rule, and let every
# incident change the system.*
#
# **On your own product** (private, never marked, leave names out): write one promise as good events out of
# valid events, where it is counted, and its target. Who would notice first if it broke?

# %% [markdown] tags=["own-work"]
# *(double-click and write)*

# %% [markdown]
# ### Words you now own

# %%
terms("M08")

# %% [markdown]
# ### Five minutes, looking back
#
# - What worked for you in this module?
# - What did not?
# - One thing you will do differently next week, and how you will know that it helped.

# %% [markdown] tags=["own-work"]
# *(double-click and write)*
