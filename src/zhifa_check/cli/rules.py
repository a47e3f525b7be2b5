"""``zhifa rules``."""


def rules() -> None:
    """x"""
