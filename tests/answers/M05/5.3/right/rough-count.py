# Larger pages and a rough total.
lists = {
    "paging": "cursor",
    "page_size": 400,
    "max_page": 800,
    "total": "estimate",
    "limit_status": 429,
    "retry_after": True,
}
