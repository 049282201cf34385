"""Domain models with no notebook in them."""
