# Leo's repairs are tagged as owning quality.
# expect: 1.2b
# first: A repair is tagged as owning quality: “Fixed the crash in the label printer…”.
week = """
who: leo
least: goal, negotiating, prioritising

entry | what | duties
L01 | Fixed the crash in the label printer driver | quality
L02 | Decided with Jun that the memory leak blocks the release | quality
L03 | Reviewed a colleague's code for two hours | quality
L04 | Cut the reroute story into three parts that can be tested | refining
L05 | Wrote examples for the rule about restricted parcels | refining
L06 | Warned that tally reads the old table | risk
L07 | Updated three libraries | quality
L08 | Compared the page's waiting time before and after the cache | measuring
L09 | Told the team what the incident review decided | informing
L10 | Ran the new form against its criteria and sent it back | accepting
L11 | Planned who switches which flag on Thursday and how to go back | release_planning
L12 | Asked Hana why her program retries | elicitation
L13 | Refactored the address form | quality
L14 | Found the supplier's limit of 60 calls a second in the contract | risk
L15 | Wrote in the chat that the build is green | informing
L16 | Turned “must be fast” into 95 of 100 within 0.8 seconds | refining
L17 | Paired with a new colleague | quality
L18 | Moved half of the couriers to the new app on Tuesday | release_planning
L19 | Looked up how many scans arrive twice | discovery
L20 | Checked the invoice page against the three agreed cases | accepting
L21 | Marked two debts that must be paid before peak and said why | quality
L22 | Watched Dee use the phone without a signal for an hour | discovery
L23 | Wrote a test for the cut-off | quality
L24 | Answered Amara's question about the queue | informing
L25 | Noted that routing can't take changes after 04:30 | risk
L26 | Split the search into what recipients need first and the rest | refining
L27 | Counted errors a week after the release | measuring
L28 | Decided that the grey icons may wait | quality
L29 | Restarted the test server twice | quality
L30 | Asked Farid which invoice lines he corrects by hand | elicitation
"""
