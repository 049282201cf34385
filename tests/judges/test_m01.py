"""The judges and engines of M01: played weeks, tags, plans, niches and four weeks of figures."""

import random

import pytest

from tests.answers.bank import bank
from tpo import case
from tpo.engines import gaps, outcomes
from tpo.engines.work_week import Assignment, play, sensible
from tpo.exercises import find
from tpo.exercises.contract import check_artefact, grade_artefact
from tpo.judges import decision_map, gap_plan, niche_choice, quick_win, week_tags

DECISIONS = tuple(case.decisions().values())
MINE = {d.id: Assignment(("you",)) for d in DECISIONS}
RIGHT = {a.id: a for a in bank("right") if a.id.startswith("1.")}


# ---- WeekSim


def test_owning_everything_makes_the_last_decision_wait_six_days_and_more():
    week = play(DECISIONS, MINE)
    assert week.last_done == pytest.approx(16 * 0.4)  # curriculum, W01a: 6.4 days
    assert len(week.stalled) >= 8


def test_owning_nothing_stalls_as_well_and_costs_more():
    nobody = play(DECISIONS, {d.id: Assignment(()) for d in DECISIONS})
    assert len(nobody.stalled) == len(nobody.having("orphan")) == len(DECISIONS)
    assert nobody.rework_eur > play(DECISIONS, MINE).rework_eur


@pytest.mark.parametrize("setting", ["scrum", "stage_gate"])
def test_a_sensible_week_has_no_fault_in_its_own_setting(setting):
    week = play(DECISIONS, {d.id: sensible(d, setting) for d in DECISIONS}, setting)
    assert (week.stalled, week.rework_eur, week.contacts) == ((), 0, 0)


def test_the_same_map_bounces_in_the_other_setting():
    week = play(DECISIONS, {d.id: sensible(d) for d in DECISIONS}, "stage_gate")
    assert set(week.having("rejected")) == {"date", "budget", "release"}


def test_relaying_costs_a_day_doubles_the_work_and_changes_three_of_five():
    own = {d.id: sensible(d) for d in DECISIONS}
    relayed = {
        **own,
        **{id: Assignment(("tomasz",), ("amara",), ("you",)) for id in decision_map.SCOPE[:5]},
    }
    week = play(DECISIONS, relayed)
    assert len(week.having("relayed")) == 5
    assert len(week.having("changed")) == 3
    first = next(o for o in week.outcomes if o.id == "first_slice")
    assert first.done == pytest.approx(2 * 0.4 + 0.05 + 1.0)


def test_two_owners_wait_two_days_for_each_other():
    one = {d.id: sensible(d) for d in DECISIONS}
    two = {**one, "library": Assignment(("team", "amara"), ("mateo",))}
    done = {
        n: next(o.done for o in play(DECISIONS, m).outcomes if o.id == "library")
        for n, m in ((1, {**one, "library": Assignment(("team",), ("mateo",))}), (2, two))
    }
    assert done[2] - done[1] == pytest.approx(2.0)


def test_asking_everybody_about_everything_stalls_the_week():
    people = [p for p in decision_map.PEOPLE if p != "you"]
    week = play(
        DECISIONS, {d.id: Assignment(sensible(d).accountable, tuple(people)) for d in DECISIONS}
    )
    assert len(week.stalled) > decision_map.MOST_STALLS


def test_the_week_does_not_depend_on_the_order_of_the_rows():
    own = {d.id: sensible(d) for d in DECISIONS}
    rows = list(DECISIONS)
    random.Random(4).shuffle(rows)
    again = play(sorted(rows, key=lambda d: [x.id for x in DECISIONS].index(d.id)), own)
    assert again == play(DECISIONS, own)


@pytest.mark.parametrize("who", [("you",), ("amara",), ("ines",), (), ("you", "amara")])
def test_a_constant_map_earns_nothing(who):
    rows = [
        {"decision": d.id, "accountable": who, "stage_gate": [], "consulted": [], "informed": []}
        for d in DECISIONS
    ]
    rows = [{**r, "accountable": list(who)} for r in rows]
    assert check_artefact(find("1.1"), rows).points == 0


def test_every_right_map_holds_in_two_hundred_fresh_draws():
    for name in ("1.1/right/reference", "1.1/right/wording-kept-and-ines-for-money"):
        answer = RIGHT[name].artefact
        for seed in range(200):
            verdict = grade_artefact(find("1.1"), answer, random.Random(seed))
            assert verdict.outcome == "right", f"{name}, seed {seed}"


def test_every_decision_names_people_of_the_case_and_a_reason():
    for decision in DECISIONS:
        for names in (decision.scrum, decision.stage_gate, decision.hear, decision.tell):
            assert set(names) <= set(decision_map.PEOPLE)
        assert len(decision.because.split()) >= 6


# ---- a week of tags


@pytest.mark.parametrize("who", ["nadia", "leo"])
def test_a_log_has_thirty_entries_with_known_duties_and_reasons(who):
    log = case.week_log(who)
    assert len(log) == 30
    for entry in log.values():
        assert set(entry.duties) <= {*week_tags.DUTIES, "none"}
        assert len(entry.because) >= 8


