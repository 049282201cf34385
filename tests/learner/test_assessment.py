"""The two forms: parallel, justified, kept at once; and the gap map that follows from performance."""

import json
import re
from collections import Counter
from dataclasses import replace
from itertools import combinations

import pytest

from tpo import case
from tpo.exercises import MODULES, module
from tpo.judges.gap_plan import read_levels
from tpo.labs import gap_map
from tpo.learner import assessment as forms
from tpo.learner.ledger import open_ledger

TABLE = case.competencies()
PAIRS = list(zip(forms.items("A"), forms.items("B"), strict=True))
each_pair = pytest.mark.parametrize(("a", "b"), PAIRS, ids=[a.id for a, _ in PAIRS])
each_item = pytest.mark.parametrize(
    "item", [i for pair in PAIRS for i in pair], ids=lambda i: f"{i.id}{i.form}"
)


# ---- the items


def test_there_are_two_tasks_for_each_competency_in_each_form():
    for form in forms.FORMS:
        counts = Counter(item.competency for item in forms.items(form))
        assert counts == dict.fromkeys(TABLE, 2)


def not_parallel(a, b):
    """What keeps two tasks from being parallel; empty when they are."""
    found = []
    if (a.id, a.competency, a.objective) != (b.id, b.competency, b.objective):
        found.append("another objective")
    if Counter(o.slip for o in a.options) != Counter(o.slip for o in b.options):
        found.append("other misconceptions")
    if bool(a.shown) != bool(b.shown):
        found.append("one shows something to read, the other doesn't")
    words_a, words_b = (len(f"{i.ask} {i.shown}".split()) for i in (a, b))
    if not 0.55 <= words_a / words_b <= 1.8:
        found.append("one is much longer")
    same = set(words(a)) & set(words(b))
    if len(same) > 0.5 * min(len(set(words(a))), len(set(words(b)))):
        found.append("the same surface")
    if {o.text for o in a.options} & {o.text for o in b.options}:
        found.append("a shared answer")
    return found


def words(item):
    """The words with meaning of a task and its answers."""
    text = " ".join([item.ask, item.shown, *(o.text for o in item.options)]).lower()
    return [w for w in re.findall(r"[a-z0-9€%]+", text) if len(w) > 4 or w.isdigit()]


@each_pair
def test_the_two_forms_are_parallel(a, b):
    assert not_parallel(a, b) == []


def test_the_test_of_parallel_forms_can_fail():
    a, b = PAIRS[0]
    assert "the same surface" in not_parallel(a, replace(a, form="B"))
    assert "another objective" in not_parallel(a, replace(b, objective="something else"))
    other = tuple(replace(o, slip="9.9z") if o.slip else o for o in b.options)
    assert "other misconceptions" in not_parallel(a, replace(b, options=other))


@each_item
def test_a_task_has_one_justified_key_and_three_named_slips(item):
    assert len(item.options) == 4
    assert [o.slip for o in item.options].count("") == 1
    slips = [o.slip for o in item.options if o.slip]
    assert len(set(slips)) == 3
    assert set(slips) <= set(forms.misconceptions())
    assert len(item.why.split()) >= 10
    assert len({o.text for o in item.options}) == 4
    assert item.ask.endswith("?")


def test_every_word_of_the_file_is_text():
    """A comma that YAML reads as the end of an answer leaves a null behind."""
    for question in forms.questions():
        assert 3 <= len(question.options) <= 5
        assert all(isinstance(words, str) and words for words in question.options.values())
    assert {q.id: set(q.options) for q in forms.questions()} == {
        "background": {"business", "engineering", "owner", "both"},
        "hours": {"1", "3", "4"},
        "niche": {"none", *case.niches()},
    }
    for pair in PAIRS:
        for item in pair:
            assert all(isinstance(o.text, str) for o in item.options)
    assert all(isinstance(words, str) for words in forms.misconceptions().values())


def test_every_misconception_is_used_and_belongs_to_a_module():
    used = {o.slip for pair in PAIRS for i in pair for o in i.options if o.slip}
    assert used == set(forms.misconceptions())
    known = {w.id for name in MODULES for e in module(name).values() for w in e.misconceptions}
    built = {f"{int(name[1:])}" for name in MODULES}
    for slip in used:
        if slip.startswith("reading."):
            continue
        assert re.fullmatch(r"(1[0-4]|[1-9])\.[1-5][a-g]", slip)
        if slip.partition(".")[0] in built:
            assert slip in known, f"{slip} is no misconception of an exercise"


