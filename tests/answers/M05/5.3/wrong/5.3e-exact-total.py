# An exact total on every page.
# expect: 5.3e
# first: Counting takes 71 % of each page's time.
lists = {
    "paging": "cursor",
    "page_size": 100,
    "max_page": 500,
    "total": "exact",
    "limit_status": 429,
    "retry_after": True,
}
