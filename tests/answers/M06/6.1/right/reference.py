# The plain reading of Little's law, situation by situation.
flight = {
    "normal_day": ["calls_per_s", "mean_s"],
    "burst": ["calls_per_s", "mean_s"],
    "one_layer": ["calls_per_s", "tries", "timeout_s"],
    "three_layers": ["calls_per_s", "tries", "tries", "tries", "timeout_s"],
}
