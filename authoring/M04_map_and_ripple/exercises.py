# %% [markdown]
# # M04 · Exercises
#
# {{exercises.count}} exercises, {{exercises.points}} points, {{exercises.time}} in all; take them one at a time if you like.
# In each one you hand in a small artefact; the course *runs* it and
# tells you what happened.
#
# - **`check(…)`** runs your answer in one public scenario, as often as you like.
# - **`hint(…)`** gives one hint that fits what went wrong. Using it costs nothing.
# - **`grade(…)`** hands the answer in. Leave those cells as they are. Your instructor's run uses
#   *fresh* scenarios, so an answer that only fits the public one will not hold.

# %%
from tpo.labs.map_editor import draw_map
from tpo.notebook import *

# %% [markdown]
# ## 4.1 Draw the map ★★ (10 points)
#
# Draw what runs at Linnet today, so that five journeys and 40 recorded traces can walk over your
# map. Every arrow has a kind and a purpose in plain words (at most twelve). Outside companies are
# marked. Draw an arrow only if something below shows it; two without evidence are forgiven.
#
# Write Mermaid between the triple quotes, one arrow a line:
#
# ```text
# booking -->|"ask whether the address is real"| address-check      a call: it waits for the answer
# trill -.->|"tell where the parcel is now"| tracking               an event: nobody waits
# tally ==>|"read the orders"| roost                                shared data: reads its tables
# GeoSure["GeoSure"]:::external                                     another company
# ```
#
# (YAML with `containers:` and `relations:` works as well; each relation has `from`, `to`, `kind`
# and `purpose`.) If you would rather draw, use the editor below these lists, with mouse or keyboard. It
# keeps your map in `system_map.yaml` beside this notebook; then write
# `system_map = open("system_map.yaml").read()` in the answer cell, and hand in the file with the
# notebook.
#
# **What runs** (reroute is planned; you need not draw it):
#
# | Name | Owner | In one sentence |
# |---|---|---|
# {{service.table}}
#
# **The five journeys:**
#
# {{journeys}}
#
# **Three recorded traces**, one arrow a line:
#
# {{traces}}

# %%
draw_map("system_map.yaml")

# %% exercise="4.1"

# %% [markdown]
# ## 4.2 Ripple list ★★★ (8 points)
#
# Two features, four lists each. What changes, moves, or must be told? Name it; and leave out
# what will be the same on the day after.
#
# - **Second Perch**: a recipient sends a parcel to a Nest, a safe place, a consenting neighbour or
#   another day while it is already on its way. The second change costs {{second.eur}}.
# - **A PIN at the door**: the recipient gets a PIN, and the courier types it before handing over a dear
#   parcel. The merchant asks for it when booking.
#
# The check reads Second Perch. The graded run reads both. What people who know Linnet disagree
# about counts neither for nor against you. The names:
#
# {{lists}}

# %% exercise="4.2"

# %% [markdown]
# ## 4.3 Reach {{target}} ★★ (7 points)
#
# A booking should succeed {{target}} of the time. You may spend **{{budget}} person-weeks**. First
# reckon how often it succeeds today: which parts must answer, and how do their availabilities
# combine (`"multiply"`, `"average"`, `"weakest"`)? Then choose repairs. Several choices reach the
# target; numbers are compared unrounded.
#
# | Name | What is done | Person-weeks | A month |
# |---|---|---|---|
# {{repair.table}}
#
# The availabilities stand in the lesson, section 6; listeners of events have theirs too.

# %% exercise="4.3"

# %% [markdown]
# ## 4.4 Draw the cut lines ★★★ (7 points)
#
# Sort the {{capabilities}} capabilities into **{{modules}} modules**, each into exactly one, under names
# of your own. A change should touch at most **{{few}} modules** on average, and no module may hold more
# than {{largest}} of the capabilities. The check replays these {{changes}} past changes; the
# graded run replays another year of such changes.
#
# | Change | Asked for | Touched |
# |---|---|---|
# {{change.table}}

# %% exercise="4.4"

# %% [markdown]
# ## 4.5 One page ★★ (8 points, marked by a person)
#
# Explain Second Perch to Callum's newest colleague in customer care, on one page of at most 350
# words. Keep the eight labels; write after each.
#
# The journey comes first, with a person in it. Below it, part by part, what changes: begin each
# with **NEW** (it is built), **CHANGED** (it behaves differently) or **TOLD** (it only hears of it).
# No route moves in the last {{freeze}} minutes before a van leaves: name that rule, and say what it
# makes possible. The legend explains every mark. The check reads structure only; it gives advice,
# no points.

# %% exercise="4.5"
