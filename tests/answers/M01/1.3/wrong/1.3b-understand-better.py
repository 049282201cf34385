# Nothing that can be checked.
# expect: 1.3b
# first: “understand APIs better”: no one could check that on a Friday.
plan = """
levels: nadia

competency | from | to | evidence | until | hours | practice
K05 | 1 | 2 | understand APIs better | 8 | 1.5 | do
K12 | 1 | 2 | an experiment card, 12.1 | 12 | 1 | do
"""
