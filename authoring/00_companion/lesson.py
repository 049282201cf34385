# %% [markdown]
# # Your companion
#
# This page stays with you through the whole course. Open it once or twice a week, for ten minutes.
# It holds three things: the cards that are **due**, where you **stand**, and what you have **made**.
#
# Everything on it comes from your own record, one file in your workspace. Nothing leaves this
# computer unless you send it.
#
# Run a cell with `Shift`+`Enter`. The first one comes first.

# %%
from tpo.notebook import *

# %% [markdown]
# ## 1 · What is due
#
# A word you met on Monday is half gone by Thursday, unless you pull it out of your memory in between.
# Each card here comes back when you are about to forget it: tomorrow if you missed it, after weeks if
# you know it well. Say your answer aloud before you look. Two minutes are enough.
#
# Cards come from four places: the four questions that open each lesson, the words that close it, the
# wrong turns your own runs took, and whatever you add.

# %%
review()

# %% [markdown]
# ## 2 · Where you stand
#
# Nothing here is a mark, and nobody can type a number into it. The most useful picture is the last
# one: how sure you were, against how often you were right.

# %%
progress()

# %% [markdown]
# A question at the right moment is most of the job. When you have asked one at work, write it between
# the quotes and run the cell; your page counts them, and in a few months you will enjoy reading them.

# %% tags=["learner"]
asked("")

# %% [markdown]
# ## 3 · What you made
#
# Your answers were *run*. That makes them evidence: a policy that kept bookings alive, criteria that
# refused nine wrong builds. Here you choose what may be seen, and say in two or three sentences what was
# at stake and what you would do differently. Then make a page for an employer, a mentor or your
# instructor.

# %%
portfolio()

# %% [markdown]
# ## If you prefer the command line
#
# | | |
# |---|---|
# | `python3 run.py progress` | your progress as a page |
# | `python3 run.py review sheet` | ten cards on paper, for a mentor or a colleague |
# | `python3 run.py review csv`, `… review anki` | your cards for a spreadsheet, or for Anki |
# | `python3 run.py portfolio --view mentor` | the portfolio; also `employer` and `instructor` |
# | `python3 run.py backup` | your whole workspace in one file |
# | `python3 run.py restore FILE --workspace DIR` | … and back, into a new folder |
