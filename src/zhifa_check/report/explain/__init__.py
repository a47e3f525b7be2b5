"""``zhifa explain``: a requirement or an error of intake in full."""
