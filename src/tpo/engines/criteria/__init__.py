"""Acceptance criteria that run: Gherkin text against builds of a product, in process.

A domain is one Python file: a ``Vocabulary`` of steps, correct builds that differ where the rules
are silent, and wrong builds, each a bug with its symptom in customers' words. The text is
read by gherkin-official, steps are matched by cucumber-expressions, whole and exactly.
"""

from tpo.engines.criteria.reading import Problem, Scenario, Text, read
from tpo.engines.criteria.running import Build, Domain, Failure, Outcome, judge, run
from tpo.engines.criteria.vocabulary import Mismatch, Vocabulary, show

__all__ = [
    "Build",
    "Domain",
    "Failure",
    "Mismatch",
    "Outcome",
    "Problem",
    "Scenario",
    "Text",
    "Vocabulary",
    "judge",
    "read",
    "run",
    "show",
]
