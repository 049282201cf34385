# Fives without a card.
# expect: 1.4a
# first: Rows with points and without a card: 1.
niche = """
who: nadia
winner: security
status: tentative

niche | card | points
security | none | 5
security | N6 | 3
developer | N2 | 4
data | N1 | 5
platform | N4 | 2
"""
