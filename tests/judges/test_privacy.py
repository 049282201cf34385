"""Fields and readers: reasons are there, and the readers come from the service map."""

from tpo import case
from tpo.judges import privacy

BEST = {
    **dict.fromkeys(privacy.PERSONAL, "personal"),
    **dict.fromkeys((*privacy.PLAIN, *privacy.CONTESTABLE), "not_personal"),
    "neighbour_address": "dont_store",
}
DAYS = {"personal_days": 90, "delivery_days": 90, "billing_days": 3_650}


def test_eighteen_fields_each_with_a_reason():
    assert len(privacy.FIELDS) == 18
    assert all(len(reason) > 5 for reason in privacy.FIELDS.values())


def test_readers_come_from_the_map_and_hold_the_hidden_one():
    assert set(privacy.readers()) == {"tracking", "notify", "routing", "aviary", "tally"}
    assert set(privacy.NEVER) | set(privacy.MAYBE) | set(privacy.readers()) <= set(case.services())


def test_contestable_fields_accept_both():
    for name in privacy.CONTESTABLE:
        for word in ("personal", "not_personal"):
            seen = privacy.assess({**BEST, name: word}, privacy.readers(), DAYS)
            assert (seen["missed"], seen["over"]) == ((), ())


def test_a_name_cannot_be_left_out_but_a_trace_can():
    assert privacy.assess({**BEST, "recipient_name": "dont_store"}, (), DAYS)["missed"]
    assert not privacy.assess({**BEST, "gps_trace": "dont_store"}, (), DAYS)["missed"]


def test_constant_answers_fail_one_side():
    everything = privacy.assess(dict.fromkeys(BEST, "personal"), (), DAYS)
    nothing = privacy.assess(dict.fromkeys(BEST, "not_personal"), (), DAYS)
    assert everything["found_plain"] == 0
    assert nothing["found_personal"] == 0


def test_kept_for_ever_or_too_long():
    seen = privacy.assess(BEST, (), {**DAYS, "personal_days": None, "delivery_days": 500})
    assert (seen["forever"], seen["too_long"]) == (("personal_days",), ("delivery_days",))
