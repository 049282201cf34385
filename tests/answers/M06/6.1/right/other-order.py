# Multiplication has no order; a learner may begin with the time.
flight = {
    "three_layers": ("timeout_s", "tries", "calls_per_s", "tries", "tries"),
    "one_layer": ("timeout_s", "calls_per_s", "tries"),
    "burst": ("mean_s", "calls_per_s"),
    "normal_day": ("mean_s", "calls_per_s"),
}
