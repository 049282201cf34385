"""Run scenarios against builds: what the criteria accept and what they refuse."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tpo.engines.criteria.reading import Scenario, Text, read
from tpo.engines.criteria.vocabulary import Mismatch, Vocabulary


@dataclass(frozen=True)
class Build:
    """One version of the product. ``make()`` returns a fresh one for each scenario.

    ``symptom`` says in customers' words what goes wrong in it, as a clause that follows
    "a build in which"; a correct build's says where it differs. ``weight`` is the business
    risk: slips are told heaviest first.
    """

    id: str
    make: Callable[[], Any]
    symptom: str
    weight: float = 1


@dataclass(frozen=True)
class Domain:
    """Everything needed to run criteria for one product area.

    ``correct`` holds at least two builds that differ where the rules are silent, so that a
    criterion which fixes more than the rules do is found. ``hold_out`` builds are never shown.
    """

    name: str
    steps: Vocabulary
    correct: tuple[Build, ...]
    wrong: tuple[Build, ...]
    hold_out: tuple[Build, ...] = ()


@dataclass(frozen=True)
class Failure:
    """Where a scenario stopped in a build: the line, what it is about, "expected …, got …"."""

    build: Build
    line: str
    about: str
    saw: str


@dataclass(frozen=True)
class Outcome:
    """What criteria did. Only scenarios that every correct build passes can refuse a wrong one."""

    text: Text
    usable: tuple[Scenario, ...]
    too_strict: tuple[tuple[Scenario, Failure], ...]  # a correct build fails these
    contradictions: tuple[tuple[Scenario, Scenario, str, str], ...]
    killed: dict[str, tuple[int, ...]]  # wrong build → numbers of the scenarios that refuse it
    slipped: tuple[Build, ...]  # wrong builds that pass, heaviest first

    @property
    def caught(self) -> int:
        """How many wrong builds are refused."""
        return sum(bool(numbers) for numbers in self.killed.values())

    @property
    def idle(self) -> tuple[Scenario, ...]:
        """Scenarios that refuse no wrong build by themselves or with others."""
        busy = {number for numbers in self.killed.values() for number in numbers}
        return tuple(s for s in self.usable if s.number not in busy)


def run(scenario: Scenario, build: Build) -> Failure | None:
    """Walk a scenario in a fresh build; where it stopped, or None if it passes.

    A build that breaks (any other exception) fails the scenario at that line.
    """
    product = build.make()
    for line, match in scenario.steps:
        try:
            match.step.do(product, *match.values)
        except Mismatch as mismatch:
            return Failure(build, line, match.step.about, str(mismatch))
        except Exception as error:
            return Failure(build, line, match.step.about, f"the build broke: {error}")
    return None


def judge(text: str, domain: Domain, wrong: Sequence[Build] | None = None) -> Outcome:
    """Run criteria in the correct builds, then in the wrong ones (the domain's by default)."""
    found = read(text, domain.steps)
    usable: list[Scenario] = []
    too_strict: list[tuple[Scenario, Failure]] = []
    for scenario in found.scenarios:
        if scenario.problems:
            continue
        failures = [f for build in domain.correct if (f := run(scenario, build))]
        if failures:
            too_strict.append((scenario, failures[0]))
        else:
            usable.append(scenario)
    builds = domain.wrong if wrong is None else tuple(wrong)
    killed = {b.id: tuple(s.number for s in usable if run(s, b)) for b in builds}
    slipped = sorted((b for b in builds if not killed[b.id]), key=lambda b: -b.weight)
    return Outcome(
        found,
        tuple(usable),
        tuple(too_strict),
        contradictions(found.scenarios),
        killed,
        tuple(slipped),
    )


def contradictions(
    scenarios: Sequence[Scenario],
) -> tuple[tuple[Scenario, Scenario, str, str], ...]:
    """Pairs with the same setting that ask for different things about the same matter."""
    found = []
    asked: dict[tuple[tuple[str, ...], str], tuple[Scenario, Any, str]] = {}
    for scenario in scenarios:
        if scenario.problems:
            continue
        for line, match in scenario.steps:
            if match.step.kind != "Then":
                continue
            key = (scenario.setting, match.step.about)
            wants = (match.step.do, match.values)
            if key not in asked:
                asked[key] = (scenario, wants, line)
            elif asked[key][1] != wants and asked[key][0] is not scenario:
                found.append((asked[key][0], scenario, asked[key][2], line))
    return tuple(found)
