# Another pattern wherever two will do.
choices = {
    "tracking_peak": {"pattern": "read_model", "price": "bill"},
    "geosure_hangs": {"pattern": "bulkhead", "price": "failed"},
    "two_sides": {"pattern": "async_request_reply", "price": "old"},
    "lost_news": {"pattern": "outbox", "price": "old"},
    "fifty_a_second": {"pattern": "none", "price": "nothing"},
    "who_changed_it": {"pattern": "audit_log", "price": "nothing"},
    "old_roost": {"pattern": "modular_monolith", "price": "wait"},
    "orders_page": {"pattern": "cache_aside", "price": "old"},
}
