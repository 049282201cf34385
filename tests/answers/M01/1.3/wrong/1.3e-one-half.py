# Three technical goals.
# expect: 1.3e
# first: All 3 goals are technical.
plan = """
levels: nadia

competency | from | to | evidence | until | hours | practice
K04 | 1 | 2 | a map that passes 4.1 | 5 | 1 | do
K05 | 1 | 2 | a contract that passes 5.2 | 9 | 1 | do
K06 | 1 | 2 | a plan that passes 6.2 | 13 | 1 | do
"""
