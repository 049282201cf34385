# %% [markdown]
# # M07 · Exercises
#
# {{exercises.count}} short exercises, {{exercises.points}} points, {{exercises.time}} in all; take them one at a time if you like.
# In each one you fill in a table, some lines or a note; the course
# *runs* what you wrote and tells you what happened.
#
# - **`check(…)`** runs your answer in a public scenario, as often as you like.
# - **`hint(…)`** gives one hint that fits what went wrong. Using it costs nothing.
# - **`grade(…)`** hands the answer in. Leave those cells as they are. Your instructor's run uses
#   *fresh* logs, loads and weeks, so an answer that only fits the public one will not hold.
#
# `...` means "still blank".

# %%
from tpo.notebook import *

# %% [markdown]
# ## 7.1 Replay rules ★★ (9 points)
#
# Five rules turn a log of scans into the status of every parcel. Choose them so that, on three
# logs,
#
# - at most **0.5 %** of parcels have a wrong status,
# - attempts and deliveries are counted exactly for **99.9 %** of parcels.
#
# | Rule | Values |
# |---|---|
# | `dedupe_key` | `"none"` every row counts · `"event_id"` one row for each id · `"parcel_and_type"` one row for each parcel and type |
# | `order_by` | `"received_at"` · `"device_seq"` the device's counter · `"status_rank"` the highest status · `"occurred_at"` |
# | `late_window_h` | drop scans that arrive later than this many hours; `None` = never |
# | `clock_rule` | a scan that seems to come from the future: `"trust"` it · `"cap_at_received"` take the time it was received · `"drop"` it |
# | `terminal_rule` | `"none"` · `"final_stays"`: DELIVERED, PICKED_UP and RETURNED stay, whatever comes after |

# %% exercise="7.1"

# %% [markdown]
# ## 7.2 A contract that stops bad loads ★★★ (10 points)
#
# Every night at 05:00 a load of scan events reaches the warehouse. Write the rules of its
# contract so that of {{gate.bad}} bad loads at least **11** are stopped and of {{gate.good}} good ones at most **1**.
# A good load is not spotless: up to 1.5 % repeats, 0.6 % unreadable labels, 1.5 % scans whose booking
# is still on its way; the newest scan is 5 to 9 hours old. Sunday is 38 % of Friday, the peak 2.6
# Fridays. A new type of scan, `LOCKER_MOVED`, has been announced and must not be stopped. Two faults
# have happened before and must not pass again: INC-0417's repeats, and yesterday's file.
#
# Each rule has a `metric`, a `column`, a limit, a `severity` and an `owner`. Limits are `mustBe`,
# `mustBeLessThan`, `mustBeLessOrEqualTo`, `mustBeGreaterThan`, `mustBeGreaterOrEqualTo` or
# `mustBeBetween: [low, high]`, in percent of the rows, in rows, or in hours. Columns: `event_id`,
# `parcel_id`, `type`, `occurred_at`, `received_at`, `device_id`, `device_seq`, `depot_id`,
# `schema_version`. Known values (`unknownReferences`) exist for `parcel_id` and `depot_id`.

# %% exercise="7.2"

# %% [markdown]
# ## 7.3 Define first-attempt success ★★ (8 points)
#
# Priya, Ines and Ruth each have a number for it. Write the one definition: of all door deliveries
# that had their first attempt in a week, how many were handed over at it. Your definition runs on a
# calm week, a peak week and the week of INC-0417, and must be
#
# - within **0.2 points** of the truth in each of them,
# - complete when it closes, and closed within **72 hours** of the last stop.

# %% exercise="7.3"

# %% [markdown]
# ## 7.4 Strong or eventual ★★ (6 points)
#
# Six operations of Second Perch. For each one: may its answer come from a copy (`"eventual"`), from a
# copy that at least knows your own changes (`"read_your_writes"`), or only from the leader
# (`"strong"`)? How old may it be (`staleness_s`; ignored for strong)? Does a repeated request count
# only once (`once_key`)?
#
# A push message goes out at 19:00 and everyone looks at once. No compartment may be promised twice,
# nobody charged twice, and the promises on age stand beside each operation.

# %% exercise="7.4"

# %% [markdown]
# ## 7.5 Lineage and privacy ★★ (4 points)
#
# Sofia asks for three things before Second Perch may start: which of eighteen fields are personal
# data or must not be stored at all, when each group is deleted, and who has to be told before the
# status `DELIVERED` is renamed to `HANDED_OVER`.

# %% exercise="7.5"

# %% [markdown]
# ## 7.6 Tell them before it changes ★ (3 points, marked by a person)
#
# The note that goes to everyone who reads the status. Keep the four labels; write after each, at
# most 160 words. The check reads structure only; it gives advice, no points.

# %% exercise="7.6"
