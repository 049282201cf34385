# One card for all four niches.
# expect: 1.4b
# first: Card N1 counts for three niches or more.
niche = """
who: nadia
winner: data
status: tentative

niche | card | points
data | N1 | 5
developer | N1 | 4
platform | N1 | 3
security | N1 | 2
"""
