# %% [markdown]
# # M03 · From vague wish to testable slice
#
# **{{lesson.minutes}} minutes**, and later {{exercises.time}} for the exercises.
#
# You need no code: you write sentences, switch rows on and press *Run* (`Shift`+`Enter`).
#
# At the end you can
# - write criteria that a right build passes and wrong builds don't,
# - cut a big wish into slices that somebody can use one by one,
# - turn "fast" into a number that sides with the users,
# - choose a short list of checks before work starts, by evidence.
#
# You predict first, then you look. People who only watch a demonstration understand it no better
# than people who never saw it ([Crouch et al. 2004](https://doi.org/10.1119/1.1707018)).

# %%
from tpo.notebook import *

# %% [markdown]
# ## 1 · From memory (8 min)
#
# Answer each question in your head or on paper before you open it.

# %%
recall("M03")

# %% [markdown]
# ## 2 · Second Perch
#
# Marisol Quint is a nurse on night shift. She sleeps until two in the afternoon, and her parcels come
# at ten. Linnet wants to help her: **Second Perch** lets recipients redirect a parcel that is already on
# its way, to a locker (a *Nest*), a safe place, a neighbour, or another day.
#
# The team built it once already, last spring, in a hurry. The story said: "As a recipient I want to
# change my delivery quickly and easily." Everybody agreed, and everybody built something else. A phone
# worth €900 was left with a neighbour. A stranger sent somebody's parcel elsewhere. A text message failed
# and quietly undid the change. Each of these passed the story's **acceptance criteria**, the list of
# what must be true before the story counts as done.
#
# Ten rules came out of that spring. You find them in exercise 3.1. One of them: a change is possible
# until {{cut_off}} minutes before the promised window. Is exactly {{cut_off}} allowed? Ask three colleagues.

# %% [markdown]
# ## 3 · Try it before we teach it (10 min)
#
# Here is a criterion in a form that a computer can run, called **Given/When/Then**: how things stand,
# what somebody does, what is true afterwards. The first line of the cell, `%%criteria`, says that
# plain sentences follow; the word behind it is the name of your text. Add scenarios, for rules you can
# think of, and run the cell. Nothing is marked. Lines that can't be run are named, with a
# suggestion; below *Steps you may use* are all sentences that the builds understand.

# %% tags=["learner"] magic="criteria"
my_criteria = """
Scenario: early enough
  Given it is 09:00
  And the promised window starts at 14:00
  When the recipient asks for a Nest
  Then the change is accepted

Scenario: a stranger
  When a stranger asks for another day
  Then the change is refused
"""

# %%
replay("3.1", my_criteria)

# %% [markdown]
# Two right builds and ten wrong ones have just read your text. How many wrong ones did you expect to
# refuse? Keep the number; we come back to it in section 5.

# %% [markdown]
# ## 4 · Examples, rules, questions (14 min)
#
# A rule is a sentence; people agree with it and mean different things. An **example** is a case with
# values in it; people see at once whether they agree. So before anybody builds, put three things on a
# table: the rules, an example for each side of every rule, and the questions nobody can answer yet. This is
# *example mapping* ([Wynne 2015](https://cucumber.io/blog/bdd/example-mapping-introduction/)).
#
# *Worked example.* Rule R5: parcels worth more than {{limit}} never go to a neighbour.
#
# | | Given | When | Then |
# |---|---|---|---|
# | the last one allowed | the parcel is worth €500.00 | the recipient asks for a neighbour | the change is accepted |
# | the first one refused | the parcel is worth €500.01 | the recipient asks for a neighbour | the change is refused |
# | *question* | What is a parcel of unknown value worth? | | *ask Farid by Thursday* |
#
# Each pair stands on a **boundary value**: the last case that is allowed, the first that isn't. That is
# where "more than" and "at least" part company, and where builders type `<` for `≤`.
#
# What is true of the words? "The change is accepted" can be run. "The recipient clicks the green button"
# is about a screen that Mateo will change next month. "The answer comes quickly" can't be run at all.
#
# Many examples of one kind are easier to read as a table. Each column is a step, each row a scenario;
# `…` is where the cell's value goes, and an empty cell says nothing.
#
# **Finish.** One example of rule R4 is there ("the first change is free, the second costs {{fee}}"). Write
# the second row.

# %% tags=["learner"] magic="criteria"
fees = """
| scenario | Given the delivery was changed … times before | When                               | Then the fee is … |
|----------|-----------------------------------------------|------------------------------------|-------------------|
| first    | 0                                             | the recipient asks for another day | €0.00             |
"""

# %%
replay("3.1", fees)

# %% [markdown]
# A question that stays open does not go away; it is answered in the sprint, by a guess. Predict what that
# costs, then leave some open.

# %%
lab("W03c")

# %% [markdown]
# **What you should have seen.** Each open question costs about {{red.cost}} days, if half of the guesses are
# wrong and a wrong one costs three days. Twenty minutes with Farid are cheaper.

