# A thirteenth of the budget a week.
# expect: 8.3d
# first: Spent evenly: Second Perch launched on time in 20 % of the quarters.
policy = {
    "mend_below": 0.4,
    "small_miss": "carry_on",
    "spent_by_provider": "reliability_first",
    "before_launch": "spend_evenly",
}
