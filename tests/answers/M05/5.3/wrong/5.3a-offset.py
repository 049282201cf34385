# Counts rows.
# expect: 5.3a
# first: 13 of 2,000 parcels missing, 32 twice.
lists = {
    "paging": "offset",
    "page_size": 100,
    "max_page": 500,
    "total": "more",
    "limit_status": 429,
    "retry_after": True,
}
