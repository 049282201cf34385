# %% [markdown]
# # Look back
#
# **30 minutes.** Open this page when you have finished the modules of your plan. If you open it earlier
# the tasks are no longer new, and you can't compare.

# %%
from tpo.notebook import *

# %% [markdown]
# ## Where you stand now (25 min)
#
# The same {{tasks}} things as on the start page, in other words and with other numbers. First you rate
# yourself as you are today; then you rate, from today, the person you were when you began. The second
# rating often comes out lower than what you said then. That is no mistake: who learns what an
# expert does gets a new ruler. The tasks are what to believe.

# %%
assessment("B")

# %% [markdown]
# ## What has changed
#
# Run this cell when everything is answered. It compares both forms: tasks, confidence, and both
# differences of your own rating.

# %%
gap_map("B")

# %% [markdown]
# Take one line from it into your portfolio, with its number. Then write down one thing that went down
# or stayed: it is the first line of your next plan.
