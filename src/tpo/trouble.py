"""The error that is meant for a person."""


class TroubleError(Exception):
    """One sentence for the person at the keyboard: what is wrong and what to do.

    The command line prints it and exits with 1; there is no traceback.
    """
