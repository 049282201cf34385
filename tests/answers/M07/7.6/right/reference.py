# One change, its readers, an overlap and an ask.
note = """
What changes: in scan events the type DELIVERED becomes HANDED_OVER. Nothing else in the row moves.
Who reads it today: tracking, notify, routing and Aviary through the log; Tally reads it in Roost's tables, so Farid's invoices are hit as well.
Old and new side by side: from Monday 2 March both types are sent for six weeks; on 13 April DELIVERED stops.
What I need from you: test with the file of 2 March and reply by Friday 6 March, “works” or what breaks. I will call whoever hasn't answered.
"""
