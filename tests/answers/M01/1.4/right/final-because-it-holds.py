# Nadia: three cards for one niche; it holds without any of them.
niche = """
who: nadia
winner: developer
status: final

niche | card | points
developer | N1 | 3
developer | N2 | 5
developer | N3 | 4
data | N5 | 3
platform | N4 | 3
security | N6 | 2
"""
