# %% [markdown]
# # M06 · Under load, under failure
#
# **{{lesson.minutes}} minutes**, and later {{exercises.time}} for the exercises.
#
# You need no code: you fill in values, move sliders and press *Run* (`Shift`+`Enter`).
#
# At the end you can
# - estimate how much work is *in flight* with one multiplication,
# - size a service for a burst without paying for three times too much,
# - design a set of rules for retries and timeouts that survives four incidents,
# - choose what to cache, and for how long, by what a stale answer costs,
# - brief your chief operating officer with options, chances and euros.
#
# You predict first, then you look. That is not decoration: people who only watch a
# demonstration understand it no better than people who never saw it
# ([Crouch et al. 2004](https://doi.org/10.1119/1.1707018)).

# %%
from tpo.notebook import *

# %% [markdown]
# ## 1 · From memory (8 min)
#
# Answer each question in your head or on paper before you open it. Recalling is what makes
# it stay.

# %%
recall("M06")

# %% [markdown]
# ## 2 · Address Friday
#
# It is Friday, 28 November 2025, the busiest shopping day of the year. At 17:42 GeoSure, the
# company that tells Linnet whether an address is real, becomes slow. It answers in about one
# second instead of {{geosure.normal_ms}} milliseconds. It does **not** go down. It could still check
# **{{geosure.slow_rps}} addresses a second**, and Linnet needed only **{{demand}}**.
#
# By 21:08, when it was over, {{inc.requests}} booking requests had come in and {{inc.failed}} had failed:
# **{{inc.failed_share}}**. {{inc.labels}} parcels had two labels. {{inc.nests}} locker compartments were
# promised twice. It cost **{{inc.total}}**:
#
# | What | How it adds up | Cost |
# |---|---|---|
# {{inc.table}}
#
# The provider had enough room, and still almost two of three bookings failed. Something on
# *our* side made the outage. By the end of this hour you will know what, and you will have
# written the rules that prevent it.
#
# Here is the path of one booking. Each arrow is a call: one program asks another and waits.
#
# ```mermaid
# flowchart LR
#     P["Hana's shop<br>(partner's program)"] -->|"tries 3×"| G["merchant-gateway<br>front door"]
#     G -->|"tries 3×"| B["booking<br>64 workers"]
#     B -->|"tries 3×"| A["address check<br>GeoSure, external"]
#     B --> L["label"]
# ```
#
# *Text version: Hana's shop calls the gateway, the gateway calls booking, booking calls
# GeoSure and then prints a label. Each of the first three tries up to three times and waits
# 2 seconds for an answer before it tries again.*

# %% [markdown]
# ## 3 · Try it before we teach it (10 min)
#
# You are on call. Change any values below, run the cell, and look at what the replay says.
# Nothing is marked. Try at least three different ideas and write down the best one; several
# ideas that sound right will fail, and they are the useful ones.

# %% tags=["learner"]
my_fix = {
    "sdk_tries": 3,            # tries of the shop's program, in total
    "gateway_tries": 3,        # tries of the gateway
    "booking_tries": 3,        # tries of booking, towards GeoSure
    "timeout_s": 2,            # seconds one try waits for GeoSure
    "backoff_s": 0,            # seconds before the next try
    "jitter": False,           # spread those waits at random?
    "retry_budget": None,      # at most this share of calls may be tries again (0.1 = 10 %)
    "breaker": False,          # stop calling for a while when most calls fail?
    "workers": 64,             # booking's workers
    "address_check": "hard",   # "hard": no booking without it; "soft": book now, check later
    "recheck_after_min": None, # with "soft": minutes until the address is checked again
    "idempotency_key": False,  # does a repeated booking count only once?
}

# %%
replay("6.3", my_fix)

# %% [markdown]
# **Before you go on:** which of your ideas made it *worse*? Keep the sentence; we come back to
# it in section 5.

