# %% [markdown]
# # M05 · APIs are promises
#
# **{{lesson.minutes}} minutes**, and later {{exercises.time}} for the exercises.
#
# You need no code: you fill in values, move sliders and press *Run* (`Shift`+`Enter`).
#
# At the end you can
# - predict which change breaks which partner, and name the way that doesn't,
# - design a call that survives repeats, strangers and slow helpers,
# - choose rules for long lists and fast callers,
# - plan the end of a version so that nobody notices,
# - present an API as a product.

# %%
from tpo.judges.booking_server import start_booking
from tpo.judges.sunset import who_called
from tpo.notebook import *

# %% [markdown]
# ## 1 · From memory (8 min)
#
# Answer each question in your head or on paper before you open it. Recalling is what makes
# it stay.

# %%
recall("M05")

# %% [markdown]
# ## 2 · Try it before we teach it (10 min)
#
# On Address Friday {{inc.labels}} parcels got a second label. Nobody had asked for two. Hana's
# program had asked once, got no answer, and asked again, as any of us would.
#
# You are about to build the call with which Marisol changes her delivery. Describe it below as you
# would today, run the cell, and see how many of {{scenarios}} situations go well. Nothing is marked.

# %% tags=["learner"]
my_call = {
    "method": "get",                    # how it is called: "get", "post", "put" or "patch"
    "path": "/reroute",                 # the address
    "must_send": ["target"],            # what a caller must say about the wish
    "may_send": ["nest_id", "recipient_id"],  # and what it may say
    "key": "none",                      # a key that marks repeats: "none", "optional", "required"
    "same_key_other_body": "do_it",     # or "first_answer", "refuse"
    "key_kept_h": 0,                    # hours a key is remembered
    "checks_version": False,            # refuse a change made on an old view of the parcel?
    "when": "wait_for_routing",         # or "accept_now"
    "who_may": "logged_in",             # "anyone", "recipient", "recipient_or_delegate"
    "until_min": 120,                   # minutes before the delivery window: until then it's allowed
    "notify_fails": "undo_the_change",  # or "keep_the_change"
    "errors": "text",                   # or "reason_code", "error_in_200"
    "status_done": 200,                 # the number at the top of the answer when all went well
    "status_too_late": 500,             # and when the wish comes too late
    "status_nest_full": 500,            # … the Nest has no free compartment
    "status_not_yours": 500,            # … it is somebody else's parcel
    "status_restricted": 500,           # … the parcel may not go to a neighbour
    "status_unknown": 404,              # … there is no such parcel
    "status_other_body": 500,           # … a known key comes with another wish
    "status_too_many": 500,             # … the caller asks too often
    "retry_after": False,               # say when to come back, with the limit's no?
}

# %%
replay("5.2", my_call)

# %% [markdown]
# **Before you go on:** change three lines, one at a time, and run both cells after each. Which one
# helped most, and why? Exercise 5.2 asks for the whole table.

# %% [markdown]
# ## 3 · Request and response, a promise (16 min)
#
# An **API** is how one program asks another. Each call is a **request** and a **response**. What
# both sides may rely on is the **contract**. It has five parts:
#
# | Part | Question | In Linnet's Booking API |
# |---|---|---|
# | **resource** | which thing is it about? | `/parcels/LP-000042` |
# | **method** | what shall happen to it? | GET reads, POST makes a new one, PUT replaces, PATCH changes a part |
# | **status code** | how did it go? | 2xx done or accepted · 4xx no, and why · 5xx we failed |
# | fields | what is said, and what must be? | `weight_kg` is required, `service` is optional |
# | who may | who is it, and may they do *this* to *this* parcel? | see below |
#
# Two properties of methods matter to you (they stand in the public standard,
# [RFC 9110, section 9.2](https://www.rfc-editor.org/rfc/rfc9110#section-9.2)). GET is **safe**: it
# changes nothing, so programs call it without asking (a mail program opens every link to draw its
# preview). PUT is **idempotent**: doing it twice is the same as doing it once. POST is neither. A
# POST that is repeated is a second wish.
#
# A contract that programs can read is written in **OpenAPI**, a form that tools check, draw and turn
# into code. Linnet's stands in `datasets/openapi/booking-1.4.yaml`. In exercise 5.2 you fill in a
# table, and the course writes the OpenAPI for you.
#
# *Worked example, one no and its meaning.* The Nest is full. `500` says "we are broken": an alarm
# rings and the program tries again. `200` with an error inside says "done": the program stops. `409`
# with the reason `nest-full` says what is true, and the shop can offer another Nest. The form of
# such an answer is a standard, [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457). Other numbers you
# will need: `403` you may not · `404` there is no such thing · `422` understood, but it can't be done ·
# `429` too many calls.
#
# **Slow helpers.** Routing takes longer than the {{patience}} s that callers wait. `202` says "accepted":
# the service answers at once, says where the result will stand, and finishes later.
#
# **Two devices.** With each answer comes an **ETag**, a mark that changes when the parcel changes. A
# caller who wants a change sends the mark back. If it is an old one, the service refuses: somebody
# else was faster.
#
# **Who may** is three questions. A login or an API key says *who* it is. A **scope** says what kind of thing
# they may do: read, or book. Neither says whether *this* parcel is theirs. That third question is
# **object-level authorisation**, and forgetting it is
# [first in the list of API risks](https://owasp.org/API-Security/editions/2023/en/0xa1-broken-object-level-authorization/)
# of OWASP, a foundation for safe software.
#
# Who asks is known from the login, never from a field that the caller fills in. To a stranger,
# somebody else's parcel looks like one that doesn't exist (`404`), so that trying numbers teaches
# nothing. And an API key is a secret: it travels in a **header** (the lines that come before the
# content), never in an address, and no log keeps it.

