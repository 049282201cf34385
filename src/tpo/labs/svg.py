"""Small SVG pictures for labs: plots with direct labels, in a palette safe for colour blindness.

A picture is a string. Colours are matplotlib's "petroff6" (M. A. Petroff, "Accessible Color
Sequences for Data Visualization", 2021), never the only sign: lines also differ in dash, points
in shape, and text is always dark. Coordinates of parts are data coordinates of a `Plot`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

BLUE, ORANGE, RED = "#5790fc", "#f89c20", "#e42536"
PURPLE, GREY, VIOLET = "#964a8b", "#9c9ca1", "#7a21dd"
INK, SOFT, GRID, PAPER = "#1b2330", "#4a5464", "#e4e8ee", "#ffffff"
WIDTH = 600
"""Width of every picture, in its own units; on the page it is drawn 340 to 720 pixels wide."""

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Plot:
    """A rectangle of the picture with its two scales. `x` and `y` are (low, high) in data."""

    top: float
    height: float
    x: tuple[float, float]
    y: tuple[float, float]
    left: float = 62
    width: float = WIDTH - 62 - 22

    def across(self, x: float) -> float:
        """Picture coordinate of a data x, kept inside the rectangle."""
        low, high = self.x
        return self.left + self.width * _clip((x - low) / (high - low))

    def up(self, y: float) -> float:
        """Picture coordinate of a data y, kept inside the rectangle."""
        low, high = self.y
        return self.top + self.height * (1 - _clip((y - low) / (high - low)))


def picture(height: float, *parts: str) -> str:
    """The whole picture on its own white paper, `WIDTH` wide."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {_n(height)}"'
        " font-family=\"system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif\">"
        f'<rect width="{WIDTH}" height="{_n(height)}" fill="{PAPER}"/>{"".join(parts)}</svg>'
    )


def ticks(high: float, count: int = 4, low: float = 0) -> list[float]:
    """About `count` round numbers from `low` to `high`."""
    span = (high - low) / count
    if span <= 0:
        return [low]
    size = 10 ** math.floor(math.log10(span))
    step = next(size * m for m in (1, 2, 2.5, 5, 10) if size * m >= span * 0.999)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [round(step * i, 10) for i in range(first, last + 1)]


def frame(
    plot: Plot,
    title: str,
    x_ticks: Iterable[float] = (),
    y_ticks: Iterable[float] = (),
    x_show: Callable[[float], str] = "{:g}".format,
    y_show: Callable[[float], str] = "{:g}".format,
    x_title: str = "",
) -> str:
    """Title, ticks and grid lines. The title says what the height means, with its unit."""
    floor = plot.top + plot.height
    right = plot.left + plot.width
    parts = [_text(2, plot.top - 18, title, size=15.5, weight=650, role="title")]
    for y in y_ticks:
        line_y = plot.up(y)
        parts.append(_rule(plot.left, line_y, right, line_y, GRID, 1))
        parts.append(
            _text(plot.left - 8, line_y + 4.5, y_show(y), size=13.5, anchor="end", fill=SOFT)
        )
    parts.append(_rule(plot.left, floor, right, floor, "#8a94a3", 1.2))
    for i, x in enumerate(x_ticks):
        tick_x = plot.across(x)
        parts.append(_rule(tick_x, floor, tick_x, floor + 5, "#8a94a3", 1.2))
        # On a narrow page text is drawn larger, and every other number stays away.
        role = "odd" if i % 2 else ""
        parts.append(
            _text(tick_x, floor + 19, x_show(x), 13.5, anchor="middle", fill=SOFT, role=role)
        )
    if x_title:
        parts.append(_text(right, floor + 39, x_title, size=13.5, anchor="end", fill=SOFT))
    return "".join(parts)


def line(plot: Plot, points: Points, color: str, dash: str = "", width: float = 2.6) -> str:
    """A line through the points. `dash` is an SVG dash pattern such as "6 4"."""
    if not points:
        return ""
    path = " ".join(f"{_n(plot.across(x))},{_n(plot.up(y))}" for x, y in points)
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="{_n(width)}"'
        f' stroke-linejoin="round" stroke-linecap="round"{dashes}/>'
    )


