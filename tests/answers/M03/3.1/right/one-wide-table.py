# One outline with a row for each case, as in a spreadsheet.
criteria = """
Feature: Second Perch

  Scenario Outline: <why>
    Given it is <now>
    And the window starts at <window>
    And the destination's clock is <ahead> hours ahead
    And the parcel is <status>
    And the courier <courier>
    And the Nest has <free> free compartments
    And the parcel is worth <value>
    And the delivery was changed <before> times before
    And notifications fail
    And a compartment in another Nest is reserved for the parcel
    When <who> asks to send the parcel to <target>
    Then the change is <answer>
    And the fee is <fee>
    And the old compartment is <old>

    Examples:
      | why           | now   | window | ahead | status     | courier                 | free | value   | before | who              | target      | answer   | fee   | old            |
      | on the line   | 12:00 | 14:00  | 0     | at the hub | does not answer         | 1    | €500.00 | 0      | the recipient    | a neighbour | accepted | €0.00 | free           |
      | too late      | 12:01 | 14:00  | 0     | at the hub | does not answer         | 1    | €40     | 0      | the recipient    | another day | refused  | €0.00 | still reserved |
      | second time   | 09:00 | 14:00  | 0     | booked     | does not answer         | 1    | €40     | 1      | a named delegate | a Nest      | accepted | €0.90 | free           |
      | silent van    | 09:00 | 14:00  | 0     | loaded     | does not answer         | 1    | €40     | 0      | the recipient    | another day | refused  | €0.00 | still reserved |
      | van agrees    | 09:00 | 14:00  | 0     | loaded     | acknowledges the change | 1    | €40     | 0      | the recipient    | another day | accepted | €0.00 | free           |
      | full Nest     | 09:00 | 14:00  | 0     | at the hub | does not answer         | 0    | €40     | 0      | the recipient    | a Nest      | refused  | €0.00 | still reserved |
      | too dear      | 09:00 | 14:00  | 0     | at the hub | does not answer         | 1    | €500.01 | 0      | the recipient    | a neighbour | refused  | €0.00 | still reserved |
      | stranger      | 09:00 | 14:00  | 0     | at the hub | does not answer         | 1    | €40     | 0      | a stranger       | another day | refused  | €0.00 | still reserved |
      | other clock   | 11:30 | 14:00  | 1     | at the hub | does not answer         | 1    | €40     | 0      | the recipient    | another day | refused  | €0.00 | still reserved |

  Scenario: the merchant hears of it
    Given notifications fail
    When the recipient asks for another day
    Then the merchant is told within 60 seconds

  Scenario: the last compartment is held
    Given the Nest has 1 free compartment
    When the recipient begins a change to the Nest
    And another recipient asks for the Nest 10 minutes later
    Then the other recipient gets no compartment
"""
