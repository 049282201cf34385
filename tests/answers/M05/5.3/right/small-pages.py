# Small pages, and no more than asked by default.
lists = {
    "paging": "cursor",
    "page_size": 50,
    "max_page": 50,
    "total": "more",
    "limit_status": 429,
    "retry_after": True,
}
