# Three duties for each entry.
# expect: 1.2d
# first: 27 entries carry three duties or more; no gap can show.
week = """
who: nadia
least: discovery, release_planning, quality

entry | what | duties
N01 | Sent status slides to nine stakeholders | informing, elicitation, prioritising
N02 | Asked Ruth which hours her routes may not change | elicitation, informing, prioritising
N03 | Put Kettle & Loom's wish behind two others | prioritising, informing, elicitation
N04 | Told Tomasz why Saturday delivery moved down | informing, elicitation, prioritising
N05 | Booked the room and ordered lunch for the quarter meeting | none
N06 | Gave marketing one banner for dropping two mails | negotiating, informing, elicitation
N07 | Asked Farid what an invoice fix costs | elicitation, informing, prioritising
N08 | Chose which three of eight requests go to the team | prioritising, informing, elicitation
N09 | Wrote the minutes of the steering meeting | informing, elicitation, prioritising
N10 | Warned that the label supplier's contract ends in May | risk, informing, elicitation
N11 | Agreed with sales to start in one region first | negotiating, informing, elicitation
N12 | Asked Callum what the ten loudest complaints have in common | elicitation, informing, prioritising
N13 | Filed travel expenses | none
N14 | Turned a merchant's mail into a story with an example | refining, informing, elicitation
N15 | Moved the privacy request to the top of the list | prioritising, informing, elicitation
N16 | Called the depots to say the pilot begins on Monday | informing, elicitation, prioritising
N17 | Got Sofia's yes for two fields by giving up a third | negotiating, informing, elicitation
N18 | Told two directors that their wishes don't serve this year's goal | goal, informing, elicitation
N19 | Asked Hana which calls her program makes at night | elicitation, informing, prioritising
N20 | Broke a tie between two equal requests by cost of delay | prioritising, informing, elicitation
N21 | Updated the stakeholder list with two new names | informing, elicitation, prioritising
N22 | Said no to the demo because two criteria were not met | accepting, informing, elicitation
N23 | Named an owner for the missing test phone | risk, informing, elicitation
N24 | Found a date on which all nine could meet | none
N25 | Dropped the newsletter idea for this quarter | prioritising, informing, elicitation
N26 | Wrote what “address checked” means for the label team | refining, informing, elicitation
N27 | Compared contacts before and after the new text | measuring, informing, elicitation
N28 | Asked the team whether a known defect should block the pilot | quality, informing, elicitation
N29 | Read the draft of the team's goal and put it in one sentence | goal, informing, elicitation
N30 | Forwarded four questions from sales to Amara | informing, elicitation, prioritising
"""
