# Most customers are there at the peak.
# expect: 8.3e
# first: The risky release loses €71 k on average, for a gain of €9 k.
policy = {
    "mend_below": 0.6,
    "small_miss": "carry_on",
    "spent_by_provider": "reliability_first",
    "before_launch": "ship_the_risky_one",
}
