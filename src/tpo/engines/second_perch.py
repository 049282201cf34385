"""Second Perch, the change of a delivery on its way: steps, two correct builds, wrong builds.

The rules (curriculum, section 5): R1 until 120 minutes before the promised window, exactly 120
allowed · R2 after LOADED only when the courier acknowledges · R3 a Nest needs a free compartment
of the size, held 15 minutes · R4 first change free, second €0.90 · R5 age-restricted or above
€500 never to a neighbour or safe place · R6 the old compartment is released · R7 the merchant is
told within 60 s · R8 only the recipient or a named delegate · R9 a failed notification never
undoes the change · R10 the cut-off is in the destination's local time.

This is a domain file like any other: see docs/own-criteria.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from tpo.engines.criteria import Build, Domain, Mismatch, Vocabulary

CUT_OFF_MIN = 120
HOLD_MIN = 15
FEE = Decimal("0.90")
LIMIT_EUR = Decimal(500)
TELL_S = 60


@dataclass
class Reroute:
    """One parcel and the service that may change its delivery.

    ``bug`` names the rule it breaks ("" = none). ``other`` is the second correct build: other
    words, slower to tell the merchant, dearer from the third change on, and a compartment
    that falls free at minute 15 sharp. The rules say nothing about any of these.
    """

    bug: str = ""
    other: bool = False
    now: int = 9 * 60  # minutes after midnight in Harbour
    window: int = 14 * 60  # in the destination's local time
    ahead_h: int = 0  # the destination's clock against Harbour's
    status: str = "at the hub"
    acknowledged: bool = False
    size: str = "M"
    free: dict[str, int] = field(default_factory=lambda: {"S": 3, "M": 3, "L": 3})
    old_compartment: bool = False
    value: Decimal = Decimal(40)
    restricted: bool = False
    earlier_changes: int = 0
    notification_fails: bool = False
    answer: str = ""
    goes_to: str = "the door"
    charged: Decimal = Decimal(0)
    told_after_s: float | None = None
    held: bool = False
    other_got: bool | None = None

    def ask(self, who: str, target: str) -> None:
        """Somebody asks for a change."""
        if self._may(who, target):
            self._change(target)
        else:
            self._refuse()

    def _may(self, who: str, target: str) -> bool:
        return (
            self._is_allowed(who)
            and self._in_time()
            and self._courier_agrees()
            and self._is_safe(target)
            and (target != "a Nest" or self._has_room())
        )

    def _is_allowed(self, who: str) -> bool:
        if self.bug == "R8":
            return True
        if self.bug == "R8-delegate":
            return who == "the recipient"
        return who in ("the recipient", "a named delegate")

    def _in_time(self) -> bool:
        ahead = {"R10": 0, "R10-backwards": -self.ahead_h}.get(self.bug, self.ahead_h)
        left = self.window - (self.now + 60 * ahead)
        if self.bug == "R1":
            return left > CUT_OFF_MIN
        return left >= (60 if self.bug == "R1-hour" else CUT_OFF_MIN)

    def _courier_agrees(self) -> bool:
        if self.status != "loaded" or self.bug == "R2":
            return True
        return self.acknowledged and self.bug != "R2-never"

    def _is_safe(self, target: str) -> bool:
        if target not in ("a neighbour", "a safe place"):
            return True
        dear = self.value >= LIMIT_EUR if self.bug == "R5-limit" else self.value > LIMIT_EUR
        if self.bug == "R5":
            return not self.restricted
        return not dear and (self.bug == "R5-age" or not self.restricted)

    def _has_room(self) -> bool:
        if self.bug == "R3":
            return True
        if self.bug == "R3-size":
            return any(self.free.values())
        return self.free[self.size] > 0

    def _change(self, target: str) -> None:
        before = self.goes_to
        self.answer, self.goes_to = "accepted", target
        self.charged += self._fee()
        if self.bug != "R6":
            self.old_compartment = False
        self.told_after_s = {"R7": None, "R7-slow": 90}.get(self.bug, 40 if self.other else 2)
        if self.notification_fails and self.bug == "R9":
            self.answer, self.goes_to, self.charged = "refused", before, Decimal(0)
        if self.notification_fails and self.bug == "R9-merchant":
            self.told_after_s = None

    def _refuse(self) -> None:
        self.answer = "refused"
        if self.bug == "R6-refused":
            self.old_compartment = False
        if self.other:
            self.told_after_s = 40

    def _fee(self) -> Decimal:
        if self.earlier_changes == 0:
            return FEE if self.bug == "R4-first" else Decimal(0)
        if self.bug == "R4-free":
            return Decimal(0)
        twice = self.bug == "R4" or (self.other and self.earlier_changes > 1)
        return 2 * FEE if twice else FEE

    def begin(self) -> None:
        """The recipient begins a change to the Nest, which holds a compartment."""
        self.held = self.bug != "R3-hold"
        self.answer = "begun"

    def other_asks(self, minutes: int) -> None:
        """Another recipient wants a compartment of the same size, so many minutes later."""
        last = HOLD_MIN - 1 if self.other else HOLD_MIN
        held = self.held and (minutes <= last or self.bug == "R3-for-ever")
        self.other_got = self.free[self.size] - held > 0

    def message(self) -> str:
        """What the recipient reads; the rules leave the wording free."""
        if self.answer == "accepted":
            return "Done! We moved your parcel." if self.other else "Your change is made."
        return "Sorry, that is not possible." if self.other else "This change can't be made."


STEPS = Vocabulary()
STEPS.parameter("status", "booked|at the hub|loaded", str)
STEPS.parameter("target", "a Nest|a neighbour|a safe place|another day|the Nest", str)
STEPS.parameter("who", "the recipient|a named delegate|a neighbour|the merchant|a stranger", str)
STEPS.parameter("answer", "accepted|refused", str)
STEPS.parameter("size", "S|M|L", str)


# ---- Given: how things stand ---------------------------------------------------------------------


@STEPS.given("it is {time}( in Harbour)", "the time is {time}")
def _now(perch: Reroute, at: int) -> None:
    perch.now = at


@STEPS.given("the( promised) window starts/begins at {time}")
def _window(perch: Reroute, at: int) -> None:
    perch.window = at


@STEPS.given("the destination's clock is {int} hour(s) ahead( of Harbour)")
def _ahead(perch: Reroute, hours: int) -> None:
    perch.ahead_h = hours


@STEPS.given("the parcel is {status}")
def _status(perch: Reroute, status: str) -> None:
    perch.status = status


@STEPS.given("the courier acknowledges/accepts the change")
def _acknowledged(perch: Reroute) -> None:
    perch.acknowledged = True


@STEPS.given("the courier does not answer", "the courier has not acknowledged the change")
def _silent(perch: Reroute) -> None:
    perch.acknowledged = False


@STEPS.given("the parcel is worth {money}")
def _worth(perch: Reroute, value: Decimal) -> None:
    perch.value = value


@STEPS.given("the parcel is age-restricted", "the parcel is for adults only")
def _restricted(perch: Reroute) -> None:
    perch.restricted = True


@STEPS.given("the parcel is of size {size}", "the parcel has size {size}")
def _size(perch: Reroute, size: str) -> None:
    perch.size = size


@STEPS.given("the Nest has {int} free compartment(s)( of every size)")
def _free(perch: Reroute, count: int) -> None:
    perch.free = dict.fromkeys(perch.free, count)


@STEPS.given("the Nest has {int} free compartment(s) of size {size}")
def _free_of(perch: Reroute, count: int, size: str) -> None:
    perch.free[size] = count


@STEPS.given("a compartment in another Nest is reserved for the parcel")
def _old(perch: Reroute) -> None:
    perch.old_compartment = True
    perch.goes_to = "another Nest"


@STEPS.given(
    "the delivery was changed {int} time(s) before", "the delivery has been changed {int} time(s)"
)
def _changes(perch: Reroute, count: int) -> None:
    perch.earlier_changes = count


@STEPS.given("notifications fail", "the notification fails")
def _fails(perch: Reroute) -> None:
    perch.notification_fails = True


# ---- When: what somebody does --------------------------------------------------------------------


@STEPS.when(
    "{who} asks to send the parcel to {target}",
    "{who} asks for {target}",
    "{who} changes the delivery to {target}",
)
def _ask(perch: Reroute, who: str, target: str) -> None:
    perch.ask(who, "a Nest" if target == "the Nest" else target)


@STEPS.when("the recipient begins a change to the Nest")
def _begin(perch: Reroute) -> None:
    perch.begin()


@STEPS.when("another recipient asks for the Nest {int} minute(s) later")
def _other(perch: Reroute, minutes: int) -> None:
    perch.other_asks(minutes)


# ---- Then: what is true afterwards ---------------------------------------------------------------


@STEPS.then("the change is {answer}", about="the answer")
def _answer(perch: Reroute, answer: str) -> None:
    _want(answer, _asked(perch).answer)


@STEPS.then("the fee is {money}", "the recipient is charged {money}( in total)", about="the fee")
def _charged(perch: Reroute, fee: Decimal) -> None:
    _want(f"€{fee:.2f}", f"€{_asked(perch).charged:.2f}")


@STEPS.then("the parcel goes to {target}", about="where the parcel goes")
def _goes(perch: Reroute, target: str) -> None:
    _want("a Nest" if target == "the Nest" else target, _asked(perch).goes_to)


@STEPS.then(
    "the old compartment is free( again)",
    "the old compartment is released",
    about="the old compartment",
)
def _released(perch: Reroute) -> None:
    _want("free", "reserved" if _asked(perch).old_compartment else "free")


@STEPS.then(
    "the old compartment is still reserved",
    "the old compartment stays reserved",
    about="the old compartment",
)
def _kept(perch: Reroute) -> None:
    _want("reserved", "reserved" if _asked(perch).old_compartment else "free")


@STEPS.then("the merchant is told within {int} second(s)", about="the merchant")
def _told(perch: Reroute, seconds: int) -> None:
    after = _asked(perch).told_after_s
    if after is None or after > seconds:
        got = "never told" if after is None else f"told after {after:g} s"
        raise Mismatch(f"expected the merchant told within {seconds} s, got {got}")


@STEPS.then("the merchant is not told", about="the merchant")
def _not_told(perch: Reroute) -> None:
    _want("not told", "not told" if _asked(perch).told_after_s is None else "told")


@STEPS.then("the other recipient gets a compartment", about="the other recipient")
def _got(perch: Reroute) -> None:
    _want("a compartment", _other_result(perch))


@STEPS.then("the other recipient gets no compartment", about="the other recipient")
def _got_none(perch: Reroute) -> None:
    _want("no compartment", _other_result(perch))


@STEPS.then(
    "the recipient sees the message {string}", "the recipient reads {string}", about="the wording"
)
def _message(perch: Reroute, words: str) -> None:
    _want(f"“{words}”", f"“{_asked(perch).message()}”")


def _asked(perch: Reroute) -> Reroute:
    """A Then needs something that happened: "refused" must not pass when nobody asked."""
    if not perch.answer:
        raise Mismatch("expected a result, got nothing: nobody asked for a change")
    return perch


def _other_result(perch: Reroute) -> str:
    if perch.other_got is None:
        raise Mismatch("expected a result, got nothing: no other recipient asked")
    return "a compartment" if perch.other_got else "no compartment"


def _want(expected: str, got: str) -> None:
    if expected != got:
        raise Mismatch(f"expected {expected}, got {got}")


# ---- The builds ----------------------------------------------------------------------------------


def _wrong(bug: str, symptom: str, weight: float = 1) -> Build:
    return Build(bug, lambda: Reroute(bug=bug), symptom, weight)


CORRECT = (
    Build("A", Reroute, "the agreed rules"),
    Build("B", lambda: Reroute(other=True), "the same rules, other words and other seconds"),
)
WRONG = (  # each was live at Linnet once; the symptom is what the customer said
    _wrong("R1", "a change exactly 120 minutes before the window is refused"),
    _wrong("R2", "a parcel in the van is changed over the courier's head", 2),
    _wrong("R3", "a parcel is sent to a Nest that is full", 2),
    _wrong("R4", "a second change is charged twice", 3),
    _wrong("R5", "a €900 phone is left with a neighbour", 2),
    _wrong("R6", "the old compartment stays locked, empty, for days"),
    _wrong("R7", "the merchant is never told and sends a second parcel"),
    _wrong("R8", "a stranger sends somebody's parcel elsewhere", 3),
    _wrong("R9", "a text message fails and the change is undone in silence", 2),
    _wrong("R10", "the clocks differ, and a change gets through an hour too late"),
)
HOLD_OUT = (  # never shown; every one is refused by criteria that look at both sides of each rule
    _wrong("R1-hour", "a change 61 minutes before the window is accepted"),
    _wrong("R2-never", "a change is refused although the courier said yes"),
    _wrong("R3-size", "a large parcel is sent to a Nest with small compartments only"),
    _wrong("R3-hold", "the last compartment is given to two people"),
    _wrong("R3-for-ever", "an abandoned change blocks a compartment for ever"),
    _wrong("R4-first", "the first change already costs"),
    _wrong("R4-free", "the second change is free"),
    _wrong("R5-age", "a bottle of gin is left with a neighbour"),
    _wrong("R5-limit", "a parcel of exactly €500 is refused"),
    _wrong("R6-refused", "a refused change gives the old compartment away", 2),
    _wrong("R7-slow", "the merchant is told a minute and a half later"),
    _wrong("R8-delegate", "a named delegate is refused"),
    _wrong("R9-merchant", "a failed text message keeps the merchant in the dark"),
    _wrong("R10-backwards", "the difference between clocks is counted the wrong way"),
)

DOMAIN = Domain("Second Perch", STEPS, CORRECT, WRONG, HOLD_OUT)
