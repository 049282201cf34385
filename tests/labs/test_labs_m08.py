"""What the labs of M08 must show, whatever the exact numbers of the run."""

from tpo.labs import lab as labs
from tpo.labs import lineage, m08


def seen(lab, draft=False, **state):
    return labs.data(lab, {**labs.start(lab), **state}, draft)


# W08a


def test_failures_at_the_gateway_move_with_the_contacts_and_cpu_does_not():
    lab = m08.INDICATOR_PICKER
    assert labs.reveal(lab, "failed share, counted at the gateway", 70).right
    assert not labs.reveal(lab, "CPU", 70).right
    felt = {name: seen(lab, signal=name)["felt"] for name in m08.SIGNALS}
    assert abs(felt["cpu"]) < 0.3
    assert felt["mean"] < 0.5 < felt["p99"] < felt["gateway"]
    assert felt["booking"] < felt["gateway"]


def test_more_days_find_more_bad_days():
    hits = [seen(m08.INDICATOR_PICKER, signal="gateway", days=n)["hits"] for n in (3, 12, 30)]
    assert hits == sorted(hits)
    assert hits[-1] == m08.WORST_DAYS


# W08b


def meter(**state):
    return seen(m08.BURN_METER, **state)


def test_the_rule_rings_after_seven_minutes_and_lingers_53_without_its_second_window():
    lab = m08.BURN_METER
    assert labs.reveal(lab, "7 min", 70).right
    assert not labs.reveal(lab, "49 min", 70).right
    asked = {"share": 62, "length": 206, "burn": 14.4, "window": 60}
    assert meter(**asked)["start"] == 7
    assert meter(**asked)["lingers"] <= 5
    assert meter(**asked, second=False)["lingers"] == 53
    assert "stops 53 min after all is well" in lab.sentence(meter(**asked, second=False))


def test_a_small_share_never_rings_a_fast_rule():
    assert meter(share=1, burn=14.4, window=60)["start"] is None
    assert "never rings" in m08.BURN_METER.sentence(meter(share=1, burn=14.4, window=60))
    assert meter(share=1, burn=1, window=60)["start"] is not None


def test_the_start_does_not_tell_the_answer():
    for lab in m08.LABS:
        first = labs.view(lab, labs.start(lab))
        truth = lab.prediction.says(labs.data(lab, labs.asked(lab)))
        assert truth not in first.sentence, lab.id
        assert not first.error


# W08c


def test_always_and_never_lose_to_the_written_rule():
    lab = m08.BUDGET_REFEREE
    always = seen(lab, below=m08.ALWAYS)["mean"]
    never = seen(lab, below=m08.NEVER)["mean"]
    rule = seen(lab, below=m08.RULE, peak="save")["mean"]
    assert rule > max(always, never) + 40_000
    assert labs.reveal(lab, f"{always / 1000:.0f} thousand euros", 60).right
    assert not labs.reveal(lab, f"{m08.unbroken_eur() / 1000:.0f} thousand euros", 60).right
    assert seen(lab, below=m08.RULE, hold=True)["mean"] < rule


def test_the_quarter_shows_what_was_done():
    data = seen(m08.BUDGET_REFEREE, below=m08.ALWAYS)
    assert set(data["did"]) == {"ship"}
    assert "ship 13" in m08.BUDGET_REFEREE.sentence(data)


# The lineage picture of M07


def test_the_picture_names_every_reader_and_who_finds_out_late():
    first = lineage.sentence()
    for name in ("tracking", "notify", "routing", "aviary", "tally"):
        assert f">{name}<" in lineage.picture()
        assert name in first
    late = lineage.sentence(["tracking", "tally"])
    assert "afterwards: notify, routing and aviary" in late
    everyone = ["tracking", "notify", "routing", "aviary", "tally"]
    assert "Everyone on the way would be told" in lineage.sentence(everyone)
    assert "5 4" in lineage.picture(["tracking"])
    assert lineage.unknown(["tracking", "post"]) == ["post"]
    assert '<img alt="' in lineage.html(["tracking"])
