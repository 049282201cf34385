# Effort, speed and time to market.
# expect: 9.3c
# first: weeks_to_value and time_to_market are one idea counted again (r = 1.00).
study = """
weights:
  answer_s: 20
  failed: 30
  effort_weeks: 20
  weeks_to_value: 15
  time_to_market: 15
weights_fixed: 2026-05-04
first_score: 2026-05-06
edits: []
options:
  do_nothing: {answer_s: [0, E1], failed: [10, E2], effort_weeks: [10, E5], weeks_to_value: [10, E6], time_to_market: [10, E7]}
  roost: {answer_s: [0.7, E1], failed: [10, E2], effort_weeks: [8.4, E5], weeks_to_value: [8.7, E6], time_to_market: [8.8, E7]}
  calls: {answer_s: [6.9, E1], failed: [5.3, E2], effort_weeks: [6.8, E5], weeks_to_value: [7.3, E6], time_to_market: [7.5, E7]}
  events: {answer_s: [10, E1], failed: [10, E2], effort_weeks: [4.8, E5], weeks_to_value: [5.7, E6], time_to_market: [5.9, E7]}
result: events
confidence: 90
pick: events
tiebreaker: none
tipping: none
claim_p95_ms: 220
"""
