# One goal has no end, one ends after the course.
# expect: 1.3f
# first: K12 has no end within the course.
plan = """
levels: nadia

competency | from | to | evidence | until | hours | practice
K06 | 1 | 2 | a plan that passes 6.2 | - | 1 | do
K12 | 1 | 2 | a card that passes 12.1 | 26 | 1 | do
"""
