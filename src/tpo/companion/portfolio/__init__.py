"""The portfolio: what a learner made, as pages to send, built from the ledger.

``gather`` collects pieces, ``redact`` looks for what must not leave the machine, ``build`` writes
HTML, Markdown and a manifest, ``shelf`` is where the learner chooses and comments.
"""
