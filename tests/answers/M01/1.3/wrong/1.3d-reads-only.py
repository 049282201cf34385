# Only books and films.
# expect: 1.3d
# first: All practices are input: reading and watching.
plan = """
levels: nadia

competency | from | to | evidence | until | hours | practice
K04 | 1 | 2 | a map that passes 4.1 | 6 | 1 | read
K12 | 1 | 2 | a design that passes 12.1 | 12 | 1 | watch
"""
