# %% [markdown]
# # M04 · The map and the ripple
#
# **{{lesson.minutes}} minutes**, and later {{exercises.time}} for the exercises.
#
# You need no code: you fill in values, type boxes and arrows as text, and press *Run* (`Shift`+`Enter`).
#
# At the end you can
# - draw a map of a system that a journey can walk, arrow by arrow,
# - list everything that a feature touches, and leave out what it doesn't,
# - work out how often a chain of parts works, and choose the cheapest repair,
# - explain a change on one page to somebody who isn't technical.

# %%
from tpo.notebook import *

# %% [markdown]
# ## 1 · From memory (8 min)
#
# Answer each question in your head or on paper before you open it.

# %%
recall("M04")

# %% [markdown]
# ## 2 · Monday, 14:00
#
# Marisol Quint is a nurse on night shifts. She wakes at 14:00, and her phone says that a parcel
# comes at 15:00. She must leave at 14:30. The parcel is already in Dee's van.
#
# **Second Perch** will let her tap “to the Nest at the hospital” instead. (A *Nest* is one of
# Linnet's lockers.) Tomasz, head of sales, has heard of it. *“So it's a button,”* he says. *“When
# can I have it?”*
#
# You could guess. Or you could walk the button through the system and see whom it wakes up.

# %% [markdown]
# ## 3 · Try it before we teach it (10 min)
#
# What does this button touch? Write your first list. Nothing is marked, and a short list is a
# fine beginning. These are the names you can use:
#
# {{lists}}
#
# (The second feature, a PIN at the door, comes later; leave it as it is.)

# %% tags=["learner"]
my_first_list = {
    "second_perch": {
        "components": ["tracking", "reroute"],   # services and outside companies
        "contracts": ["reroute_call"],           # promises between two sides
        "teams": ["delivery_choice"],            # people who have work or must be asked
        "data": ["delivery_place"],              # facts that are new, move, or change meaning
    },
    "delivery_pin": {
        "components": ["courier-app"], "contracts": ["scan_upload"],
        "teams": ["courier_app"], "data": ["delivery_pin"],
    },
}

# %%
replay("4.2", my_first_list)

# %% [markdown]
# Add what you can think of and run both cells again. Stop after ten minutes and **keep your
# number**. Nobody finds everything by thinking; the map is for walking.

# %% [markdown]
# ## 4 · Four zoom levels and three kinds of arrows (16 min)
#
# A map of a system has **zoom levels**, as a map of a country has. The usual four come from the
# [C4 model](https://c4model.com) by Simon Brown:
#
# 1. **Context**: our system as one box, with the people and outside companies around it.
# 2. **Containers**: what runs, or keeps data, on its own. (Not the shipping kind. A service, a
#    phone app and a database are containers.)
# 3. **Components**: the large parts inside one container.
# 4. **Code**. You will never need to draw it.
#
# You will live on levels 1 and 2. A team is on none of them: teams *own* boxes, they are not boxes.
#
# An **arrow** says that two boxes have to do with each other, and it comes in three kinds:
#
# | Kind | It means | The arrow points | On our maps |
# |---|---|---|---|
# | **call** (*sync*) | it asks and **waits** for the answer | at the one who is asked | solid `-->` |
# | **event** | it tells, and nobody waits | at the one who listens | dashed `-.->` |
# | **shared data** | it reads the other's tables, and nobody is asked | at the one whose tables are read | thick `==>` |
#
# On each arrow stands its **purpose**, in plain words: *ask whether the address is real*. “Uses” is
# not a purpose.
#
# Now predict, then walk.

# %%
lab("W04a")

# %% [markdown]
# **What you should have seen.** One change of place touches **{{walk.parts}} parts**, {{walk.outside}} of
# them outside Linnet. On level 1 it looks like one move. Three readers saw the same map in three
# languages: Marisol what it is for, Ines who owns it, Amara what runs. Nobody's map was wrong.

# %% [markdown]
# ### Practice: a map to read, a map to finish
#
# **Read.** Journey 1 is “Marisol looks up her parcel”. Two arrows are enough. The text below is
# *Mermaid*, which JupyterLab draws as a picture:
#
# ```mermaid
# flowchart LR
#     marisol(["Marisol"]) -->|"look where the parcel is"| tracking
#     tracking -->|"show the name of a signed-in reader"| identity
# ```
#
# *Text version: Marisol calls tracking to look where the parcel is; tracking calls identity to
# show the name of a signed-in reader.*

# %% tags=["learner"]
journey_1 = """
flowchart LR
    marisol(["Marisol"]) -->|"look where the parcel is"| tracking
    tracking -->|"show the name of a signed-in reader"| identity
"""

# %%
replay("4.1", journey_1)

# %% [markdown]
# One of five journeys already walks over it. Round ends mean a person.
#
# **Finish.** Journey 3 is “Dee scans a parcel at the door”. When her phone has signal, it hands
# the scan over; the scan goes into the event log (*trill*), and tracking, routing, the warehouse
# (*aviary*) and notify hear of it. Notify sends an SMS through PingCo, another company. Two arrows
# and one mark are missing.

# %% tags=["learner"]
journey_3 = """
flowchart LR
    dee(["Dee"]) -->|"scan the barcode"| courier-app
    courier-app -->|"sign the courier in"| identity
    courier-app -->|"hand over the scans"| scan-ingest
    scan-ingest -.->|"write the scan into the log"| trill
    trill -.->|"tell where the parcel is now"| tracking
    trill -.->|"keep every event for reports"| aviary
    %% routing and notify listen to trill as well: add two arrows here

    notify -->|"send an SMS"| PingCo
    %% PingCo belongs to others: write PingCo:::external in the line above
"""

