# Leo: data products, tentative.
niche = """
who: leo
winner: data
status: tentative

niche | card | points
data | L2 | 5
data | L5 | 4
developer | L4 | 5
developer | L3 | 2
platform | L1 | 5
security | L6 | 5
"""
