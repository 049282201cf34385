# Nadia: developer experience, tentative, because one card decides.
niche = """
who: nadia
winner: developer
status: tentative

niche | card | points
developer | N2 | 5
developer | N3 | 4
data | N1 | 4
data | N5 | 3
platform | N4 | 3
security | N6 | 2
"""
