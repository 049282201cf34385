# Scenarios written one by one; no feature line.
criteria = """
Scenario: two hours sharp
  Given it is 12:00 in Harbour
  And the window starts at 14:00
  When the recipient asks for another day
  Then the change is accepted

Scenario: one minute late
  Given the time is 12:01
  And the window starts at 14:00
  When a named delegate asks for another day
  Then the change is refused

Scenario: the destination is an hour ahead
  Given it is 11:10
  And the window starts at 14:00
  And the destination's clock is 1 hour ahead
  When the recipient asks for another day
  Then the change is refused

Scenario: an hour ahead, but early enough
  Given it is 11:00
  And the window starts at 14:00
  And the destination's clock is 1 hour ahead
  When a named delegate asks for another day
  Then the change is accepted

Scenario: in the van, courier silent
  Given the parcel is loaded
  When the recipient asks for another day
  Then the change is refused

Scenario: in the van, courier agrees
  Given the parcel is loaded
  And the courier acknowledges the change
  When the recipient asks for another day
  Then the change is accepted
  And the fee is 0 EUR

Scenario: the Nest is full
  Given the Nest has 0 free compartments of size M
  When the recipient asks for the Nest
  Then the change is refused

Scenario: second change
  Given the delivery was changed 1 time before
  When the recipient asks for another day
  Then the recipient is charged 0,90 EUR in total

Scenario: a phone and a neighbour
  Given the parcel is worth 900 EUR
  When the recipient asks for a neighbour
  Then the change is refused

Scenario: gin and a neighbour
  Given the parcel is for adults only
  When the recipient asks for a safe place
  Then the change is refused

Scenario: a stranger
  When a stranger asks for another day
  Then the change is refused

Scenario: what else must happen
  Given a compartment in another Nest is reserved for the parcel
  And the notification fails
  When the recipient changes the delivery to another day
  Then the change is accepted
  And the old compartment is released
  And the merchant is told within 60 seconds
"""
