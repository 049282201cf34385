# Uses the average rate of the month in the burst.
# expect: 6.1e
# first: You planned for the month's average; the pool fails in the minute.
flight = {
    "normal_day": ["month_calls_per_s", "mean_s"],
    "burst": ["month_calls_per_s", "mean_s"],
    "one_layer": ["month_calls_per_s", "tries", "timeout_s"],
    "three_layers": ["month_calls_per_s", "tries", "tries", "tries", "timeout_s"],
}