# %% [markdown]
# **Your turn.** Marisol's neighbour is logged in and knows the number of her parcel. Which of the
# three questions stops this neighbour? Write one line.

# %% [markdown] tags=["own-work"]
# *(double-click and write)*

# %% [markdown]
# ## 4 · Lost answers and repeats (14 min)
#
# The network can lose a request on the way there, or the answer on the way back. The caller sees
# the same thing: nothing. A *key* is here a name for the order, sent along with it. Predict first,
# then press.

# %%
lab("W05a")

# %% [markdown]
# **What you should have seen.** One lost answer and three presses without a key: {{press.labels}} labels,
# {{press.eur}}. With a key: {{press.keyed}}. An answer you never saw still happened.
#
# The same on a **real wire**. This cell starts the Booking API on your machine, on a free port that no
# other machine can reach. The line it prints calls it from a terminal; that is optional.

# %%
booking = start_booking()
print(booking.how_to_call())

# %% [markdown]
# Now you call from Python. The first answer gets lost on its way back, so you ask again. `→` is
# what you sent, `←` is what came back.

# %%
booking.set(lose=1)
print(booking.press_again())
print(booking.show_wire())

# %% [markdown]
# Two parcels for one order. Once more, with a key. Look at the parcel's number.

# %%
booking.set(lose=1)
print(booking.press_again("order-4711"))
print(booking.show_log())

# %% [markdown]
# Now see how it sounds when something is wrong. Run this cell, then put another trouble in the brackets
# and run it again: `per_second=1` (calls it allows) or `slow_s=3` (seconds until it answers: no
# refusal, only a wait). The cell starts a fresh service, calls it twice and stops it.

# %%
booking = start_booking(provider_down=True)
print(booking.book("order-4712"))
print(booking.book("order-4713"))
booking.stop()

# %% [markdown]
# An **idempotency key** is a name the caller gives to one *wish*; it is no secret. The service keeps
# the key and its first answer; whoever comes with the key again gets that answer, and nothing is done twice. Three
# decisions make it work, and they are yours to ask for:
#
# - **Required, not optional.** What nobody demands is left out by the phone with the worst
#   connection.
# - **Same key, other wish: refuse.** Answering with the first result hides the second wish; doing
#   both makes the key worthless.
# - **How long is it kept?** Longer than the longest pause before a repeat: a night, a weekend.

# %% [markdown]
# ## 5 · Who breaks? (14 min)
#
# Linnet wants to change its API. A change is **backward compatible** if nobody who used it before
# has to do anything. Six partners' programs use it, each in its own way:
#
# | Program | How it reads |
# |---|---|
# | **tolerant reader** | takes what it needs by name and ignores the rest |
# | strict enum | knows a fixed list of statuses (an *enum*) and stops at any other |
# | generated SDK | code that a tool made from our description; checks types, books heavy parcels |
# | CSV import | takes values by their position; knows no names |
# | webhook consumer | waits for a **webhook**, a call from us to them when something happened |
# | cached client | keeps its copy until the ETag changes |
#
# Bet on one, then try the changes.

# %%
lab("W05b")