# %%
replay("4.1", journey_3)

# %% [markdown]
# When it says that one of five journeys finds its way and one of two outside companies is marked,
# you are done: this map is for journey 3 alone.

# %% [markdown]
# ## 5 · The ripple: who has to know? (12 min)
#
# A change in one box travels. The rule is short:
#
# - **back along calls**, to those who ask (their question, or the answer, changes),
# - **on along events**, to those who listen,
# - **back along shared data**, to those who read the tables. Nobody calls them; they find out at night.
#
# The other direction of the same map is a **failure**: when Roost stops, so do
# {{blast.roost}}. That set is Roost's **blast radius**. A box with a large one is a **single point of
# failure**.
#
# Predict, then switch on one kind of arrow after the other.

# %%
lab("W04b")

# %% [markdown]
# **What you should have seen.** Calls and events reach almost everybody. Money stays dark until
# shared data is switched on: Tally reads Roost's tables directly, and no arrow says so. Farid would
# have heard of Second Perch when the second change, which costs {{second.eur}}, was on no invoice.
#
# Eight questions find what the screen hides. Take them to your next planning meeting:
#
# | Ask | You listen for |
# |---|---|
# | Who asks this box, and would the answer be different? | callers |
# | Who hears of it by event, and when? | listeners |
# | Who reads these tables? | a report, an invoice, a nightly job |
# | Who works without signal? | a phone that shows the old truth, for up to {{offline}} hours at Linnet |
# | Which partner keeps a copy? | {{partners}} shops that show the old address |
# | Which number changes its meaning? | a headline that improves by itself |
# | Which fact about a person is new, and when is it deleted? | a date |
# | Whose rule does it meet? | Ruth's {{freeze}} minutes before departure |
#
# **Your turn.** Go back to your first list in section 3 and add what the eight questions found.
# How many were missing?

# %% [markdown] tags=["own-work"]
# *(double-click and write: my first number, my number now, the one I would never have thought of)*

# %% [markdown]
# ## 6 · Chains: six doors in a row (12 min)
#
# **Availability** is the share of time in which a part works. A **hard dependency** is one you can't
# do without; a **soft** one you can catch up with later. A booking has to pass six hard doors:
#
# | Part | Availability | Hours closed in a month of 30 days |
# |---|---|---|
# {{chain.table}}
#
# *Worked example.* Two doors, open 90 % and 80 % of the time. Both have to be open:
# 0.9 × 0.8 = **0.72**. Not the average (0.85), and not the weaker of the two (0.80). Two equal doors
# *side by side*, of which one is enough: 1 − 0.2 × 0.2 = **0.96**.
#
# Six doors between 99.5 and 99.95 %. Predict, then look.

# %%
lab("W04c")

# %% [markdown]
# **What you should have seen.** All six together give **{{chain.today}}**, or {{chain.hours}} hours a month.
# An average would have said {{chain.average}}. Going on without the address check brings
# {{chain.soft}} ({{chain.soft_hours}} hours). A second, paid address company brings {{chain.spare}}: the
# same, with a monthly bill. Making booking itself nearly perfect brings {{chain.better}}.
#
# The cheapest hour is often the one in which you no longer need the other.

# %% [markdown]
# ### Practice: a plan to finish
#
# Which parts must answer, how do they combine, and what would you buy first? One line is blank; the
# repairs stand in exercise 4.3. Try one, then another, and watch the hours.

# %% tags=["learner"]
first_repair = {
    "hard_parts": ["merchant-gateway", "booking", "address-check", "label",
                   "nest-reservations", "roost"],
    "combine": "multiply",
    "repairs": ...,          # for example ["soft_label"]
}

# %%
replay("4.3", first_repair)

# %% [markdown]
# ## 7 · Cut lines: what changes together (10 min)
#
# Roost, the old monolith, does too much. Amara wants to cut it. Where?
#
# Two words help. **Cohesion**: what belongs together is together. **Coupling**: how much you have to
# touch elsewhere when you change something here. A **bounded context** is a stretch of work in which
# each word has one meaning: “price” is one thing to whoever quotes it and another to whoever invoices it.
#
# Past changes are evidence. Forty of them are on file, with the capabilities each one touched.

# %%
lab("W04d")

# %% [markdown]
# **What you should have seen.** Screens, services, data: {{cut.layer}} modules for each change, of
# three. By noun: {{cut.noun}}. Today's teams: {{cut.team}}, and there are six of them. A module
# for each capability: {{cut.each}}. None of these is the best you can do. In exercise 4.4 you look for the
# cut that the changes themselves suggest.
#
# **Your turn.** Name two things in your product that are always changed together and live apart.

# %% [markdown] tags=["own-work"]
# *(double-click and write)*

# %% [markdown]
# ## 8 · What exactly needs to be built? (12 min)
#
# Now do the five exercises in
# [`exercises/M04_map_and_ripple/exercises.ipynb`](../../exercises/M04_map_and_ripple/exercises.ipynb).
# The last one is the page that Callum will use on the phone. Then come back for the two lines below.
#
# **The module in one line:** *draw it so that a journey can walk it.*
#
# **On your own product** (private, never marked, leave names out): draw the five boxes that matter
# and the line nobody draws. Type it as Mermaid; you can check it with `tpo check map FILE`.

# %% [markdown] tags=["own-work"]
# *(double-click and write)*

# %% [markdown]
# ### Words you now own
#
# These go into your glossary. Each has an example from Linnet and the word it is often
# confused with.

# %%
terms("M04")

# %% [markdown]
# ### Five minutes, looking back
#
# - What worked for you in this module?
# - What did not?
# - One thing you will do differently next week, and how you will know that it helped.

# %% [markdown] tags=["own-work"]
# *(double-click and write)*
