# The tracking page, in four short lines.
card = """
Outcome: The tracking page is at most 1 minute old instead of 10. I expect 0.6 fewer contacts per 100 parcels.
Decision: tracking refreshes its copy every minute, and its database carries that easily outside peak.
Risk: At peak the database is near its limit. Jun watches it and may go back to ten minutes.
Next step: I show the figures to Callum and Ines on 20 March and we decide whether it stays.
"""
