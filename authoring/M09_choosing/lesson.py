# %% [markdown]
# # M09 · Choosing: patterns, tradeoffs, decisions, debt
#
# **{{lesson.minutes}} minutes**, and later {{exercises.time}} for the exercises.
#
# You need no code: you fill in values, move sliders, write short texts, and press *Run* (`Shift`+`Enter`).
#
# At the end you can
# - match a pattern to a situation, and name its price before anybody pays it,
# - write scenarios that tell options apart,
# - weigh options, and say at which weight you would decide otherwise,
# - record a decision so that breaking it is noticed,
# - decide when to pay a debt, and when never.

# %%
from tpo.notebook import *

# %% [markdown]
# ## 1 · From memory (8 min)
#
# Answer each question in your head or on paper before you open it.

# %%
recall("M09")

# %% [markdown]
# ## 2 · The corridor after the meeting
#
# Jun has been to a conference. *“Microservices,”* he says. Amara wants to mend Roost first. Tomasz needs
# Second Perch by autumn, *“whatever is quickest”*. Farid asks what it costs, and nobody answers. Ines
# turns to you: *“You choose. And in a year I want to know why.”*
#
# This module is about the sentence that you say next, and about being able to stand by it.

# %% [markdown]
# ## 3 · Try it before we teach it (10 min)
#
# Second Perch lets a recipient send a parcel elsewhere while it is on its way. Three designs:
#
# - **A module in Roost**, the old monolith. Routing reads its tables every minute.
# - **A service that calls**: it asks lockers, routing and invoices, one after the other, and waits for
#   each.
# - **A service that tells**: it reserves the locker compartment, answers, and tells the others by event,
#   every other second.
#
# Choose one in five minutes. Then write one sentence that would make you choose another, as a
# *scenario*: what happens, when, and which number must not be exceeded. Change the four rows as
# you like; nothing is marked. The easiest change is the number after `"limit"`. (`"mark"` waits for
# section 5, and exercise 9.2 lists every word that a row understands.)

# %% tags=["learner"]
my_scenarios = [
    {"source": "recipient", "stimulus": "change_of_place", "environment": "peak_day",
     "artefact": "change_of_place", "response": "is_answered",
     "measure": "p95_s", "limit": 3, "mark": "none"},
    {"source": "recipient", "stimulus": "change_of_place", "environment": "tuesday",
     "artefact": "route_plan", "response": "is_in_the_route_plan",
     "measure": "seen_after_s", "limit": 120, "mark": "none"},
    {"source": "network_team", "stimulus": "routing_slow", "environment": "tuesday",
     "artefact": "change_of_place", "response": "is_accepted",
     "measure": "failed_per_1000", "limit": 500, "mark": "none"},
    {"source": "product_owner", "stimulus": "new_rule_wanted", "environment": "tuesday",
     "artefact": "whole_service", "response": "is_live",
     "measure": "days_until_live", "limit": 10, "mark": "none"},
]

# %%
replay("9.2", my_scenarios)

# %% [markdown]
# The last four lines show what each design reached. As handed out, all three pass all four: the sentences
# are true and decide nothing. Lower a limit until two designs differ, then run both cells again. Stop
# after ten minutes, and **keep your first choice**. You will meet it again in section 6.

# %% [markdown] tags=["own-work"]
# *(double-click and write: my first choice, and the sentence that would change my mind)*

# %% [markdown]
# ## 4 · Patterns are trades (18 min)
#
# An **architecture pattern** is a known way to arrange parts for a known problem. None is good or bad.
# Each one makes something better and something else worse, and the *price* is what gets worse. We
# look at five **bars**; in each one less is better:
#
# | Bar | What it says |
# |---|---|
# | wait | 95 of 100 people wait at most so long |
# | failed | of 1,000 requests, those that fail, stay half done, or whose news never arrives |
# | old | of 1,000 looks, those that show what is no longer true |
# | bill | euros a month for machines |
# | change | working days until a change is live |
#
# *Worked example.* At the peak, far more people ask “where is my parcel?” than the store can answer.
# **Cache-aside** keeps an answer for a minute beside the one who asks. Predict, then put it in.

# %%
lab("W09a")

# %% [markdown]
# **What you should have seen.** Waiting falls from {{cache.before}} to {{cache.after}}, and nobody is turned
# away any more. Of 1,000 looks, {{cache.old}} now show an old place. That is a trade you can put before Ines.
#
# Now set *Six people, fifty requests a second* and try all fourteen. “No pattern” keeps every limit.
# Microservices raise the time to change from {{days.mono}} to {{days.micro}} days: six people look after
# five pipelines. Then set *Forty people, one release train*: {{days.mono40}} → {{days.micro40}} days. The
# same pattern, another situation, the other answer.
#
# Here are the fourteen. You needn't learn them. Choose three that you have heard of, read what each
# one *costs*, and set one of them in the lab, in any situation.
#
# | Pattern | What it is | Buys | Costs | “No pattern” wins when | Person-weeks |
# |---|---|---|---|---|---|
# {{patterns}}

