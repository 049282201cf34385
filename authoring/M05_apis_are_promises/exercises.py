# %% [markdown]
# # M05 · Exercises
#
# {{exercises.count}} exercises, {{exercises.points}} points, {{exercises.time}} in all; take them one at a time if you like.
# In the first four you fill in a small table; the course *runs* what you
# wrote and tells you what happened. The fifth is a page that a person reads.
#
# - **`check(…)`** runs your answer in one public scenario, as often as you like.
# - **`hint(…)`** gives one hint that fits what went wrong. Using it costs nothing.
# - **`grade(…)`** hands the answer in. Leave those cells as they are. Your instructor's run uses
#   *fresh* scenarios, so an answer that only fits the public one will not hold.
#
# `...` means "still blank".

# %%
from tpo.exercises.m05 import as_openapi
from tpo.notebook import *

# %% [markdown]
# ## 5.1 Predict, then protect ★★ (9 points)
#
# {{changes}} changes to the Booking API wait for your word. For each one, name the clients that break if
# it is simply shipped, and choose a way to make it that breaks none. Write
# `"nobody"`, one name such as `"csv_import"`, or several in brackets:
# `["csv_import", "cached_client"]`. These are the six programs:
#
# | Client | How it reads |
# |---|---|
# | `"tolerant_reader"` | takes the fields it needs by name, adds up `price`; an unknown status means "on its way"; asks for the signature service by name |
# | `"strict_enum"` | knows the three statuses of today (an *enum* is such a fixed list) and stops at any other; names no service |
# | `"generated_sdk"` | code that a tool made from the API's description: checks that `price` is a number; books parcels of up to 40 kg; gives up after 404, repeats after 409; names no service |
# | `"csv_import"` | takes the first five values of an answer in their order; knows no names; only reads |
# | `"webhook_consumer"` | receives events and finds the parcel by `parcel_id`; only receives |
# | `"cached_client"` | keeps its copy until the ETag, a mark that comes with each answer, changes; only reads the status |
#
# And these are the ways: `"ship"` it as it is ({{days.ship}} days of work), `"add_beside"` the old
# ({{days.add_beside}} days), `"opt_in"` for those who ask for it ({{days.opt_in}} days), or a `"new_version"` ({{days.new_version}} days).
# Nothing can stand beside what is removed, nor beside a limit, a default or a status code: there,
# `"add_beside"` ships the change as it is. You have {{days.cap}} days for all of them. Up to {{misses}} wrong
# predictions cost nothing.

# %% exercise="5.1"

# %% [markdown]
# ## 5.2 Design the reroute call ★★★ (12 points)
#
# Marisol wants her parcel in a Nest instead. Describe the call that makes it so. The course
# builds the service you describe and plays {{scenarios}} scenarios on it: a duplicate, a lost response,
# two devices at once, exactly 120 minutes before the delivery window (the last moment that is in
# time), a full Nest, a wrong person, a delegate she has named, a parcel that may not go to a
# neighbour, slow routing, a message to the shop that can't be sent, a known key with another wish, an
# unknown parcel, too many calls, a repeat on the next day.
#
# A wish holds a `target` (a Nest, the door, …), and may hold a `nest_id`, a `note` or a `recipient_id`.
# Then {{programs}} partner programs use the call; they read as those in 5.1 do.
#
# At least {{enough}} scenarios must hold, none about security or repeats may fail, and every program
# has to be able to work. Callers wait {{patience}} s. The first change is free, the second costs {{fee}}.

# %% exercise="5.2"

# %% [markdown]
# **The same as OpenAPI (optional).** The next cell shows your table as an OpenAPI description. You may
# hand that in instead, in YAML or JSON: `reroute = """` … `"""`. It is judged by running, too. What you
# describe is served, and your description is held against the service agreed on with Hana, one that
# only adds a field, and {{faulty}} faulty services and requests. It has to accept the first two and
# refuse the rest. What OpenAPI has no word for stands in `x-promise`.

# %%
print(as_openapi(reroute))

# %% [markdown]
# ## 5.3 Lists and limits ★★ (6 points)
#
# Three programs call: a nightly job reads {{list}} parcels while new ones arrive, a merchant asks for
# its {{big}} parcels, and one calls too fast. Choose the rules so that
#
# - the job gets every parcel once, in at most 100 calls,
# - no single list holds the service for more than {{hold.ms}} ms (in the lesson, {{big}} parcels took {{big.s}} s),
# - whoever is too fast is told so, and when to come back,
# - counting takes at most {{count.most}} of a page's time.

# %% exercise="5.3"

# %% [markdown]
# ## 5.4 Sunset plan ★★★ (7 points)
#
# Version 1 of the Booking API has to go. {{partners}} partners use it. You have {{weeks}} weeks from
# Monday, 20 July 2026; **weeks 17 to 24 are the peak freeze**, in which nobody touches a program.
# Moving takes a partner three to eight weeks, and some believe they have moved and have forgotten one job; only
# a *brownout* (version 1 off for minutes, on purpose) shows them. Plan so that nobody breaks,
# both versions run for at most {{dual}} weeks, and nothing happens in the freeze.

# %% exercise="5.4"

# %% [markdown]
# ## 5.5 API product page for Hana ★★ (6 points, marked by a person)
#
# Hana Sato decides whether Kettle & Loom builds on your reroute call. Write her one page (at most
# 400 words). Keep the six labels; write after each. The check reads structure and words only; it
# gives advice, no points.

# %% exercise="5.5"

# %% [markdown]
# Your page, as Hana would open it. The file is yours to keep.

# %%
keep("5.5", page)
