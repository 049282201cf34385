# Speed of delivery instead of effort.
study = """
weights:
  answer_s: 30
  seen_s: 10
  change_days: 15
  weeks_to_value: 25
  recipients: 20
weights_fixed: 2026-05-04
first_score: 2026-05-06
edits: []
options:
  do_nothing: {answer_s: [0, E1], seen_s: [0, E3], change_days: [10, E4], weeks_to_value: [10, E6], recipients: [0, E8]}
  roost: {answer_s: [0.7, E1], seen_s: [0.3, E3], change_days: [3, E4], weeks_to_value: [8.7, E6], recipients: [6.7, E8]}
  calls: {answer_s: [6.9, E1], seen_s: [9.9, E3], change_days: [7.4, E4], weeks_to_value: [7.3, E6], recipients: [7.5, E8]}
  events: {answer_s: [10, E1], seen_s: [9.6, E3], change_days: [8.1, E4], weeks_to_value: [5.7, E6], recipients: [7.5, E8]}
result: events
confidence: 95
pick: events
tiebreaker: none
tipping: {criterion: weeks_to_value, weight: 44}
claim_p95_ms: 215
"""
