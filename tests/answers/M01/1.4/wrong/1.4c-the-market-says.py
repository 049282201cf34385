# Leo follows a survey.
# expect: 1.4c
# first: Security-focused offerings wins by what the market says, not by past work.
niche = """
who: leo
winner: security
status: tentative

niche | card | points
security | L8 | 5
data | L2 | 4
developer | L4 | 3
platform | L1 | 3
"""
