# %% [markdown]
# # M01 · Exercises
#
# {{exercises.count}} short exercises, {{exercises.points}} points, {{exercises.time}} in all; take them one at a time if you like.
# In each one you fill in a table, a card or some lines; the course *runs*
# what you wrote and tells you what happened.
#
# - **`check(…)`** runs your answer in a public scenario, as often as you like.
# - **`hint(…)`** gives one hint that fits what went wrong. Using it costs nothing.
# - **`grade(…)`** hands the answer in. Leave those cells as they are. Your instructor's run uses *fresh*
#   weeks and months, and reads more entries, so an answer that only fits the public run will not hold.
#
# Tables are typed as text: a line is a row, bars (`|`) stand between the cells. Lines that begin with `#` are
# remarks. `...` means "still blank", `-` means "nobody" or "none".

# %%
from tpo.notebook import *

# %% [markdown]
# ## 1.1 Decision map ★ (10 points)
#
# Sixteen decisions of one week. Say for each one who is accountable, in a Scrum team and in a company where
# a gate board under Ines releases money, dates and versions; who is consulted before, and who is informed
# after. A week is played with your map in both settings. It should show
#
# - one owner for each decision, who can take it there,
# - at most **{{stalls}} decisions** that come too late (asking people takes time on both sides),
# - at most **€{{rework}}** for things done twice, because somebody was not heard or not told,
# - a route to recipients wherever they will notice the decision.
#
# You are `you`; `team` is the six engineers. Ines is COO, Tomasz head of merchant sales, Amara staff engineer,
# Jun platform lead, Priya data, Mateo designer and researcher, Ruth depot manager, Farid finance, Sofia
# security and privacy, Callum customer care, Hana a merchant's engineer, Dee a courier, Marisol a recipient.
# The copy you made in the lesson is a good start.

# %% exercise="1.1"

# %% [markdown]
# ## 1.2 Map a week to duties ★★ (8 points)
#
# Thirty entries from Nadia's week (N01 to N30, stakeholder manager) and thirty from Leo's (L01 to L30,
# engineer). Choose **one** person, write her or his name after `who:`, and tag that week with one or two duties
# an entry, the strongest first. Leave the other person's rows as they are. Then name the **three duties that
# come least often in your tags**.
#
# | Duty | | An entry shows it when somebody … |
# |---|---|---|
# {{duties.table}}
#
# `none` stands for entries without any of them. Three product owners have tagged the same weeks; where they
# differ, both tags are accepted. {{agree}} agreement is enough.

# %% exercise="1.2"

# %% [markdown]
# ## 1.3 Gap plan ★★ (8 points)
#
# Up to **three goals**. Plan for yourself (copy the line of digits from your gap map on the start page), or for
# Nadia or Leo if you would rather not hand in your own. A plan holds when
#
# - each goal lies in one of the **five largest gaps** (ties count) and starts at the measured level,
# - its evidence can be checked: an exercise of that competency's module, or `own: …` with a thing to show,
# - all goals together take at most **{{hours}} hours a week** and end by **week {{weeks}}**,
# - at least one is practised by `do`, `shadow` or `teach`,
# - both halves are there, if both have large gaps.
#
# | | Competency | Half | Nadia | Leo | Role asks | Proof in this course |
# |---|---|---|--:|--:|--:|---|
# {{competencies.table}}

# %% exercise="1.3"

# %% [markdown]
# ## 1.4 Choose a niche, tentatively ★★ (6 points)
#
# Four niches, and what one person has done. Give points to niches, each with the **card** that earns them. Then
# choose. We add your points, check what each card speaks for, and take every card away once: if another
# niche wins then, your choice is `tentative`. The graded run does the same with the points of three other
# people, who give one more or less here and there.
#
# | Niche | | About | A week |
# |---|---|---|---|
# {{niches.table}}
#
# | Nadia | Kind | Card |
# |---|---|---|
# {{cards.nadia}}
#
# | Leo | Kind | Card |
# |---|---|---|
# {{cards.leo}}
#
# Score all four niches. Add rows as you need them, 16 at most.

# %% exercise="1.4"

# %% [markdown]
# ## 1.5 First quick win ★★ (5 points)
#
# Six candidates. Choose one that shows **within {{within}} days**, takes at most **{{most_days}}
# person-days**, and moves something Linnet pays for **beyond the noise**. It is live when users get it; days
# count from the start of the work.
#
# | | Candidate | Person-days | Live on day | Service |
# |---|---|--:|--:|---|
# {{wins.table}}
#
# You know: {{contacts}} contacts per 100 parcels, {{success}} % success at the first attempt, {{after_change}} % of
# contacts follow a changed arrival time, and 11 of 14 people Mateo talked to never open the app. `tracking`
# shows a place that is up to ten minutes old. The services are those of the catalogue: `tracking`, `notify`,
# `routing`, `roost`, `courier-app` and so on; PingCo sends the text messages.

# %% exercise="1.5"

# %% [markdown]
# ## 1.6 The quick-win card ★ (3 points, marked by a person)
#
# Your win from 1.5 on a card that Ines can say yes to in two minutes. Keep the four labels and write after
# each, 160 words at most in all. The check reads structure only; it gives advice, no points.

# %% exercise="1.6"
