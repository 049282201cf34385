# %% [markdown]
# # Start here
#
# This is **Two Languages**, a course for people who work between business and engineering. You
# will learn to speak both, by predicting, trying and being told at once what happened.
#
# Everything plays at **Linnet Parcels**, a carrier that does not exist, with lockers called Nests,
# couriers without a network signal, and a very bad Friday behind it.

# %% [markdown]
# ## How it works
#
# - **Run a cell**: click it and press `Shift`+`Enter`. Cells build on each other, so go from top to
#   bottom. If a notebook behaves oddly, choose *Kernel → Restart Kernel and Run All Cells*.
# - **Predict first.** A lab opens after you have said what you expect and how sure you are. Wrong
#   predictions teach most; nobody else sees them.
# - **Fill tables, not programs.** You never have to write an algorithm. `...` means "your turn".
# - **`check("6.3", policy)`** runs your answer and says what happened. **`hint("6.3")`** gives one hint
#   that fits. **`grade(…)`** hands in; its cells are locked.
# - **Your files are yours.** Updating the course never overwrites them, and nothing leaves your
#   computer.

# %% [markdown]
# ## Try it
#
# It is Saturday noon. Fifty bookings arrive each second, and each keeps one worker busy for about a
# third of a second. So 17 or 18 are being worked on at any moment, and somebody planned 18 workers.
# Run the two cells and read what comes back. Then change `18`, run them again, and see what your
# number buys.

# %% tags=["learner"]
from tpo.notebook import *

plan = {
    "workers": 18,
    "queue_limit": 60,
    "when_full": "finish_later",
    "autoscale": 0,
}

# %%
check("6.2", plan)

# %% [markdown]
# Nothing was compared with an answer key. The course *played* your plan, booking by booking, and told
# you what happened. That is how every exercise works.

# %% [markdown]
# ## Where you stand (25 min)
#
# Three questions about you, fourteen self-ratings, {{tasks}} tasks, and after each task: how sure are you?
# That is what your **gap map** is made from. It shows what you can do, not what you think of yourself,
# and where the two differ. Do it in one go or in ten: each answer is kept at once, and you go on where
# you stopped.
#
# Nobody marks it. Guess where you don't know, and say 50 %: a guess that you call a guess helps you
# more than a lucky hit. If you want to see the course first, skip this and come back.

# %%
assessment()

# %% [markdown]
# ## Your gap map
#
# When the last question is answered, run this cell. It draws your gap map, suggests a route and an
# order of modules, and writes a first **learning plan** with three goals into `artefacts/` in your
# workspace. The plan is yours: change it, print it, show it to somebody who will ask you about it.

# %%
gap_map()

# %% [markdown]
# You will build on it in M01: exercise 1.3 holds your three goals against your map. At the end of the
# course [the second form](99_look_back.ipynb) asks the same {{tasks}} things in another way, and shows what
# has changed.

# %% [markdown]
# ## Modules
#
# | | Module | Time | Lesson | Exercises |
# |---|---|---|---|---|
# {{modules}}
#
# Begin with M01. After that each module stands on its own: take the order that your gap map suggests,
# or the one you need on Monday.

# %% [markdown]
# ## Your companion
#
# [One page](00_companion.ipynb) stays with you all the way: the cards that are due today, where you stand, and
# what you made, as a portfolio you can send. Ten minutes, once or twice a week.

# %% [markdown]
# ## If something is in the way
#
# - A message names a **report id**: that is our mistake. Send the id to your instructor or open an issue.
# - A lab shows nothing: run the cells above it first.
# - Screen reader or keyboard only: every slider, button and answer has a name, and each picture has its
#   sentence below it. Tell us where that is not true.
