"""``zhifa plan``."""


def check() -> None:
    """x"""
