# Short and complete.
note = """
What changes: the status DELIVERED is renamed to HANDED_OVER.
Who reads it today: Tally for invoices, tracking for the page.
Old and new side by side: both values until 30 April.
What I need from you: confirm by 15 March that your reader knows the new word.
"""