@pytest.mark.parametrize("form", forms.FORMS)
def test_neither_the_place_nor_the_length_gives_the_key_away(form):
    items = forms.items(form)
    assert set(Counter(i.key for i in items).values()) == {7}
    longest = sum(len(i.options[i.key].text) == max(len(o.text) for o in i.options) for i in items)
    assert longest <= 14


def test_eight_tasks_ask_to_read_what_engineers_write():
    for form in forms.FORMS:  # R010: a pull request, a test, a log line
        assert sum(bool(i.shown) for i in forms.items(form)) >= 8


KEYS = {  # the numbers in keys, computed again
    "K02-2A": ("12.5", 100 * 1000 / 8000),
    "K02-2B": ("8", 100 * 240 / 3000),
    "K04-1A": ("99.6", 100 * 0.999**4),
    "K04-1B": ("98.5", 100 * 0.995**3),
    "K06-1A": ("27", 3 * 3 * 3),
    "K06-1B": ("16", 4 * 4),
}


@pytest.mark.parametrize("name", KEYS)
def test_a_key_with_a_number_is_computed(name):
    item = next(i for i in forms.items(name[-1]) if i.id == name[:-1])
    said, value = KEYS[name]
    assert said in item.options[item.key].text
    assert round(value, 1) == float(said)


@pytest.mark.parametrize(
    ("form", "jobs"),
    [
        ("A", {"P": (6, 27), "Q": (1, 4), "R": (2, 14)}),
        ("B", {"P": (5, 20), "Q": (1, 3), "R": (3, 18)}),
    ],
)
def test_the_order_of_work_in_the_task_costs_least(form, jobs):
    def cost(order):
        spent, total = 0, 0
        for name in order:
            weeks, a_week = jobs[name]
            spent += weeks
            total += spent * a_week
        return total

    orders = [(x, y, *(set(jobs) - {x, y})) for x, y in [*combinations(jobs, 2)]]
    orders += [(y, x, *rest) for x, y, *rest in orders]
    best = min(orders, key=cost)
    item = next(i for i in forms.items(form) if i.id == "K10-1")
    assert item.options[item.key].text.startswith(best[0])
    for name, (weeks, a_week) in jobs.items():
        assert f"{name} takes {weeks} week" in item.ask
        assert f"€{a_week} k" in item.ask


# ---- answering


def fill(ledger, form="A", right=lambda item: True, sure=90, said="working", skip=()):
    """Answer a whole form."""
    if form == "A":
        for question in forms.questions():
            forms.keep_choice(ledger, form, "context", question.id, next(iter(question.options)))
    for id in TABLE:
        forms.keep_choice(ledger, form, "self", id, said if isinstance(said, str) else said(id))
        if form == "B":
            forms.keep_choice(ledger, form, "then", id, "awareness")
    for item in forms.items(form):
        if item.id in skip:
            continue
        option = item.key if right(item) else (item.key + 1) % 4
        forms.keep_answer(ledger, form, item.id, option, sure(item) if callable(sure) else sure)
    forms.keep_guess(ledger, form, ["K04", "K05", "K06"])


@pytest.fixture
def ledger():
    return open_ledger(None)


def test_nothing_is_lost_when_the_process_dies_between_two_answers(tmp_path):
    first = open_ledger(tmp_path)
    fill(first, skip=("K14-2",))  # never closed: as after kill -9
    again = open_ledger(tmp_path)
    assert forms.result(again, "A") is None
    assert len(forms.kept(again, "A")["answers"]) == 27
    item = forms.items("A")[-1]
    forms.keep_answer(again, "A", item.id, item.key, 50)
    assert forms.result(again, "A").right == 28


def test_the_last_answer_to_a_question_counts(ledger):
    fill(ledger)
    item = forms.items("A")[0]
    forms.keep_answer(ledger, "A", item.id, (item.key + 1) % 4, 60)
    forms.keep_choice(ledger, "A", "self", "K01", "expert")
    found = forms.result(ledger, "A")
    assert found.right == 27
    assert found.said["K01"] == 4