# %% [markdown]
# ## 4 · Load, waiting and the knee (14 min)
#
# Two numbers describe any queue, at a supermarket or in a computer.
#
# - **Arrival rate**: how many requests come in each second.
# - **Service time**: how many seconds one request keeps a worker busy.
#
# Multiply them and you get the average number of requests **in flight**, that is, being worked
# on or waiting at the same moment. This is **Little's law**
# ([Little 1961](https://doi.org/10.1287/opre.9.3.383)): in flight = arrival rate × time in the system.
#
# *Worked example.* On a normal afternoon {{demand}} bookings arrive each second and one takes
# {{booking.mean_s}} seconds: {{demand}} × {{booking.mean_s}} = **{{flight.normal}} in flight**. Booking has 64
# workers. Bored ones.
#
# In the Saturday burst {{burst.rps}} arrive each second: {{burst.rps}} × {{booking.mean_s}} = **{{flight.burst}}**.
# So 18 workers are enough?
#
# **Utilisation** is the share of time the workers are busy: 17.5 of 18 is 97 %. Make your
# prediction, then move the sliders. The **95th percentile** (p95) of the wait is the wait that
# 95 of 100 requests stay under; it is what your unhappiest regular customers feel.

# %%
lab("W06a")

# %% [markdown]
# **What you should have seen.** From 28 workers down to 22 almost nothing happens. Then the
# curve bends: {{knee.22}} at 22 workers, {{knee.20}} at 20, {{knee.18}} at 18. That bend is the **knee**. The
# last free worker is the one that keeps the promise.
#
# Now set the service time to 0.70 s. Merely to stand still you need 36 workers. A slow
# dependency moves the knee further than any marketing campaign does, and nobody announces it.
#
# You may hear "never above 80 % busy". The curve is a better guide than the rule: the more
# workers share one queue, the busier they can be before waiting starts.

# %% [markdown]
# ### Practice: one plan to read, one to finish
#
# **Read.** The label service meets the same burst. One label takes {{label.mean_s}} s, so about
# {{label.flight}} are in flight. This plan adds head-room, keeps a short queue and says no early
# when the queue is full.

# %% tags=["learner"]
label_plan = {
    "workers": 10,          # workers at the start of the burst
    "queue_limit": 40,      # requests that may wait; None = no limit
    "when_full": "turn_away",  # say no at once; or "finish_later": accept now, work it off later
    "autoscale": 0,         # workers ordered when it gets slow; they arrive 4 minutes later
}

# %%
replay("6.2", label_plan, "label")

# %% [markdown]
# **Finish.** The same service, but each label now takes twice as long. Two fields are blank.
# Estimate first: how many are in flight now?

# %% tags=["learner"]
slow_label_plan = {
    "workers": ...,         # how many now?
    "queue_limit": ...,     # how many may wait?
    "when_full": "turn_away",
    "autoscale": 0,
}

# %%
replay("6.2", slow_label_plan, "slow label")

# %% [markdown]
# ## 5 · Retries, timeouts and the storm (24 min)
#
# A **timeout** is how long a caller waits before it gives up. A **retry** is a second try. Both
# are sensible for *one* caller on a *good* day. Three facts change the picture:
#
# 1. **The other side does not know that you gave up.** It finishes work that nobody waits for
#    any more. Engineers call it *zombie work*.
# 2. **Tries multiply.** Three layers with three tries each send up to 3 × 3 × 3 = 27 calls for
#    one booking. Five layers send 243
#    ([Brooker, Amazon Builders' Library](https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/)).
# 3. **Retries come when the other side is weakest.** More calls make it slower, slower makes
#    more time-outs, more time-outs make more calls. The loop can hold itself up after its cause
#    is gone; that is a **metastable failure**
#    ([Bronson et al. 2021](https://doi.org/10.1145/3458336.3465286)).
#
# Predict, then replay Address Friday with your own settings.

# %%
lab("W06b")

