# Says no, and nothing else.
# expect: 5.3c
# first: 429 without a time: callers came back at once, 6× the load you refused.
lists = {
    "paging": "cursor",
    "page_size": 100,
    "max_page": 500,
    "total": "more",
    "limit_status": 429,
    "retry_after": False,
}
