# Takes the 99th percentile for the mean.
# expect: 6.1b
# first: Your estimate is 2.6 times what the simulator holds: the tail isn't the mean.
flight = {
    "normal_day": ["calls_per_s", "p99_s"],
    "burst": ["calls_per_s", "p99_s"],
    "one_layer": ["calls_per_s", "tries", "timeout_s"],
    "three_layers": ["calls_per_s", "tries", "tries", "tries", "timeout_s"],
}
