# Says that we are unavailable.
# expect: 5.3d
# first: Status 503: partners opened incidents for their own speed.
lists = {
    "paging": "cursor",
    "page_size": 100,
    "max_page": 500,
    "total": "more",
    "limit_status": 503,
    "retry_after": True,
}
