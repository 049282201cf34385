# Counts every booking once, although each tries three times.
# expect: 6.1c
# first: You count 10; the simulator holds 31. Each booking tried again.
flight = {
    "normal_day": ["calls_per_s", "mean_s"],
    "burst": ["calls_per_s", "mean_s"],
    "one_layer": ["calls_per_s", "timeout_s"],
    "three_layers": ["calls_per_s", "timeout_s"],
}
