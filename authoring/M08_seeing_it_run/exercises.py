# %% [markdown]
# # M08 · Exercises
#
# {{exercises.count}} short exercises, {{exercises.points}} points, {{exercises.time}} in all; take them one at a time if you like.
# In each one you fill in a table, a list or a page; the course *runs* what
# you wrote and tells you what happened.
#
# - **`check(…)`** runs your answer in a public scenario, as often as you like.
# - **`hint(…)`** gives one hint that fits what went wrong. Using it costs nothing.
# - **`grade(…)`** hands the answer in. Leave those cells as they are. Your instructor's run uses
#   *fresh* months, quarters and incidents, so an answer that only fits the public one will not hold.
#
# `...` means "still blank".

# %%
from tpo.notebook import *

# %% [markdown]
# ## 8.1 Indicators and targets ★★ (8 points)
#
# Two lines for the wall: can a partner book at all, and is the answer there before people leave? People
# leave after about two seconds. Your two indicators are read on ninety days, and must
#
# - move with the contacts of each day, at **0.6** or more,
# - keep their targets in the two calm months, and miss them in the month of INC-0417,
# - see every failure of a customer, and count only customers.
#
# | Entry | Values |
# |---|---|
# | `good` | `"no_server_error"` · `"no_error_at_all"` callers' mistakes are bad too · `"answered_in_time"` no error, and faster than the limit · `"mean_time_in_limit"` days on which the mean is below it · `"cpu_in_limit"` the same for CPU |
# | `valid` | `"every_request"` · `"without_health_checks"` · `"without_client_mistakes"` · `"customers_only"` without both |
# | `measured_at` | `"gateway"` · `"booking"` |
# | `limit` | milliseconds, or percent of CPU; `None` where only errors count |
# | `target` | percent of the valid events in 30 days |

# %% exercise="8.1"

# %% [markdown]
# ## 8.2 Wake people for the right minutes ★★★ (9 points)
#
# Write up to eight rules. `booking` promises 99.5 % over **30 days**, `tracking` promises 99.5 % over
# **7 days**. They are replayed on November: INC-0417, a slow burn of bookings for 42 hours, three hiccups of
# some minutes, two nights with a busy batch, and eight bad hours of the tracking page.
#
# - INC-0417 **pages** within 10 minutes, and the page stops within 35 minutes of the end.
# - The slow burn is found within 24 hours, as a **ticket**.
# - The tracking page's trouble is found within 2 hours, as a page or a ticket.
# - At most **one** page in 30 days is for nothing.

# %% exercise="8.2"

# %% [markdown]
# ## 8.3 What now? ★★ (7 points)
#
# Write the policy before the quarter begins. Four decisions are played over 300 quarters of thirteen
# weeks, with a peak in weeks 9 and 10, where 2.6 times as many people meet a failure, and the launch of
# Second Perch in week 11, which needs 60 % of the budget in hand.
#
# - It earns at least **€40 k** more than the better one of "always ship" and "never ship".
# - At most **0.35** weeks of a quarter have no budget left.
# - Second Perch launches on time in **60 %** of the quarters or more.

# %% exercise="8.3"

# %% [markdown]
# ## 8.4 Review the incident ★★★ (6 points)
#
# Three parts: how the evening divides into noticing, understanding and mending; at least four contributing
# factors; at most **five** actions, each with a name and done within **12 weeks**. Then INC-0417's slow
# phase and a slow PingCo are replayed with your actions in place.
#
# - At least **70 %** of bookings succeed, and **50 %** of messages get through.
# - No label is printed twice, and the incident is noticed within **10 minutes**.
#
# | Action | |
# |---|---|
# {{actions}}
#
# | Factor | |
# |---|---|
# {{factors}}

# %% exercise="8.4"

# %% [markdown]
# ## 8.5 Delivery health ★★ (7 points)
#
# A log of {{deploys}} deployments of eight services in half a year. Say how the panel reads it, name the
# one service that holds the others back, and choose a next step, which is then tried: it should take at
# least half of that service's lead time away.
#
# | Next step | |
# |---|---|
# {{steps}}

# %% exercise="8.5"

# %% [markdown]
# ## 8.6 The review's first page ★★ (3 points, marked by a person)
#
# For everyone at Linnet, also those who were not there. Keep the four labels; write after each, at most
# 260 words in all. The check reads structure and sums; it gives advice, no points.

# %% exercise="8.6"
