# The labels in another order.
note = """
What I need from you: check your reader against the sample and tell me by 1 June.
What changes: HUB_OUT gets a second name, LEFT_HUB, and keeps its meaning.
Old and new side by side: four weeks, until 29 June.
Who reads it today: routing every night, Aviary every morning, tracking all day.
"""
