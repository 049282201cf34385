"""Figures of the case: each one with its unit, its meaning and where it comes from."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """One figure.

    ``name`` ends in its unit where it has one (``_eur``, ``_rps``, ``_s``, ``_min``,
    ``_share`` from 0 to 1), so that code reads with units. ``source`` is ``curriculum``,
    ``curriculum (V)`` read in a source, ``curriculum (D)`` computed in a design check,
    ``curriculum (target)`` to be calibrated by our own data, or ``course: <reason>`` for a
    figure that the curriculum leaves open and the course had to choose.
    """

    name: str
    value: float
    unit: str
    meaning: str
    source: str


@dataclass(frozen=True)
class Facts:
    """Figures by name: ``facts["contact_eur"]`` is the number, ``facts.about(...)`` the rest."""

    rows: tuple[Fact, ...] = ()

    def __getitem__(self, name: str) -> float:
        """Return the value of one figure."""
        return self.about(name).value

    def __contains__(self, name: object) -> bool:
        """Say whether there is a figure of this name."""
        return any(fact.name == name for fact in self.rows)

    def __iter__(self) -> Iterator[str]:
        """Go through the names in file order."""
        return (fact.name for fact in self.rows)

    def __len__(self) -> int:
        """Return the number of figures."""
        return len(self.rows)

    def about(self, name: str) -> Fact:
        """Return one figure with unit, meaning and source."""
        for fact in self.rows:
            if fact.name == name:
                return fact
        raise KeyError(f"there is no figure '{name}'; there are: {', '.join(self)}")
