# %% [markdown]
# # M07 · Data flows you can trust
#
# **{{lesson.minutes}} minutes**, and later {{exercises.time}} for the exercises.
#
# You need no code: you fill in values, move sliders and press *Run* (`Shift`+`Enter`).
#
# At the end you can
# - write rules that read the true place of a parcel from scans that arrive late, twice and in any order,
# - write a data contract that stops bad loads without waking people for good ones,
# - define a number so that an incident can't make it look better,
# - decide for each operation how old its answer may be,
# - say who reads a field, and whether it points to a person.
#
# You predict first, then you look.

# %%
from tpo.notebook import *

# %% [markdown]
# ## 1 · From memory (8 min)
#
# Answer each question in your head or on paper before you open it.

# %%
recall("M07")

# %% [markdown]
# ## 2 · Where is parcel 4711?
#
# Monday, 1 December 2025. Priya's report says that first-attempt success on Address Friday was *fine*.
# Ruth remembers vans that came back full. And Callum kept a note from that Friday, 17:00: "Customer
# on the line. The page says *loaded on the van*. The parcel has been on her doormat for six hours."
#
# This is what the log had received about that parcel, 4711, in this order:
#
# | Received | What | Happened | Device | Its counter |
# |---|---|---|---|---|
# | Thu 16:20 | BOOKED | Thu 16:20 | booking | 9,112 |
# | Thu 18:31 | COLLECTED | Thu 18:30 | phone HB2-041 | 212 |
# | Thu 20:02 | HUB_IN | Thu 20:02 | HB2-hub | 3,870 |
# | Fri 10:42 | DELIVERED | Fri 10:41 | phone HB2-107 | 88 |
# | Fri 10:43 | DELIVERED | Fri 10:41 | phone HB2-107 | 88 |
# | Fri 16:55 | LOADED | Fri 7:12 | scanner HB2-h3 | 540 |
#
# **Write down in one sentence**: where is it, how many times was it delivered, and which rule did
# you use to decide?

# %% [markdown] tags=["own-work"]
# *(double-click and write)*

# %% [markdown]
# ## 3 · Try it before we teach it (10 min)
#
# Five rules turn such a log into a status. Change any of them, run the cell, and look at what
# happens on a log from the valleys. Nothing is marked. Try at least three ideas.

# %% tags=["learner"]
my_rules = {
    "dedupe_key": "none",        # or "event_id", "parcel_and_type": which scans are the same one
    "order_by": "received_at",   # or "device_seq", "status_rank", "occurred_at": which is the last
    "late_window_h": None,       # drop scans later than this many hours; None = never
    "clock_rule": "trust",       # or "cap_at_received", "drop": scans from the future
    "terminal_rule": "none",     # or "final_stays": delivered stays delivered
}

# %%
replay("7.1", my_rules, "valleys")

# %% [markdown]
# **Before you go on:** which idea helped most, and which made Midmoor worse? Keep the sentence.

# %% [markdown]
# ## 4 · When it happened, when we heard (16 min)
#
# An **event** is a record that something happened; it is never changed afterwards. Each scan carries
# two times. **Event time** is when it happened, by the device's clock. **Received time** is when the
# log heard of it. In a valley without a signal they are hours apart.
#
# Predict, then move through one day.

# %%
lab("W07a")

