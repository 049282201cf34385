"""Numbers in texts come from runs: ``{{name}}`` is replaced by a computed fact."""

from __future__ import annotations

import re
from collections.abc import Mapping

FACT = re.compile(r"\{\{\s*([\w.]+)\s*\}\}")


class UnknownFact(Exception):
    """A text quotes a number that nobody computes; the message names both."""


def fill(text: str, facts: Mapping[str, str], where: str) -> str:
    """The text with its facts put in; raise UnknownFact for a name nobody computes."""

    def value(found: re.Match[str]) -> str:
        if found[1] not in facts:
            raise UnknownFact(f"authoring/{where} quotes {{{{{found[1]}}}}}, which facts.py lacks.")
        return facts[found[1]]

    return FACT.sub(value, text)
