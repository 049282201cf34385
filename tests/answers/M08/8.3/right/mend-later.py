# A lower line.
policy = {
    "mend_below": "60 %",
    "small_miss": "carry_on",
    "spent_by_provider": "reliability_first",
    "before_launch": "save_for_launch",
}