# %% [markdown]
# ### Practice: two to read, two to finish
#
# **Read** the first two: pattern and price fit. **Finish** the next two: replace the `...` for the
# situations `lost_news` (in one case of a hundred, booking's news never arrives) and `fifty_a_second` (six
# people, a quiet program). A pattern is its short name from the table, or `"none"`; a price is one of the
# five bars, or `"nothing"`. The others are set to nothing for now; they are exercise 9.1.

# %% tags=["learner"]
first_prices = {
    "tracking_peak": {"pattern": "cache_aside", "price": "old"},
    "geosure_hangs": {"pattern": "bulkhead", "price": "failed"},
    "lost_news": {"pattern": ..., "price": ...},
    "fifty_a_second": {"pattern": ..., "price": ...},
    "two_sides": {"pattern": "none", "price": "nothing"},
    "who_changed_it": {"pattern": "none", "price": "nothing"},
    "old_roost": {"pattern": "none", "price": "nothing"},
    "orders_page": {"pattern": "none", "price": "nothing"},
}

# %%
replay("9.1", first_prices, "Saturday")

# %% [markdown]
# When it says that 4 of 8 situations keep their limits, and in 4 of them the price is right, you have it.

# %% [markdown]
# ## 5 · Scenarios that separate (14 min)
#
# “It should be fast, reliable and flexible.” Everybody nods, and everybody will build something else. A
# **quality attribute** (fast, reliable, easy to change) only decides something as a **scenario** with six
# parts:
#
# | Part | In the example |
# |---|---|
# | **source**: who or what begins | a recipient |
# | **stimulus**: what happens | changes the place of her parcel |
# | **environment**: when | on the peak day |
# | **artefact**: what is touched | the change of place |
# | **response**: what should be true | she is answered |
# | **measure**: in which number, how much at most | 95 of 100 within 1.5 s |
#
# The parts come from the Software Engineering Institute's method for weighing architectures (ATAM). Run on
# our three designs on the peak day, this sentence gives
#
# | | A module in Roost | A service that calls | A service that tells |
# |---|---|---|---|
# | 95 of 100 answered within | {{run.peak.roost.p95_s}} s | {{run.peak.calls.p95_s}} s | {{run.peak.events.p95_s}} s |
#
# One fails and two pass: the scenario *separates*. Two more words:
#
# - A **sensitivity point** is where one setting decides. With the service that tells, a courier sees a
#   change after {{run.tuesday.events.seen_after_s}} s. Let it send its news every second instead of every
#   other second, and it is {{run.quick.events}} s: a limit of 1.5 s is now kept.
# - A **tradeoff point** is where getting one thing costs another. Seen by the courier within 1 s: only
#   the service that calls ({{run.tuesday.calls.seen_after_s}} s). Accepted while routing is slow: of 1,000
#   changes {{run.slow.calls.failed_per_1000}} fail with the service that calls,
#   {{run.slow.events.failed_per_1000}} with the one that tells. Whoever waits for others knows more and
#   stops with them. None of the three has both.
#
# Is the service that calls only badly set? {{front.all}} settings of it were run, on a peak day and on a day
# with slow routing; the table shows the worse of the two. {{front.beaten}} of them are beaten by another one
# in workers, waiting and success at once. The rest is the **Pareto front**: whoever gains in one column
# loses in another. None accepts more than {{front.best}} while routing is slow, so no setting saves it. It is
# the design.
#
# | It waits for routing at most | Workers | 99 of 100 answered within | Accepted |
# |---|---|---|---|
# {{front}}
#
# Arrange your scenarios as a **utility tree**: quality attribute → scenario → how much it matters to
# Ines and how hard it is. Keep those that matter *and* are hard. The rest is decoration.
#
# **Your turn.** Go back to your four rows in section 3. Set limits so that each row separates, mark one
# `"sensitivity"` and one `"tradeoff"`, and run them again. That is most of exercise 9.2.

# %% [markdown] tags=["own-work"]
# *(double-click and write: the pair of scenarios that no design passes together, as one sentence for Ines)*

# %% [markdown]
# ## 6 · A study that can be wrong (14 min)
#
# A **trade study** compares options by criteria with weights. It convinces only if it *could* have come
# out otherwise. So, in this order:
#
# 1. Options, with doing nothing, and without straw men. An option that is nowhere better than another is
#    **dominated**; it can't win at any weights.
# 2. Criteria, each with two anchors (what earns 0, what earns 10). Two names for one idea count it twice.
# 3. Weights, fixed **before** anybody scores.
# 4. Scores, each with its evidence and its range.
# 5. Only now the sum. And then the question: **what would have to be true for another winner?**
#
# Few scores are exact. So the lab draws 2,000 **futures**: in each one every score lies somewhere in its
# range, and every weight is up to a fifth smaller or larger. It counts how often each option leads.
#
# Farid wants the *tipping weight*: the weight of one criterion at which the lead changes. Predict it.

# %%
lab("W09b")

