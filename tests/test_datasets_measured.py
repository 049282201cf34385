"""Figures that the course quotes from the files of minutes, contacts, plans and tests."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from tpo import case
from tpo.case import measured
from tpo.case.tables import typed_frame

LOADERS = {
    "sli_minutes.csv.bz2": (case.sli_minutes, 43_200),
    "deployments.csv": (case.deployments, 520),
    "support_contacts.csv.bz2": (case.support_contacts, 20_000),
    "reviews.csv": (case.reviews, 300),
    "backlog.csv": (case.backlog, 36),
    "work_items.csv": (case.work_items, 430),
    "throughput.csv": (case.throughput, 52),
    "kano.csv": (case.kano, 240 * 8),
    "ab_reroute.csv.bz2": (case.ab_reroute, 24_000),
}


@pytest.mark.parametrize("file", LOADERS)
def test_every_table_has_its_rows_and_its_types(file):
    load, rows = LOADERS[file]
    frame = load()
    assert len(frame) == rows
    assert not frame.drop(columns=[c for c in frame if frame[c].isna().any()]).isna().any().any()
    stamps = frame.select_dtypes("datetimetz")
    assert all(str(stamps[name].dt.tz) == "UTC" for name in stamps)


@pytest.mark.parametrize("file", LOADERS)
def test_a_missing_or_damaged_file_gets_one_sentence(file, tmp_path):
    load, _ = LOADERS[file]
    with pytest.raises(case.CaseFileError, match=rf"datasets/{file} .*"):
        load(root=tmp_path)
    (tmp_path / file).write_bytes(b"a,b\n1,2\n")
    with pytest.raises(case.CaseFileError) as damaged:
        load(root=tmp_path)
    assert len(str(damaged.value).splitlines()) == 1
    assert file in str(damaged.value)


def test_a_wrong_cell_is_named_by_line_and_column(tmp_path):
    (tmp_path / "reviews.csv").write_text("review_id,text,rating\nr001,fine,many\n")
    with pytest.raises(case.CaseFileError, match=r"reviews.csv line 2: rating can't be 'many'"):
        typed_frame("reviews.csv", measured.REVIEWS, tmp_path)


# ---- sli_minutes ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def minutes():
    return case.sli_minutes().set_index("minute")


def test_the_month_has_2_4_million_bookings_and_a_budget_of_12000(minutes):
    inc = case.incident("INC-0417")
    assert minutes.total.sum() == inc.facts["objective_window_requests"]
    assert (minutes.good <= minutes.total).all()
    assert (minutes.p50 <= minutes.p95).all()
    assert (minutes.p95 <= minutes.p99).all()


def test_inc_0417_fails_62_percent_and_spends_322_percent(minutes):
    inc = case.incident("INC-0417")
    evening = minutes["2025-11-28 17:42":"2025-11-28 21:07"]
    assert len(evening) == 206
    assert evening.total.sum() == inc.facts["requests"]
    failed = (evening.total - evening.good).sum()
    assert failed == inc.facts["failed_requests"]
    assert round(100 * failed / evening.total.sum()) == 62
    assert int(100 * failed / inc.budget_requests()) == 322
    mostly = (evening.good / evening.total < 0.5).sum()  # the storm grew for twelve minutes
    assert mostly == pytest.approx(inc.facts["bad_phase_min"], abs=8)


def test_cpu_was_calm_until_the_first_page_and_high_on_two_healthy_nights(minutes):
    assert minutes.cpu["2025-11-28 17:42":"2025-11-28 18:30"].max() < 60
    assert minutes.cpu["2025-11-28 18:31"].min() > 80
    hot = minutes[minutes.cpu > 80]
    assert sorted(set(hot.index.strftime("%m-%d"))) == ["11-08", "11-19", "11-28"]


def test_the_mean_is_calm_in_the_slow_burn_and_the_tail_is_not(minutes):
    burn = minutes["2025-11-10 07:00":"2025-11-12 00:59"]
    calm = minutes["2025-11-13":"2025-11-14"]
    assert burn.p50.mean() == pytest.approx(calm.p50.mean(), rel=0.01)
    assert burn.p99.mean() > 2 * calm.p99.mean()
    assert 1 - burn.good.sum() / burn.total.sum() == pytest.approx(0.0164, abs=0.001)


def test_the_labels_name_the_trouble_and_stay_out_of_the_learners_files(minutes):
    labels = pd.read_csv(case.data_root() / "hidden" / "incidents.csv")
    assert labels.kind.value_counts().to_dict() == {
        "blip": 3,
        "busy night": 2,
        "slow burn": 1,
        "incident": 1,
    }
    assert labels.set_index("name").loc["INC-0417", "begins"] == "2025-11-28T17:42Z"


# ---- deployments ---------------------------------------------------------------------------------


def test_roost_hides_in_the_pool():
    log = case.deployments()
    lead = (log.deployed_at - log.committed_at).dt.total_seconds() / 86_400
    by_service = lead.groupby(log.service).median()
    assert round(by_service["roost"]) == 9
    assert round(lead.median()) == 2
    assert by_service.drop("roost").max() < 4
    asked = (log.committed_at - log.asked_at).dt.total_seconds() / 86_400
    assert asked.median() > 10
    roost = log[log.service == "roost"]
    assert set(roost.deployed_at.dt.day_name()) == {"Wednesday"}
    assert (log.recovered_at.notna() == log.failed).all()
    assert (log.cause.notna() == log.failed).all()
    assert lead.max() > 40


# ---- contacts ------------------------------------------------------------------------------------


def test_contacts_of_the_story():
    contacts, company = case.support_contacts(), case.company()
    known = contacts.parcel_id.isin(case.parcels().parcel_id)
    assert 100 * known.sum() / 12_000 == company["contacts_per_100_parcels"]
    assert contacts.after_eta_change.mean() == company["contacts_after_eta_change_share"]
    days = contacts.ts.dt.strftime("%m-%d").value_counts()
    ordinary = days.drop("11-28").median()
    ratio = case.incident("INC-0417").facts["contacts_ratio"]
    assert days["11-28"] / ordinary == pytest.approx(ratio, abs=0.01)
    assert contacts.ts.is_monotonic_increasing


def test_after_an_eta_change_people_ask_for_the_time():
    contacts = case.support_contacts()
    after = contacts[contacts.after_eta_change].topic.value_counts(normalize=True)
    assert after.idxmax() == "when_does_it_come"
    assert after["when_does_it_come"] > 0.55


# ---- reviews, interviews, kano -------------------------------------------------------------------


def test_reviews_and_their_hidden_themes_fit():
    themes = pd.read_csv(case.data_root() / "hidden" / "review_themes.csv")
    reviews = case.reviews()
    assert list(themes.review_id) == list(reviews.review_id)
    mean = reviews.groupby(themes.theme.to_numpy()).rating.mean()
    assert mean.idxmin() in ("eta_changes", "not_home")
    assert mean.idxmax() == "courier"
    assert reviews.text.nunique() > 250


def test_eleven_of_fourteen_never_open_the_app():
    talks = case.interviews()
    assert len(talks) == 14
    assert sum(not talk.opens_app for talk in talks.values()) == 11
    for talk in talks.values():
        text = (case.data_root() / "interviews" / f"{talk.id}.md").read_text("utf-8")
        assert all(f"**{talk.id}-{n}**" in text for n in range(1, len(talk.statements) + 1))


KANO = {  # (functional, dysfunctional) → class (Kano's table, in the five words of the file)
    **{("like", no): "attractive" for no in ("must_be", "neutral", "live_with")},
    ("like", "dislike"): "performance",
    ("like", "like"): "questionable",
    ("dislike", "dislike"): "questionable",
    **{(yes, "dislike"): "must_be" for yes in ("must_be", "neutral", "live_with")},
    **{("dislike", no): "reverse" for no in ("like", "must_be", "neutral", "live_with")},
    **{(yes, "like"): "reverse" for yes in ("must_be", "neutral", "live_with")},
}


def test_pooled_segments_cancel_and_one_question_was_unclear():
    answers = case.kano()
    pairs = zip(answers.functional, answers.dysfunctional, strict=True)
    answers = answers.assign(kind=[KANO.get(pair, "indifferent") for pair in pairs])

    def commonest(frame):
        return frame.kind.value_counts().idxmax()

    neighbour = answers[answers.feature == "choose_a_neighbour"]
    assert commonest(neighbour) == "indifferent"
    assert commonest(neighbour[neighbour.segment == "out_all_day"]) == "attractive"
    assert commonest(neighbour[neighbour.segment == "minds_privacy"]) == "reverse"
    assert commonest(answers[answers.feature == "two_hour_window"]) == "must_be"
    assert commonest(answers[answers.feature == "live_map"]) == "performance"
    photo = answers[answers.feature == "signed_photo"].kind
    assert (photo == "questionable").mean() == pytest.approx(0.11, abs=0.005)
    assert answers.respondent.nunique() == 240


# ---- plans ---------------------------------------------------------------------------------------


def test_the_eight_items_of_m10_cost_what_the_curriculum_says():
    eight = case.backlog().iloc[:8]
    weeks = eight.person_weeks.tolist()
    cost = (eight.delay_cost_eur_week / 1000).tolist()
    late = eight.index[eight.deadline.notna()].item()

    def bill(order):
        total = at = 0.0
        for i in order:
            at += weeks[i]
            total += 40 * max(0.0, at - 10) if i == late else cost[i] * at
        return total

    best = min(map(bill, permutations(range(8))))
    assert best == 753.5

    def worse(key):
        return round(100 * (bill(sorted(range(8), key=key)) / best - 1))

    assert worse(lambda i: -cost[i]) == 69
    assert worse(lambda i: weeks[i]) == 36
    assert worse(lambda i: -cost[i] / weeks[i]) == 55
    assert worse(lambda i: i) == 80
    assert worse(lambda i: (i != late, -cost[i] / weeks[i])) == 17


def test_the_backlog_refers_to_what_there_is():
    backlog = case.backlog()
    known = set(case.services())
    for row in backlog.itertuples():
        assert set(row.services.split(";")) <= known, row.item_id
        assert row.requester in case.people()
    assert set(backlog.depends_on.dropna()) <= set(backlog.item_id)
    assert set(backlog.impact) <= {3, 2, 1, 0.5, 0.25}
    assert set(backlog.confidence) <= {100, 80, 50}


def test_forty_items_take_8_9_or_10_weeks():
    weeks = case.throughput()
    six = weeks[weeks.team_size == 6].done
    assert len(six) == 36
    assert six.mean() == pytest.approx(4.8, abs=0.02)
    one = six.value_counts(normalize=True).reindex(range(9), fill_value=0).to_numpy()
    reached = np.array([1.0])
    chances = {}
    for number in range(1, 11):
        reached = np.convolve(reached, one)
        chances[number] = round(100 * reached[40:].sum())
    assert (chances[8], chances[9], chances[10]) == (44, 76, 92)
    assert weeks[weeks.holiday & (weeks.team_size == 6)].done.mean() < 3


def test_weeks_and_items_agree():
    items, weeks = case.work_items(), case.throughput()
    finished = items.finished.dropna()
    days = (finished - weeks.begins.min()).dt.days
    counts = (days // 7 + 1).value_counts().reindex(weeks.week, fill_value=0)
    assert counts.tolist() == weeks.done.tolist()
    begun = items.dropna(subset=["started"])
    assert (begun.started >= begun.created).all()
    ended = items.dropna(subset=["finished"])
    assert (ended.finished >= ended.started).all()
    points = ended.assign(late=ended.finished >= weeks.begins[18]).groupby("late").points.mean()
    assert points[True] > 1.5 * points[False], "points were re-scaled in week 19"


# ---- the test of Second Perch, and the bargain ---------------------------------------------------


def test_the_test_has_an_ordinary_split_and_1_2_points():
    test = case.ab_reroute()
    assert test.variant.value_counts().to_dict() == {"old": 12_060, "new": 11_940}
    sums = test.groupby("variant")[["parcels", "first_attempt_ok", "contacts"]].sum()
    ok = sums.first_attempt_ok / sums.parcels
    assert round(100 * ok["old"], 1) == 100 * case.company()["first_attempt_success_share"]
    assert round(100 * (ok["new"] - ok["old"]), 1) == 1.2
    assert (sums.contacts / sums.parcels)["new"] < (sums.contacts / sums.parcels)["old"]
    assert (test.first_attempt_ok <= test.parcels).all()
    assert test[test.variant == "old"].rerouted.sum() == 0


def test_a_fair_package_exists_and_splitting_differences_is_not_it():
    table = [s for s in case.stakeholders().values() if s.walk_away is not None]
    assert len(table) == 4
    assert len(case.stakeholders()) == 14
    issues = {}
    for person in table:
        for issue, points in person.utilities.items():
            issues.setdefault(issue, list(points))
    assert len(issues) == 9
    from itertools import product

    middle = {issue: options[1] for issue, options in issues.items()}
    assert sum(s.worth(middle) < s.walk_away for s in table) == 3
    good = [
        package
        for choice in product(*issues.values())
        if all(
            s.worth(package := dict(zip(issues, choice, strict=True))) >= s.walk_away
            and not s.refuses(package)
            for s in table
        )
    ]
    assert 0 < len(good) < 400
