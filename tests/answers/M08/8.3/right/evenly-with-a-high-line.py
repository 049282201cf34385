# Spending evenly holds when the line is high: it mends before the launch anyway.
policy = {
    "mend_below": 0.8,
    "small_miss": "carry_on",
    "spent_by_provider": "reliability_first",
    "before_launch": "spend_evenly",
}
