# Nadia calls it final; one card decides.
# expect: 1.4e
# first: Without card N2, Data products wins; you call the choice final.
niche = """
who: nadia
winner: developer
status: final

niche | card | points
developer | N2 | 5
data | N1 | 4
platform | N4 | 3
security | N6 | 2
"""