# %% [markdown]
# **What the replays say.** Bookings that succeed in the {{slow.minutes}} slow minutes:
#
# | Policy | Success | What happened |
# |---|---|---|
# | 3 × 3 × 3, as it was | {{storm.base}} | GeoSure spends its time on answers nobody waits for |
# | a pool of 200 workers instead of 64 | {{storm.pool}} | more people in the same queue |
# | 3 × 3 × 3 with backoff and jitter | {{storm.backoff}} | the same load, spread out a little |
# | one layer, three tries | {{storm.one_layer}} | still three tries against {{geosure.headroom}}× head-room |
# | one layer with a 10 % retry budget | {{storm.budget}} | retries are capped, most bookings live |
# | no retries at all | {{storm.none}} | fewer tries, more success |
# | a 10 s timeout | {{storm.long}} | good here; {{storm.long_low}} if GeoSure falls to {{low.rps}} rps |
# | breaker, but the check is required | {{storm.breaker}} | it protects GeoSure and refuses customers |
# | accept now, check later (*soft*) | {{storm.soft}} | the customer no longer waits for GeoSure |
#
# The slow provider was survivable. Our retries were the outage.
#
# Two more tools. A **retry budget** lets only a share of calls be retries, so a bad day can't
# multiply the load ([Google SRE book, "Handling Overload"](https://sre.google/sre-book/handling-overload/)).
# A **circuit breaker** stops calling for a while when most calls fail. And the strongest
# question is a product question, yours to ask: **what can booking do *without* this answer?**
# That is **graceful degradation**. It has a bill: every address accepted unchecked has to be
# checked before the van leaves.

# %% [markdown]
# ### Practice: a policy to read, a policy to finish
#
# **Read.** GeoSure is *down* for three minutes: it refuses every call at once. This policy books
# now and checks later. Each line answers one question.

# %% tags=["learner"]
short_outage = {
    "sdk_tries": 2,            # Hana's program may try once more …
    "gateway_tries": 1,        # … but only one layer retries
    "booking_tries": 1,
    "timeout_s": 1,            # a healthy check takes 0.09 s; 1 s is generous
    "backoff_s": 0.2,
    "jitter": True,
    "retry_budget": 0.1,       # and never more than 10 % extra calls
    "breaker": False,
    "workers": 64,
    "address_check": "soft",   # book now …
    "recheck_after_min": 10,   # … check ten minutes later, when the outage is likely over
    "idempotency_key": True,   # a repeated booking is the same booking
}

# %%
replay("6.3", short_outage, "short outage")

# %% [markdown]
# **Finish.** GeoSure comes and goes: thirty seconds up, thirty seconds down. Fill the three
# blanks.

# %% tags=["learner"]
flapping = {
    "sdk_tries": 1,
    "gateway_tries": ...,      # should a second layer try again?
    "booking_tries": 1,
    "timeout_s": 1,
    "backoff_s": 0.2,
    "jitter": True,
    "retry_budget": 0.1,
    "breaker": False,
    "workers": 64,
    "address_check": ...,      # can booking go on without the answer?
    "recheck_after_min": ...,  # and if so, when is it checked?
    "idempotency_key": True,
}

# %%
replay("6.3", flapping, "flapping")

# %% [markdown]
# ## 6 · Caches: old answers, cheap (12 min)
#
# A **cache** keeps a recent answer so that the next reader gets it without asking the database.
# How long it may be kept is its **time to live** (TTL). On the peak day the tracking page gets
# {{cache.rps}} reads a second, and its database carries {{cache.limit}}.
#
# Short TTL: fresh answers, busy database. Long TTL: calm database, old answers. An old answer
# about a parcel is a phone call at €{{contact.eur}}.

# %%
lab("W06c")

