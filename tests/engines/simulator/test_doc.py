"""The examples of docs/simulator.md run, and the sentence it quotes is the one that is said."""

import re
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[3] / "docs" / "simulator.md").read_text(encoding="utf-8")


def test_the_examples_run_in_order():
    names: dict = {}
    examples = re.findall(r"```python\n(.*?)```", PAGE, re.S)
    assert len(examples) == 2
    for example in examples:
        exec(example, names)
    assert 0.5 < names["result"].success < 1.0
    assert names["found"].possible == len(names["found"].designs) == 12
    assert names["found"].front


def test_the_sentence_it_quotes():
    from tpo.engines.simulator import Call

    (quoted,) = re.findall(r"^> (.*)$", PAGE, re.M)
    with pytest.raises(ValueError, match=re.escape(quoted)):
        Call("web", "db", timeout="200")


def test_the_links_lead_somewhere():
    for target in re.findall(r"\]\(([^)]+)\)", PAGE):
        assert (Path(__file__).parents[3] / "docs" / target).exists(), target
