# Cursor, bounded pages, 429 with a time.
lists = {
    "paging": "cursor",
    "page_size": 100,
    "max_page": 500,
    "total": "more",
    "limit_status": 429,
    "retry_after": True,
}
