"""How many calls are in flight: a product of named quantities against the simulator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod

SITUATIONS = ("normal_day", "burst", "one_layer", "three_layers")
