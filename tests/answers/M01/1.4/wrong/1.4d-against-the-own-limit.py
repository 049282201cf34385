# Leo chooses the niche with nights on call.
# expect: 1.4d
# first: A card says: “Sleeps badly after nights on call and asked to leave the rota”.
niche = """
who: leo
winner: platform
status: tentative

niche | card | points
platform | L1 | 5
platform | L3 | 4
data | L2 | 4
developer | L4 | 4
security | L6 | 3
"""
