# One candidate between two straw men.
# expect: 9.3a
# first: 2 of your options are beaten in everything; nobody chose.
study = """
weights:
  answer_s: 20
  failed: 25
  change_days: 15
  effort_weeks: 25
  recipients: 15
weights_fixed: 2026-05-04
first_score: 2026-05-06
edits: []
options:
  do_nothing: {answer_s: [0, E1], failed: [10, E2], change_days: [10, E4], effort_weeks: [10, E5], recipients: [0, E8]}
  events: {answer_s: [10, E1], failed: [10, E2], change_days: [8.1, E4], effort_weeks: [4.8, E5], recipients: [7.5, E8]}
  suite: {answer_s: [5, E1], failed: [7.5, E2], change_days: [0, E4], effort_weeks: [0.4, E5], recipients: [5.8, E8]}
  cards: {answer_s: [0, E1], failed: [6.7, E2], change_days: [8.6, E4], effort_weeks: [9.2, E5], recipients: [0, E8]}
result: events
confidence: 96
pick: events
tiebreaker: none
tipping: {criterion: effort_weeks, weight: 42}
claim_p95_ms: 220
"""
