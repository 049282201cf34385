# Builds Roost again.
# expect: 9.1f
# first: Nothing goes live for nine months; a change takes 90 days on average.
choices = {
    "tracking_peak": {"pattern": "cache_aside", "price": "old"},
    "geosure_hangs": {"pattern": "circuit_breaker", "price": "failed"},
    "two_sides": {"pattern": "saga", "price": "old"},
    "lost_news": {"pattern": "outbox", "price": "old"},
    "fifty_a_second": {"pattern": "none", "price": "nothing"},
    "who_changed_it": {"pattern": "audit_log", "price": "nothing"},
    "old_roost": {"pattern": "big_rewrite", "price": "change"},
    "orders_page": {"pattern": "read_model", "price": "bill"},
}
