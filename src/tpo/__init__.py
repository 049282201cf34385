"""Two Languages: a hands-on course for technical product owners."""
