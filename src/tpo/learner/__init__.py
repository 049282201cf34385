"""The learner's side: ledger, pacing, recall and glossary."""
