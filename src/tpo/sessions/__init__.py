"""Lunch-and-learn: the facilitator sheet."""
