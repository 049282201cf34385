# Nobody asks what happens without.
# expect: 9.3f
# first: Doing nothing is missing, and Ines asks for it first.
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
  roost: {answer_s: [0.7, E1], failed: [10, E2], change_days: [3, E4], effort_weeks: [8.4, E5], recipients: [6.7, E8]}
  calls: {answer_s: [6.9, E1], failed: [5.3, E2], change_days: [7.4, E4], effort_weeks: [6.8, E5], recipients: [7.5, E8]}
  events: {answer_s: [10, E1], failed: [10, E2], change_days: [8.1, E4], effort_weeks: [4.8, E5], recipients: [7.5, E8]}
result: events
confidence: 96
pick: events
tiebreaker: none
tipping: none
claim_p95_ms: 220
"""
