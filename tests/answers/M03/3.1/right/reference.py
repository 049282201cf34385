# One line on each side of every rule.
criteria = """
Feature: Change a delivery on its way

  Scenario Outline: in time, by the right person, in the destination's local time
    Given it is <now> in Harbour
    And the promised window starts at 14:00
    And the destination's clock is <ahead> hours ahead of Harbour
    When <who> asks to send the parcel to another day
    Then the change is <answer>

    Examples:
      | now   | ahead | who              | answer   |
      | 12:00 | 0     | the recipient    | accepted |
      | 12:01 | 0     | the recipient    | refused  |
      | 11:59 | 0     | a named delegate | accepted |
      | 11:30 | 1     | the recipient    | refused  |
      | 10:00 | 0     | a stranger       | refused  |

  Scenario Outline: a parcel in the van needs the courier
    Given the parcel is loaded
    And the courier <courier>
    When the recipient asks for a safe place
    Then the change is <answer>

    Examples:
      | courier                 | answer   |
      | acknowledges the change | accepted |
      | does not answer         | refused  |

  Scenario Outline: a Nest with room for this size
    Given the parcel is of size L
    And the Nest has <large> free compartments of size L
    When the recipient asks for a Nest
    Then the change is <answer>

    Examples:
      | large | answer   |
      | 1     | accepted |
      | 0     | refused  |

  Scenario Outline: the last compartment is held for fifteen minutes
    Given the Nest has 1 free compartment
    When the recipient begins a change to the Nest
    And another recipient asks for the Nest <later> minutes later
    Then the other recipient gets <what> compartment

    Examples:
      | later | what |
      | 14    | no   |
      | 16    | a    |

  Scenario Outline: what a change costs
    Given the delivery was changed <before> times before
    When the recipient asks for another day
    Then the fee is <fee>

    Examples:
      | before | fee   |
      | 0      | €0    |
      | 1      | €0.90 |

  Scenario Outline: valuable and restricted parcels
    Given the parcel is worth <value>
    When the recipient asks for a neighbour
    Then the change is <answer>

    Examples:
      | value   | answer   |
      | €500.00 | accepted |
      | €500.01 | refused  |

  Scenario: age-restricted goods don't go to a neighbour
    Given the parcel is age-restricted
    When the recipient asks for a neighbour
    Then the change is refused

  Scenario: the old compartment is released and the merchant hears of it
    Given a compartment in another Nest is reserved for the parcel
    And notifications fail
    When the recipient asks for a Nest
    Then the change is accepted
    And the parcel goes to a Nest
    And the old compartment is free again
    And the merchant is told within 60 seconds

  Scenario: a refused change leaves everything as it was
    Given a compartment in another Nest is reserved for the parcel
    And the Nest has 0 free compartments
    When the recipient asks for a Nest
    Then the change is refused
    And the old compartment is still reserved
"""