# %% [markdown]
# **What you should have seen.** Over all parcels, the share with a wrong status:
#
# | Rule | Wrong | Why |
# |---|---|---|
# | the scan received last | {{tape.received}} | old news comes in last |
# | the device's own counter | {{tape.counter}} | each device counts alone |
# | the highest status | {{tape.rank}} | a second attempt goes back a step |
# | the scan that happened last | {{tape.event}} | only wrong clocks remain |
# | the same, late ones dropped after 30 min | {{tape.dropped}} | far worse than keeping them |
#
# The last row is the one people defend longest: "we only drop the bad data". Look at who is dropped.
# In Midmoor {{tape.midmoor}} of parcels are wrong, in Harbour {{tape.harbour}}. Late is not random, so
# dropping it is not cleaning. It is a **bias**.
#
# Two more words. A log that sends **at least once** loses nothing and repeats some things: without
# **deduplication** {{tape.repeats}} of parcels have a delivery or an attempt too many. A good key names
# one *fact*: the same scan has the same `event_id`, a second attempt has another.
#
# *Worked example.* Parcel 4711 again. Sort by *happened*: BOOKED, COLLECTED, HUB_IN, LOADED, DELIVERED.
# The two DELIVERED rows share device, counter and time: one fact, told twice. So: delivered, once,
# at 10:41. The page was wrong because it believed the scan that arrived last.
#
# **Finish.** Three rules are filled in. Which two are missing?

# %% tags=["learner"]
almost = {
    "dedupe_key": ...,           # one row for each …?
    "order_by": "occurred_at",
    "late_window_h": ...,        # how late may a true scan be?
    "clock_rule": "cap_at_received",
    "terminal_rule": "final_stays",
}

# %%
replay("7.1", almost, "valleys")

# %% [markdown]
# ## 5 · A contract for data (16 min)
#
# A **data contract** is a promise with a price: what a load holds, how good it is, how fresh, and who
# is told when it isn't. Linnet's is called `parcel_journey`; its field names follow an open standard
# ([ODCS](https://bitol-io.github.io/open-data-contract-standard/)). A rule asks one question:
#
# | Question | Metric | Finds, for example |
# |---|---|---|
# | Is something empty? | `nullValues` | labels that nobody could read |
# | Is every value allowed? | `invalidValues` | DELIVRED; 28/11/2025 |
# | Does it come twice? | `duplicateValues` | INC-0417's {{labels}} second labels |
# | Does anybody know it? | `unknownReferences` | parcels that were never booked |
# | How many? | `rowCount` | half a file; compare with the same weekday |
# | How old? (**freshness**) | `freshness` | yesterday's file, sent again |
# | How mixed? | `shareOfValue` | suddenly everything is "delivered" |
#
# Predict which one would have stopped the incident's data. Then turn all the limits to zero and see
# who is woken.

# %%
lab("W07b")

# %% [markdown]
# **What you should have seen.** A rule about empty cells stops {{gate.nulls}} of {{gate.bad}} bad loads. Bad data
# are mostly filled in, and wrong. And zero tolerance stops nearly every good night, because a healthy
# load is not spotless. A limit belongs *between* the worst good night and the best bad one.
#
# Three habits make a contract last: compare Sundays with Sundays; announce a new value, warn for a
# while, then enforce; and write a name beside each rule.
#
# **Read**, run, then add the one rule that stops yesterday's file.

# %% tags=["learner"]
my_contract = """
schema:
  - name: scan_events
    quality:
      - metric: duplicateValues     # repeats
        column: event_id
        mustBeLessThan: 4           # percent of the rows; a good night has up to 1.5
        severity: error             # error stops the load, warning tells
        owner: jun
      - metric: rowCount
        comparedWith: same weekday
        unit: percent
        mustBeBetween: [60, 300]    # the peak is 2.6 Fridays
        severity: error
        owner: priya
"""

# %%
replay("7.2", my_contract, "another fortnight")

# %% [markdown]
# ## 6 · A number five people define (12 min)
#
# First-attempt success was {{first_ok}} in the month. Five choices hide in that number: *which*
# parcels, *what* counts as a success, whether a box with two labels counts *twice*, which *day* it
# belongs to, and *when* the figure is closed.

# %%
lab("W07c")

# %% [markdown]
# **What you should have seen.** In the incident's week the truth is {{prism.true}}. Count every attempt
# and it reads {{prism.every}}; count "delivered in the end" and it reads {{prism.end}}. Count every
# label, and it reads {{prism.labels}}: the second labels of INC-0417 were closed as "delivered", so
# **the incident made the metric look better**. One point is {{prism.point}} a month.
#
# Ask of every number on your dashboard: *which failure would make it look better?*

