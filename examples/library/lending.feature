Feature: Lending books

  Scenario Outline: three books at most
    Given the member has <books> books
    When the member borrows a book
    Then the library <answer>

    Examples:
      | books | answer  |
      | 2     | agrees  |
      | 3     | refuses |

  Scenario: three weeks
    When the member borrows a book
    Then the book is due in 21 days

  Scenario: one renewal
    When the member renews the book
    Then the library agrees

  Scenario: not a second one
    Given the book was renewed 1 time before
    When the member renews the book
    Then the library refuses

  Scenario: not when somebody waits
    Given somebody waits for the book
    When the member renews the book
    Then the library refuses

  Scenario Outline: late
    When the member brings the book back <days> days late
    Then the member pays <fee>

    Examples:
      | days | fee   |
      | 1    | €0.20 |
      | 25   | €5.00 |
      | 26   | €5.00 |
