# The choice that takes the fewest weeks.
choices = {
    "tracking_peak": {"pattern": "cache_aside", "price": "old"},
    "geosure_hangs": {"pattern": "bulkhead", "price": "bill"},
    "two_sides": {"pattern": "async_request_reply", "price": "old"},
    "lost_news": {"pattern": "outbox", "price": "old"},
    "fifty_a_second": {"pattern": "none", "price": "nothing"},
    "who_changed_it": {"pattern": "audit_log", "price": "nothing"},
    "old_roost": {"pattern": "strangler", "price": "bill"},
    "orders_page": {"pattern": "cache_aside", "price": "old"},
}