# %% tags=["learner"]
my_metric = {
    "population": "all_parcels",        # or "door_parcels"
    "counts": "first_attempt",          # or "every_attempt", "delivered_in_the_end"
    "labels": "each_label",             # or "one_per_order"
    "returned": "count_as_failure",     # or "leave_out"
    "dated_by": "booked_at",            # or "first_attempt_at"
    "closes_after_h": 0,                # hours after the last stop (17:00)
}

# %%
replay("7.3", my_metric, "other weeks")

# %% [markdown]
# ## 7 · Strong or eventual (10 min)
#
# Copies make reading fast, and copies are a little old. **Eventual consistency** means: they agree in
# the end. **Strong** means: ask the one place that knows, and wait for it. Between them stands
# **read-your-writes**: you see your own change at once, others a moment later.
#
# A push message goes out and people ask for the last compartments. If the free list may be 0.5 s old,
# {{over.half}} of 10,000 are promised twice; with 5 s it is {{over.five}}. Each is a redelivery at
# {{redelivery}}. There is no small enough lag: **reserve strongly, show eventually.**
#
# A change and the message about it can also part: saved, then crashed before telling the merchant. An
# **outbox** saves both in one step and sends the message afterwards, perhaps twice. Then the key you
# know from M06 makes the second one harmless.
#
# **Try**: fill the six blanks with `"strong"`, `"read_your_writes"` or `"eventual"`.

# %% tags=["learner"]
my_plan = {
    "reserve_compartment": {"consistency": ..., "staleness_s": 0, "once_key": True},
    "show_free_compartments": {"consistency": ..., "staleness_s": 30, "once_key": False},
    "charge_second_change": {"consistency": ..., "staleness_s": 5, "once_key": True},
    "tracking_page": {"consistency": ..., "staleness_s": 60, "once_key": False},
    "own_changed_place": {"consistency": ..., "staleness_s": 10, "once_key": False},
    "merchant_webhook": {"consistency": ..., "staleness_s": 30, "once_key": True},
}

# %%
replay("7.4", my_plan, "slow evening")

# %% [markdown]
# ## 8 · Who reads it and whose it is (13 min)
#
# **Lineage** is the way of a value from where it is made to everyone who reads it. Here is the way of
# a parcel's status:

# %%
lineage()

# %% [markdown]
# Four readers subscribe; the fifth helps itself. Rename DELIVERED, and the invoices stop at the end of
# the month.
#
# **Personal data** is what points to a person, alone or together with something else you have. Not
# only names: one phone is one courier, and a hashed number can be tried out in minutes, because there
# are so few numbers. The riskiest field is free text: "key under the pot". **Retention** is the last day
# of a field, written before its first row.
#
# **Try**: DELIVERED is to be renamed. Whom would you tell first? Add names until nobody finds out late.

# %% tags=["learner"]
told = ["tracking"]

# %%
lineage(told)

# %% [markdown]
# **Your turn.** Choose one field that you changed, or want to change, at your work. Who reads it? Who
# reads it without having asked?

# %% [markdown] tags=["own-work"]
# *(double-click and write: the field, its readers, whom you will ask, by when)*

# %% [markdown]
# Now do the six exercises in
# [`exercises/M07_data_flows/exercises.ipynb`](../../exercises/M07_data_flows/exercises.ipynb).
# Then come back for the lines below.
#
# **The module in one line:** *order by when it happened, count each fact once, and write down who
# reads it.*
#
# **On your own product** (private, never marked, leave names out): take one number from your
# dashboard and write its five choices: which, what, once or twice, which day, when closed.

# %% [markdown] tags=["own-work"]
# *(double-click and write)*

# %% [markdown]
# ### Words you now own

# %%
terms("M07")

# %% [markdown]
# ### Five minutes, looking back
#
# - What worked for you in this module?
# - What did not?
# - One thing you will do differently next week, and how you will know that it helped.

# %% [markdown] tags=["own-work"]
# *(double-click and write)*
