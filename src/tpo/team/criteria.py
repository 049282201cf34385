"""``tpo check criteria FEATURE --domain FILE``: a team's own criteria against its own builds."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from tpo.engines.criteria import Domain, Outcome, judge
from tpo.trouble import TroubleError

MOST = 3  # builds told at once, heaviest first


def check_criteria(feature: Path, domain: Path | None = None, hold_out: bool = False) -> int:
    """Print what the criteria in ``feature`` accept and refuse; return the exit code.

    ``domain`` is a Python file that makes ``DOMAIN`` (it is run, so use only files you trust);
    without one, the course's Second Perch. ``hold_out`` runs the builds kept back as well. 0: every
    line can be run, every right build passes, every wrong one is refused. 1: not so. Raises
    TroubleError with one sentence when a file can't be used.
    """
    found = load(domain)
    try:
        text = Path(feature).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TroubleError(
            f"{feature} can't be read ({error}); name a text file with criteria."
        ) from None
    wrong = found.wrong + (found.hold_out if hold_out else ())
    outcome = judge(text, found, wrong)
    print("\n".join(report(outcome, found, len(wrong))))
    return 0 if whole(outcome) else 1


def list_steps(domain: Path | None = None) -> int:
    """Print the steps of a domain, with example values and the words to choose from."""
    steps = load(domain).steps
    for kind, lines in steps.palette.items():
        print("\n".join([kind, *(f"  {line}" for line in lines)]))
    for name, words in steps.values.items():
        print(f"{name}: {', '.join(words)}")
    return 0


def load(path: Path | None) -> Domain:
    """The domain a file makes; Second Perch without one. Raises TroubleError with one sentence."""
    if path is None:
        from tpo.engines.second_perch import DOMAIN

        return DOMAIN
    if not Path(path).is_file():
        raise TroubleError(
            f"There is no domain file {path}; copy examples/library/domain.py to begin."
        )
    try:
        found = getattr(_module(path), "DOMAIN", None)
    except TroubleError:
        raise
    except Exception as error:
        what = f"{type(error).__name__}: {error}".splitlines()[0]
        raise TroubleError(f"The domain file {path} stopped ({what}).") from None
    if not isinstance(found, Domain):
        raise TroubleError(
            f"{path} must make DOMAIN = Domain(...); see examples/library/domain.py."
        )
    if len(found.correct) < 2:
        raise TroubleError(
            f"{path} needs at least two correct builds that differ where the rules are silent."
        )
    if not found.wrong:
        raise TroubleError(f"{path} needs at least one wrong build; begin with your last bug.")
    return found


def _module(path: Path) -> ModuleType:
    """The file as a module. It is registered, because a dataclass looks its own module up."""
    spec = importlib.util.spec_from_file_location("own_domain", path)
    if spec is None or spec.loader is None:
        raise TroubleError(f"{path} is not a Python file; its name must end in .py.")
    module = importlib.util.module_from_spec(spec)
    sys.modules["own_domain"] = module
    spec.loader.exec_module(module)
    return module


def whole(outcome: Outcome) -> bool:
    """Whether nothing is left to mend."""
    return bool(
        outcome.usable
        and not outcome.text.all_problems
        and not outcome.too_strict
        and not outcome.slipped
    )


def report(outcome: Outcome, domain: Domain, wrong: int) -> list[str]:
    """What happened, most blocking first."""
    lines = [
        f"{domain.name}: {len(outcome.usable)} of {len(outcome.text.scenarios)} scenarios pass in"
        f" all {len(domain.correct)} right builds; {outcome.caught} of {wrong} wrong builds refused."
    ]
    lines += [problem.sentence for problem in outcome.text.all_problems]
    lines += [
        f"Scenarios {one.number} and {two.number} contradict each other: “{a}”, “{b}”."
        for one, two, a, b in outcome.contradictions
    ]
    lines += [
        f"“{scenario.name}” fails in the right build “{failure.build.id}” at “{failure.line}”:"
        f" {failure.saw}."
        for scenario, failure in outcome.too_strict
    ]
    if outcome.usable:
        lines += [
            f"Your criteria accept a build in which {b.symptom}." for b in outcome.slipped[:MOST]
        ]
        if len(outcome.slipped) > MOST:
            lines.append(f"… and {len(outcome.slipped) - MOST} more.")
    return lines