# %% [markdown]
# **The direction decides.** In a *request* the partner speaks and we listen: asking less is safe,
# demanding more is not. In a *response* we speak and they listen: saying less or something new may
# not be safe, because we don't know how they listen. {{breaking}} of our {{changes}} changes break somebody.
#
# | | Request (they send) | Response (they read) |
# |---|---|---|
# | add an optional field | safe | safe for those who read by name |
# | add a required field | breaks every caller | – |
# | remove a field | safe, if we ignore it when they still send it | breaks whoever reads it, optional or not |
# | accept or send more values | safe | breaks whoever knows only the old ones |
# | tighten a limit | breaks whoever was above it | safe |
# | change a default | breaks in silence | – |
#
# Public guidelines agree on the core
# ([Zalando's rules 106 to 111](https://opensource.zalando.com/restful-api-guidelines/#compatibility),
# [Google's AIP-180](https://google.aip.dev/180)); at the edges experts and tools still disagree. So
# ask your readers, or look at what they do.

# %% [markdown]
# **Practice.** Back in W05b: find a way to take `note` out of the answer without breaking anybody,
# then one to bring in the limit of 30 kg. What did they cost in days? Write both down.

# %% [markdown] tags=["own-work"]
# *(double-click and write)*

# %% [markdown]
# ## 6 · Lists, limits and a moving world (10 min)
#
# A long list comes in pages. There are two ways to ask for the next one: "skip 200 rows" (**offset**)
# or "after parcel 4711" (**cursor**). While you read, parcels arrive and drop out.

# %%
lab("W05c")

# %% [markdown]
# In the exercise's night of {{list}} parcels, offset misses {{offset.missing}} and gives {{offset.twice}} twice; a cursor
# does neither. Two more traps:
#
# - **No largest page.** One merchant with {{big}} parcels holds everyone for {{big.s}} s.
# - **An exact total on every page** takes {{count.share}} of the page's time, and is old when it is read.
#
# A **rate limit** says how fast a caller may call. Its no is `429`, with `Retry-After` and a number
# of seconds. Without the number, callers try at once; with `503` ("we are down")
# they report an outage of ours.

# %% [markdown]
# ## 7 · Life and death of a version (10 min)
#
# **Deprecation** says: this still works, and it will end. **Sunset** is the day it ends
# ([RFC 8594](https://www.rfc-editor.org/rfc/rfc8594) has a header for it). Two versions cost
# {{carry}} people for as long as both live, so an end is part of the plan.
#
# Linnet has {{partners}} partners. {{deaf}} never read a mail. {{monthly}} more are *batch jobs*,
# programs that run by themselves, here once a month. Who still calls? That depends on how long you look.

# %%
print(who_called(1))
print(who_called(5))

# %% [markdown]
# Read this plan, guess how many break, then run it.

# %% tags=["learner"]
my_sunset = {
    "replacement_week": 4,      # week in which version 2 can be used
    "announce_week": 2,         # week of the mail to all partners
    "headers_week": None,       # from this week each answer says it will end
    "outreach": "mail",         # or "by_usage": also speak to everyone who still calls
    "usage_watch_weeks": 0,     # weeks you watch who calls
    "brownout_week": None,      # version 1 off for minutes, on purpose
    "consent": "the_date",      # or "usage_is_zero"
    "off_week": 12,             # week in which version 1 goes off
}

# %%
replay("5.4", my_sunset)

# %% [markdown]
# **Finish it.** Change two lines so that fewer partners break, and run both cells again. Weeks 17 to
# 24 are the peak freeze; nobody touches a program then.

# %% [markdown]
# ## 8 · What exactly needs to be built? (8 min)
#
# Now do the five exercises in
# [`exercises/M05_apis_are_promises/exercises.ipynb`](../../exercises/M05_apis_are_promises/exercises.ipynb).
# Then come back for the two lines below.
#
# **The module in one line:** *who reads it decides whether it breaks.*
#
# **On your own product** (private, never marked, leave names out): take the last change to something
# others read (an API, a file, a report). Who reads it, and how do you know?

# %% [markdown] tags=["own-work"]
# *(double-click and write)*

# %% [markdown]
# ### Words you now own
#
# These go into your glossary. Each has an example from Linnet and the word it is often
# confused with.

# %%
terms("M05")

# %% [markdown]
# ### Five minutes, looking back
#
# - What worked for you in this module?
# - What did not?
# - One thing you will do differently next week, and how you will know that it helped.

# %% [markdown] tags=["own-work"]
# *(double-click and write)*
