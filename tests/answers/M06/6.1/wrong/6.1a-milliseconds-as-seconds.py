# Multiplies by milliseconds as if they were seconds.
# expect: 6.1a
# first: 1,768 in flight at 5 a second? Check the units.
flight = {
    "normal_day": ["calls_per_s", "mean_ms"],
    "burst": ["calls_per_s", "mean_ms"],
    "one_layer": ["calls_per_s", "tries", "timeout_s"],
    "three_layers": ["calls_per_s", "tries", "tries", "tries", "timeout_s"],
}