def area(plot: Plot, points: Points, color: str, floor: Points = ()) -> str:
    """A line, and the surface between it and the floor or a lower line in a lighter tint."""
    if not points:
        return ""
    low, _ = plot.y
    lower = floor or [(points[0][0], low), (points[-1][0], low)]
    outline = [*points, *reversed(lower)]
    path = " ".join(f"{_n(plot.across(x))},{_n(plot.up(y))}" for x, y in outline)
    surface = f'<polygon points="{path}" fill="{color}" fill-opacity="0.45"/>'
    return surface + line(plot, points, color, width=1.4)


def steps(points: Points) -> list[tuple[float, float]]:
    """The same points as a staircase: each value holds until the next x."""
    stairs = []
    for (x, y), (after, _) in pairwise(points):
        stairs += [(x, y), (after, y)]
    return [*stairs, *points[-1:]]


def band(plot: Plot, first: float, last: float, words: str, color: str = GREY) -> str:
    """A shaded stretch of the x axis with its name at the foot."""
    left, right = plot.across(first), plot.across(last)
    return (
        f'<rect x="{_n(left)}" y="{_n(plot.top)}" width="{_n(right - left)}"'
        f' height="{_n(plot.height)}" fill="{color}" fill-opacity="0.14"/>'
        + _text(
            (left + right) / 2,
            plot.top + plot.height - 12,
            words,
            size=13.5,
            anchor="middle",
            fill=SOFT,
        )
    )


def limit(plot: Plot, y: float, words: str, anchor: str = "end", above: bool = True) -> str:
    """A dashed line across the plot at a limit, with its name on it."""
    right = plot.left + plot.width
    at = plot.up(y)
    x = right if anchor == "end" else plot.left + 6
    return _rule(plot.left, at, right, at, INK, 1.4, "5 4") + _text(
        x, at - 6 if above else at + 16, words, size=13.5, anchor=anchor, halo=True
    )


def bar(plot: Plot, x: float, y: float, color: str, width: float) -> str:
    """An upright bar, `width` in picture units, from the floor to y."""
    top = plot.up(y)
    return (
        f'<rect x="{_n(plot.across(x) - width / 2)}" y="{_n(top)}" width="{_n(width)}"'
        f' height="{_n(plot.top + plot.height - top)}" rx="2" fill="{color}"/>'
    )


def mark(plot: Plot, x: float, y: float, color: str, shape: str = "circle") -> str:
    """A point: "circle", "square" or "diamond", with a dark rim so that colour isn't needed."""
    across, up = plot.across(x), plot.up(y)
    if shape == "circle":
        body = f'<circle cx="{_n(across)}" cy="{_n(up)}" r="6"'
    else:
        turn = f' transform="rotate(45 {_n(across)} {_n(up)})"' if shape == "diamond" else ""
        body = f'<rect x="{_n(across - 5)}" y="{_n(up - 5)}" width="10" height="10"{turn}'
    return f'{body} fill="{color}" stroke="{INK}" stroke-width="1.6"/>'


def dots(plot: Plot, points: Points, color: str, size: float = 7) -> str:
    """Many points, each a filled circle `size` wide."""
    path = "".join(f"M{_n(plot.across(x))},{_n(plot.up(y))}h0" for x, y in points)
    return f'<path d="{path}" stroke="{color}" stroke-width="{_n(size)}" stroke-linecap="round"/>'


def label(
    plot: Plot,
    x: float,
    y: float,
    words: str,
    anchor: str = "start",
    dx: float = 0,
    dy: float = 0,
    bold: bool = False,
) -> str:
    """Words beside a point, moved by (dx, dy) picture units, with white behind them."""
    return _text(
        plot.across(x) + dx,
        plot.up(y) + dy,
        words,
        size=14.5,
        anchor=anchor,
        weight=650 if bold else 450,
        halo=True,
    )


def key(x: float, y: float, color: str, words: str, dash: str = "") -> str:
    """One line of a legend at a picture position, for lines that can't carry their own name."""
    return _rule(x, y - 4.5, x + 24, y - 4.5, color, 3, dash) + _text(x + 31, y, words, size=13.5)


