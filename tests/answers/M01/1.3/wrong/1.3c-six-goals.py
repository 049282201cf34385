# Six goals.
# expect: 1.3c
# first: 6 goals are 11 hours a week.
plan = """
levels: nadia

competency | from | to | evidence | until | hours | practice
K04 | 1 | 2 | exercise 4.1 | 12 | 2 | do
K05 | 1 | 2 | exercise 5.1 | 12 | 2 | do
K06 | 1 | 2 | exercise 6.1 | 12 | 2 | do
K08 | 1 | 2 | exercise 8.1 | 12 | 2 | do
K12 | 1 | 2 | exercise 12.1 | 12 | 2 | do
K07 | 2 | 3 | exercise 7.1 | 12 | 1 | read
"""
