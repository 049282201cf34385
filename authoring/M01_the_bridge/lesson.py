# %% [markdown]
# # M01 · The bridge: your role, your gaps, your first win
#
# **{{lesson.minutes}} minutes**, and later {{exercises.time}} for the exercises.
#
# You need no code: you drag cards, fill tables and press *Run* (`Shift`+`Enter`).
#
# At the end you can
# - say for sixteen decisions who takes them, and who doesn't, in two kinds of company,
# - name your own gaps by what you showed, not by what you feel,
# - choose a small change that ties a number of the business to a technical decision.
#
# You predict first, then you look. People who only watch a demonstration understand it no better
# than people who never saw it ([Crouch et al. 2004](https://doi.org/10.1119/1.1707018)).

# %%
from tpo.notebook import *

# %% [markdown]
# ## 1 · From memory (4 min)
#
# Four questions before you know anything. Say an answer, then open it.

# %%
recall("M01")

# %% [markdown]
# ## 2 · A win on your first day (6 min)
#
# You begin today as **technical product owner** (TPO) of team Delivery Choice: six engineers, one
# designer. Linnet carries {{parcels}} parcels a day, with {{couriers}} couriers, and loses money in two places:
#
# - {{success}} % of door deliveries succeed at the first attempt. The others, {{failed}} a month, cost
#   {{failed_each}} each: **{{failed_eur}} a month**.
# - {{contacts}} of 100 parcels bring a call or a message, "Where is my parcel?" That is {{calls}} a month
#   at {{call_each}}: **{{calls_eur}} a month**.
#
# Together {{leaks}}, beside a monthly margin of {{margin}}. Before anybody has explained your role to you,
# change one sentence.

# %%
lab("W01d")

# %% [markdown]
# **What you should have seen.** A vaguer promise brought fewer calls: from {{contacts}} to
# {{window.contacts}} per 100 parcels, about {{window.saved}} a month. {{after_change}} % of calls follow a
# *changed* time, not a missed parcel. You tied a number that Ines pays for to a decision that an engineer
# can build. The rest of this module is about who may take such decisions, and what you still need for it.

# %% [markdown]
# ## 3 · Try it before we teach it (13 min)
#
# It is Monday. {{decisions}} decisions land on the team's table: scope, dates, money, and how things are
# built. Each takes {{each}} days of whoever decides it. In the lab below, predict, then give every card to
# one person. Nothing is marked. Try three weeks that differ: everything yours, scope with sales, and the
# one you would want.

# %%
lab("W01a")

# %% [markdown]
# **What you should have seen.** If all sixteen are yours, the last one waits {{last}} days and {{late}} come
# too late. Owning everything stalls a week as surely as owning nothing. With scope at sales, each
# question takes two extra hops ({{relay}} day more), your time goes into passing on, and {{changed}} of
# {{passed}} answers change on the way. Somebody has to be **accountable**: one person who takes a decision and
# answers for it. Others are *consulted*, before; or *informed*, after.

# %% [markdown]
# ## 4 · What the role is, and what it is not (17 min)
#
# A **product owner** answers for the value of a product: what is built, in which order, and why. The
# *technical* product owner does so for a product whose users or risks are technical, and so has to
# understand how the system behaves. Five neighbours are easily mixed up:
#
# | Role | Answers for | Asks you |
# |---|---|---|
# | technical product owner | what exactly is built next, and what it is worth | – |
# | product owner | the same, where the system can stay a black box | "What would it cost us later?" |
# | project manager | that an agreed plan is kept | "Which date, which money?" |
# | business analyst | that needs are understood and written down | "What should be true afterwards?" |
# | engineer | how it is built, and how long it takes | "What must it make possible?" |
#
# Three more words will meet you every day. The **backlog** is the ordered list of what could be done next. An
# **increment** is a usable step of the product. The **product goal** says in one sentence what all of it is for.
#
# Books and job adverts disagree about the details. Here are four disagreements, and what this course does:
#
# | One says | Another says | In this course |
# |---|---|---|
# | A TPO writes no technical documents. | Write technical briefs. | A **brief** is yours: a decision, its risk, who is needed, in plain words. A **specification** tells builders how, and is theirs. |
# | A TPO has no contact with customers. | Interview users. | It depends on the company; you turn that dial in section 5. One route to users there must be. |
# | In time and in budget. | Outcomes first. | Both are reported. A plan that keeps its dates by dropping the outcome has failed. |
# | An owner who speaks for others adds nothing. | Work may be delegated ([Scrum Guide 2020](https://scrumguides.org/scrum-guide.html)). | Delegating work is fine; relaying decisions is not. Who only relays is called a **proxy owner**. |
#
# **Sort, in your head:** a brief for Ines, a story with examples, the context part of a decision record, the
# specification of an interface, a runbook for the night shift. Which are yours?
#
# <details><summary>Open when you have said it</summary>
#
# Yours: the brief and the story. The context of a decision record you write together; the decision itself
# belongs to whoever must live with it. Specification and runbook are the engineers'. You read them.
#
# </details>

