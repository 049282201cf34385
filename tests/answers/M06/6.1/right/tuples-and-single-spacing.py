# Tuples instead of lists, one per line.
flight = dict(
    normal_day=("calls_per_s", "mean_s"),
    burst=("calls_per_s", "mean_s"),
    one_layer=("tries", "calls_per_s", "timeout_s"),
    three_layers=("tries", "tries", "tries", "calls_per_s", "timeout_s"),
)
