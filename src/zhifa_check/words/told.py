"""What stops a command and is nobody's bug."""


class ToldError(Exception):
    """Something cannot be done: the message says why, and what to do, in Chinese. A command ends with it."""