@pytest.mark.parametrize(
    "wrong",
    [
        lambda b: forms.keep_answer(b, "A", "K99-1", 0, 50),
        lambda b: forms.keep_answer(b, "A", "K01-1", 4, 50),
        lambda b: forms.keep_answer(b, "A", "K01-1", True, 50),
        lambda b: forms.keep_answer(b, "A", "K01-1", "0", 50),
        lambda b: forms.keep_answer(b, "A", "K01-1", 0, 55),
        lambda b: forms.keep_choice(b, "A", "self", "K01", "wizard"),
        lambda b: forms.keep_choice(b, "A", "context", "hours", "9"),
        lambda b: forms.keep_choice(b, "A", "dance", "K01", "working"),
        lambda b: forms.keep_guess(b, "A", ["K01", "K02"]),
        lambda b: forms.keep_guess(b, "A", ["K01", "K01", "K02"]),
        lambda b: forms.keep_guess(b, "A", "K01"),
    ],
)
def test_what_is_no_answer_is_not_kept(ledger, wrong):
    before = forms.kept(ledger, "A")
    assert wrong(ledger) is False
    assert forms.kept(ledger, "A") == before


# ---- the map


def test_the_map_follows_from_tasks_and_not_from_self_rating(ledger):
    tech = {id for id, c in TABLE.items() if c.half == "technology"}
    fill(
        ledger,
        right=lambda item: item.competency not in tech,
        said=lambda id: "expert" if id in tech else "awareness",
    )
    found = forms.result(ledger, "A")
    assert {id for id, gap in found.gaps.items() if gap} == tech
    assert found.route() == "B"
    assert set(found.goals()) <= tech
    assert set(found.order[:6]) == tech


def test_the_level_counts_tasks_and_confidence_decides_only_at_the_top(ledger):
    fill(ledger, sure=60)
    assert set(forms.result(ledger, "A").levels.values()) == {3}
    fill(ledger, sure=90)
    assert set(forms.result(ledger, "A").levels.values()) == {4}
    fill(ledger, right=lambda item: item.id.endswith("-1"), sure=99)
    assert set(forms.result(ledger, "A").levels.values()) == {2}
    fill(ledger, right=lambda item: False, sure=99)
    assert set(forms.result(ledger, "A").levels.values()) == {1}


def test_among_equal_gaps_the_one_with_sure_mistakes_comes_first(ledger):
    fill(ledger, right=lambda item: False, sure=lambda item: 99 if item.competency == "K09" else 50)
    assert forms.result(ledger, "A").order[0] == "K09"


def test_over_and_under_confidence_are_both_shown(ledger):
    fill(
        ledger,
        right=lambda item: item.competency != "K02",
        sure=lambda item: 90 if item.competency == "K02" else 50,
    )
    found = forms.result(ledger, "A")
    assert {a.item.competency for a in found.surprises} == {"K02"}
    assert "K02" not in found.underrated
    assert len(found.underrated) == 13
    html = gap_map.page(found)
    assert "Where you were sure and wrong (2)" in html
    assert "You know more than you think in" in html
    assert "you know more than you trust yourself with" in html
    fill(ledger, right=lambda item: False, sure=99)
    assert "you are surer than you are right" in gap_map.page(forms.result(ledger, "A"))


@pytest.mark.parametrize(("weak", "route"), [("people", "E"), ("technology", "B"), ("none", "O")])
def test_the_route_is_the_road_to_the_weaker_half(ledger, weak, route):
    fill(ledger, right=lambda item: TABLE[item.competency].half != weak)
    found = forms.result(ledger, "A")
    assert found.route() == route
    for id, competency in TABLE.items():
        assert found.route(id) == (route if competency.half == weak else "O")


def test_goals_come_from_both_halves_where_both_have_large_gaps(ledger):
    fill(ledger, right=lambda item: False)
    goals = forms.result(ledger, "A").goals()
    assert len(goals) == 3
    assert {TABLE[id].half for id in goals} == {"people", "technology"}


def test_a_chosen_niche_raises_what_the_role_asks_for(ledger):
    fill(ledger, sure=60)
    forms.keep_choice(ledger, "A", "context", "niche", "data")
    found = forms.result(ledger, "A")
    assert {id for id, gap in found.gaps.items() if gap} == {"K05", "K07", "K12"}


