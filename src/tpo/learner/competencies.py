"""The fourteen competencies of the course, and the module that teaches each."""

from __future__ import annotations

COMPETENCIES = {
    "K01": "Role and boundaries",
    "K02": "Discovery and empathy",
    "K03": "Requirements and acceptance",
    "K04": "Architecture as a mental model",
    "K05": "APIs and integration",
    "K06": "Load and failure",
    "K07": "Data flows",
    "K08": "Observability and delivery measures",
    "K09": "Tradeoffs, decisions and debt",
    "K10": "Strategy and prioritisation",
    "K11": "Planning, flow and delivery",
    "K12": "Guided experiments",
    "K13": "Communication and influence",
    "K14": "Portfolio, career and reflection",
}


def taught_in(competency: str) -> str:
    """The module of a competency: ``"K06"`` → ``"M06"``."""
    return f"M{competency[1:]}"


def competency_of(module: str) -> str:
    """The name of what a module teaches, such as "Load and failure"; "" where it has none."""
    return COMPETENCIES.get(f"K{module[1:]}", "")
