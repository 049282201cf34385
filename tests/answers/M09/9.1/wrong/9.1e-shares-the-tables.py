# Reads Roost's tables directly.
# expect: 9.1e
# first: Quick this week; then each change takes 3.9 days, not 2.4.
choices = {
    "tracking_peak": {"pattern": "cache_aside", "price": "old"},
    "geosure_hangs": {"pattern": "circuit_breaker", "price": "failed"},
    "two_sides": {"pattern": "saga", "price": "old"},
    "lost_news": {"pattern": "outbox", "price": "old"},
    "fifty_a_second": {"pattern": "none", "price": "nothing"},
    "who_changed_it": {"pattern": "audit_log", "price": "nothing"},
    "old_roost": {"pattern": "strangler", "price": "bill"},
    "orders_page": {"pattern": "shared_database", "price": "change"},
}
