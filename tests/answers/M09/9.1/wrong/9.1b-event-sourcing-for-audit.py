# Everything as events, because of one question.
# expect: 9.1b
# first: An audit log gives the same answer for 5 % of the effort.
choices = {
    "tracking_peak": {"pattern": "cache_aside", "price": "old"},
    "geosure_hangs": {"pattern": "circuit_breaker", "price": "failed"},
    "two_sides": {"pattern": "saga", "price": "old"},
    "lost_news": {"pattern": "outbox", "price": "old"},
    "fifty_a_second": {"pattern": "none", "price": "nothing"},
    "who_changed_it": {"pattern": "event_sourcing", "price": "old"},
    "old_roost": {"pattern": "strangler", "price": "bill"},
    "orders_page": {"pattern": "read_model", "price": "bill"},
}
