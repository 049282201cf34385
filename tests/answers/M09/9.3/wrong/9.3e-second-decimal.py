# A winner by a twelfth of a point.
# expect: 9.3e
# first: 7.59 beats 7.52? A service that tells leads in 55 % of futures.
study = """
weights:
  answer_s: 20
  seen_s: 15
  change_days: 15
  effort_weeks: 30
  recipients: 20
weights_fixed: 2026-05-04
first_score: 2026-05-06
edits: []
options:
  do_nothing: {answer_s: [0, E1], seen_s: [0, E3], change_days: [10, E4], effort_weeks: [10, E5], recipients: [0, E8]}
  calls: {answer_s: [6.9, E1], seen_s: [9.9, E3], change_days: [7.4, E4], effort_weeks: [6.8, E5], recipients: [7.5, E8]}
  events: {answer_s: [10, E1], seen_s: [9.6, E3], change_days: [8.1, E4], effort_weeks: [4.8, E5], recipients: [7.5, E8]}
result: events
confidence: 60
pick: events
tiebreaker: none
tipping: {criterion: answer_s, weight: 18}
claim_p95_ms: 220
"""
