# A lock across two companies.
# expect: 9.1d
# first: GeoSure doesn't vote. 444 of 1,000 fail while your store is locked.
choices = {
    "tracking_peak": {"pattern": "cache_aside", "price": "old"},
    "geosure_hangs": {"pattern": "circuit_breaker", "price": "failed"},
    "two_sides": {"pattern": "two_phase_commit", "price": "failed"},
    "lost_news": {"pattern": "outbox", "price": "old"},
    "fifty_a_second": {"pattern": "none", "price": "nothing"},
    "who_changed_it": {"pattern": "audit_log", "price": "nothing"},
    "old_roost": {"pattern": "strangler", "price": "bill"},
    "orders_page": {"pattern": "read_model", "price": "bill"},
}
