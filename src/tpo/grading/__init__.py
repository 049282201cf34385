"""nbgrader glue: run submissions safely, judge what they hand over, save what it is worth."""
