# Nadia plans where she is strong.
# expect: 1.3a
# first: K01 is measured at level 3 of 4 already.
plan = """
levels: nadia

competency | from | to | evidence | until | hours | practice
K01 | 3 | 4 | the map of 1.1 | 6 | 1 | do
K10 | 3 | 4 | the rubric of 10.1 | 9 | 1 | do
K06 | 1 | 2 | 6.2 | 12 | 1 | do
"""
