# Leo: one goal in each half.
plan = """
levels: leo

competency | from | to | evidence | until | hours | practice
K02 | 1 | 2 | an interview that passes 2.1 | 5 | 2 | do
K09 | 2 | 3 | own: a decision record with a test | 12 | 1 | read
"""