def test_the_plan_is_one_that_exercise_1_3_accepts(ledger):
    fill(ledger, right=lambda item: False)
    found = forms.result(ledger, "A")
    assert read_levels(found.line) == found.levels
    rows = [
        f"{id} | {found.levels[id]} | {found.levels[id] + 1} | {TABLE[id].shows} that passes "
        f"{TABLE[id].proof} | {week} | 1 | do"
        for id, week in zip(found.goals(), forms.WEEKS, strict=True)
    ]
    from tpo.exercises import find
    from tpo.exercises.contract import check_artefact

    text = f"levels: {found.line}\n" + "\n".join(rows)
    assert check_artefact(find("1.3"), text).outcome == "right"


def test_every_level_has_a_picture_with_its_words(ledger):
    for right in (lambda item: True, lambda item: False, lambda item: item.id.endswith("1")):
        fill(ledger, right=right)
        found = forms.result(ledger, "A")
        html = gap_map.page(found)
        assert gap_map.figure(found).startswith("<svg")
        assert re.search(r'<img alt="Levels from 1 to 4\. Role: shown \d, said 2, asked 3;', html)
        for competency in TABLE.values():
            assert competency.name in html


def test_the_map_and_the_plan_are_saved_and_a_changed_plan_stays(ledger, tmp_path):
    fill(ledger, right=lambda item: False)
    found = forms.result(ledger, "A")
    assert "learning_plan.md" in gap_map.save(found, tmp_path)
    data = json.loads((tmp_path / "artefacts/gap_map.json").read_text("utf-8"))
    assert data["goals"] == found.goals()
    assert data["levels"] == found.levels
    plan = tmp_path / "artefacts/learning_plan.md"
    assert plan.read_text("utf-8").count("that passes") == 3
    forms.keep_answer(ledger, "A", "K01-1", forms.items("A")[0].key, 90)
    again = forms.result(ledger, "A")
    assert "Your learning plan is in" in gap_map.save(again, tmp_path)  # nobody had changed it
    assert plan.read_text("utf-8") == forms.plan(again) + "\n"
    plan.write_text("mine", encoding="utf-8")
    assert "stays as it is" in gap_map.save(found, tmp_path)
    assert "stays as it is" in gap_map.save(found, tmp_path)
    assert plan.read_text("utf-8") == "mine"
    assert "nothing was saved" in gap_map.save(found, None)
    (tmp_path / "file").write_text("x")
    assert "couldn't be saved" in gap_map.save(found, tmp_path / "file")


def test_an_answer_is_quoted_once():
    assert gap_map._quoted("27") == "“27”."
    assert gap_map._quoted("Stop it!") == "“Stop it!”"
    assert gap_map._quoted("“It is so.”") == "“It is so.”"


def test_the_end_has_files_of_its_own(ledger, tmp_path):
    fill(ledger, "A")
    fill(ledger, "B", right=lambda item: item.competency != "K11")
    for form in forms.FORMS:
        gap_map.save(forms.result(ledger, form), tmp_path)
    names = sorted(path.name for path in (tmp_path / "artefacts").iterdir())
    assert names == ["gap_map.json", "gap_map_end.json", "learning_plan.md", "next_plan.md"]


def test_form_b_compares_and_tells_both_differences(ledger):
    fill(ledger, "A", right=lambda item: item.id.endswith("-1"), said="working", sure=90)
    fill(ledger, "B", right=lambda item: item.competency != "K11", said="practitioner", sure=90)
    before, after = forms.result(ledger, "A"), forms.result(ledger, "B")
    assert forms.gain(before, after) == pytest.approx((26 - 14) / (28 - 14))
    html = gap_map.page(after, before)
    assert "14 at the start, 26 now, of 28" in html
    assert "moved by +1.0 levels" in html
    assert "Rated from today, it moved by +2.0" in html
    assert "response shift" in html
    assert forms.gain(after, after) == 0
    assert forms.gain(replace(before, answered=after.answered), before) < 0


def test_form_b_waits_for_the_look_back(ledger):
    fill(ledger, "A")
    for id in TABLE:
        forms.keep_choice(ledger, "B", "self", id, "working")
    assert forms.result(ledger, "B") is None
    with pytest.raises(LookupError, match="There is no form 'C'"):
        forms.items("C")
