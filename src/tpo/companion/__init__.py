"""The learner's companion: review, progress and portfolio, as pages in a notebook and as files."""
