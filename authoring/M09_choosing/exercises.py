# %% [markdown]
# # M09 · Exercises
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
from tpo.notebook import *

# %% [markdown]
# ## 9.1 Pattern and price ★★ (8 points)
#
# Eight situations. For each one choose what to build (`"none"` is a choice) and name its price: the
# bar that gets *worse*, or `"nothing"` if no bar does. Your choice is run in the situation. All its
# limits have to hold, and the bar you named has to get worse in the run. Sometimes two choices are right.
# Write both in quotes, as in `"pattern": "retry", "price": "wait"`.
#
# The bars: `wait` (95 of 100 wait at most so long), `failed` and `old` (of 1,000), `bill` (euros a
# month), `change` (days until a change is live). “Failed” are also those that stay half done, whose news
# gets lost, or that nobody can explain to the auditor. “Old” are looks that show what is no longer true.
# `weeks` are person-weeks to build it; they have a limit, and are no bar.
#
# | Situation | What happens | Today | Limits |
# |---|---|---|---|
# {{situations}}
#
# The fourteen patterns stand in the lesson, section 4, with what each one takes to build. These five are
# offered as well:
#
# | Offered | What it is | Person-weeks |
# |---|---|---|
# {{offered}}

# %% exercise="9.1"

# %% [markdown]
# ## 9.2 Scenarios that separate ★★ (8 points)
#
# Write four quality scenarios for Second Perch, each with six parts and a number that is the most you
# accept. They are run on the three designs of the lesson (section 5). Each scenario has to **pass at
# least one design and fail at least one**, and no two may ask the same.
#
# Mark one as a **sensitivity point** (doubling or halving one setting of a design flips its result: its
# workers, how long it waits, or the beat in which news is sent on) and one as a **tradeoff point** (no
# design passes it together with another one of your scenarios).
#
# {{measures}}

# %% exercise="9.2"

# %% [markdown]
# ## 9.3 Trade study ★★★ (9 points)
#
# Choose between ways to build Second Perch. You decide which options and which criteria to take, and what
# each criterion weighs. A study that holds
#
# - includes doing nothing, and at least two options that could win,
# - has weights that were fixed before the first score, and no idea that counts twice,
# - gives each score from 0 to 10 with the id of its evidence (the table below; a point more or less is
#   fine),
# - says how sure it is, and where the lead would change,
# - promises no answer time that a run contradicts.
#
# Write one line for each option, with points and evidence for each criterion that has a weight, such as
# `calls: {answer_s: [6.9, E1], effort_weeks: [6.8, E5]}`.
#
# A lead in fewer than six of ten futures is a **tie**: write `result: tie`, what you would build
# (`pick`), and what decided (`tiebreaker`). You needn't calculate: guess `confidence` and `tipping` first,
# as in the lab. `check` tells you in how many futures the leader leads, and which weights can turn it.
#
# | Option | | |
# |---|---|---|
# {{options}}
#
# **What was measured (E1 to E4, each time anew) and estimated (E5 to E8), in points.** The third column
# says which value earns 0 points and which one 10; in brackets the range that is possible. Two more
# sources are on the table: {{not_evidence}}
#
# {{evidence.head}}
# |---|---|---|---|---|---|---|---|---|
# {{evidence}}
#
# **Ines's brief**, the weights out of 100 and the limits that must hold. Your weights may differ; her
# limits hold, and what she loses by your pick is counted.
#
# | Criterion | Her weight | At most |
# |---|---|---|
# {{brief}}

# %% exercise="9.3"

# %% [markdown]
# ## 9.4 A decision record with teeth ★★★ (6 points; you tell Farid in 9.6)
#
# Record this decision: **booking waits for no other company any more.** In 2024
# [ADR-0004](../../datasets/adr/0004-booking-waits-for-the-address.md) decided the opposite, and INC-0417
# showed the price. Write the record in Markdown below the given headings. Two lines of it will run:
#
# - under *Confirmation* a line that begins with `rule:`. It is run on four models of the system that
#   keep the decision (asking later, or telling by event, is fine) and on four that break it (also
#   behind one of our own services),
# - anywhere a line that begins with `re-visit:`, such as `re-visit: when bookings_per_s > 80` or
#   `re-visit: on 2027-03-01`. It is run on three years of growth, {{growth.today}} bookings a second
#   today, 3 % more each month. It should fire before address checks take longer than 2 s, and not today.
#   Measured are `bookings_per_s`, `check_wait_s` and `geosure_share` (of the {{contract}} calls a second in
#   the contract).
#
# What a rule can say (*hard*: the caller waits, and fails with the other; *chain*: any number of hard
# calls, one behind the other):
#
# ```text
# no    hard call      from tally   to roost
# no    shared data    from anything to roost
# no    hard chain     from reroute to team Money
# at most 3 calls      from booking to anything
# no    event          from notify  to an external system
# ```

# %% exercise="9.4"

# %% [markdown]
# ## 9.5 Pay when? ★★ (6 points)
#
# Three debts. Say for each one in which month it is paid (`0` = now, `None` = never) and whether the
# whole of it or only the core. The plan is replayed over 24 months. At most **{{debt.limit}}
# person-weeks** of debt work fit into one quarter (months 0–2, 3–5, …); the rest is promised to Tomasz. A
# plan within 15 % of the cheapest one earns everything. A person-week is {{week.eur}}.
#
# | Debt | | Principal | Interest a month | Incidents: chance a month × bill | Life | Its core |
# |---|---|---|---|---|---|---|
# {{debts}}
#
# Principal, interest and bill are in person-weeks. The *core* is the part that hurts most: paying only
# that takes so much of the principal, and cures so much of the interest and the incidents.

# %% exercise="9.5"

# %% [markdown]
# ## 9.6 Say it to Farid ★★ (3 points, marked by a person)
#
# Farid Haddad, finance controller, has to defend the decision of 9.4 in a meeting without you. Write
# him a note of at most 160 words. Keep the four labels. No word that he would have to look up, and a
# number wherever he would ask for one. What you ask of him, and by when, stands best under the last label.
# The check reads structure only; it gives advice, no points.

# %% exercise="9.6"