@pytest.mark.parametrize("who", ["nadia", "leo"])
@pytest.mark.parametrize("tag", [*week_tags.DUTIES, "none"])
def test_one_duty_for_everything_earns_nothing(who, tag):
    log = case.week_log(who)
    rows = [{"entry": id, "duties": [tag]} for id in log]
    answer = {"who": who, "least": ["goal", "discovery", "risk"], "rows": rows}
    assert check_artefact(find("1.2"), answer).points == 0


def test_the_three_gaps_are_counted_in_ones_own_tags():
    rows = [{"entry": id, "duties": e.duties[:1]} for id, e in case.week_log("leo").items()]
    seen = week_tags.read_week("leo", rows, ["goal", "negotiating", "informing"], 30)
    assert seen["share"] == 1
    assert seen["wrong_least"] == ["informing"]
    assert {"goal", "negotiating", "prioritising"} <= set(seen["rarest"])


# ---- gaps and plans


def test_the_largest_gaps_hold_every_tie():
    level = gap_plan.read_levels("nadia")
    assert gaps.largest(level) == {"K04", "K05", "K06", "K08", "K12"}
    assert gaps.largest(dict.fromkeys(level, 1)) == set(level)
    assert gaps.largest(dict.fromkeys(level, 4)) == set()


def test_a_niche_raises_three_targets():
    plain, raised = gaps.targets(), gaps.targets("data")
    assert {id for id in plain if raised[id] != plain[id]} == {"K05", "K07", "K12"}
    for niche in case.niches().values():
        assert set(niche.raises) <= set(plain)


@pytest.mark.parametrize(
    "text", ["maria", "1-2-3", "1-2-3-4-5-1-1-1-1-1-1-1-1-1", "11111111111111x"]
)
def test_levels_that_are_none_get_one_sentence(text):
    with pytest.raises(gap_plan.BadLevels, match="14 digits from 1 to 4"):
        gap_plan.read_levels(text)


# ---- niches


def test_taking_a_card_away_is_what_makes_a_choice_tentative():
    rows = [
        {"niche": "developer", "card": "N2", "points": 5},
        {"niche": "data", "card": "N1", "points": 4},
    ]
    seen = niche_choice.choose("nadia", "developer", "final", rows)
    assert (seen["flips"], seen["honest"]) == (["N2"], False)
    assert niche_choice.choose("nadia", "developer", "tentative", rows)["honest"]


def test_a_final_choice_must_hold_with_another_persons_points():
    rows = [
        {"niche": n, "card": c, "points": p}
        for n, c, p in (("developer", "N2", 4), ("developer", "N3", 4), ("data", "N1", 3))
    ]
    assert niche_choice.choose("nadia", "developer", "final", rows)["honest"]
    shifted = niche_choice.choose("nadia", "developer", "final", rows, (-1, -1, 1))
    assert not shifted["honest"]
    assert shifted["top_is_winner"]  # one's own points stay one's own


def test_no_score_is_reached_by_an_order_of_rows():
    rows = [
        {"niche": n, "card": c, "points": p}
        for n, c, p in (("data", "N5", 4), ("developer", "N2", 5), ("platform", "N4", 1))
    ]
    for _ in range(6):
        rows = rows[1:] + rows[:1]
        assert niche_choice.rank(rows) == ["developer", "data", "platform"]


# ---- OutcomeSim


def test_a_window_of_two_hours_saves_what_the_arrival_model_says():
    assert outcomes.contacts(0) == pytest.approx(case.company()["contacts_per_100_parcels"])
    assert outcomes.contacts(2) < outcomes.contacts(1) < outcomes.contacts(0)
    assert outcomes.contacts(6) > outcomes.contacts(3)  # too vague: people ask when


def test_two_candidates_show_within_four_weeks_and_four_do_not():
    seeds = range(60)
    shown = {}
    for win in case.quick_wins().values():
        seen = [outcomes.reading(win, "contacts", outcomes.DAYS, seed) for seed in seeds]
        shown[win.id] = sum(r.beyond and r.effect < 0 for r in seen) / len(seen)
    assert shown["eta_wording"] == 1
    assert shown["tracking_cache"] > 0.95
    assert max(shown[w] for w in ("dark_mode", "split_roost", "push_not_sms", "graphql")) < 0.1


def test_messages_saved_come_back_as_calls():
    win = case.quick_wins()["push_not_sms"]
    assert win.sms_eur < 0
    assert abs(outcomes.month_eur(win)) < 1000


def test_right_wins_and_niches_hold_in_thirty_fresh_draws():
    for name, answer in RIGHT.items():
        if name.startswith(("1.4/", "1.5/")):
            for seed in range(30):
                verdict = grade_artefact(find(name[:3]), answer.artefact, random.Random(seed))
                assert verdict.outcome == "right", f"{name}, seed {seed}"


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("notify recomputes the window every ten minutes", True),
        ("PingCo sends the message when the van leaves the depot", True),
        ("We will improve the messages for all our customers", False),
        ("notify becomes much better", False),
        ("", False),
    ],
)
def test_a_technical_decision_names_a_service_and_what_it_does(text, there):
    assert quick_win.decides(text) is there
