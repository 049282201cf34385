# %% [markdown]
# # M06 · Exercises
#
# {{exercises.count}} exercises, {{exercises.points}} points, {{exercises.time}} in all; take them one at a time if you like.
# In each one you fill in a small table; the course *runs* what you
# wrote and tells you what happened.
#
# - **`check(…)`** runs your answer in one public scenario, as often as you like.
# - **`hint(…)`** gives one hint that fits what went wrong. Using it costs nothing.
# - **`grade(…)`** hands the answer in. Leave those cells as they are. Your instructor's run uses
#   *fresh* scenarios, so an answer that only fits the public one will not hold.
#
# Values such as `"150 ms"`, `"2 min"` and `"10 %"` are understood. `...` means "still blank".

# %%
from tpo.notebook import *

# %% [markdown]
# ## 6.1 How many in flight? ★ (6 points)
#
# For each of four situations, name the quantities you **multiply** to get the number of calls in
# flight at the same moment. You may use a quantity more than once. The course multiplies your
# choice, runs the situation in the simulator, and compares: within 10 % is right.
#
# These are the quantities, with their values in the public scenario:
#
# | Name | Meaning | Normal day | Burst | Incident |
# |---|---|---|---|---|
# | `"calls_per_s"` | bookings arriving per second, in that situation | {{demand}} | {{burst.rps}} | {{demand}} |
# | `"month_calls_per_s"` | bookings per second, averaged over the month | {{month.rps}} | {{month.rps}} | {{month.rps}} |
# | `"mean_s"` | mean time of one booking, in seconds | {{booking.mean_s}} | {{booking.mean_s}} | – |
# | `"mean_ms"` | the same in milliseconds | {{booking.mean_ms}} | {{booking.mean_ms}} | – |
# | `"p99_s"` | the time that 99 of 100 bookings stay under | 0.9 | 0.9 | – |
# | `"timeout_s"` | seconds one try waits before it gives up | – | – | 2 |
# | `"tries"` | tries of each layer, in total | 1 | 1 | 3 |
# | `"layers"` | layers that try again | – | – | 3 |
#
# In the two incident rows GeoSure answers nobody: every try waits its full time-out. First only
# booking tries again; then all three layers do (the shop's program, the gateway, booking).

# %% exercise="6.1"

# %% [markdown]
# ## 6.2 Size for the burst ★★ (7 points)
#
# {{burst.rps}} bookings arrive each second; one keeps a worker busy for {{booking.mean_s}} s on average. In the
# middle, for two minutes, each takes **twice** as long. Write a plan so that
#
# - in the ordinary part of the burst, 95 of 100 bookings wait at most **150 ms**,
# - through the two slow minutes nobody is left waiting until they have gone away
#   (customers leave after **{{capacity.patience}} s**),
# - it costs at most **{{capacity.cap}}** a year (one worker costs {{capacity.price}} a year).
#
# In the slow minutes you may turn bookings away (at most a third) or accept them and finish them
# later; both are kinder than making everybody wait. The graded run draws other bursts, some of
# them 5 % stronger: leave yourself that much room.

# %% exercise="6.2"

# %% [markdown]
# ## 6.3 Tame the storm ★★★ (12 points)
#
# Below are the rules that ran on Address Friday. Change them so that in a replay of INC-0417
#
# - at least **97 %** of bookings go through,
# - GeoSure gets at most **1.5 calls** for each booking,
# - 95 of 100 customers have their answer within **2.5 s**,
# - **no** parcel gets two labels,
# - every booking accepted without an address check is **checked within 30 minutes**.
#
# The graded run adds incidents you have not seen: a provider that is down, one that comes and
# goes, one whose capacity falls below demand.

# %% exercise="6.3"

# %% [markdown]
# ## 6.4 Cache what, how long? ★★ (7 points)
#
# Four answers are read often. Decide for each whether to cache it (`ttl_s` of 0 means: don't),
# when to throw the copy away early, what belongs in the key, and whether copies end at slightly
# different times (`jitter`). The database carries {{cache.limit}} reads a second for all four together.
#
# - **tracking_status**: "where is my parcel?", {{cache.rps}} reads a second at the peak. It changes
#   with every scan. At most 1 % of readers may see an old place.
# - **delivery_details**: name, address and safe place of one parcel. The recipient sees all of
#   it; a neighbour with the link sees only the street.
# - **reroute_permission**: may this recipient still change the delivery? The answer flips at
#   the cut-off, 120 minutes before the promised window.
# - **nest_hours**: where the {{nests}} Nests are and when they open. It changes a few times a month.

# %% exercise="6.4"

# %% [markdown]
# ## 6.5 A brief for Ines ★★ (8 points, marked by a person)
#
# Ines Okafor is the chief operating officer. She has two minutes, and she decides. Write her one
# page (at most 300 words) about the next peak. Keep the seven labels; write after each.
#
# Give three options (more head-room, turning work away early, finishing work later), each with
# **how likely** it helps or how often the trouble comes, **euros**, and a **date**. Every
# number needs a source: INC-0417's bill is in the lesson, your own numbers come from your
# replays. The check reads structure and numbers only; it gives advice, no points.

# %% exercise="6.5"
