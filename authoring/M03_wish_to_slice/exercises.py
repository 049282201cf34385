# %% [markdown]
# # M03 · Exercises
#
# {{exercises.count}} exercises, {{exercises.points}} points, {{exercises.time}} in all; take them one at a time if you like.
# The course *runs* what you wrote and tells you what happened.
#
# - **`check(…)`** runs your answer in one public scenario, as often as you like.
# - **`hint(…)`** gives one hint that fits what went wrong. Using it costs nothing.
# - **`grade(…)`** hands the answer in. Leave those cells as they are. Your instructor's run uses
#   *fresh* scenarios, so an answer that only fits the public one will not hold.
#
# `...` means "still blank".

# %%
from tpo.notebook import *

# %% [markdown]
# ## 3.1 Criteria versus wrong builds ★★★ (12 points)
#
# Two right builds of Second Perch and ten wrong ones are waiting. Each wrong one was live at Linnet
# once. Write **acceptance criteria** that both right builds pass and that refuse at least **nine of
# the ten** wrong ones. The two right builds keep the rules and differ elsewhere, so don't ask for
# more than the rules say. The graded run adds wrong builds you have not seen.
#
# The ten rules:
#
# | | Rule |
# |---|---|
# | R1 | A change is possible until {{cut_off}} minutes before the promised window; exactly {{cut_off}} is allowed. |
# | R2 | After the parcel is loaded into the van, only if the courier acknowledges. |
# | R3 | A Nest needs a free compartment of the parcel's size; it is held for {{hold}} minutes. |
# | R4 | The first change is free, the second costs {{fee}}. |
# | R5 | Age-restricted parcels, and those worth more than {{limit}}, never go to a neighbour or a safe place. |
# | R6 | The old compartment is released. |
# | R7 | The merchant is told within {{tell}} seconds. |
# | R8 | Only the recipient or a named delegate may change it. |
# | R9 | A failed notification never undoes the change. |
# | R10 | The cut-off counts in the destination's local time. |
#
# Write below the first line, `%%criteria criteria`, in plain sentences. Run the cell: it names the
# lines that can't be run. You may use any of these steps; change the values in them.
# Unless you say otherwise it is 9:00, the window starts at 14:00, the parcel is at the hub, worth
# €40, of size M, on its way to the door, and every Nest has room.
#
# | | Step |
# |---|---|
# {{palette}}
#
# Statuses are *booked*, *at the hub*, *loaded*; people are *the recipient*, *a named delegate*, *a
# neighbour*, *the merchant*, *a stranger*; destinations are *a Nest*, *a neighbour*, *a safe
# place*, *another day*; sizes are *S*, *M*, *L*. `And` continues the line above.
#
# A table saves typing. Each row under `Examples:` is run as a scenario of its own:
#
# ```gherkin
# Scenario Outline: a name of your choice
#   Given the parcel is worth <value>
#   When the recipient asks for <target>
#   Then the change is <answer>
#
#   Examples:
#     | value | target      | answer   |
#     | €20   | another day | accepted |
# ```
#
# Or make the whole text a table: each column is a step, each row a scenario, `…` is where the cell's
# value goes, and an empty cell says nothing. A column called only *When* takes the whole step.
#
# ```
# | scenario | Given the parcel is worth … | When                            | Then the change is … |
# | cheap    | €20                         | the recipient asks for a Nest   | accepted             |
# ```

# %% exercise="3.1"

# %% [markdown]
# ## 3.2 Split the epic ★★ (8 points)
#
# Second Perch is too big to be one story. Cut it into **five to eight slices**, in the order in which
# they are built. For each slice give the rules, steps and data it adds, and `who` can finish a
# journey after it. Parts that are there stay there; you pay for each only once. A list may be
# empty: `[]`.
#
# | Column | Name | What it is | Days |
# |---|---|---|--:|
# {{parts.table}}
#
# Five days are a week. A journey can be walked when all it needs has been built:
#
# | `who` | A delivery is changed … | Share of requests | Rules | Steps | Data |
# |---|---|--:|---|---|---|
# {{walks.table}}
#
# (`"nobody"` stands for a slice without a user.) Your slices should
#
# - each let the people in `who` finish their journey,
# - bring the first journey within **two weeks**,
# - show in slice 1 or 2 whether recipients choose a Nest by themselves (`door_to_nest`, with `usage`);
#   nobody knows that yet, and most of the plan hangs on it,
# - cover all ten rules, and show in every slice whether it is used.

# %% exercise="3.2"

# %% [markdown]
# ## 3.3 Make a wish measurable ★★ (8 points)
#
# Four people wish for something quick. For each wish there are six recordings: three releases that
# users liked (A to C) and three they complained about (D to F). Write each wish so that it **passes
# A, B and C and fails D, E and F**. Times are seconds; *p95* is the time that 95 of 100 requests
# don't exceed.
#
# | Wish | Recording | p95, quiet | mean, peak | p95, peak | p99, peak | p95, peak, inside the service |
# |---|---|--:|--:|--:|--:|--:|
# {{wishes.table}}
#
# All but the last column are measured at the customer. In B there was one bad minute in the month.
#
# `load` is the number of requests a second at which the promise must hold; with `None` somebody
# will test it in a quiet hour. `window` is the time over which requests are counted together:
# `"30_days"`, `"minute"` (it must hold in every single minute), or `"none"` (nothing said, so at any
# moment). The graded run uses fresh recordings.

# %% exercise="3.3"

# %% [markdown]
# ## 3.4 A ready-gate from evidence ★★★ (6 points)
#
# A **ready-gate** is a short list of checks that a story must meet before the team starts it. Here is
# what {{stories}} past stories say about nine checks. Choose **at most four**, so that in a replay rework
# falls by at least **40 %** (today it is {{rework}} days a story) and at most **15 %** of the stories are
# held back. Answer `True` or `False`.
#
# | Check | Meaning | Stories that missed it | Rework, days: met it | missed it | Waited, days: met it | missed it |
# |---|---|--:|--:|--:|--:|--:|
# {{checks.table}}
#
# Data: `past_stories.csv`. A story that was held back is put right first; its rework is then taken to be
# that of the stories that passed.

# %% exercise="3.4"

# %% [markdown]
# ## 3.5 Rewrite Tomasz's mail ★★ (6 points, marked by a person)
#
# > *From: Tomasz Breuer · Subject: URGENT Kettle & Loom*
# >
# > Hi, Kettle & Loom need Saturday delivery to Nests. Normally that should be easy, it's just one more
# > day, the guys said two days of work. Please add it to the app with a big button so customers see it
# > quickly. I told them it'll be live in May. Thanks! T.
#
# Turn it into something a team can start from: a story with a person and a reason, three criteria, three
# questions for Tomasz, and a request for an estimate. Keep the eight labels; write after each, at
# most 300 words in all. The check reads structure and tell-tale words only; it gives advice, no
# points.

# %% exercise="3.5"
