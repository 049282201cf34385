"""A second domain for acceptance criteria: lending books. Copy this file for your own product.

Try it:  python3 run.py check criteria examples/library/lending.feature --domain examples/library/domain.py

Five parts: a model of one situation, the steps, what they do, right builds, wrong builds. The only
name that is looked for is DOMAIN. The rules: a member borrows at most three books · a book is
lent for 21 days · it may be renewed once, unless somebody waits for it · each day late costs
€0.20, at most €5.
"""

from dataclasses import dataclass
from decimal import Decimal

from tpo.engines.criteria import Build, Domain, Mismatch, Vocabulary


# 1. One situation, in as few values as the rules need. ``bug`` switches one rule off.
@dataclass
class Lending:
    """A member at the desk. ``polite`` is the second right build: it only speaks differently."""

    bug: str = ""
    polite: bool = False
    borrowed: int = 0
    renewed: int = 0
    somebody_waits: bool = False
    answer: str = ""
    due_in: int = 0
    fee: Decimal = Decimal(0)

    def borrow(self) -> None:
        """The member asks for one more book."""
        most = 4 if self.bug == "four-books" else 3
        self.answer = "yes" if self.borrowed < most else "no"
        self.due_in = 30 if self.bug == "thirty-days" else 21

    def renew(self) -> None:
        """The member asks to keep the book longer."""
        waits = self.somebody_waits and self.bug != "ignores-waiting"
        again = self.renewed > 0 and self.bug != "renews-for-ever"
        self.answer = "no" if waits or again else "yes"

    def bring_back(self, days_late: int) -> None:
        """The member returns a book, so many days late."""
        owed = Decimal("0.20") * days_late
        self.fee = owed if self.bug == "no-limit" else min(owed, Decimal(5))
        self.answer = "returned"

    def says(self) -> str:
        """The words at the desk; the rules leave them free."""
        return f"{self.answer}, thank you" if self.polite else self.answer


# 2. and 3. The steps people may use, and what they do.
STEPS = Vocabulary()


@STEPS.given("the member has {int} book(s)( already)")
def _has(desk: Lending, books: int) -> None:
    desk.borrowed = books


@STEPS.given("the book was renewed {int} time(s) before")
def _renewed(desk: Lending, times: int) -> None:
    desk.renewed = times


@STEPS.given("somebody waits for the book", "another member has reserved the book")
def _waits(desk: Lending) -> None:
    desk.somebody_waits = True


@STEPS.when("the member borrows/takes a book")
def _borrow(desk: Lending) -> None:
    desk.borrow()


@STEPS.when("the member renews the book")
def _renew(desk: Lending) -> None:
    desk.renew()


@STEPS.when("the member brings the book back {int} day(s) late")
def _back(desk: Lending, days: int) -> None:
    desk.bring_back(days)


@STEPS.then("the library agrees", about="the answer")
def _yes(desk: Lending) -> None:
    _want("yes", desk.answer)


@STEPS.then("the library refuses", about="the answer")
def _no(desk: Lending) -> None:
    _want("no", desk.answer)


@STEPS.then("the book is due in {int} days", about="the due date")
def _due(desk: Lending, days: int) -> None:
    _want(days, desk.due_in)


@STEPS.then("the member pays {money}", about="the fee")
def _pays(desk: Lending, fee: Decimal) -> None:
    if desk.answer != "returned":
        raise Mismatch("expected a fee, got nothing: no book came back")
    _want(fee, desk.fee)


@STEPS.then("the desk says {string}", about="the wording")
def _says(desk: Lending, words: str) -> None:
    _want(words, desk.says())


def _want(expected: object, got: object) -> None:
    if expected != got:
        raise Mismatch(f"expected {expected}, got {got or 'nothing'}")


# 4. and 5. At least two right builds that differ where the rules are silent, and wrong ones.
def _wrong(bug: str, symptom: str, weight: float = 1) -> Build:
    return Build(bug, lambda: Lending(bug=bug), symptom, weight)


DOMAIN = Domain(
    "Lending books",
    STEPS,
    correct=(
        Build("plain", Lending, "the agreed rules"),
        Build("polite", lambda: Lending(polite=True), "the same rules, other words at the desk"),
    ),
    wrong=(
        _wrong("four-books", "a member takes a fourth book home"),
        _wrong("thirty-days", "a book is away for a month"),
        _wrong("ignores-waiting", "somebody waits for a book that is renewed", 2),
        _wrong("renews-for-ever", "one member keeps a book for a year"),
        _wrong("no-limit", "a forgotten book costs €70", 3),
    ),
)
