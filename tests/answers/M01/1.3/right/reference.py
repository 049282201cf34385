# Nadia: two technical goals and one about experiments.
plan = """
levels: nadia

competency | from | to | evidence | until | hours | practice
K06 | 1 | 2 | a capacity plan that passes 6.2 | 6 | 1.5 | do
K05 | 1 | 2 | a reroute contract that passes 5.2 | 10 | 1.5 | shadow
K12 | 1 | 2 | own: an experiment card for our newsletter | 14 | 1 | do
"""
