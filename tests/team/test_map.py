"""`tpo check map FILE` on good, damaged and telling maps."""

import pytest

from tpo.engines.system_graph import read_map
from tpo.team.map import FORMATS, convert, report, review

SHOP = """
containers:
  - {name: Marisol, kind: person}
  - {name: shop, availability: 99.9}
  - {name: orders, availability: 99.5}
  - name: stock
  - {name: PayCo, kind: external}
  - lonely
relations:
  - {from: Marisol, to: shop, purpose: look for shoes}
  - {from: shop, to: orders, purpose: place the order}
  - {from: orders, to: stock, purpose: uses}
  - {from: orders, to: PayCo, purpose: take the money, strength: soft}
  - {from: report, to: stock, kind: data, purpose: count the shoes}
journeys:
  buy: [Marisol, shop, orders, stock]
"""


def said(text):
    return [str(finding) for finding in review(read_map(text))]


def test_a_map_is_counted_walked_and_questioned():
    lines = "\n".join(said(SHOP))
    assert "7 boxes, 5 arrows, 1 outside system." in lines
    assert "Journey “buy” arrives. It waits for 3 parts: 99.40 %, 4.3 h down" in lines
    assert "1 part without a figure" in lines
    assert "Arrows that say nothing about what is asked or told: orders to stock." in lines
    assert "report reads stock" in lines
    assert "No arrow touches lonely" in lines
    assert "If stock stops, 4 other boxes stop with it" in lines
    assert "problem" not in lines


def test_a_journey_that_falls_off_is_a_problem(tmp_path, capsys):
    file = tmp_path / "map.yaml"
    file.write_text(SHOP.replace("orders, stock]", "stock]"), encoding="utf-8")
    assert report(file) == 1
    assert "no arrow from shop to stock" in capsys.readouterr().out
    file.write_text(SHOP, encoding="utf-8")
    assert report(file) == 0


def test_mermaid_works_and_circles_are_seen():
    lines = "\n".join(said("flowchart LR\n a -->|ask the price| b --> a\n Web-Team --> a"))
    assert "circle: a → b → a" in lines
    assert "A team cannot answer a call" in lines
    assert "No journeys" in lines
    assert "No outside system" in lines
    assert "No shared tables" in lines


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"hello", b"flowchart LR\n a --- b", b""])
def test_a_file_that_is_no_map_gets_one_sentence(tmp_path, capsys, content):
    file = tmp_path / "x.md"
    file.write_bytes(content)
    assert report(file) == 1
    out = capsys.readouterr().out
    assert out.count("\n") == 2
    assert "problem" in out


def test_a_missing_file_gets_one_sentence(tmp_path, capsys):
    assert report(tmp_path / "none.mmd") == 1
    assert "There is no file none.mmd" in capsys.readouterr().out


@pytest.mark.parametrize("to", FORMATS)
def test_a_map_goes_out_in_every_format_and_comes_back(to, tmp_path, capsys):
    file, again = tmp_path / "map.yaml", tmp_path / "again"
    file.write_text(SHOP, encoding="utf-8")
    assert convert(file, to) == 0
    again.write_text(capsys.readouterr().out, encoding="utf-8")
    one, other = (read_map(path.read_text("utf-8")) for path in (file, again))
    assert [r.ends for r in one.relations] == [r.ends for r in other.relations]
    assert [r.purpose for r in one.relations] == [r.purpose for r in other.relations]
    assert one.by_key.keys() == other.by_key.keys()
    assert convert(tmp_path / "missing", to) == 1
