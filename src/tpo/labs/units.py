"""Numbers with their units, as a person writes them. The space is one that doesn't break."""

SPACE = "\u00a0"


def duration(seconds: float) -> str:
    """Two figures that matter: ``"40 ms"``, ``"1.9 s"``, ``"12 s"``, ``"4 min"``, ``"1 h"``."""
    if seconds < 0.0005:
        return f"0{SPACE}ms"
    if seconds < 0.995:
        milliseconds = seconds * 1000
        digits = 0 if milliseconds < 100 else -1
        return f"{round(milliseconds, digits):.0f}{SPACE}ms"
    if seconds < 9.95:
        return f"{seconds:.1f}{SPACE}s"
    if seconds < 120:
        return f"{seconds:.0f}{SPACE}s"
    if seconds < 3600:
        return f"{seconds / 60:.0f}{SPACE}min"
    return f"{seconds / 3600:.3g}{SPACE}h"


def percent(share: float) -> str:
    """A share in [0, 1]: ``"0.3 %"`` below ten percent, ``"81 %"`` above, never a false 100."""
    value = share * 100
    if value < 9.95 or 99 < value < 100:
        text = f"{value:.1f}"
        if text == "100.0":
            text = "99.9"
        return f"{text.removesuffix('.0')}{SPACE}%"
    return f"{value:.0f}{SPACE}%"


def amount(value: float, noun: str, plural: str | None = None) -> str:
    """A count with its noun: ``"1 worker"``, ``"18 workers"``, ``"1,750 calls"``."""
    word = noun if value == 1 else (plural or noun + "s")
    return f"{value:,.0f}{SPACE}{word}"