# %% [markdown]
# *Worked example.* "When the first part counts as done."
#
# | | Who | Why |
# |---|---|---|
# | accountable | you | whoever asks for it says when it is there |
# | with stage gates | you | a gate board releases dates and money; it doesn't know what "done" means |
# | consulted, before | the team | they know what can be tested |
# | informed, after | Callum | his people will be asked on the first day |
#
# **Finish.** Ten rows are there. Fill the other six (the lines with `...`), then run both cells. Names are
# `you`, `team`, `ines` (COO), `tomasz` (sales), `amara` (staff engineer), `jun` (platform), `priya` (data),
# `mateo` (design), `ruth` (depot), `farid` (finance), `sofia` (privacy), `callum` (care), `hana` (a merchant's
# engineer), `dee` (courier), `marisol` (recipient). In the column `stage_gate`, `-` means "the same".

# %% tags=["learner"]
my_map = """
decision       | accountable | stage_gate | consulted | informed
first_slice    | you         | -          | amara     | tomasz
acceptance     | you         | -          | team      | callum
order          | you         | -          | amara     | ines
brief          | you         | -          | amara     | ines
schema         | amara       | -          | priya     | team
library        | team        | -          | mateo     | -
estimate       | team        | -          | -         | you
interface_spec | amara       | -          | hana      | -
neighbour_data | sofia       | -          | you       | amara
route_freeze   | ruth        | -          | dee       | you
# until when a recipient may change a delivery
cut_off        | ...         | -          | -         | -
# what the arrival message promises
wording        | ...         | -          | -         | -
# which date the merchants are told
date           | ...         | -          | -         | -
# what the quarter's money is spent on
budget         | ...         | -          | -         | -
# what a second change costs
price          | ...         | -          | -         | -
# whether the new message goes live on Thursday
release        | ...         | -          | -         | -
"""

# %%
replay("1.1", my_map)

# %% [markdown]
# ### A day of a TPO
#
# | When | What | Duty |
# |---|---|---|
# | 9:00 | asks Ruth from when on a route can't change any more | elicitation |
# | 9:40 | puts that into the story, as an example on the line | refining |
# | 11:00 | tells Tomasz that Saturday delivery stands below returns, and what that saves | prioritising |
# | 13:30 | … | … |
# | 15:00 | … | … |
#
# **Your turn.** What could stand at 13:30 and 15:00, so that discovery and measuring come into this day as
# well? Two lines.

# %% [markdown] tags=["own-work"]
# *(double-click and write)*

# %% [markdown]
# ## 5 · The same title in another company (7 min)
#
# There is no definition for all. Turn the dials: the way of working, the access to users, the size of the
# company. In **Scrum** a team works in rounds of a few weeks, from one backlog with one owner. In **Kanban** it
# pulls the next piece as soon as one is finished. At **stage gates** (people also say *Waterfall*) a
# board releases each phase; clarifying moves to the front and is signed. What stays?

# %%
lab("W01b")

# %% [markdown]
# **What you should have seen.** {{moving}} duties move. One stays: clarifying **what exactly needs to be built**.
# Every module of this course begins with that question about Linnet and ends with an answer in one line.

# %% [markdown]
# ## 6 · Your gaps, and a plan for three of them (13 min)
#
# A bridge has two ends. One is the art of guiding people: needs, priorities, a good no. The other is the
# science of how systems behave: load, data, interfaces, failure. Meet two who want to cross.
#
# **Nadia** has managed stakeholders for eight years. **Leo** has built Linnet's systems for six. Both rated
# themselves, then did the same tasks that you find on the [start page](../00_start_here.ipynb).

# %%
lab("W01c")