# %% [markdown]
# ## 5 · The mutant zoo (18 min)
#
# How good are criteria? Count what they refuse. Take a right build, break one rule, and look whether the
# criteria notice. Testers call such a broken build a *mutant*. A set of criteria that no mutant can pass
# is worth something; one that all pass is decoration.

# %%
lab("W03a")

# %% [markdown]
# **What you should have seen.** The happy path refuses {{happy.caught}} of ten; {{happy.slipped}} pass. Rows far from the
# line (three hours, one hour) refuse nothing by themselves. One row *on* the line does. A second person does,
# and so does a second change.
#
# And the row with the exact words? It fails a *right* build. Two teams wrote two greetings, the rules allow
# both, and a criterion that forbids one sends a good team back to work. Criteria can be wrong in two
# ways: they let bad builds pass, or they stop good ones.
#
# Compare with your guess from section 3. Now improve your criteria there and run them again.

# %% [markdown]
# ## 6 · Slice the loaf (12 min)
#
# Second Perch takes six weeks. You can cut the work by layer (first all screens, then all rules, then the
# data), by team, or by rule. A **vertical slice** goes through screen, rule and data for one kind of
# recipient, so that this person can finish something.

# %%
lab("W03b")

# %% [markdown]
# **What you should have seen.** By layer, Marisol notices something in week {{layers.week}}, by team in week
# {{teams.week}}, by rule in week {{rules.week}}. The work is the same, and the weeks in which you can learn and turn
# back are not. The first vertical slice is a **walking skeleton**: thin, but whole.
#
# Six letters help to check a story, **INVEST**: independent, negotiable, valuable, estimable, small,
# testable ([Wake 2003](https://xp123.com/invest-in-good-stories-and-smart-tasks/)). Two of them are what you have
# just done: *valuable* is somebody's journey, *testable* is what criteria refuse.
#
# If a question can only be answered by building, allow one **spike**: a short try with a time limit and
# the question it answers, and no user. A spike is not a slice.
#
# **Your turn.** Take a story of your own from last month. Who could do what after it? Write one line.

# %% [markdown] tags=["own-work"]
# *(double-click and write)*

# %% [markdown]
# ## 7 · From "fast" to a percentile (10 min)
#
# "The tracking page must be fast" is a **non-functional requirement**: it says how well, not what. To be run,
# it needs six parts: what is compared, for how many of 100 requests (a **percentile**), the longest time, at
# which load, counted over which window, and where the clock runs. Here are six recordings of the
# tracking page, in seconds:
#
# | Wish | Recording | p95, quiet | mean, peak | p95, peak | p99, peak | p95, peak, inside the service |
# |---|---|--:|--:|--:|--:|--:|
# {{tracking.table}}
#
# Read before you try. D has a mean like C's, and users complained about D: which column shows why? E is quick at
# night. F is quick inside the service, while customers wait in front of it.
#
# Four wishes follow, and three of them are complete. `**promise` repeats the four parts of the line above
# it; what stands behind it replaces a part. Fill the two blanks of the second wish (how long may finding
# a free Nest take, and where do you measure it?), then run both cells.

# %% tags=["learner"]
promise = {"metric": "percentile", "percentile": 95, "load": 280, "window": "30_days"}
my_wishes = {
    "tracking": {**promise, "threshold": "800 ms", "measured_at": "customer"},
    "nests": {**promise, "threshold": ..., "load": 60, "measured_at": ...},  # finding a free Nest
    "answer": {**promise, "threshold": 2, "load": 20, "measured_at": "customer"},
    "merchant": {**promise, "threshold": "1 min", "load": 12, "measured_at": "customer"},
}

# %%
replay("3.3", my_wishes)

# %% [markdown]
# ## 8 · What exactly needs to be built? (13 min)
#
# One more tool. A **definition of ready** is a short list that a story must meet before work starts. Short,
# because a gate is also a queue: what waits behind it helps nobody. Ask of each line on your team's list:
# in which past story did it help? Of {{stories}} past stories at Linnet, the check "small enough" would have held back
# {{small.held}}. Did these have more rework than the others? You will see it in exercise 3.4.
#
# Now do the five exercises in
# [`exercises/M03_wish_to_slice/exercises.ipynb`](../../exercises/M03_wish_to_slice/exercises.ipynb).
# Then come back for the two lines below.
#
# **The module in one line:** *a criterion is worth what it rejects.*
#
# **On your own product** (private, never marked, leave names out): take one story you wrote. Which past bug
# would its criteria have let through? Add the row that would have stopped it.

# %% [markdown] tags=["own-work"]
# *(double-click and write)*

# %% [markdown]
# ### Words you now own
#
# These go into your glossary. Each has an example from Linnet and the word it is often confused with.

# %%
terms("M03")

# %% [markdown]
# ### Five minutes, looking back
#
# - What worked for you in this module?
# - What did not?
# - One thing you will do differently next week, and how you will know that it helped.

# %% [markdown] tags=["own-work"]
# *(double-click and write)*
