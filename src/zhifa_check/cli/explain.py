"""``zhifa explain``."""


def explain() -> None:
    """x"""