# %% [markdown]
# **What you should have seen.** {{cache.60}} reads a second still reach the database with 60 s,
# {{cache.120}} with 120 s, {{cache.300}} with 300 s. With an hour it is {{cache.3600}}, but {{cache.stale_3600}} of all
# readers see where the parcel *was*. Going from one minute to two buys a lot; going from five
# minutes to an hour buys little and costs trust.
#
# Three questions sort every cache decision:
#
# 1. **May this answer be old?** A fact may. A *permission* ("may I still change this?") may not.
# 2. **Whose answer is it?** If two people may see different things, the person belongs in the key.
# 3. **Do all copies expire at once?** Then the database meets everyone at once. Spread the ends
#    a little (*jitter*).

# %% [markdown]
# ## 7 · What a promise costs (8 min)
#
# You now have three kinds of knobs: workers, the length of a line, and tries. Together they
# already make {{front.designs}} designs of booking. Each has a price, a time that 99 of 100 bookings
# stay within, and a share that succeeds. No design is best in all three.
#
# Most of them nobody should discuss: some other design is cheaper, faster *and* safer. Those that
# nobody beats are the **Pareto front**. Along the front you pay in one coin for another. A promise
# is a **constraint**: a limit that a design has to keep. It cuts a piece off the front, and the
# cheapest point that is left is what the promise costs.
#
# Predict, then move what you promise and watch the front.

# %%
lab("W06d")

# %% [markdown]
# **What you should have seen.** In an ordinary minute, “99 % within 5 s” costs {{front.calm}} a year:
# 16 workers for 17.5 bookings in flight, because for one minute a line can lend you the rest.
# To keep it in twenty slow seconds as well costs {{front.slow}}, and within 3 s instead of 5 s even
# {{front.fast}}. If 90 % is enough, {{front.less}} will do.
#
# So before anybody asks “which design?”, ask “which promise, in which minute?” Whoever sets the
# limit sets the price, and that is a decision for you and Ines, not for the engineers alone.

# %% [markdown]
# ## 8 · Questions for a design review (7 min)
#
# You will not be asked for code in a review. You can ask the questions that change a design.
# Take this sheet to the next one; sit in, ask two of them, and write down what you heard.
#
# | Ask | You listen for |
# |---|---|
# | What happens to the customer when this call is *slow*, not down? | a number of seconds and what the customer sees |
# | Who else tries again, above and below us? | one layer, not three |
# | How many tries at most, and what share of all calls may be tries? | a budget |
# | What can we finish later without this answer? | a soft dependency and who pays its bill |
# | Where does work wait, and how long may that line get? | a limit, and a "no" that comes early |
# | What if the same request arrives twice? | an idempotency key |
# | How old may this answer be, and for whom? | seconds, and the person in the key |
# | How will we notice, before the customers call? | a symptom, not a processor chart |
#
# **Your turn.** Think of one system at your work. Which of these eight could nobody answer
# today? Write one line.

# %% [markdown] tags=["own-work"]
# *(double-click and write: the system, the question, whom you will ask, by when)*

# %% [markdown]
# ## 9 · What exactly needs to be built? (7 min)
#
# Now do the five exercises in
# [`exercises/M06_under_load/exercises.ipynb`](../../exercises/M06_under_load/exercises.ipynb).
# The last one is the brief for Ines. Then come back for the two lines below.
#
# **The module in one line:** *retries are load; slow is worse than down.*
#
# **On your own product** (private, never marked, leave names out): draw your longest chain of
# calls and write on each arrow who retries, how often, and after how many seconds.

# %% [markdown] tags=["own-work"]
# *(double-click and write)*

# %% [markdown]
# ### Words you now own
#
# These go into your glossary. Each has an example from Linnet and the word it is often
# confused with.

# %%
terms("M06")

# %% [markdown]
# ### Five minutes, looking back
#
# - What worked for you in this module?
# - What did not?
# - One thing you will do differently next week, and how you will know that it helped.

# %% [markdown] tags=["own-work"]
# *(double-click and write)*