def box(
    x: float,
    y: float,
    words: str,
    fill: str = PAPER,
    size: tuple[float, float] = (94, 40),
    dash: str = "",
    round_ends: bool = False,
    strong: bool = False,
) -> str:
    """A box with its name, centred at a picture position; long names take two lines.

    `strong` draws a thick rim and bold words, so that the fill is never the only sign.
    """
    width, height = size
    rim = f' stroke-dasharray="{dash}"' if dash else ""
    shape = (
        f'<rect x="{_n(x - width / 2)}" y="{_n(y - height / 2)}" width="{_n(width)}"'
        f' height="{_n(height)}" rx="{_n(height / 2 if round_ends else 5)}" fill="{fill}"'
        f' stroke="{INK}" stroke-width="{3 if strong else 1.2}"{rim}/>'
    )
    lines = _two_lines(words, int(width / 7.3))
    first = y + 4.5 - 7 * (len(lines) - 1)
    weight = 650 if strong else 450
    return shape + "".join(
        _text(x, first + 14 * n, line, size=12, anchor="middle", weight=weight)
        for n, line in enumerate(lines)
    )


def arrow(
    start: tuple[float, float],
    end: tuple[float, float],
    color: str = INK,
    dash: str = "",
    width: float = 1.6,
    size: tuple[float, float] = (94, 40),
) -> str:
    """A line with a head between two boxes of this size, centred at two picture positions."""
    (x1, y1), (x2, y2) = start, end
    across, down = x2 - x1, y2 - y1
    length = math.hypot(across, down)
    if length == 0:
        return ""
    half_w, half_h = size[0] / 2 + 3, size[1] / 2 + 3
    cut = min(
        half_w / abs(across) if across else math.inf, half_h / abs(down) if down else math.inf
    )
    cut = min(cut, 0.45)
    x1, y1, x2, y2 = (
        x1 + across * cut, y1 + down * cut, x2 - across * cut, y2 - down * cut,
    )  # fmt: skip
    ux, uy = across / length, down / length
    tip = " ".join(
        f"{_n(x2 - 8 * a * ux - 4 * b * uy)},{_n(y2 - 8 * a * uy + 4 * b * ux)}"
        for a, b in ((0, 0), (1, 1), (1, -1))
    )
    return _rule(x1, y1, x2, y2, color, width, dash) + f'<polygon points="{tip}" fill="{color}"/>'


def words(
    x: float, y: float, text: str, bold: bool = False, anchor: str = "start", halo: bool = False
) -> str:
    """Words at a picture position; ``halo`` puts white behind them, over a line that crosses."""
    return _text(x, y, text, size=14, weight=650 if bold else 400, anchor=anchor, halo=halo)


def strip(x: float, y: float, width: float, color: str, hollow: bool = False) -> str:
    """A lying bar from a picture position to the right; hollow ones are outlined and dashed."""
    look = f'fill="{PAPER}" stroke="{SOFT}" stroke-dasharray="4 3"' if hollow else f'fill="{color}"'
    return f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(max(width, 1))}" height="16" rx="2" {look}/>'


def tick(x: float, top: float, foot: float) -> str:
    """A thin upright line at a picture position, such as a limit or a zero."""
    return _rule(x, top, x, foot, INK, 1.4)


def _two_lines(words: str, most: int) -> list[str]:
    """A name on one line, or broken once at a space or hyphen near its middle."""
    if len(words) <= most:
        return [words]
    breaks = [n + 1 for n, letter in enumerate(words) if letter in " -"]
    if not breaks:
        return [words]
    middle = min(breaks, key=lambda n: abs(n - len(words) / 2))
    return [words[:middle].strip(), words[middle:].strip()]


def _text(
    x: float,
    y: float,
    words: str,
    size: float,
    anchor: str = "start",
    fill: str = INK,
    weight: int = 400,
    halo: bool = False,
    role: str = "",
) -> str:
    named = f' class="{role}"' if role else ""
    behind = f' stroke="{PAPER}" stroke-width="4" paint-order="stroke"' if halo else ""
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" font-weight="{weight}"'
        f' text-anchor="{anchor}" fill="{fill}"{behind}{named}>{escape(words)}</text>'
    )


def _rule(
    x1: float, y1: float, x2: float, y2: float, color: str, width: float, dash: str = ""
) -> str:
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" stroke="{color}"'
        f' stroke-width="{_n(width)}"{dashes}/>'
    )


def _n(value: float) -> str:
    """A coordinate with at most one decimal, the same on every machine."""
    return f"{value:.1f}".removesuffix(".0")


def _clip(share: float) -> float:
    return min(max(share, 0.0), 1.0)