# %% [markdown]
# **What you should have seen.** Nadia's largest gaps are {{nadia.top}}. She knew most of them. In
# experiments she felt safe, and there the difference is widest. Leo's are {{leo.top}}. Choose *You* in
# the lab: if you have done the assessment, it draws yours. If you haven't, do it this week; until
# then Nadia or Leo stands in for you.
#
# *Worked example: Nadia's plan.* Three goals in her largest gaps, at most {{hours}} hours a week, none open-ended,
# each with a thing to show, and not all from one half.
#
# | Goal | From → to | What she will show | Until week | Hours a week | How |
# |---|---|---|--:|--:|---|
# | Load and failure | 1 → 2 | a capacity plan that passes 6.2 | 6 | 1.5 | does it |
# | Interfaces between systems | 1 → 2 | a contract that passes 5.2 | 10 | 1.5 | shadows a design review |
# | Experiments | 1 → 2 | a card for the newsletter at home | 14 | 1 | does it |
#
# This is what people call a **SMART** goal: specific, measurable, achievable, relevant, and with a date.
#
# **Finish Leo's plan.** His first goal is there, the second one is half done. Fill the blanks so that no rule
# is broken. `practice` is one of `read`, `watch`, `do`, `shadow`, `teach`. Levels and proofs of all fourteen
# stand in exercise 1.3.

# %% tags=["learner"]
leos_plan = """
levels: leo

competency | from | to | evidence | until | hours | practice
K02 | 1 | 2 | an interview that passes 2.1 | 6 | 2 | do
K10 | 1 | 2 | ... | ... | ... | ...
"""

# %%
replay("1.3", leos_plan)

# %% [markdown]
# A **niche** is the kind of product for which people will ask for you: common platforms, data as a product,
# tools for developers, security. Look for where your *past work* meets what is needed, and hold each
# niche against evidence. Then take the best card away. If another niche wins, call your choice *tentative*.
# In exercise 1.4 you do that for Nadia or Leo.

# %% [markdown]
# ## 7 · A first quick win (10 min)
#
# A quick win is small, and it has five parts: an **outcome** that somebody feels (not an *output*, a thing that
# was built), a **baseline** (the number before), a **technical decision**, few days, and a date on which you
# look. Nadia's first try lacks two of them.
#
# | Part | Nadia's card |
# |---|---|
# | outcome | recipients can plan their afternoon, so fewer call |
# | metric and baseline | contacts per 100 parcels |
# | technical decision | "improve the messages" |
# | days | 6 |
# | looks on | day 28 |
#
# Which two? Put them in, then run both cells. A day's contacts swing by about {{noise}} per 100 parcels
# without any reason, so an effect has to be larger than that noise to count.

# %% tags=["learner"]
my_win = {
    "win": "eta_wording",
    "outcome": "recipients can plan their afternoon, so fewer call",
    "metric": "contacts_per_100",
    "baseline": ...,
    "decision": ...,
    "days": 6,
    "measure_day": 28,
}

# %%
replay("1.5", my_win)

# %% [markdown]
# That is an experiment in its smallest form: a question, a metric, a method, a result with its noise. Four
# more follow in the course. And beware of a metric that gets better while something else gets worse:
# fewer messages, more calls. A number that you watch for that reason is called a **guardrail metric**.

# %% [markdown]
# ## 8 · What exactly needs to be built? (5 min)
#
# Now do the exercises in
# [`exercises/M01_the_bridge/exercises.ipynb`](../../exercises/M01_the_bridge/exercises.ipynb).
# Then come back for the lines below.
#
# **The module in one line:** *one owner for each decision; prove a small win.*
#
# **On your own product** (private, never marked, leave names out):
# - Which decision has two owners today, or none? Who could take it from Monday on?
# - Tag five entries of your own last week with duties, as in exercise 1.2. Which duty is missing?
# - Three projects near you need somebody between business and engineering. For each: which skill would you
#   gain, who would see it, how many hours would it take?

# %% [markdown] tags=["own-work"]
# *(double-click and write)*

# %% [markdown]
# **One question for an engineer.** Each week, ask one and write it down with the answer. "What would break
# first?" is a good one to begin with.

# %% [markdown] tags=["own-work"]
# *(double-click and write)*

# %% [markdown]
# ### Words you now own
#
# These go into your glossary. Each has an example from Linnet and the word it is often confused with.

# %%
terms("M01")

# %% [markdown]
# ### Five minutes, looking back
#
# - What worked for you in this module?
# - What did not?
# - One thing you will do differently next week, and how you will know that it helped.

# %% [markdown] tags=["own-work"]
# *(double-click and write)*