# %% [markdown]
# **What you should have seen.** At {{tip.effort}} of 100 for effort, “{{tip.to}}” overtakes. Only two of
# the six weights turn the lead when they are dropped or doubled. “{{tip.argued}}”, which the meeting argued
# about for an hour, weighs 5 and would need {{tip.argued_at}} of 100. Before you argue about a weight, see
# how far it is from turning anything.
#
# When the ranges overlap, 7.60 does not beat 7.52. Say *tie*, and say what decided.
#
# **Your turn.** Set the sliders to what *you* would weigh. Does your first choice of section 3 lead? In how
# many of 100 futures?

# %% [markdown] tags=["own-work"]
# *(double-click and write: my weights, the leader, the share of futures, what turns it)*

# %% [markdown]
# ## 7 · A decision record with teeth (12 min)
#
# A **decision record** is one page: context, options, decision, consequences. Linnet has six, in the
# [MADR](https://adr.github.io/madr/) style:
#
# {{records}}
#
# Open 0003 and 0006. Each lacks something that a reader of 2027 will miss. (0003 is why Farid's invoices
# break when Roost changes.) Which of them could be *broken* without anybody noticing?
#
# Two lines give a record teeth:
#
# - **Confirmation**: a rule that is run over the map of the system, each time it changes. Such a rule
#   is called a **fitness function**. “Code review” is none; it is a hope. The rule
#   `no call from scan-ingest to tracking` is one.
# - **Re-visit**: a measure and a value at which the decision is looked at again. A decision was
#   right for a load, a price, a team. `when events_per_s > 2000` will remember that; people won't.
#
# And when the world has changed, don't edit the old record. Write a new one that **supersedes** it.
#
# *Worked example.* Replay this record, and read how many models its rule catches. In a rule, *hard* means
# that the caller waits, and fails with the other. A *call* is one step; a *chain* is any number of hard
# calls, one behind the other. The record is honest and its rule too narrow. Change the one word that makes
# it follow the waiting *through* our own services, and run both cells again.

# %% tags=["learner"]
first_record = """
---
id: ADR-0007
status: proposed
supersedes: ADR-0004
---
# Booking waits for no other company

## Considered Options
- Wait, as since 2024
- Go on, and check the address later
- Pay a second address company

## Decision Outcome
Chosen option: "Go on, and check the address later", because a customer can then always book.

### Consequences
- Good, because bookings no longer stop with GeoSure.
- Bad, because some wrong addresses are found only after the booking.

### Confirmation
rule: no hard call from booking to an external system

re-visit: when bookings_per_s > 80
"""

# %%
replay("9.4", first_record)

# %% [markdown]
# **What you should have seen.** With the right word the rule catches all four, and blames none. The trigger
# comes too late as well: with 3 % more bookings each month, address checks take longer than 2 s from month
# {{growth.breaks}} on, at {{growth.rate}} bookings a second. And the two old records: 0003 names one option
# and no price. 0006 holds three decisions, and nothing in it can be run, so it can be broken unnoticed.

# %% [markdown]
# ## 8 · The debt clock, and your own work (14 min)
#
# **Technical debt** is work that was put off and makes other work slower. Like money it has a
# **principal** (what repaying takes) and **interest** (what each month costs until then). It is not a sin;
# Second Perch may be worth a loan. The question is only *when* to pay. Prices in Roost: principal
# {{debt.principal}} person-weeks, interest {{debt.interest}} a month, growing by {{debt.growth}}.

# %%
lab("W09c")

# %% [markdown]
# **What you should have seen.** Paying now is cheaper if the module lives {{debt.even}} months or longer.
# Over two years, paying now costs {{debt.principal}} person-weeks, paying in month 12 {{debt.year}}, never
# paying {{debt.never}}. And a module that retires in four months should be left alone.
#
# Hours are not all. Three booking calls have no idempotency key. They cost {{keys.interest}} person-weeks of
# work a month. And each month there is a chance of {{keys.chance}} of another Address Friday, which costs
# {{keys.bill}} person-weeks: on average {{keys.month}} more. The larger part stands in no time sheet.
#
# *Now say it to Farid.* Choice, gain, price, and the sign that you were wrong, in his words: “We book first
# and check later, instead of paying a second company. On a day like Address Friday no booking is lost.
# One address in sixty is wrong, and care writes an e-mail. If it is more than two in a hundred, we look
# again.” No pattern was named.

# %% [markdown]
# Now do the six exercises in
# [`exercises/M09_choosing/exercises.ipynb`](../../exercises/M09_choosing/exercises.ipynb). Then come
# back for the lines below.
#
# **The module in one line:** *name the price before you buy.*
#
# **On your own product** (private, never marked, leave names out): take your last big technical choice. What
# did it buy, which bar got worse, and how would you notice that somebody broke it? With a map of your
# system you can run your own record: `tpo check adr FILE --map MAP`.

# %% [markdown] tags=["own-work"]
# *(double-click and write)*

# %% [markdown]
# ### Words you now own
#
# These go into your glossary. Each has an example from Linnet and the word it is often
# confused with.

# %%
terms("M09")

# %% [markdown]
# ### Five minutes, looking back
#
# - What worked for you in this module?
# - What did not?
# - One thing you will do differently next week, and how you will know that it helped.

# %% [markdown] tags=["own-work"]
# *(double-click and write)*
