# Sending slides is tagged as prioritising, and more like it.
# expect: 1.2a
# first: “Sent status slides” is tagged as prioritising; nothing was ordered.
week = """
who: nadia
least: discovery, release_planning, measuring

entry | what | duties
N01 | Sent status slides to nine stakeholders | prioritising
N02 | Asked Ruth which hours her routes may not change | elicitation
N03 | Put Kettle & Loom's wish behind two others | prioritising
N04 | Told Tomasz why Saturday delivery moved down | goal
N05 | Booked the room and ordered lunch for the quarter meeting | none
N06 | Gave marketing one banner for dropping two mails | negotiating
N07 | Asked Farid what an invoice fix costs | elicitation
N08 | Chose which three of eight requests go to the team | prioritising
N09 | Wrote the minutes of the steering meeting | negotiating
N10 | Warned that the label supplier's contract ends in May | informing
N11 | Agreed with sales to start in one region first | negotiating
N12 | Asked Callum what the ten loudest complaints have in common | goal
N13 | Filed travel expenses | none
N14 | Turned a merchant's mail into a story with an example | refining
N15 | Moved the privacy request to the top of the list | prioritising
N16 | Called the depots to say the pilot begins on Monday | prioritising
N17 | Got Sofia's yes for two fields by giving up a third | negotiating
N18 | Told two directors that their wishes don't serve this year's goal | goal
N19 | Asked Hana which calls her program makes at night | elicitation
N20 | Broke a tie between two equal requests by cost of delay | prioritising
N21 | Updated the stakeholder list with two new names | elicitation
N22 | Said no to the demo because two criteria were not met | accepting
N23 | Named an owner for the missing test phone | informing
N24 | Found a date on which all nine could meet | none
N25 | Dropped the newsletter idea for this quarter | prioritising
N26 | Wrote what “address checked” means for the label team | refining
N27 | Compared contacts before and after the new text | measuring
N28 | Asked the team whether a known defect should block the pilot | accepting
N29 | Read the draft of the team's goal and put it in one sentence | goal
N30 | Forwarded four questions from sales to Amara | negotiating
"""
