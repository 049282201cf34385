# A learner's own levels, one goal.
plan = """
levels: 2-1-2-3-3-2-3-2-2-1-1-2-2-2

competency | from | to | evidence | until | hours | practice
k10 | 1 | 2 | the order that passes 10.2 | 9 | 2 | teach
"""
