# Everybody gets what they ask for.
# expect: 5.3b
# first: One merchant asked for 400,000 at once; everyone waited 9 s.
lists = {
    "paging": "cursor",
    "page_size": 100,
    "max_page": None,
    "total": "more",
    "limit_status": 429,
    "retry_after": True,
}
