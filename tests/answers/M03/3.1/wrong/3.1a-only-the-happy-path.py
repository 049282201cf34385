# Everything that works.
# expect: 3.1a
# first: 10 of 10 wrong builds pass; your rows walk the happy path.
criteria = """
Feature: Change a delivery

  Scenario Outline: it works
    Given it is <now>
    And the window starts at 14:00
    When the recipient asks for <target>
    Then the change is accepted

    Examples:
      | now   | target      |
      | 09:00 | a Nest      |
      | 09:00 | another day |
      | 10:00 | a neighbour |
      | 08:00 | a safe place |
"""
