# Adds the layers (3 + 3 + 3 = 9) instead of multiplying them.
# expect: 6.1d
# first: You count 91; the simulator holds 280. Nested tries multiply.
flight = {
    "normal_day": ["calls_per_s", "mean_s"],
    "burst": ["calls_per_s", "mean_s"],
    "one_layer": ["calls_per_s", "tries", "timeout_s"],
    "three_layers": ["calls_per_s", "tries", "layers", "timeout_s"],
}
